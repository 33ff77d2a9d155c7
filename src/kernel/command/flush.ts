import type { AnyRef } from '#declare';
import type { Decimal } from '../decimal.ts';
import { decimal, isZero, toPlain, zero } from '../decimal.ts';
import { newId } from '../ids.ts';
import type { LedgerMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { columnsOf, customValues, quoted, type Column } from '../store/columns.ts';
import { balanceKey } from '../store/rows.ts';
import { searchColumns } from './search-columns.ts';
import type { LetterReadings } from '../search/text.ts';
import { dehydrate, fieldColumns, fewRows, insertRows, insertStatement, storedFields, updateRows } from '../store/write.ts';
import type { Tx } from '../store/session.ts';
import { assignments, lifecycleEvents } from '../webhook/wanted.ts';
import { auditRows } from './audit.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';
import { balanceOf } from './read.ts';
import type { Changed, Created, Unit } from './unit.ts';

/*
 * The writing flight of a command: one statement a table, sent without waiting for one another, parents before lines, guards' balances
 * after the entries that cause them, audit and outbox last (kernel-storage §2).
 */
export async function flush(environment: Environment, tx: Tx, call: Call, unit: Unit, now: string): Promise<void> {
  const org = call.principal.org.id;
  const sent: Promise<unknown>[] = [];
  const letters: LetterReadings = new Map();
  const send = (work: Promise<unknown>): void => {
    work.catch(() => undefined);
    sent.push(work);
  };
  for (const [meta, rows] of byMeta(unit.created)) send(insertRows(tx, org, { table: meta.table, columns: headerColumns(meta) }, rows.map((row) => headerRow(call, row, now, letters))));
  for (const table of new Set(unit.inserted.map((write) => write.table))) for (const work of insertLoose(tx, org, unit, table)) send(work);
  // Child tables from the last to the first: what a check on the main lines looks at stands there already (3.0.2 I7).
  for (const [meta, rows] of byMeta(unit.created)) for (const lines of [...meta.lines].reverse()) send(insertLines(tx, org, lines, rows.flatMap((row) => lineRows(lines, row.id, row.values))));
  for (const changed of unit.changed.values()) for (const work of updateOne(tx, org, changed, now)) send(work);
  for (const { meta, before } of unit.removed) send(tx.query(`delete from ${meta.table} where org_id = $1 and id = $2`, [org, before.id]));
  for (const work of postEntries(environment, tx, org, unit, now)) send(work);
  if (unit.linked.length > 0) send(insertRows(tx, org, { table: 'core.link', columns: linkColumns }, unit.linked.map((link) => ({ id: newId(), from_type: link.from.name, from_id: link.from.id, to_type: link.to.name, to_id: link.to.id, kind: link.kind, at: now }))));
  const audits = auditRows(environment, call, unit, now);
  if (audits.length > 0) send(tx.query(auditStatement, [org, JSON.stringify(audits)]));
  const events = [...unit.emitted, ...assignments(unit, call), ...lifecycleEvents(unit, await environment.wanted.of(org))];
  if (events.length > 0) send(insertRows(tx, org, { table: 'core.outbox', columns: outboxColumns }, events.map((event) => ({ id: newId(), at: now, event: event.event, subject_type: event.subject.name, subject_id: event.subject.id, data: event.data, by: call.principal.user }))));
  await Promise.all(sent);
}

const column = (name: string, type: string): Column => ({ name, type });
const linkColumns = [column('id', 'uuid'), column('from_type', 'text'), column('from_id', 'uuid'), column('to_type', 'text'), column('to_id', 'uuid'), column('kind', 'text'), column('at', 'timestamptz')];
const auditColumns = [column('id', 'uuid'), column('at', 'timestamptz'), column('actor', 'text'), column('actor_id', 'uuid'), column('via', 'text'), column('ip', 'text'), column('declaration', 'text'), column('record', 'uuid'), column('label', 'text'), column('action', 'text'), column('request', 'text'), column('reason', 'text'), column('version', 'integer'), column('fields', 'jsonb')];
/** The rows and their places in the queue of the chain. */
const auditStatement = `with written as (${insertStatement({ table: 'core.audit', columns: auditColumns }).replace(/returning 1$/, 'returning id')}) insert into core.audit_pending (org_id, id) select $1::uuid, id from written returning 1`;
const outboxColumns = [column('id', 'uuid'), column('at', 'timestamptz'), column('event', 'text'), column('subject_type', 'text'), column('subject_id', 'uuid'), column('data', 'jsonb'), column('by', 'uuid')];
const storedHeader = [column('id', 'uuid'), column('created_at', 'timestamptz'), column('created_by', 'uuid'), column('updated_at', 'timestamptz')];

function byMeta(created: readonly Created[]): Map<RecordMeta, Created[]> {
  const groups = new Map<RecordMeta, Created[]>();
  for (const row of created) groups.set(row.meta, [...(groups.get(row.meta) ?? []), row]);
  return groups;
}
const hasCustom = (meta: RecordMeta): boolean => meta.fields.some((field) => field.custom);
const headerColumns = (meta: RecordMeta): Column[] => [...storedHeader, ...fieldColumns(storedFields(meta.fields)), ...searchColumns.columns(meta), ...(hasCustom(meta) ? [column('custom', 'jsonb')] : [])];
function headerRow(call: Call, { meta, id, values }: Created, now: string, letters: LetterReadings): Record<string, unknown> {
  return { id, created_at: now, created_by: call.principal.user, updated_at: now, ...dehydrate(storedFields(meta.fields), values), ...searchColumns.values(meta, values, letters), ...(hasCustom(meta) ? { custom: customValues(meta.fields, values, null) } : {}) };
}
export function lineRows(lines: LinesMeta, parent: string, values: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  const given = (values[lines.name] ?? []) as readonly Readonly<Record<string, unknown>>[];
  return given.map((line, index) => ({ id: line['line_uid'] ?? newId(), parent, line_no: index + 1, ...dehydrate(storedFields(lines.fields), line) }));
}
const lineColumns = (lines: LinesMeta): Column[] => [column('id', 'uuid'), column('parent', 'uuid'), column('line_no', 'integer'), ...fieldColumns(storedFields(lines.fields))];
const insertLines = (tx: Tx, org: string, lines: LinesMeta, rows: readonly Record<string, unknown>[]): Promise<unknown> => insertRows(tx, org, { table: lines.table, columns: lineColumns(lines) }, rows);

/** Rows of a module's own table: the columns are those of the first row, text in jsonb cast by PostgreSQL through the table's own type. */
function insertLoose(tx: Tx, org: string, unit: Unit, table: string): Promise<unknown>[] {
  const rows = unit.inserted.filter((write) => write.table === table).map((write) => plain(write.row as Readonly<Record<string, unknown>>));
  const names = Object.keys(rows[0] ?? {}).map(quoted).join(', ');
  return [tx.query(`insert into ${table} (org_id, ${names}) select $1::uuid, ${names} from jsonb_populate_recordset(null::${table}, $2) returning 1`, [org, JSON.stringify(rows)])];
}
const plain = (row: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, isDecimalLike(value) ? toPlain(value) : value]));
const isDecimalLike = (value: unknown): value is Decimal => typeof value === 'object' && value !== null && 'toFixed' in value;

