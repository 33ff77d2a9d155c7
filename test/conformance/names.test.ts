import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kindOf } from '../../src/kernel/kinds/index.ts';
import type { FieldKind, FieldMeta, LinesMeta, RecordMeta } from '../../src/kernel/registry/meta.ts';
import { columnsOf, readField, writeField } from '../../src/kernel/store/columns.ts';
import { servers } from '../../src/modules/server.ts';
import { allFields, conditionPaths, expectNone, type Found, pathIn, records, registry, written } from './whole.ts';

/*
 * What the compiler cannot see of a declaration (declaration.md §6): paths, types of `fill`, targets of references, the direction in which modules
 * name each other, and the parts of every field kind (P.3).
 */
const missing = (meta: RecordMeta, section: string, paths: readonly (string | undefined)[]): string[] =>
  paths.flatMap((path) => (path === undefined || pathIn(registry, meta, path.replace(/^-/, '')) ? [] : [`${meta.name} ${section}: ${path}`]));

test('search, title, code, dates, owners, indexes and unique keys name fields that exist', () => {
  const wrong = records.flatMap((meta) => {
    const spec = written(meta);
    return [
      ...missing(meta, 'search', spec.search ?? []),
      ...missing(meta, 'title', [spec.title, spec.code]),
      ...missing(meta, 'date', [spec.date, spec.owner, spec.department]),
      ...missing(meta, 'editable', spec.editable ?? []),
      ...missing(meta, 'personal', spec.personal ?? []),
      ...missing(meta, 'indexes', (spec.indexes ?? []).flat()),
      ...missing(
        meta,
        'unique',
        (spec.unique ?? []).flatMap((one) => one.fields),
      ),
      ...missing(meta, 'effective', spec.effective ? [...spec.effective.key, spec.effective.from, spec.effective.to] : []),
      ...missing(meta, 'duplicates', spec.duplicates?.by ?? []),
      ...missing(meta, 'show', Object.keys(spec.show ?? {})),
      ...missing(meta, 'inherits', Object.entries(spec.inherits ?? {}).flat()),
      ...missing(
        meta,
        'amends',
        Object.values(spec.actions ?? {}).flatMap((action) => action.amends ?? []),
      ),
      ...missing(
        meta,
        'sets',
        meta.actions.flatMap((action) => Object.keys(action.sets ?? {})),
      ),
      ...missing(meta, 'merge', [spec.merge?.canonical]),
    ];
  });
  expectNone(wrong);
});

test('views name fields that exist', () => {
  const wrong = records.flatMap((meta) => {
    const { views = {} } = written(meta);
    const saved = Object.values(views.saved ?? {});
    return [
      ...missing(meta, 'list', views.list ?? []),
      ...missing(meta, 'sort', [...(views.sort ?? []), ...saved.flatMap((view) => view.sort ?? [])]),
      ...missing(
        meta,
        'saved',
        saved.flatMap((view) => view.columns ?? []),
      ),
      ...missing(
        meta,
        'form',
        (views.form ?? []).flatMap((section) => (typeof section === 'string' ? [section] : section.fields)),
      ),
      ...missing(meta, 'quick', views.quick ?? []),
      ...missing(meta, 'kanban', [views.kanban?.by, ...(views.kanban?.card ?? [])]),
      ...missing(meta, 'calendar', [views.calendar?.from, views.calendar?.to, views.calendar?.text]),
      ...missing(meta, 'tree', [views.tree?.parent]),
      ...(views.kanban?.columns ?? []).filter((state) => !meta.states.includes(state)).map((state) => `${meta.name} kanban: no state ${state}`),
    ];
  });
  expectNone(wrong);
});

test('a form shows no field twice, and a required input stands in it', () => {
  const wrong = records.flatMap((meta) => {
    const { views = {} } = written(meta);
    if (!views.form) return [];
    const shown = views.form.flatMap((section) => (typeof section === 'string' ? [section] : [...section.fields]));
    const required = [...meta.fields, ...meta.lines.filter((lines) => lines.min > 0)].filter(
      (field) =>
        !('kind' in field) ||
        (field.required && field.origin === 'input' && field.default === undefined && !['flag', 'choices', 'references', 'state', 'serial'].includes(field.kind) && !field.hidden),
    );
    return [
      ...shown.filter((name, index) => shown.indexOf(name) !== index).map((name) => `${meta.name}: ${name} twice`),
      ...(meta.readonly ? [] : required.filter((field) => !shown.includes(field.name)).map((field) => `${meta.name}: ${field.name} missing`)),
    ];
  });
  expectNone(wrong);
});

