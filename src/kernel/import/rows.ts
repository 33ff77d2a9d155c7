import type { Result } from '../exchange/index.ts';
import { jsonText } from '../operation/row.ts';
import type { Row, Tx } from '../store/session.ts';
import type { Foreseen } from './target.ts';

/*
 * What came of each record of a file, written in the transaction that keeps it: the first row of a record is its key within the import, so a
 * portion that was committed is not done again after a crash (P10-6), and an undo knows what it finds (P10-7).
 */
export async function noteRows(tx: Tx, org: string, id: string, results: readonly Result[]): Promise<void> {
  const rows = results.map(({ record, saved, problems }) => ({
    row: record.rows[0] ?? 0,
    key: saved?.code ?? record.key,
    outcome: saved?.outcome ?? 'failed',
    record: saved?.id ?? null,
    version: saved?.version ?? null,
    before: saved?.before ?? null,
    after: saved?.after ?? null,
    problems: problems.length > 0 ? problems : null,
  }));
  await tx.query(
    `insert into core.import_row (org_id, import, row, key, outcome, record, version, before, after, problems)
     select $1, $2, r.row, r.key, r.outcome, r.record, r.version, r.before, r.after, r.problems
     from jsonb_to_recordset($3::jsonb) as r(row int, key text, outcome text, record uuid, version int, before jsonb, after jsonb, problems jsonb)
     on conflict (org_id, import, row) do update set key = excluded.key, outcome = excluded.outcome, record = excluded.record, version = excluded.version,
       before = excluded.before, after = excluded.after, problems = excluded.problems`,
    [org, id, jsonText(rows)],
  );
}
/** What an earlier run of the same import has committed. */
export async function doneRows(tx: Tx, org: string, id: string): Promise<ReadonlyMap<number, Omit<Result, 'record'>>> {
  const rows = await tx.query(
    "select row, key, outcome, record, version, before, after, problems from core.import_row where org_id = $1 and import = $2 and outcome <> 'foreseen'",
    [org, id],
  );
  return new Map(rows.map((row) => [Number(row['row']), resultOf(row)]));
}
function resultOf(row: Row): Omit<Result, 'record'> {
  const problems = (row['problems'] ?? []) as Result['problems'];
  if (row['outcome'] === 'failed') return { problems };
  return { problems, saved: { outcome: row['outcome'] as 'created', id: row['record'] as string, code: row['key'] as string | null, version: row['version'] as number } };
}
/** What the preview saw of the records that the file changes; each makes way for what really came of it. */
export async function foreseenRows(tx: Tx, org: string, id: string): Promise<ReadonlyMap<string, Foreseen>> {
  const rows = await tx.query(`select key, version, before from core.import_row where org_id = $1 and import = $2 and outcome = 'foreseen'`, [org, id]);
  return new Map(rows.map((row) => [String(row['key']), { version: Number(row['version']), before: (row['before'] ?? {}) as Foreseen['before'] }]));
}
export async function foreseeRows(tx: Tx, org: string, id: string, results: readonly Result[]): Promise<void> {
  await forgetRows(tx, org, id);
  const changing = results.filter(({ saved }) => saved?.outcome === 'updated' && saved.before);
  const rows = changing.map(({ record, saved }) => ({
    row: record.rows[0] ?? 0,
    key: record.key,
    record: saved?.id ?? null,
    version: saved?.found ?? null,
    before: saved?.before ?? null,
  }));
  await tx.query(
    `insert into core.import_row (org_id, import, row, key, outcome, record, version, before)
     select $1, $2, r.row, r.key, 'foreseen', r.record, r.version, r.before from jsonb_to_recordset($3::jsonb) as r(row int, key text, record uuid, version int, before jsonb) returning row`,
    [org, id, jsonText(rows)],
  );
}
export const forgetRows = (tx: Tx, org: string, id: string): Promise<unknown> => tx.query('delete from core.import_row where org_id = $1 and import = $2', [org, id]);
