import type { Call } from '../command/call.ts';
import { localise } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import type { Corrections, ImportMode } from '../exchange/index.ts';
import { isId } from '../ids.ts';
import { holds } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { jsonText } from '../operation/row.ts';
import type { Row, Tx } from '../store/session.ts';

export type ImportState = 'draft' | 'mapped' | 'previewed' | 'running' | 'done' | 'partly_done' | 'failed' | 'cancelled' | 'undone' | 'partly_undone';
/** `core.import` (P.10): one file on its way into one declaration. */
export interface ImportDocument {
  readonly id: string;
  readonly version: number;
  readonly declaration: string;
  readonly file: string;
  readonly source: string | null;
  readonly sheet: string | null;
  readonly encoding: string | null;
  readonly mode: ImportMode;
  readonly unit: 'whole' | 'row' | null;
  readonly match: string | null;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly corrections: Corrections;
  readonly state: ImportState;
  readonly preview: Preview | null;
  readonly by: string;
  readonly by_name: string | null;
  readonly at: string;
  readonly finished_at: string | null;
  readonly counts: Counts | null;
  readonly errors: readonly Readonly<Record<string, unknown>>[];
  readonly error_count: number;
  readonly error_file: string | null;
  readonly operation: string | null;
  readonly undo: Readonly<Record<string, unknown>> | null;
}
export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}
export interface Preview {
  readonly hash: string;
  readonly at: string;
  readonly counts: Counts;
  readonly rows: readonly object[];
}
export const documentColumns =
  'id, version, declaration, file, source, sheet, encoding, mode, unit, match, mapping, corrections, state, preview, by, at, finished_at, counts, errors, error_count, error_file, operation, undo, (select u.name from core."user" u where u.org_id = $1 and u.id = "by") as by_name';

export interface NewImport {
  readonly id: string;
  readonly declaration: string;
  readonly file: string;
  readonly source: string;
  readonly state: ImportState;
  readonly options: Pick<ImportDocument, 'sheet' | 'encoding' | 'mode' | 'unit' | 'match' | 'mapping'>;
  /** Of the request that began it, so that the same file sent again under the same key is the same import (P.2.4). */
  readonly key: { readonly key: string; readonly fingerprint: string } | undefined;
}
export async function insertDocument(tx: Tx, call: Call, now: string, one: NewImport): Promise<void> {
  const { sheet, encoding, mode, unit, match, mapping } = one.options;
  await tx.query(
    `insert into core.import (org_id, id, declaration, file, source, sheet, encoding, mode, unit, match, mapping, corrections, state, by, at, errors, error_count, request_key, fingerprint)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '{}', $12, $13, $14, '[]', 0, $15, $16)`,
    [
      call.principal.org.id,
      one.id,
      one.declaration,
      one.file,
      one.source,
      sheet,
      encoding,
      mode,
      unit,
      match,
      jsonText(mapping),
      one.state,
      call.principal.user,
      now,
      one.key?.key ?? null,
      one.key?.fingerprint ?? null,
    ],
  );
}
const jsonColumns = new Set(['mapping', 'corrections', 'preview', 'counts', 'errors', 'undo']);
/** Changes columns and counts the version up. */
export async function updateDocument(tx: Tx, org: string, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(values);
  const sets = names.map((name, at) => `"${name}" = $${at + 3}`);
  await tx.query(`update core.import set ${sets.join(', ')}, version = version + 1 where org_id = $1 and id = $2`, [
    org,
    id,
    ...names.map((name) => (jsonColumns.has(name) && values[name] !== null ? jsonText(values[name]) : values[name])),
  ]);
}
/** One's own; whoever reads the audit trail sees everybody's. Anybody else's is not there. */
export async function findDocument(tx: Tx, call: Call, id: string, lock: '' | ' for update' = ''): Promise<ImportDocument> {
  const rows = isId(id) ? await tx.query(`select ${documentColumns} from core.import where org_id = $1 and id = $2${lock}`, [call.principal.org.id, id]) : [];
  const found = rows[0] as unknown as ImportDocument | undefined;
  if (!found || (found.by !== call.principal.user && !(lock === '' && holds(call.principal, 'audit.read')))) throw new Refused('not_found');
  return found;
}
export function requireVersion(found: ImportDocument, version: number | undefined): void {
  if (version === undefined) throw new Refused('request.version_required');
  if (version !== found.version) throw new Refused('conflict.stale', { your_version: version, version: found.version });
}
export function requireState(found: ImportDocument, action: string, ...allowed: readonly ImportState[]): void {
  if (!allowed.includes(found.state)) throw new Refused('document.transition_refused', { from: found.state, action, allowed });
}
const from: Readonly<Record<string, readonly ImportState[]>> = {
  preview: ['mapped', 'previewed'],
  run: ['previewed'],
  cancel: ['draft', 'mapped', 'previewed', 'running'],
  undo: ['done', 'partly_done', 'cancelled'],
};
export const allowedFrom = (action: string): readonly ImportState[] => from[action] ?? [];

type Given = Readonly<Record<string, unknown>>;
const rowsOf = (value: unknown): readonly Given[] => (Array.isArray(value) ? (value as readonly Given[]) : []);
/** As a client reads it: errors in its language, what may be done next, where the files are. */
export function documentJson({ registry }: Environment, call: Call, document: ImportDocument, more: object = {}): object {
  const { source: _, error_file: errorFile, errors, preview, undo, by, by_name: label, ...rest } = document;
  const told = (problem: Given): object => {
    const { title, detail } = localise(registry, String(problem['code']), (problem['params'] ?? {}) as Given, call.locale);
    return { ...problem, message: title === detail ? title : `${title}${call.locale === 'zh' ? '：' : ': '}${detail}` };
  };
  return {
    ...rest,
    by: { id: by, label },
    preview: preview && { hash: preview.hash, at: preview.at, counts: preview.counts, rows: preview.rows },
    errors: errors.map(told),
    undo: undo && { ...undo, kept: rowsOf(undo['kept']).map((row) => ({ ...row, reason: row['reason'] ? told(row['reason'] as Given) : null })) },
    error_file: errorFile === null ? null : `/api/core/import/${document.id}/errors`,
    _actions: Object.keys(from).map((name) => {
      const allowed = from[name]?.includes(document.state) === true;
      return { name, approval: false, allowed, ...(allowed ? {} : { code: 'document.transition_refused', params: { from: document.state, allowed: from[name] } }) };
    }),
    ...more,
  };
}
export const asDocument = (row: Row): ImportDocument => row as unknown as ImportDocument;