test('conditions of views, shows, prints and keys name fields and choices that exist', () => {
  const wrong = records.flatMap((meta) => {
    const { views = {}, show = {}, prints = {}, unique = [], actions = {} } = written(meta);
    const conditions = [
      ...Object.values(views.saved ?? {}).map((view) => view.where),
      ...(views.colors ?? []).map((color) => color.where),
      ...Object.values(show),
      ...Object.values(prints).map((print) => print.where),
      ...unique.map((one) => one.where),
      ...Object.values(actions).map((action) => action.approval),
    ].flatMap(conditionPaths);
    return conditions.flatMap(({ at, value }) => {
      const found = pathIn(registry, meta, at);
      if (!found) return [`${meta.name}: no field ${at}`];
      const values = (typeof value === 'object' && value !== null && 'not' in value ? [value.not].flat() : [value].flat()).filter((one): one is string => typeof one === 'string');
      return found.options ? values.filter((one) => !found.options?.includes(one)).map((one) => `${meta.name}: ${at} knows no ${one}`) : [];
    });
  });
  expectNone(wrong);
});

/** May a value of one kind stand in a field of the other? Names of the same choice, references to the same record, numbers of the same grain. */
function agrees(to: Found, from: Found): boolean {
  const text = ['text', 'serial', 'choice', 'month'];
  const number = ['quantity', 'unit_price', 'money', 'rate'];
  if (to.kind === 'reference' || from.kind === 'reference') return to.kind === from.kind && to.target === from.target;
  if (to.kind === 'choice' && from.kind === 'choice') return (from.options ?? []).every((option) => to.options?.includes(option));
  return to.kind === from.kind || (to.kind === 'text' && text.includes(from.kind)) || (number.includes(to.kind) && number.includes(from.kind));
}
test('`fill` copies from paths that exist into fields of the same kind', () => {
  const header = (meta: RecordMeta): Pick<RecordMeta, 'fields' | 'lines'> => ({ fields: meta.fields, lines: [] });
  const wrong = records.flatMap((meta) =>
    Object.entries(written(meta).fill ?? {}).flatMap(([name, path]): string[] => {
      const check = (at: string, to: Found | undefined, from: Found | undefined): string[] =>
        !to
          ? [`${at}: no such field`]
          : !from
            ? [`${at}: no such source`]
            : agrees(to, from)
              ? []
              : [`${at}: ${from.kind} ${from.target ?? ''} into ${to.kind} ${to.target ?? ''}`];
      if (typeof path === 'string') return check(`${meta.name}.${name} from ${path}`, pathIn(registry, meta, name), pathIn(registry, header(meta), path));
      const lines = meta.lines.find((one) => one.name === name);
      if (!lines) return [`${meta.name}: no lines ${name}`];
      const line: Pick<LinesMeta, 'fields'> & { readonly lines: [] } = { fields: lines.fields, lines: [] };
      return Object.entries(path).flatMap(([column, source]) =>
        check(
          `${meta.name}.${name}.${column} from ${source}`,
          pathIn(registry, line, column),
          source.startsWith('^') ? pathIn(registry, header(meta), source.slice(1)) : pathIn(registry, line, source),
        ),
      );
    }),
  );
  expectNone(wrong);
});

test('references, line references, polymorphic references and conditions point to declared records', () => {
  const wrong = allFields().flatMap(({ at, value }) => {
    const targets = [...(value.target === undefined ? [] : [value.target]), ...(value.among ?? [])];
    const unknown = targets.filter((target) => !registry.records.has(target)).map((target) => `${at}: no ${target}`);
    const pointless = ['reference', 'references', 'line_reference', 'condition'].includes(value.kind) && targets.length === 0 ? [`${at}: no target`] : [];
    const lineless = value.kind === 'line_reference' && value.target && registry.records.get(value.target)?.lines.length === 0 ? [`${at}: ${value.target} has no lines`] : [];
    return [...unknown, ...pointless, ...lineless];
  });
  expectNone(wrong);
});

