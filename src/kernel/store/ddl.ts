import type { BalanceMeta, FieldMeta, LedgerMeta, LinesMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { columnsOf, quoted, type Column } from './columns.ts';
import { literal, staticCondition } from './static-condition.ts';

/*
 * Tables from declarations, by the rules of scale §2: `org_id` first in every key, one change a statement, named constraints, foreign
 * keys after all tables, no sequence, no check that waits for COMMIT. Reads go through plain views with the organisation's predicate.
 */
const identity: readonly Column[] = [
  { name: 'org_id', type: 'uuid not null' },
  { name: 'id', type: 'uuid not null' },
];
const stored: readonly Column[] = [
  ...identity,
  { name: 'version', type: 'integer not null default 1' },
  { name: 'created_at', type: 'timestamptz not null' },
  { name: 'created_by', type: 'uuid' },
  { name: 'updated_at', type: 'timestamptz not null' },
];
/** What every line table has before its own columns; a line's id is its uid and survives amendments (2.0.3 Q1). */
const storedLine: readonly Column[] = [...identity, { name: 'parent', type: 'uuid not null' }, { name: 'line_no', type: 'integer not null' }];
const storedEntry: readonly Column[] = [
  ...identity,
  { name: 'posted_at', type: 'timestamptz not null' },
  { name: 'cause_type', type: 'text not null' },
  { name: 'cause_id', type: 'uuid not null' },
  { name: 'cause_line', type: 'uuid' },
  { name: 'reverses', type: 'uuid' },
];
/** Parents that every posting names: a foreign key would write to the same few rows in each transaction (kernel-storage §3). */
const hotParents = new Set(['core.organisation', 'core.user', 'core.department', 'core.currency', 'core.unit', 'core.region', 'finance.account', 'finance.period', 'finance.tax_code', 'finance.payment_term', 'inventory.warehouse', 'inventory.location']);

/** Statements that make all declared tables on a database that has the kernel's own ones. */
export function declaredTables(registry: Registry): string[] {
  const records = [...registry.records.values()];
  const ledgers = [...registry.ledgers.values()];
  return [
    ...records.flatMap((meta) => [...recordTable(meta), ...meta.lines.flatMap((lines) => lineTable(meta, lines))]),
    ...ledgers.flatMap(ledgerTable),
    ...[...registry.balances.values()].flatMap(balanceTable),
    ...records.flatMap((meta) => foreignKeys(registry, meta)),
    // Not to lines: one may leave with an amendment, what it caused stays (2.1).
    ...ledgers.flatMap((ledger) => referenceKeys(registry, ledger.table, ledger.fields.filter((field) => field.kind !== 'line_reference'))),
  ];
}
/** Read views; derived columns may look at tables that modules wrote by hand, so they come last. */
export function declaredViews(registry: Registry): string[] {
  return [...[...registry.records.values()].flatMap(recordViews), ...[...registry.ledgers.values()].flatMap((ledger) => view(ledger.view, ledger.table, 'o', [], ''))];
}

/** A name of at most 50 characters (scale rule 5): long ones keep their beginning and a checksum. */
export function constraintName(...parts: readonly string[]): string {
  const name = parts.join('_').replace(/["\s]/g, '').replace(/\./g, '_');
  if (name.length <= 50) return name;
  let hash = 0;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return `${name.slice(0, 42)}_${hash.toString(36)}`;
}

/** A table of an organisation with what comes with it: distribution, row-level security, grants. */
export function organisationTable(table: string, columns: readonly Column[], primaryKey: readonly string[], rights: 'all' | 'append' | 'redact' = 'all'): string[] {
  return [
    `create table ${table} (\n  ${columns.map((column) => `${quoted(column.name)} ${column.type}`).join(',\n  ')},\n  constraint ${quoted(constraintName(table, 'pk'))} primary key (${primaryKey.map(quoted).join(', ')})\n)`,
    `select core.distribute('${table}')`,
    `alter table ${table} enable row level security`,
    `create policy org on ${table} using (org_id = core.org()) with check (org_id = core.org())`,
    `grant select, insert${rights === 'all' ? ', update, delete' : ''} on ${table} to qiantai_app`,
    ...(rights === 'redact'
      ? [
          `grant update (fields, redacted_by) on ${table} to qiantai_app`,
          `create trigger immutable before delete or truncate on ${table} for each statement execute function core.immutable()`,
          `create trigger redaction before update on ${table} for each row execute function core.audit_redaction()`,
        ]
      : []),
    ...(rights === 'append' ? [`create trigger immutable before update or delete or truncate on ${table} for each statement execute function core.immutable()`] : []),
  ];
}

const isColumn = (field: FieldMeta): boolean => field.sql === undefined;
const declaredColumns = (fields: readonly FieldMeta[]): Column[] => fields.filter(isColumn).flatMap(columnsOf);

function recordTable(meta: RecordMeta): string[] {
  const searched = meta.search.length > 0;
  const extra: Column[] = [
    ...(meta.type === 'catalog' ? [{ name: 'archived_at', type: 'timestamptz' }] : []),
    ...(searched ? [{ name: 'search', type: 'text' }, { name: 'search_grams', type: 'text[]' }] : []),
    ...(meta.appendOnly ? [] : [{ name: 'custom', type: 'jsonb' }]),
  ];
  return [
    ...organisationTable(meta.table, [...stored, ...declaredColumns(meta.fields), ...extra], ['org_id', 'id'], meta.appendOnly ? 'append' : 'all'),
    ...fieldChecks(meta.table, meta.fields),
    ...uniqueIndexes(meta),
    ...effectivePeriods(meta),
    ...recordIndexes(meta),
    ...(searched ? [index(meta.table, 'search', 'using gin (search gin_trgm_ops)'), index(meta.table, 'grams', 'using gin (search_grams)')] : []),
  ];
}
function lineTable(meta: RecordMeta, lines: LinesMeta): string[] {
  return [
    ...organisationTable(lines.table, [...storedLine, ...declaredColumns(lines.fields)], ['org_id', 'id'], meta.appendOnly ? 'append' : 'all'),
    ...fieldChecks(lines.table, lines.fields),
    `alter table ${lines.table} add constraint ${quoted(constraintName(lines.table, 'parent'))} foreign key (org_id, parent) references ${meta.table} (org_id, id)${meta.appendOnly ? '' : ' on delete cascade'}`,
    index(lines.table, 'parent', '(org_id, parent, line_no)'),
    ...coldReferences(lines.fields).map((field) => index(lines.table, field.name, `(org_id, ${quoted(field.name)})`)),
  ];
}
function ledgerTable(ledger: LedgerMeta): string[] {
  const { indexes = [], once = [] } = ledger.declaration.spec;
  return [
    ...organisationTable(ledger.table, [...storedEntry, ...declaredColumns(ledger.fields)], ['org_id', 'id'], 'append'),
    ...fieldChecks(ledger.table, ledger.fields),
    index(ledger.table, 'cause', '(org_id, cause_id)'),
    ...indexes.map((columns) => index(ledger.table, columns.join('_'), `(org_id, ${columns.map(quoted).join(', ')})`)),
    ...once.map((columns) => `create unique index ${quoted(constraintName(ledger.table, 'once', ...columns))} on ${ledger.table} (org_id, ${columns.map(quoted).join(', ')})`),
  ];
}
/** Key columns that may be empty count as equal when empty: one row for "no lot". */
function balanceTable(balance: BalanceMeta): string[] {
  const { spec } = balance.declaration;
  const keys = balance.keys.flatMap(columnsOf);
  const measures = balance.measures.flatMap(columnsOf).map((column) => ({ ...column, type: `${column.type} not null default 0` }));
  const nullable = new Set(balance.keys.filter((field) => !field.required).flatMap(columnsOf).map((column) => column.name));
  const columns = [...identity, ...keys.map((column) => (nullable.has(column.name) ? column : { ...column, type: `${column.type} not null` })), ...measures];
  return [
    ...organisationTable(balance.table, columns, ['org_id', 'id']),
    `create unique index ${quoted(constraintName(balance.table, 'key'))} on ${balance.table} (org_id, ${keys.map((column) => quoted(column.name)).join(', ')}) nulls not distinct`,
    ...Object.entries(spec.checks ?? {}).map(([code, check]) => `alter table ${balance.table} add constraint ${quoted(constraintName(balance.table, code))} check (${String(check)})`),
  ];
}

function fieldChecks(table: string, fields: readonly FieldMeta[]): string[] {
  return fields.filter(isColumn).flatMap((field) => {
    const check = fieldCheck(field);
    return check ? [`alter table ${table} add constraint ${quoted(constraintName(table, field.name, 'check'))} check (${check})`] : [];
  });
}
function fieldCheck(field: FieldMeta): string | undefined {
  const column = quoted(field.name);
  if ((field.kind === 'choice' || field.kind === 'state') && field.options) return `${column} in (${Object.keys(field.options).map(literal).join(', ')})`;
  if (field.kind === 'month') return `${column} ~ '^[0-9]{4}-[0-9]{2}$'`;
  if (!['integer', 'money', 'quantity', 'unit_price', 'rate'].includes(field.kind)) return undefined;
  const bounds = [field.min === undefined ? '' : `${column} ${field.exclusive ? '>' : '>='} ${field.min}`, field.max === undefined ? '' : `${column} ${field.exclusive && field.min === undefined ? '<' : '<='} ${field.max}`];
  return bounds.filter((bound) => bound !== '').join(' and ') || undefined;
}

interface IndexedSpec {
  readonly unique?: readonly { readonly fields: readonly string[]; readonly where?: object; readonly refusal?: string }[];
  readonly indexes?: readonly (readonly string[])[];
  readonly effective?: { readonly key: readonly string[]; readonly from: string; readonly to: string };
}
const specOf = (meta: RecordMeta): IndexedSpec => meta.declaration.spec as IndexedSpec;

/** The index's name carries the code of its refusal, so that a violation answers with it. */
function uniqueIndexes(meta: RecordMeta): string[] {
  const unique = (columns: readonly string[], where: string, name: string): string =>
    `create unique index ${quoted(name)} on ${meta.table} (org_id, ${columns.map(quoted).join(', ')})${where ? ` where ${where}` : ''}`;
  const declared = specOf(meta).unique ?? [];
  const codeIsDeclared = declared.some((one) => one.fields.length === 1 && one.fields[0] === meta.code && !one.where);
  return [
    ...(meta.code && !codeIsDeclared && !specOf(meta).effective ? [unique([meta.code], `${quoted(meta.code)} is not null`, constraintName(meta.table, 'code_unique'))] : []),
    ...declared.map((one) => unique(one.fields, [...one.fields.map((field) => `${quoted(field)} is not null`), ...(one.where ? [staticCondition(one.where)] : [])].join(' and '), uniqueName(meta, one.fields))),
  ];
}
export const uniqueName = (meta: RecordMeta, fields: readonly string[]): string => constraintName(meta.table, ...fields, 'unique');

function effectivePeriods(meta: RecordMeta): string[] {
  const { effective } = specOf(meta);
  if (!effective) return [];
  const keys = effective.key.map((key) => `${quoted(key)} with =`).join(', ');
  return [`alter table ${meta.table} add constraint ${quoted(constraintName(meta.table, 'effective'))} exclude using gist (org_id with =, ${keys}, daterange(${quoted(effective.from)}, ${quoted(effective.to)}, '[]') with &&)`];
}
function recordIndexes(meta: RecordMeta): string[] {
  const declared = specOf(meta).indexes ?? [];
  const sortColumn = meta.date ?? 'created_at';
  const columns = new Map<string, readonly string[]>([
    [sortColumn, [sortColumn, 'id']],
    ...(meta.owner === 'created_by' && meta.readonly ? [] : [[meta.owner, [meta.owner, sortColumn, 'id']] as const]),
    ...(meta.department ? [[meta.department, [meta.department, sortColumn, 'id']] as const] : []),
    ...coldReferences(meta.fields).map((field) => [field.name, [field.name]] as const),
    ...declared.map((one) => [one.join('_'), one] as const),
  ]);
  return [...columns].map(([name, list]) => index(meta.table, name, `(org_id, ${list.map(quoted).join(', ')})`));
}
const coldReferences = (fields: readonly FieldMeta[]): FieldMeta[] => fields.filter((field) => isColumn(field) && ((field.kind === 'reference' && field.target !== undefined && !hotParents.has(field.target)) || field.kind === 'line_reference'));
const index = (table: string, name: string, columns: string): string => `create index ${quoted(constraintName(table, name, 'ix'))} on ${table} ${columns}`;

function foreignKeys(registry: Registry, meta: RecordMeta): string[] {
  return [...referenceKeys(registry, meta.table, meta.fields), ...meta.lines.flatMap((lines) => referenceKeys(registry, lines.table, lines.fields))];
}
function referenceKeys(registry: Registry, table: string, fields: readonly FieldMeta[]): string[] {
  return coldReferences(fields).flatMap((field) => {
    const target = registry.records.get(field.target ?? '');
    if (!target) throw new TypeError(`${table}.${field.name} refers to ${field.target}, which is not declared`);
    const parent = field.kind === 'line_reference' ? target.lines[0]?.table : target.table;
    return parent ? [`alter table ${table} add constraint ${quoted(constraintName(table, field.name, 'fk'))} foreign key (org_id, ${quoted(field.name)}) references ${parent} (org_id, id)`] : [];
  });
}

function recordViews(meta: RecordMeta): string[] {
  return [...view(meta.view, meta.table, 'o', meta.fields, meta.joins ?? ''), ...meta.lines.flatMap((lines) => view(lines.view, lines.table, 'l', lines.fields, lines.joins ?? ''))];
}
/** Plain, not `security_barrier`: the isolation is the same where code forgets the predicate, and every index stays usable (kernel-storage §9). */
function view(name: string, table: string, alias: string, fields: readonly FieldMeta[], joins: string): string[] {
  const derived = fields.filter((field) => field.sql !== undefined).map((field) => `,\n  (${field.sql})::${columnsOf(field)[0]?.type ?? 'text'} as ${quoted(field.name)}`);
  return [`create view ${name} as select ${alias}.*${derived.join('')}\nfrom ${table} ${alias} ${joins}\nwhere ${alias}.org_id = (select current_setting('app.org_id')::uuid)`, `grant select on ${name} to qiantai_app`];
}
