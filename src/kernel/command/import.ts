import { importFile, matchLines, type ImportedRecord, type ImportMode, type ImportTarget, type Saved, type SourceFile } from '../exchange/index.ts';
import { tell } from '../notify/notify.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { fieldOf } from '../registry/build.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { newId } from '../ids.ts';
import { quoted } from '../store/columns.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { actOn } from './act.ts';
import { readAnswer } from './answer.ts';
import type { Answer, Call } from './call.ts';
import { metaOf } from './command.ts';
import { createMany, mayCreateMany } from './create-many.ts';
import type { Environment, ImportBatch } from './environment.ts';
import { changeRecord, createRecord } from './save.ts';

/** `POST …/import` (P.10): every record of the file goes the way a person's would, with his permissions, guards and audit. */
export async function importRecords(environment: Environment, call: Call, name: string, file: SourceFile, options: Readonly<Record<string, string>>): Promise<Answer & { readonly errorFile?: SourceFile }> {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'import')) throw new Refused('forbidden', { declaration: name, action: 'import' });
  const extras = environment.servers.flatMap((server) => (server.imports?.[name] ?? []).map(({ label, path, format }) => ({ ...label, path, ...(format ? { format } : {}) })));
  const importing: Call = { ...call, via: 'import' };
  const answer = await importFile(
    { registry: environment.registry, target: targetOf(environment, importing, meta) },
    importing,
    meta,
    file,
    { mode: modeOf(options['mode']), extras, dryRun: call.dryRun, ...(options['unit'] === 'row' ? { unit: 'row' as const } : {}), ...textOption(options, 'sheet'), ...textOption(options, 'match'), ...textOption(options, 'encoding'), ...mappingOf(options['mapping']) },
  );
  if (!call.dryRun && answer.status < 300) {
    const { counts, errors } = answer.body as { readonly counts: object; readonly errors: readonly unknown[] };
    await note(environment, call, name, file.name, options['mode'] ?? 'upsert', counts, errors.slice(0, 200));
  }
  void environment.sequenced(call.principal.org);
  return answer;
}
const textOption = (options: Readonly<Record<string, string>>, name: string): Record<string, string> => (options[name] ? { [name]: options[name] } : {});
function modeOf(mode: string | undefined): ImportMode {
  if (mode === undefined || mode === 'upsert' || mode === 'insert' || mode === 'update') return mode ?? 'upsert';
  throw new Refused('field.choice', { nearest: 'upsert' }, '/mode');
}
function mappingOf(text: string | undefined): { readonly mapping?: Readonly<Record<string, string | null>> } {
  if (!text) return {};
  try {
    return { mapping: JSON.parse(text) as Record<string, string | null> };
  } catch {
    throw new Refused('field.format', {}, '/mapping');
  }
}

function targetOf(environment: Environment, call: Call, meta: RecordMeta): ImportTarget {
  const kept = Symbol('rolled back');
  const batch = openBatch();
  // The key of the request names the file, not each of its records.
  const { idempotency: _, ...own } = { ...call, dryRun: false };
  return {
    transaction: async (work, keep) => {
      let result: Awaited<ReturnType<typeof work>> | undefined;
      try {
        return await inTransaction(environment.pools.commands, call.principal.org.id, async (tx) => {
          const inner: Environment = { ...environment, within: tx, batch };
          result = await work(
            (record, mode) => alone(batch, () => upsert(inner, own, tx, meta, record, mode)),
            (records, mode) => saveTogether(inner, own, tx, meta, records, mode),
          );
          if (!keep(result)) throw kept;
          return result;
        });
      } catch (error) {
        if (error === kept) return result as Awaited<ReturnType<typeof work>>;
        throw error;
      }
    },
  };
}