test('flows come from declared records by a line reference and a quantity of the line', () => {
  const wrong = records.flatMap((meta) =>
    (written(meta).flows ?? []).flatMap((flow) => {
      const lines = meta.lines.find((one) => one.name === flow.lines);
      const source = lines?.fields.find((field) => field.name === flow.source);
      const quantity = lines?.fields.find((field) => field.name === flow.quantity);
      return [
        ...(registry.records.has(flow.from) ? [] : [`${meta.name}: no ${flow.from}`]),
        ...(source?.kind === 'line_reference' && source.target === flow.from ? [] : [`${meta.name}: ${flow.source} is no line of ${flow.from}`]),
        ...(quantity?.kind === 'quantity' ? [] : [`${meta.name}: ${flow.quantity} is no quantity`]),
      ];
    }),
  );
  expectNone(wrong);
});

test('roles, field groups, actions and records that are named exist', () => {
  const groups = [
    ...allFields().map(({ at, value }) => ({ at, group: value.group })),
    ...records.flatMap((meta) => meta.lines.map((lines) => ({ at: `${meta.name}/${lines.name}`, group: lines.group }))),
  ];
  const wrong = [
    ...groups.flatMap(({ at, group }) => (group === undefined || registry.fieldGroups.has(group) ? [] : [`${at}: no group ${group}`])),
    ...records.flatMap((meta) => {
      const actions = new Set([...meta.actions.map((action) => action.name), 'create', 'update', 'delete', ...(meta.type === 'catalog' ? ['archive', 'restore'] : [])]);
      return [
        ...Object.entries(written(meta).grants ?? {}).flatMap(([role, grant]) => [
          ...(registry.roles.has(role) ? [] : [`${meta.name}: no role ${role}`]),
          ...(grant.actions ?? []).filter((action) => !actions.has(action)).map((action) => `${meta.name}: ${role} may ${action}, which is no action`),
        ]),
        ...meta.actions.flatMap((action) =>
          [...action.apart, ...(action.reverses ? [action.reverses] : [])].filter((name) => !actions.has(name)).map((name) => `${meta.name}.${action.name}: no action ${name}`),
        ),
      ];
    }),
    ...[...registry.reports.values()].flatMap((report) => report.roles.filter((role) => !registry.roles.has(role)).map((role) => `${report.name}: no role ${role}`)),
    ...[...registry.roles].flatMap(([name, role]) => (role.sees ?? []).filter((group) => !registry.fieldGroups.has(group)).map((group) => `role ${name} sees ${group}`)),
    ...servers.flatMap((server) => [
      ...[...(server.prepares ?? []), ...(server.saves ?? []), ...(server.derives ?? []), ...(server.prints ?? [])]
        .filter((part) => !registry.records.has(part.record))
        .map((part) => `${server.name}: no ${part.record}`),
      ...(server.reports ?? []).filter((part) => !registry.reports.has(part.report)).map((part) => `${server.name}: no ${part.report}`),
    ]),
  ];
  expectNone(wrong);
});
test('every report has its server part', () => {
  const served = new Set(servers.flatMap((server) => (server.reports ?? []).map((report) => report.report)));
  expect([...registry.reports.keys()].filter((name) => !served.has(name))).toEqual([]);
});

test('ledgers feed balances by fields that both have', () => {
  const wrong = [...registry.ledgers.values()].flatMap((ledger) =>
    (ledger.declaration.spec.feeds ?? []).flatMap((feed) => {
      const balance = registry.balances.get(feed.balance);
      if (!balance) return [`${ledger.name}: no balance ${feed.balance}`];
      const has = (fields: readonly FieldMeta[], name: string): boolean => fields.some((field) => field.name === name);
      return [
        ...Object.entries(feed.add).flatMap(([measure, field]) => [
          ...(has(balance.measures, measure) ? [] : [`${feed.balance}: no ${measure}`]),
          ...(has(ledger.fields, field) ? [] : [`${ledger.name}: no ${field}`]),
        ]),
        ...balance.keys
          .filter((key) => !has(ledger.fields, feed.by?.[key.name] ?? key.name))
          .map((key) => `${ledger.name}: no ${feed.by?.[key.name] ?? key.name} for ${feed.balance}`),
        ...(feed.when === undefined || has(ledger.fields, feed.when) ? [] : [`${ledger.name}: no ${feed.when}`]),
      ];
    }),
  );
  expectNone(wrong);
});