/** The header's changed columns and, where lines change, their difference: gone, changed and new ones, each in one statement. */
function updateOne(tx: Tx, org: string, { meta, before, values }: Changed, now: string): Promise<unknown>[] {
  const fields = storedFields(meta.fields).filter((field) => field.name in values);
  const merged = { ...before, ...values };
  const custom = meta.fields.some((field) => field.custom && field.name in values) ? { custom: customValues(meta.fields, merged, before['custom']) } : {};
  const extra = [...('archived_at' in values ? [column('archived_at', 'timestamptz')] : []), ...('custom' in values || 'custom' in custom ? [column('custom', 'jsonb')] : []), ...searchColumns.columns(meta)];
  const row = { id: before.id, updated_at: now, ...dehydrate(fields, values), ...Object.fromEntries(extra.map(({ name }) => [name, (values[name] ?? null) as unknown])), ...custom, ...searchColumns.values(meta, merged) };
  const work = [updateRows(tx, org, { table: meta.table, columns: [column('updated_at', 'timestamptz'), ...fieldColumns(fields), ...extra] }, [row], true)];
  for (const lines of meta.lines) {
    if (!(lines.name in values)) continue;
    const old = new Set(((before[lines.name] ?? []) as readonly { readonly line_uid: string }[]).map((line) => line.line_uid));
    const rows = lineRows(lines, before.id, values);
    const kept = new Set(rows.map((line) => line['id'] as string));
    const gone = [...old].filter((id) => !kept.has(id));
    if (gone.length > 0) work.push(tx.query(`delete from ${lines.table} where org_id = $1 and id = any($2)`, [org, gone]));
    work.push(updateRows(tx, org, { table: lines.table, columns: lineColumns(lines).slice(1) }, rows.filter((line) => old.has(line['id'] as string)), false));
    work.push(insertLines(tx, org, lines, rows.filter((line) => !old.has(line['id'] as string))));
  }
  return work;
}

