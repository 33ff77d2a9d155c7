import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { fetchReferences, nothingWanted } from '../list/references.ts';
import { checkReadable, idOf, readable, reading } from '../read/record.ts';
import type { Row, Tx } from '../store/session.ts';
import type { Mention } from './mentions.ts';

/** An author may change or delete his words for a quarter of an hour; later they can only be struck out (P.11). */
export const editable = 15 * 60_000;

/** Comments of one record, oldest first (P.11); they follow the record's own permission. */
export async function commentsOf(environment: Environment, call: Call, name: string, key: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  const org = call.principal.org.id;
  return reading(environment, call, async (tx) => {
    const id = await idOf(tx, org, meta, key);
    await checkReadable(environment, tx, call, meta, id);
    const rows = await tx.query(`${selected} where c.org_id = $1 and c.record = $2 order by c.at, c.id limit 1000`, [org, id]);
    return { status: 200, body: { data: await commentsJson(environment, tx, call, rows) } };
  });
}
export const selected = `select c.id, c.at, c.text, c.mentions, c.files, c.edited_at, c.struck_at, c.by, u.name as by_name from core.comment_v c left join core."user" u on u.org_id = c.org_id and u.id = c.by`;

export async function commentsJson(environment: Environment, tx: Tx, call: Call, rows: readonly Row[]): Promise<readonly object[]> {
  const wanted = nothingWanted();
  const mentions = (row: Row): readonly Mention[] => row['mentions'] as readonly Mention[];
  for (const row of rows) for (const { declaration, id } of mentions(row)) wanted.records.set(declaration, (wanted.records.get(declaration) ?? new Set()).add(id));
  const references = await fetchReferences(environment.registry, tx, call.principal.org.id, wanted);
  const now = environment.clock().getTime();
  return rows.map((row) => {
    const mine = row['by'] === call.principal.user && row['struck_at'] === null;
    const young = now - Date.parse(String(row['at'])) < editable;
    return {
      id: row['id'],
      at: row['at'],
      // What was struck out stays as a line that says so.
      text: row['struck_at'] === null ? row['text'] : null,
      mentions: row['struck_at'] === null ? mentions(row).map((one) => ({ ...one, label: references.record(one.declaration, one.id)?.label ?? null })) : [],
      files: row['struck_at'] === null ? row['files'] : [],
      by: { id: row['by'], label: row['by_name'] },
      edited_at: row['edited_at'],
      struck_at: row['struck_at'],
      _actions: mine ? (young ? ['edit', 'delete'] : ['strike']) : [],
    };
  });
}
