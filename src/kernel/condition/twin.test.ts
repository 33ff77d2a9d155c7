import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Example, openExample } from '../permission/example-database.ts';
import { customers, exampleId, exampleRegistry, organisations, people } from '../permission/worked-example.ts';
import { recordOf } from '../registry/build.ts';
import type { FieldMeta } from '../registry/meta.ts';
import { type Checked, checkCondition } from './check.ts';
import { evaluate, rowFacts } from './evaluate.ts';
import { explain } from './explain.ts';
import type { Moment } from './operand.ts';
import { parameters } from './parameters.ts';
import { operatorsOf, shapeOf } from './shape.ts';
import { fieldNamed, sourceOf } from './source.ts';
import { conditionSql } from './sql.ts';
import type { Tree } from './tree.ts';

/*
 * P.7: for every kind × operator × {value, missing, boundary} the SQL and the TypeScript answer agree on the same rows. Rows and
 * operands come from the same few values, so that boundaries are hit all the time.
 */
const registry = exampleRegistry();
const source = sourceOf(recordOf(registry, 'sales.thing'));
const moment: Moment = { today: '2026-03-31', zone: 'Asia/Shanghai', user: people.林晓雯, department: null };
const pools: Readonly<Record<string, readonly unknown[]>> = {
  name: ['ABC Trading', 'ＡＢＣ商行', 'abc', '上海启泰', '100%', 'a_c', 'Ａ', 'é', 'e\u0301', '\u2126', 'İi'],
  city: ['上海', '苏州', 'A'],
  amount: ['0', '0.01', '-0.01', '800', '800.00', '12000.5'],
  margin: ['0', '0.28', '0.28000001', '0.3'],
  pieces: ['0', '1', '-5', '2147483647'],
  due: ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-31', '2026-04-01', '2028-02-29'],
  at: ['2026-03-30T15:59:59.999Z', '2026-03-30T16:00:00.000Z', '2026-03-31T15:59:59.999Z', '2026-03-31T16:00:00.000Z', '2026-03-01T00:00:00.001Z'],
  period: ['2026-02', '2026-03', '2026-04'],
  vip: ['true', 'false'],
  active: [true, false],
  tags: ['VIP', '重点', 'other'],
  customer: [customers.c1, customers.c2],
  watchers: [people.林晓雯, people.李雷],
  origin: [
    { name: 'sales.order', id: customers.c1 },
    { name: 'sales.order', id: customers.c2 },
    { name: 'sales.quotation', id: customers.c1 },
  ],
  secret: ['6222020000001234', '1'],
};
const fieldNames = Object.keys(pools);
const field = (name: string): FieldMeta => fieldNamed(source, name) as FieldMeta;
const one = (name: string): fc.Arbitrary<unknown> => fc.constantFrom(...(pools[name] ?? []));

const cell = (name: string): fc.Arbitrary<unknown> => {
  if (shapeOf(field(name)) === 'set') return fc.option(fc.uniqueArray(one(name), { maxLength: 3 }));
  return name === 'active' ? one(name) : fc.option(one(name), { freq: 3 });
};
const line = fc.record({ product: fc.option(one('name')), qty: fc.option(fc.constantFrom('0', '0.28', '0.280001', '-1')) });
const row = fc.record({ ...Object.fromEntries(fieldNames.map((name) => [name, cell(name)])), lines: fc.array(line, { maxLength: 3 }) });