const entryColumns = [column('id', 'uuid'), column('posted_at', 'timestamptz'), column('cause_type', 'text'), column('cause_id', 'uuid'), column('cause_line', 'uuid'), column('reverses', 'uuid')];
function postEntries(environment: Environment, tx: Tx, org: string, unit: Unit, now: string): Promise<unknown>[] {
  const groups = new Map<string, { readonly entry: Readonly<Record<string, unknown>>; readonly row: Record<string, unknown> }[]>();
  const deltas = new Map<string, Map<string, Record<string, unknown>>>();
  for (const write of unit.posted) {
    const ledger = ledgerOf(environment, write.ledger);
    const cause: AnyRef | undefined = write.options.cause ?? unit.acting;
    if (!cause) throw new TypeError(`an entry of ${write.ledger} has no cause`);
    const entry = write.entry as Readonly<Record<string, unknown>>;
    const row = { id: newId(), posted_at: now, cause_type: cause.name, cause_id: cause.id, cause_line: write.options.line ?? null, reverses: write.options.reverses ?? null, ...dehydrate(ledger.fields, entry) };
    groups.set(write.ledger, [...(groups.get(write.ledger) ?? []), { entry, row }]);
    feed(environment, ledger, entry, deltas);
  }
  const inserts = [...groups].map(([name, rows]) => {
    const ledger = ledgerOf(environment, name);
    return insertRows(tx, org, { table: ledger.table, columns: [...entryColumns, ...fieldColumns(ledger.fields)] }, rows.map(({ row }) => row));
  });
  return [...inserts, ...[...deltas].map(([name, rows]) => addToBalances(environment, tx, org, name, [...rows.values()]))];
}
function ledgerOf(environment: Environment, name: string): LedgerMeta {
  const ledger = environment.registry.ledgers.get(name);
  if (!ledger) throw new TypeError(`no ledger ${name}`);
  return ledger;
}
/** Adds an entry's measures to what its balance rows must change by. */
function feed(environment: Environment, ledger: LedgerMeta, entry: Readonly<Record<string, unknown>>, deltas: Map<string, Map<string, Record<string, unknown>>>): void {
  for (const one of ledger.declaration.spec.feeds ?? []) {
    if (one.when && entry[one.when] !== true) continue;
    const balance = balanceOf(environment.registry, one.balance);
    const key = Object.fromEntries(balance.keys.map((field) => [field.name, entry[one.by?.[field.name] ?? field.name] ?? null]));
    const rows = deltas.get(one.balance) ?? new Map<string, Record<string, unknown>>();
    deltas.set(one.balance, rows);
    const name = balanceKey(balance, key);
    const row = rows.get(name) ?? { ...key, ...Object.fromEntries(balance.measures.map((measure) => [measure.name, zero])) };
    rows.set(name, row);
    for (const [measure, field] of Object.entries(one.add)) row[measure] = (row[measure] as Decimal).plus((entry[field] as Decimal | null | undefined) ?? zero);
  }
}
async function addToBalances(environment: Environment, tx: Tx, org: string, name: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const balance = balanceOf(environment.registry, name);
  const moved = rows.filter((row) => balance.measures.some((measure) => !isZero(decimal(row[measure.name] as Decimal))));
  if (moved.length === 0) return;
  const columns = [...balance.keys, ...balance.measures].flatMap(columnsOf);
  const shape = columns.map(({ name: own, type }) => `${quoted(own)} ${type}`).join(', ');
  const sets = balance.measures.map((measure) => `${quoted(measure.name)} = b.${quoted(measure.name)} + x.${quoted(measure.name)}`).join(', ');
  const join = balance.keys.map((field) => (field.required ? `b.${quoted(field.name)} = x.${quoted(field.name)}` : `b.${quoted(field.name)} is not distinct from x.${quoted(field.name)}`)).join(' and ');
  const keys = balance.keys.flatMap(columnsOf).map((one) => quoted(one.name));
  const rowsOf = (list: readonly Record<string, unknown>[]): Record<string, unknown>[] => list.map((row) => dehydrate([...balance.keys, ...balance.measures], row));
  const changed = await tx.query(`update ${balance.table} b set ${sets} from ${fewRows(shape)} x where b.org_id = $1 and ${join} returning ${keys.map((key) => `b.${key}`).join(', ')}`, [org, JSON.stringify(rowsOf(moved)), moved.length]);
  if (changed.length === moved.length) return;
  // A key that nobody has used yet, an open item for one: its first row is its balance.
  const known = new Set(changed.map((row) => balanceKey(balance, row)));
  const fresh = rowsOf(moved.filter((row) => !known.has(balanceKey(balance, row)))).map((row) => ({ id: newId(), ...row }));
  await insertRows(tx, org, { table: balance.table, columns: [column('id', 'uuid'), ...columns] }, fresh);
}