/** Index §8: what a module may import, and in which modules a late reference of it may lie. */
const imports: Readonly<Record<string, readonly string[]>> = {
  core: [],
  finance: ['core'],
  inventory: ['core', 'finance'],
  supply: ['core', 'finance', 'inventory'],
  customers: ['core', 'finance', 'inventory'],
  people: ['core', 'finance', 'customers'],
  sales: ['core', 'finance', 'inventory', 'supply', 'customers', 'people'],
  relationship: ['core', 'finance', 'inventory', 'customers', 'people', 'sales'],
};
const late: Readonly<Record<string, readonly string[]>> = {
  finance: ['customers', 'supply', 'people', 'inventory'],
  inventory: ['supply', 'people', 'customers'],
  supply: ['sales', 'customers'],
  customers: ['sales', 'supply', 'people', 'relationship'],
  people: ['supply', 'sales'],
  sales: ['relationship'],
};
test('modules name each other in the direction of index §8', () => {
  const wrong = allFields().flatMap(({ at, value }) => {
    const [own = ''] = at.split('.');
    const allowed = new Set([own, ...(imports[own] ?? []), ...(late[own] ?? [])]);
    return [...(value.target === undefined ? [] : [value.target]), ...(value.among ?? [])]
      .filter((target) => !allowed.has(target.split('.')[0] ?? ''))
      .map((target) => `${at} names ${target}`);
  });
  expectNone(wrong);
});
test('a module imports only modules before it, through their two doors, and its pure files no server', () => {
  const folder = join(import.meta.dirname, '../../src/modules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && path.includes('/'));
  const wrong = files.flatMap((path) => {
    const [own = ''] = path.split('/');
    const pure = path === `${own}/index.ts`;
    return [...readFileSync(join(folder, path), 'utf8').matchAll(/^(?:import|export)\b[^'"]*from '(\.[^']+)';/gm)].flatMap(([, from = '']) => {
      const target = join('/', path, '..', from).slice(1);
      const [module = '', ...inside] = target.split('/');
      if (from.includes('/kernel/') || module === own || !(module in imports)) return [];
      const fault = !(imports[own] ?? []).includes(module)
        ? 'which does not come before it'
        : !['index.ts', 'server.ts'].includes(inside.join('/'))
          ? 'past its doors'
          : pure && inside.join('/') === 'server.ts'
            ? 'a server part into a pure door'
            : undefined;
      return fault ? [`${path} imports ${target}: ${fault}`] : [];
    });
  });
  expect(files.length).toBeGreaterThan(5);
  expectNone(wrong);
});

/** All kinds, so that a new one does not compile until it stands here. */
const everyKind: Readonly<Record<FieldKind, true>> = {
  text: true,
  integer: true,
  money: true,
  quantity: true,
  unit_price: true,
  rate: true,
  date: true,
  instant: true,
  month: true,
  flag: true,
  choice: true,
  choices: true,
  state: true,
  serial: true,
  reference: true,
  references: true,
  line_reference: true,
  any_reference: true,
  attachments: true,
  condition: true,
  trace: true,
};
const plainField = (kind: FieldKind): FieldMeta => ({
  name: 'x',
  kind,
  zh: '甲',
  en: 'X',
  origin: 'input',
  required: false,
  target: 'core.user',
  options: { a: { zh: '甲', en: 'A' } },
});
test.each(Object.keys(everyKind) as FieldKind[])('P.3 the kind %s reads, writes, describes and stores itself', (kind) => {
  const field = plainField(kind);
  const pure = kindOf(field);
  for (const part of ['fromJson', 'fromText', 'toJson', 'toText', 'schema'] as const) expect(pure[part], part).toBeTypeOf('function');
  expect(pure.operators.length).toBeGreaterThan(0);
  expect(pure.schema(field)).toBeTypeOf('object');
  const columns = columnsOf(field);
  expect(columns.every((column) => /^[a-z]+(\[\]|\(\d+,\d+\))?$/.test(column.type))).toBe(true);
  // An absent value is stored as one and comes back as one.
  const row: Record<string, unknown> = {};
  writeField(field, null, row);
  expect(Object.keys(row).sort()).toEqual(columns.map((column) => column.name).sort());
  expect([null, false, []]).toContainEqual(readField(field, row));
});

test('a declared field is of a known kind', () => {
  expect(
    allFields()
      .filter(({ value }) => !(value.kind in everyKind))
      .map(({ at, value }) => `${at}: ${value.kind}`),
  ).toEqual([]);
});
