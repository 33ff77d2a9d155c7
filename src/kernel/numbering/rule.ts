import type { Tx } from '../store/session.ts';

/** The organisation's own way of numbering a declaration (P.5, `core.numbering`). */
export interface NumberingRule {
  readonly pattern: string;
  readonly assign: 'on_submit' | 'on_create';
  readonly manual: 'never' | 'allowed' | 'free';
  readonly date_field: string | null;
}
/** The rule in force on the record's own day; a change of rules speaks of new records only. */
export async function ruleFor(tx: Tx, org: string, declaration: string, day: string): Promise<NumberingRule | undefined> {
  const [row] = await tx.query(
    'select pattern, assign, manual, date_field from core.numbering where org_id = $1 and declaration = $2 and archived_at is null and valid_from <= $3::date order by valid_from desc limit 1',
    [org, declaration, day],
  );
  return row as unknown as NumberingRule | undefined;
}
