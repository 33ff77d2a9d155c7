import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Label } from '#declare';
import { expect, test } from 'vitest';
import { effectKey } from '../../src/kernel/command/environment.ts';
import type { FieldMeta, RecordMeta } from '../../src/kernel/registry/meta.ts';
import { servers } from '../../src/modules/server.ts';
import { bilingualFault, expectNone, holders, type Placed, records, registry, written } from './whole.ts';

/*
 * What every declaration promises without a database: labels in both languages, states that can be reached and actions that do something
 * (P.4, P.19). A test lists all that is wrong, so that a module is mended in one go.
 */

/** Everything a person can read, with its place. */
function labels(): Placed<Label>[] {
  const of = (at: string, value: Label): Placed<Label> => ({ at, value });
  const fields = (at: string, list: readonly FieldMeta[]): Placed<Label>[] =>
    list.flatMap((field) => [
      of(`${at}/${field.name}`, field),
      ...(field.help ? [of(`${at}/${field.name}/help`, field.help)] : []),
      ...Object.entries(field.options ?? {}).map(([key, option]) => of(`${at}/${field.name}=${key}`, option)),
    ]);
  const sections = (meta: RecordMeta): Placed<Label>[] => {
    const { views = {}, prints = {}, flows = [] } = written(meta);
    return [
      ...Object.entries(views.saved ?? {}).map(([key, view]) => of(`${meta.name}/views/${key}`, view)),
      ...(views.form ?? []).flatMap((section) => (typeof section === 'string' ? [] : [of(`${meta.name}/form`, section)])),
      ...Object.entries(prints).map(([key, print]) => of(`${meta.name}/prints/${key}`, print)),
      ...flows.map((flow) => of(`${meta.name}/flows/${flow.from}`, flow)),
    ];
  };
  return [
    ...registry.modules.flatMap((module) => [
      of(module.name, module),
      ...(module.jobs ?? []).map((job) => of(job.name, job.spec)),
      ...(module.widgets ?? []).map((widget) => of(widget.name, widget.spec)),
      ...Object.entries(module.roles ?? {}).map(([name, role]) => of(`role ${name}`, role)),
      ...Object.entries(module.fieldGroups ?? {}).map(([name, group]) => of(`group ${name}`, group)),
    ]),
    ...[registry.records, registry.ledgers, registry.balances, registry.settings, registry.reports].flatMap((map) => [...map.values()].map((meta) => of(meta.name, meta))),
    ...holders().flatMap(({ at, fields: own, lines }) => [
      ...fields(at, own),
      ...lines.flatMap((child) => [of(`${at}/${child.name}`, child), ...fields(`${at}/${child.name}`, child.fields)]),
    ]),
    ...records.flatMap((meta) => [...meta.actions.map((action) => of(`${meta.name}/${action.name}`, action)), ...sections(meta)]),
    ...servers.flatMap((server) => Object.entries(server.imports ?? {}).flatMap(([name, columns]) => columns.map((column) => of(`${name}/import/${column.path}`, column.label)))),
  ];
}
test('P.19 every label of every declaration stands in both languages', () => {
  const all = labels();
  expect(all.length).toBeGreaterThan(150);
  const wrong = all.flatMap(({ at, value }) => {
    const fault = bilingualFault(value);
    return fault ? [`${at}: ${fault}`] : [];
  });
  expectNone(wrong);
});

const stateField = (meta: RecordMeta): FieldMeta | undefined => meta.fields.find((field) => field.kind === 'state');
/** States that a module writes outside any action of the record: on creation, or from another record's effect. */
function writtenStates(module: string): ReadonlySet<string> {
  const folder = join(import.meta.dirname, '../../src/modules');
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
  return new Set(
    texts
      .filter((text) => text.includes(`${module}.`) || text.includes('state'))
      .flatMap((text) => [...text.matchAll(/\bstate(?:: |\s*=\s*)'([a-z_]+)'/g)].map(([, state = '']) => state)),
  );
}
/** Where a record can get to, by its own actions, from where it may begin. */
function reachable(meta: RecordMeta): ReadonlySet<string> {
  const begun = writtenStates(meta.module);
  const reached = new Set(meta.states.filter((state) => state === meta.initial || begun.has(state)));
  for (let grown = true; grown; ) {
    grown = false;
    for (const action of meta.actions) {
      const target = action.to ?? (action.sets?.['state'] as string | undefined);
      if (target === undefined || reached.has(target) || (action.from.length > 0 && !action.from.some((from) => reached.has(from)))) continue;
      reached.add(target);
      grown = true;
    }
  }
  return reached;
}
test('P.4 every state can be reached', () => {
  const wrong = records.flatMap((meta) => meta.states.filter((state) => !reachable(meta).has(state)).map((state) => `${meta.name}: ${state}`));
  expect(records.some((meta) => meta.states.length > 1)).toBe(true);
  expectNone(wrong);
});
test('P.4 actions go from and to states that exist, and nothing leaves a final one', () => {
  const wrong = records.flatMap((meta) => {
    const final = meta.states.filter((state) => stateField(meta)?.options?.[state]?.final);
    return meta.actions.flatMap((action) => [
      ...[...action.from, ...(action.to === undefined ? [] : [action.to])]
        .filter((state) => !meta.states.includes(state))
        .map((state) => `${meta.name}.${action.name}: no state ${state}`),
      ...(action.to === undefined
        ? []
        : final.filter((state) => state !== action.to && (action.from.length === 0 || action.from.includes(state))).map((state) => `${meta.name}.${action.name} leaves ${state}`)),
    ]);
  });
  expectNone(wrong);
});

test('P.4 every action has an effect or changes a state or a field, and every effect has its action', () => {
  const effects = new Set(servers.flatMap((server) => (server.effects ?? []).map((effect) => effectKey(effect.record, effect.action))));
  const actions = new Set(records.flatMap((meta) => meta.actions.map((action) => effectKey(meta.name, action.name))));
  const idle = records.flatMap((meta) =>
    meta.actions
      .filter((action) => action.to === undefined && action.sets === undefined && !effects.has(effectKey(meta.name, action.name)))
      .map((action) => effectKey(meta.name, action.name)),
  );
  expectNone(idle);
  expect([...effects].filter((effect) => !actions.has(effect))).toEqual([]);
});

test('P.4 what amends is told apart from what is asked, may be written by a person, and counts a revision', () => {
  const amending = records.flatMap((meta) => meta.actions.filter((action) => action.amends.length > 0).map((action) => ({ meta, action })));
  const wrong = amending.flatMap(({ meta, action }) => [
    ...(meta.fields.some((field) => field.name === 'revision' && field.kind === 'integer') ? [] : [`${meta.name} has no revision`]),
    ...action.amends.filter((name) => [...action.asks, ...action.asksLines].some((asked) => asked.name === name)).map((name) => `${meta.name}.${action.name} asks for ${name} too`),
    ...action.amends
      .filter((name) => !meta.lines.some((lines) => lines.name === name) && !meta.fields.some((field) => field.name === name && field.origin === 'input'))
      .map((name) => `${meta.name}.${action.name}: nobody types ${name}`),
    ...(action.stale === undefined || action.stale in meta.refusals ? [] : [`${meta.name}.${action.name}: ${action.stale} is not declared`]),
  ]);
  expect(amending.length).toBeGreaterThan(0);
  expectNone(wrong);
});