function operand(name: string, op: string): fc.Arbitrary<unknown> {
  const value = ['due', 'at', 'period'].includes(name) ? fc.oneof(one(name), fc.constantFrom('today', 'month_start', 'today-30d', 'month_end-1m')) : one(name);
  switch (op) {
    case 'in':
    case 'not_in':
      return fc.array(value, { maxLength: 3 });
    case 'between':
      return fc
        .tuple(one(name), one(name))
        .map((pair) => [...pair].sort((a, b) => (['amount', 'margin', 'pieces'].includes(name) ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1)));
    case 'within_days':
      return fc.constantFrom(1, 30, 31);
    case 'month_day_in':
      return fc.array(fc.constantFrom('03-31', '03-01', '02-29', '04-01'), { maxLength: 3 });
    case 'is_a':
      return fc.constantFrom('sales.order', 'sales.quotation');
    case 'contains':
    case 'not_contains':
    case 'starts':
      return shapeOf(field(name)) === 'set' ? fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 })) : fc.oneof(value, fc.constantFrom('a', 'B', '%', '_', '海', '商'));
    default:
      return value;
  }
}
const leafOf = (name: string, path: string): fc.Arbitrary<Tree> =>
  fc.constantFrom(...operatorsOf(field(name)).filter((op) => op !== 'under')).chain((op) => operand(name, op).map((value) => ({ field: path, op, value })));
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...fieldNames).chain((name) => leafOf(name, name)) },
  { weight: 1, arbitrary: leafOf('name', 'lines.product') },
  {
    weight: 1,
    arbitrary: fc.record({
      related: fc.constant('lines'),
      filter: fc.constantFrom<Tree>({ all: [] }, { field: 'product', op: 'contains', value: 'a' }, { not: { field: 'product', op: 'is_empty' } }),
      measure: fc.constantFrom('count', 'sum:qty', 'max:qty', 'min:qty', 'avg:qty'),
      op: fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'),
      value: fc.constantFrom('0', '1', '0.28', '0.14'),
    }),
  },
);
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf,
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.record({ not: tie('tree') }),
    fc.record({ all: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { maxLength: 3 }) }),
  ),
})).tree;

let example: Example;
beforeAll(async () => {
  example = await openExample();
});
afterAll(() => example.end());

type Row = Readonly<Record<string, unknown>> & { readonly lines: readonly Readonly<Record<string, unknown>>[] };
async function store(rows: readonly Row[]): Promise<void> {
  await example.owner.query('truncate sales."thing" cascade');
  const at = '2026-03-18T02:11:09.120Z';
  for (const [number, { lines, origin, ...values }] of rows.entries()) {
    const any = origin as { readonly name: string; readonly id: string } | null;
    const id = exampleId(8, number);
    await example.insert('sales."thing"', { org_id: organisations.a, id, created_at: at, updated_at: at, ...values, origin_type: any?.name ?? null, origin_id: any?.id ?? null });
    for (const [no, one] of lines.entries())
      await example.insert('sales."thing_line"', { org_id: organisations.a, id: exampleId(9, number * 10 + no), parent: id, line_no: no + 1, ...one });
  }
}
/** Both forms of the SQL, for many trees in one statement: as WHERE, where NULL means no, and as a value that is never NULL. */
async function bySql(trees: readonly Checked[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const params = parameters(organisations.a);
  const context = { params, org: '$1', alias: 'o', zone: moment.zone, today: moment.today, join: () => 'o' };
  const columns = trees.map((tree, at) => `coalesce(${conditionSql(tree, context)}, false) as found_${at}, (${conditionSql(tree, context, true)}) as exact_${at}`);
  return example.read((tx) => tx.query(`select ${columns.join(', ')} from ${source.view} o where o.org_id = $1 order by o.id`, params.values));
}

test('SQL and TypeScript answer alike for every kind, operator and missing value', async () => {
  const asked = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 4, maxLength: 8 }), fc.array(tree, { minLength: 20, maxLength: 20 }), async (rows, trees) => {
      const things = rows as unknown as readonly Row[];
      await store(things);
      const checked = trees.map((each) => checkCondition(each, { registry, source, moment }).tree);
      const rowsBySql = await bySql(checked);
      for (const [at, each] of trees.entries()) {
        for (const text of JSON.stringify(each).matchAll(/"field":"([a-z_.]+)","op":"([a-z_]+)"/g)) asked.add(`${text[1]} ${text[2]}`);
        const tree = checked[at] as Checked;
        const twin = things.map((thing) => evaluate(tree, rowFacts(thing, moment)));
        for (const form of ['found', 'exact'])
          expect(
            rowsBySql.map((found) => found[`${form}_${at}`]),
            `${form} ${JSON.stringify(each)}`,
          ).toEqual(twin);
        expect(things.map((thing) => explain(tree, rowFacts(thing, moment)).result)).toEqual(twin);
      }
    }),
    { numRuns: 80, seed: 20260331 },
  );
  const possible = fieldNames.flatMap((name) =>
    operatorsOf(field(name))
      .filter((op) => op !== 'under')
      .map((op) => `${name} ${op}`),
  );
  expect(possible.filter((pair) => !asked.has(pair))).toEqual([]);
});
