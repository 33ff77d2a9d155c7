import type { Derive, Fields, Label } from '#declare';
import type { ActionMeta, AnyRecord, BalanceMeta, FieldMeta, LedgerMeta, LinesMeta, ModuleDeclaration, RecordMeta, Registry, ReportMeta, SettingsMeta } from './meta.ts';
import { tagsField } from '../tag/field.ts';
import { platformRefusals } from './platform-refusals.ts';

/** Turns the declarations of all modules into the one registry that server, command line and tests start from. */
export function buildRegistry(modules: readonly ModuleDeclaration[], derives: readonly Derive[] = [], members: Readonly<Record<string, string>> = {}): Registry {
  const records = new Map<string, RecordMeta>();
  const ledgers = new Map<string, LedgerMeta>();
  const balances = new Map<string, BalanceMeta>();
  const settings = new Map<string, SettingsMeta>();
  const reports = new Map<string, ReportMeta>();
  const refusals = new Map(Object.entries(platformRefusals));
  for (const module of modules) {
    for (const record of module.records) records.set(record.name, withSql(recordMeta(record), derives.find((derive) => derive.record === record.name)));
    for (const ledger of module.ledgers ?? []) {
      const [schema, key] = split(ledger.name);
      ledgers.set(ledger.name, { ...labels(ledger.spec), name: ledger.name, module: schema, key, table: table(schema, key), view: table(schema, `${key}_v`), fields: fieldMetas(ledger.spec.fields), declaration: ledger });
    }
    for (const balance of module.balances ?? []) {
      const [schema, key] = split(balance.name);
      const { spec } = balance;
      balances.set(balance.name, { ...labels(spec), name: balance.name, module: schema, table: table(schema, key), keys: fieldMetas(spec.key), measures: fieldMetas(spec.measures), lock: spec.lock, refusals: spec.refusals ?? {}, declaration: balance });
      for (const [code, refusal] of Object.entries(spec.refusals ?? {})) refusals.set(code, refusal);
    }
    if (module.settings) {
      const { name, spec } = module.settings;
      settings.set(name, { ...labels(spec), name, module: module.name, fields: fieldMetas(spec.fields), declaration: module.settings });
    }
    for (const report of module.reports ?? []) {
      const key = report.name.split('.').at(-1) ?? report.name;
      reports.set(report.name, { ...labels(report.spec), name: report.name, module: module.name, key, parameters: fieldMetas(report.spec.parameters), columns: fieldMetas(report.spec.columns), roles: report.spec.roles, limits: (report.spec.limits ?? {}) as Readonly<Record<string, string>>, declaration: report });
    }
    for (const [code, refusal] of Object.entries(module.refusals ?? {})) refusals.set(code, refusal);
  }
  for (const record of records.values()) for (const [code, refusal] of Object.entries(record.refusals)) refusals.set(code, refusal);
  const roles = new Map(modules.flatMap((module) => Object.entries(module.roles ?? {})));
  const fieldGroups = new Map(modules.flatMap((module) => Object.entries(module.fieldGroups ?? {})));
  const scopes = new Map(modules.flatMap((module) => Object.entries(module.scopes ?? {}).map(([name, scope]) => [name, { ...scope, name, members: members[name] ?? '' }] as const)));
  return { modules, records, ledgers, balances, settings, reports, roles, fieldGroups, scopes, refusals };
}

/** Where a record's meta is looked up by name and its absence is a fault of the program. */
export function recordOf(registry: Registry, name: string): RecordMeta {
  const meta = registry.records.get(name);
  if (!meta) throw new TypeError(`no declaration ${name}`);
  return meta;
}
export const fieldOf = (meta: { readonly fields: readonly FieldMeta[] }, name: string): FieldMeta | undefined => meta.fields.find((field) => field.name === name);

const split = (name: string): [string, string] => {
  const [schema = '', key = ''] = name.split('.');
  return [schema, key];
};
const table = (schema: string, key: string): string => `${schema}."${key}"`;
const labels = ({ zh, en }: Label): Label => ({ zh, en });

function fieldMetas(fields: Fields): FieldMeta[] {
  return Object.entries(fields)
    .filter(([, field]) => field.kind !== 'lines')
    .map(([name, field]) => ({ ...(field as object), name, origin: (field as { origin?: FieldMeta['origin'] }).origin ?? 'input', required: (field as { required?: boolean }).required ?? field.kind === 'flag' }) as unknown as FieldMeta);
}
interface DeclaredLines extends Label {
  readonly fields: Fields;
  readonly min?: number;
  readonly generated?: true;
  readonly group?: string;
}
function linesMetas(schema: string, key: string, fields: Fields): LinesMeta[] {
  return Object.entries(fields)
    .filter(([, field]) => field.kind === 'lines')
    .map(([name, field]) => {
      const declared = field as unknown as DeclaredLines;
      // One child table is called after its owner alone; a second one carries its own name too.
      const tableKey = name === 'lines' ? `${key}_line` : `${key}_${name}`;
      return { ...labels(declared), name, table: table(schema, tableKey), view: table(schema, `${tableKey}_v`), min: declared.min ?? 0, generated: declared.generated === true, ...(declared.group ? { group: declared.group } : {}), fields: fieldMetas(declared.fields) };
    });
}

