import type { NumberingRule } from '../numbering/rule.ts';
import type { Row, Tx } from '../store/session.ts';
import type { Call } from './call.ts';

/** What nearly every command needs of its organisation, asked once and together: the answer it gave already, settings, numbering rules. */
export interface Opening {
  readonly answered: Row | undefined;
  /** The organisation's values by module (P.15). */
  readonly settings: Readonly<Record<string, Row>>;
  readonly rules: readonly DatedRule[];
}
interface DatedRule extends NumberingRule {
  readonly declaration: string;
  readonly valid_from: string;
}
const text = `select
  (select to_jsonb(i) from (select fingerprint, status, response from core.idempotency where org_id = $1 and principal = $2 and key = $3) i) as answered,
  (select coalesce(jsonb_object_agg(module, "values"), '{}') from core.setting where org_id = $1) as settings,
  (select coalesce(jsonb_agg(r order by r.valid_from desc), '[]') from (select declaration, valid_from, pattern, assign, manual, date_field from core.numbering where org_id = $1 and archived_at is null) r) as rules`;

export async function openingOf(tx: Tx, { principal, idempotency, dryRun }: Call): Promise<Opening> {
  const [row] = await tx.query(text, [principal.org.id, principal.user, dryRun ? null : (idempotency?.key ?? null)]);
  return {
    answered: (row?.['answered'] ?? undefined) as Row | undefined,
    settings: (row?.['settings'] ?? {}) as Opening['settings'],
    rules: (row?.['rules'] ?? []) as Opening['rules'],
  };
}
/** The numbering rule in force on the record's own day: the latest that has begun. */
export const ruleOn = ({ rules }: Opening, declaration: string, day: string): NumberingRule | undefined => rules.find((rule) => rule.declaration === declaration && rule.valid_from <= day);