function openBatch(): ImportBatch {
  const kept = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  return {
    after: (work) => void waiting.push(work),
    accepted: () => waiting.splice(0).forEach((work) => work()),
    refused: () => void waiting.splice(0),
    forget: () => kept.clear(),
    once: <T>(key: string, load: () => Promise<T>) => {
      const found = (kept.get(key) as Promise<T> | undefined) ?? load();
      kept.set(key, found);
      return found;
    },
  };
}
async function alone(batch: ImportBatch, work: () => Promise<Saved>): Promise<Saved> {
  try {
    const saved = await work();
    batch.accepted();
    return saved;
  } catch (error) {
    batch.refused();
    throw error;
  }
}
/** New records are written together where that is the same as one after the other; everything else goes by itself (`undefined`). */
async function saveTogether(environment: Environment, call: Call, tx: Tx, meta: RecordMeta, records: readonly ImportedRecord[], mode: ImportMode): Promise<readonly (Saved | undefined)[]> {
  if (mode === 'update' || !mayCreateMany(environment, meta)) return [];
  const fresh = await newOnes(tx, call, meta, records);
  const made = await createMany(environment, call, tx, meta, fresh.map((record) => record.values));
  const saved = new Map(made.flatMap((one, at) => (one && fresh[at] ? [[fresh[at], { outcome: 'created' as const, ...one }] as const] : [])));
  return records.map((record) => saved.get(record));
}
/** Those without problems and actions whose key nobody has yet. */
async function newOnes(tx: Tx, call: Call, meta: RecordMeta, records: readonly ImportedRecord[]): Promise<readonly ImportedRecord[]> {
  const plain = records.filter((record) => record.problems.length === 0 && record.action === undefined && (record.key === null || record.match === meta.code));
  const keys = plain.flatMap((record) => record.key ?? []);
  if (keys.length === 0 || meta.code === undefined) return plain.filter((record) => record.key === null);
  const rows = await tx.query(`select ${quoted(meta.code)} as key from ${meta.table} where org_id = $1 and ${quoted(meta.code)} = any($2::text[])`, [call.principal.org.id, keys]);
  const taken = new Set(rows.map((row) => row['key']));
  return plain.filter((record) => record.key === null || !taken.has(record.key));
}

async function upsert(environment: Environment, call: Call, tx: Tx, meta: RecordMeta, record: ImportedRecord, mode: ImportMode): Promise<Saved> {
  const found = record.key === null ? undefined : await existing(tx, call, meta, record.match, record.key);
  if (found && mode === 'insert') throw new Refused('record.duplicate', { field: record.match, code: record.key });
  if (!found && mode === 'update') throw new Refused('batch.key_not_found', { key: record.key });
  const answer = found ? await change(environment, call, tx, meta, found, record) : await createRecord(environment, call, meta.name, record.values);
  const saved = answer.body as { readonly id: string; readonly version: number };
  const code = (answer.body as Readonly<Record<string, unknown>>)[meta.code ?? ''];
  if (record.action) await actOn(environment, call, meta.name, saved.id, actionNamed(meta, record.action), { version: saved.version, input: {} });
  return { outcome: found ? (saved.version === found.version && !record.action ? 'unchanged' : 'updated') : 'created', id: saved.id, code: typeof code === 'string' ? code : null };
}
interface Found {
  readonly id: string;
  readonly version: number;
}
async function existing(tx: Tx, call: Call, meta: RecordMeta, match: string, key: string): Promise<Found | undefined> {
  const field = fieldOf(meta, match);
  const column = match === 'id' ? 'id' : field && field.sql === undefined && !field.custom ? quoted(match) : undefined;
  if (!column) throw new Refused('field.choice', { nearest: meta.code ?? 'id' }, '/match');
  const rows = await tx.query(`select id, version from ${meta.table} where org_id = $1 and ${column}::text = $2 order by id limit 1 for no key update`, [call.principal.org.id, key]);
  return rows[0] as Found | undefined;
}
async function change(environment: Environment, call: Call, tx: Tx, meta: RecordMeta, found: Found, record: ImportedRecord): Promise<Answer> {
  const values: Record<string, unknown> = { ...record.values };
  const stored = (await readAnswer(environment, tx, call, meta, found.id)) as Readonly<Record<string, unknown>>;
  for (const lines of meta.lines) if (Array.isArray(values[lines.name])) values[lines.name] = matchLines(values[lines.name] as never, (stored[lines.name] ?? []) as never).lines;
  return changeRecord(environment, call, meta.name, found.id, found.version, values);
}
/** The column 操作 names an action by key or label. */
function actionNamed(meta: RecordMeta, text: string): string {
  const action = meta.actions.find((one) => one.name === text || one.zh === text || one.en.toLowerCase() === text.toLowerCase());
  if (!action) throw new Refused('field.choice', { nearest: meta.actions[0]?.name ?? null }, '/action');
  return action.name;
}
async function note(environment: Environment, call: Call, declaration: string, file: string, mode: string, counts: object, errors: readonly unknown[]): Promise<void> {
  const { org, user } = call.principal;
  await inTransaction(environment.pools.commands, org.id, async (tx) => {
    await tx.query('insert into core.import (org_id, id, declaration, file, mode, by, at, counts, errors) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [org.id, newId(), declaration, file, mode, user, environment.clock().toISOString(), JSON.stringify(counts), JSON.stringify(errors)]);
    await tell(environment, tx, org.id, { kind: 'import_done', by: null, data: { declaration, file, ...counts } }, [user]);
  });
}