/** Marks the derived fields that are SQL, so that tables leave them out and views add them. */
function withSql(meta: RecordMeta, derive: Derive | undefined): RecordMeta {
  if (!derive) return meta;
  const mark = (fields: readonly FieldMeta[], columns: Readonly<Record<string, unknown>>): FieldMeta[] => fields.map((field) => (typeof columns[field.name] === 'string' ? { ...field, sql: columns[field.name] as string } : field));
  return {
    ...meta,
    fields: mark(meta.fields, derive.columns),
    joins: derive.joins,
    lines: meta.lines.map((lines) => {
      const own = derive.columns[lines.name] as { readonly joins?: string; readonly columns: Readonly<Record<string, string>> } | undefined;
      return own ? { ...lines, joins: own.joins ?? '', fields: mark(lines.fields, own.columns) } : lines;
    }),
  };
}

interface DeclaredSpec extends Label {
  readonly fields: Fields;
  readonly search?: readonly string[];
  readonly title?: string;
  readonly code?: string;
  readonly actions?: Readonly<Record<string, DeclaredAction>>;
  readonly refusals?: RecordMeta['refusals'];
  readonly lock?: string;
  readonly readonly?: true;
  readonly appendOnly?: true;
  readonly date?: string;
  readonly owner?: string;
  readonly department?: string;
  readonly editable?: readonly string[];
  readonly tags?: true;
}
interface DeclaredAction extends Label {
  readonly from?: string | readonly string[];
  readonly to?: string;
  readonly asks?: Fields;
  readonly approval?: unknown;
  readonly sets?: Readonly<Record<string, unknown>>;
  readonly by?: 'person' | 'job' | 'public';
  readonly danger?: true;
  readonly apart?: readonly string[];
  readonly reverses?: string;
  readonly amends?: readonly string[];
  readonly stale?: string;
  readonly guard?: ActionMeta['guard'];
}
function recordMeta(record: AnyRecord): RecordMeta {
  const [module, key] = split(record.name);
  const spec = record.spec as DeclaredSpec;
  const fields = [...fieldMetas(spec.fields), ...(spec.tags ? [tagsField] : [])];
  const number = fields.find((field) => field.kind === 'serial');
  const state = fields.find((field) => field.kind === 'state');
  const states = Object.keys(state?.options ?? {});
  const code = spec.code ?? number?.name;
  const appendOnly = spec.appendOnly === true;
  return {
    ...labels(spec),
    name: record.name,
    module,
    key,
    type: record.type,
    table: table(module, key),
    view: table(module, `${key}_v`),
    fields,
    lines: linesMetas(module, key, spec.fields),
    search: spec.search ?? [],
    title: spec.title ?? number?.name ?? fields[0]?.name ?? 'id',
    code,
    states,
    initial: states[0],
    actions: Object.entries(spec.actions ?? {}).map(([name, action]) => actionMeta(record.name, name, action)),
    refusals: spec.refusals ?? {},
    lock: spec.lock ?? (record.type === 'document' ? '2b' : '2e'),
    readonly: spec.readonly === true || appendOnly,
    appendOnly,
    date: spec.date ?? (record.type === 'document' ? fields.find((field) => field.kind === 'date' && field.required)?.name : undefined),
    owner: spec.owner ?? 'created_by',
    department: spec.department,
    editable: spec.editable ?? [],
    tags: spec.tags === true,
    declaration: record as never,
  };
}
function actionMeta(record: string, name: string, action: DeclaredAction): ActionMeta {
  const [module, key] = split(record);
  return {
    ...labels(action),
    name,
    from: action.from === undefined ? [] : typeof action.from === 'string' ? [action.from] : action.from,
    to: action.to,
    asks: action.asks ? fieldMetas(action.asks) : [],
    asksLines: action.asks ? linesMetas(module, key, action.asks) : [],
    approval: action.approval,
    sets: action.sets,
    by: action.by ?? 'person',
    danger: action.danger === true,
    apart: action.apart ?? [],
    reverses: action.reverses,
    amends: action.amends ?? [],
    stale: action.stale,
    guard: action.guard ?? {},
  };
}
