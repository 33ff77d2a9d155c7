import { actOn } from '../command/act.ts';
import { readAnswer } from '../command/answer.ts';
import type { Answer, Call } from '../command/call.ts';
import { createMany, mayCreateMany } from '../command/create-many.ts';
import type { Environment, ImportBatch } from '../command/environment.ts';
import { changeRecord, createRecord } from '../command/save.ts';
import { type ImportedRecord, type ImportMode, type ImportTarget, matchLines, type Result, type Saved } from '../exchange/index.ts';
import { Refused } from '../problem.ts';
import { fieldOf } from '../registry/build.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { changedMembers } from './difference.ts';

type Values = Readonly<Record<string, unknown>>;
/** What a preview saw of a record: its version then, and what the file would change. */
export interface Foreseen {
  readonly version: number;
  readonly before: Values;
}
export interface TargetOptions {
  /** Writes down what came of records, in the transaction that keeps them. */
  readonly note?: (tx: Tx, results: readonly Result[]) => Promise<void>;
  /** By the key of the record (P.10, *rows changed since*). */
  readonly foreseen?: ReadonlyMap<string, Foreseen>;
}

/** Every record of a file goes the way a person's would, with his permissions, guards and audit (P.10). */
export function targetOf(environment: Environment, call: Call, meta: RecordMeta, options: TargetOptions = {}): ImportTarget {
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
          const { note } = options;
          result = await work({
            upsert: (record, mode) => alone(batch, () => upsert({ environment: inner, call: own, tx, meta, foreseen: options.foreseen }, record, mode)),
            together: (records, mode) => saveTogether(inner, own, tx, meta, records, mode),
            ...(note ? { note: (results) => note(tx, results) } : {}),
          });
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
async function saveTogether(
  environment: Environment,
  call: Call,
  tx: Tx,
  meta: RecordMeta,
  records: readonly ImportedRecord[],
  mode: ImportMode,
): Promise<readonly (Saved | undefined)[]> {
  if (mode === 'update' || !mayCreateMany(environment, meta)) return [];
  const fresh = await newOnes(tx, call, meta, records);
  const made = await createMany(
    environment,
    call,
    tx,
    meta,
    fresh.map((record) => record.values),
  );
  const saved = new Map(made.flatMap((one, at) => (one && fresh[at] ? [[fresh[at], { outcome: 'created' as const, version: 1, ...one }] as const] : [])));
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

interface Upserting {
  readonly environment: Environment;
  readonly call: Call;
  readonly tx: Tx;
  readonly meta: RecordMeta;
  readonly foreseen: TargetOptions['foreseen'];
}
async function upsert(at: Upserting, record: ImportedRecord, mode: ImportMode): Promise<Saved> {
  const { environment, call, tx, meta } = at;
  const found = record.key === null ? undefined : await existing(tx, call, meta, record.match, record.key);
  if (found && mode === 'insert') throw new Refused('record.duplicate', { field: record.match, code: record.key });
  if (!found && mode === 'update') throw new Refused('batch.key_not_found', { key: record.key });
  const changed = found ? await change(at, found, record) : undefined;
  const answer = changed?.answer ?? (await createRecord(environment, call, meta.name, record.values));
  const saved = answer.body as Values & { readonly id: string; readonly version: number };
  const acted = record.action ? await actOn(environment, call, meta.name, saved.id, actionNamed(meta, record.action), { version: saved.version, input: {} }) : undefined;
  const last = (acted?.body as { readonly record: typeof saved } | undefined)?.record ?? saved;
  const code = last[meta.code ?? ''];
  const outcome = found ? (saved.version === found.version && !record.action ? 'unchanged' : 'updated') : 'created';
  return {
    outcome,
    id: saved.id,
    code: typeof code === 'string' ? code : null,
    version: last.version,
    ...(outcome === 'updated' ? { ...changed?.members, ...(found ? { found: found.version } : {}) } : {}),
  };
}
interface Found {
  readonly id: string;
  readonly version: number;
}
async function existing(tx: Tx, call: Call, meta: RecordMeta, match: string, key: string): Promise<Found | undefined> {
  const field = fieldOf(meta, match);
  const column = match === 'id' ? 'id' : field && field.sql === undefined && !field.custom ? quoted(match) : undefined;
  if (!column) throw new Refused('field.choice', { nearest: meta.code ?? 'id' }, '/match');
  const rows = await tx.query(`select id, version from ${meta.table} where org_id = $1 and ${column}::text = $2 order by id limit 1 for no key update`, [
    call.principal.org.id,
    key,
  ]);
  return rows[0] as Found | undefined;
}
async function change({ environment, call, tx, meta, foreseen }: Upserting, found: Found, record: ImportedRecord): Promise<{ readonly answer: Answer; readonly members: object }> {
  const values: Record<string, unknown> = { ...record.values };
  const stored = (await readAnswer(environment, tx, call, meta, found.id)) as Values;
  refuseMoved(found, stored, foreseen?.get(record.key ?? ''));
  for (const lines of meta.lines) if (Array.isArray(values[lines.name])) values[lines.name] = matchLines(values[lines.name] as never, (stored[lines.name] ?? []) as never).lines;
  const answer = await changeRecord(environment, call, meta.name, found.id, found.version, values);
  return { answer, members: changedMembers(meta, stored, answer.body as Values) };
}
/** Somebody changed, since the preview, a field that the file changes too: he is not overwritten unseen. */
function refuseMoved(found: Found, stored: Values, foreseen: Foreseen | undefined): void {
  if (!foreseen || foreseen.version === found.version) return;
  const moved = Object.keys(foreseen.before).filter((name) => JSON.stringify(stored[name] ?? null) !== JSON.stringify(foreseen.before[name] ?? null));
  if (moved.length > 0)
    throw new Refused('conflict.stale', { your_version: foreseen.version, version: found.version, changed: moved.map((name) => ({ path: `/${name}` })) }, `/${moved[0] ?? ''}`);
}
/** The column 操作 names an action by key or label. */
function actionNamed(meta: RecordMeta, text: string): string {
  const action = meta.actions.find((one) => one.name === text || one.zh === text || one.en.toLowerCase() === text.toLowerCase());
  if (!action) throw new Refused('field.choice', { nearest: meta.actions[0]?.name ?? null }, '/action');
  return action.name;
}
