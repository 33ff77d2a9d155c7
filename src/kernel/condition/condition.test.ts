import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decimal } from '#decimal';
import { type Example, openExample } from '../permission/example-database.ts';
import { cny, customers, exampleId, exampleRegistry, organisations, people } from '../permission/worked-example.ts';
import { Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import { type Checked, checkCondition } from './check.ts';
import { evaluate, type Facts, rowFacts } from './evaluate.ts';
import { explain } from './explain.ts';
import type { Moment } from './operand.ts';
import { parameters } from './parameters.ts';
import { sourceOf } from './source.ts';
import { conditionSql } from './sql.ts';
import { fromWhere, type Tree } from './tree.ts';

const registry = exampleRegistry();
const source = sourceOf(recordOf(registry, 'sales.thing'));
const moment: Moment = { today: '2026-03-31', zone: 'Asia/Shanghai', user: people.林晓雯, department: null };
const check = (tree: unknown): Checked => checkCondition(tree, { registry, source, moment }).tree;
const refusal = (tree: unknown): { readonly code: string; readonly params: Readonly<Record<string, unknown>> } => {
  try {
    check(tree);
  } catch (error) {
    if (error instanceof Refused) return error;
  }
  throw new Error('not refused');
};

type Row = Readonly<Record<string, unknown>>;
/** R1…R4 of P.7; `vip` is a choice here, because a flag is never empty. */
const table: Readonly<Record<string, Row>> = {
  R1: { name: '上海启泰贸易有限公司', amount: '12000.00', margin: '0.25', city: '上海', due: '2026-03-01', tags: ['VIP', '重点'], vip: 'true' },
  R2: { name: 'ABC Trading', amount: '800.00', margin: null, city: null, due: '2026-03-31', tags: null, vip: null },
  R3: { name: '苏州明德', amount: '50000.00', margin: '0.31', city: '苏州', due: null, tags: [], vip: 'false' },
  R4: { name: 'ＡＢＣ商行', amount: null, margin: '0.10', city: '上海', due: '2026-04-05', tags: ['VIP'], vip: 'true' },
};
const names = Object.keys(table);
const idOf = (name: string): string => exampleId(7, names.indexOf(name) + 1);
let example: Example;
beforeAll(async () => {
  example = await openExample();
  const at = '2026-03-18T02:11:09.120Z';
  for (const name of names) await example.insert('sales."thing"', { org_id: organisations.a, id: idOf(name), created_at: at, updated_at: at, active: true, ...table[name] });
});
afterAll(() => example.end());

const facts = (row: Row): Facts => rowFacts(row, moment);
/** The rows of a tree by SQL, which must be those the evaluator finds. */
async function members(tree: Tree): Promise<string> {
  const checked = check(tree);
  const params = parameters(organisations.a);
  const where = conditionSql(checked, { params, org: '$1', alias: 'o', zone: moment.zone, today: moment.today, join: () => 'o' });
  const rows = await example.read((tx) => tx.query(`select o.id from ${source.view} o where o.org_id = $1 and ${where} order by o.id`, params.values));
  const bySql = rows.map((row) => names.find((name) => idOf(name) === row['id'])).join(' ');
  expect(names.filter((name) => evaluate(checked, facts(table[name] ?? {}))).join(' '), JSON.stringify(tree)).toBe(bySql);
  for (const name of names) expect(explain(checked, facts(table[name] ?? {})).result).toBe(bySql.split(' ').includes(name));
  return bySql;
}
const leaf = (field: string, op: string, value?: unknown): Tree => ({ field, op, ...(value === undefined ? {} : { value }) });

describe('P.7 worked examples', () => {
  test.each<[string, Tree, string]>([
    ['P7-1', leaf('amount', 'gte', 10000), 'R1 R3'],
    ['P7-1 not', { not: leaf('amount', 'gte', '10000') }, 'R2 R4'],
    ['P7-2', leaf('city', 'ne', '上海'), 'R2 R3'],
    ['P7-3', leaf('margin', 'lt', '0.28'), 'R1 R4'],
    ['P7-3 not', { not: leaf('margin', 'lt', '0.28') }, 'R2 R3'],
    ['P7-4', leaf('name', 'contains', 'abc'), 'R2 R4'],
    ['P7-5', leaf('tags', 'contains', 'VIP'), 'R1 R4'],
    ['P7-5 all of a list', leaf('tags', 'contains', ['VIP', '重点']), 'R1'],
    ['P7-5 not_contains', leaf('tags', 'not_contains', 'VIP'), 'R2 R3'],
    ['P7-5 is_empty', leaf('tags', 'is_empty'), 'R2 R3'],
    ['P7-6', leaf('due', 'between', ['2026-03-01', '2026-03-31']), 'R1 R2'],
    ['P7-6 relative', leaf('due', 'between', ['month_start', 'month_end']), 'R1 R2'],
    ['P7-6 within_days', leaf('due', 'within_days', 30), 'R2'],
    ['P7-7', leaf('vip', 'ne', 'true'), 'R2 R3'],
    ['P7-8', { all: [{ any: [leaf('city', 'eq', '上海'), leaf('amount', 'gt', '40000')] }, { not: leaf('margin', 'lt', '0.2') }] }, 'R1 R3'],
    ['all of none', { all: [] }, 'R1 R2 R3 R4'],
    ['any of none', { any: [] }, ''],
    ['in none', leaf('city', 'in', []), ''],
    ['not in none', { not: leaf('city', 'in', []) }, 'R1 R2 R3 R4'],
    ['% is an ordinary character', leaf('name', 'contains', '%'), ''],
    ['starts', leaf('name', 'starts', 'abc'), 'R2 R4'],
    ['eq is exact', leaf('name', 'eq', 'abc trading'), ''],
    ['month_day_in', leaf('due', 'month_day_in', ['03-31', '04-05']), 'R2 R4'],
    ['before, after', { any: [leaf('due', 'before', '2026-03-31'), leaf('due', 'after', 'today')] }, 'R1 R4'],
  ])('%s', async (_, tree, expected) => {
    expect(await members(tree)).toBe(expected);
  });
  test('P7-3 on R2 the missing margin decides', () => {
    expect(explain(check({ not: leaf('margin', 'lt', '0.28') }), facts(table['R2'] ?? {})).missing_decides).toBe(true);
  });
  test('P7-9 Kleene: false and unknown is false, true and unknown is unknown', () => {
    const tree = check({ all: [leaf('amount', 'gte', '10000'), leaf('margin', 'lt', '0.28')] });
    expect(explain(tree, facts(table['R2'] ?? {}))).toMatchObject({ result: false, missing_decides: false });
    const open = explain(tree, facts({ amount: '12000.00', margin: null }));
    expect(open).toMatchObject({ result: false, missing_decides: true });
    expect(open.leaves[1]).toEqual({ path: 'margin', op: 'lt', actual: null, expected: '0.28', result: false, missing: true });
  });
  test('P7-10 what a tree is refused for', () => {
    expect(refusal(leaf('amount', 'contains', '1'))).toMatchObject({ code: 'condition.unknown_op', params: { field: 'amount', op: 'contains' } });
    expect(refusal(leaf('due', 'eq', 'abc'))).toMatchObject({ code: 'condition.type', params: { expected: 'date' } });
    expect(refusal(leaf('ammount', 'eq', '1'))).toMatchObject({ code: 'condition.unknown_field', params: { nearest: 'amount' } });
    expect(refusal({ all: Array.from({ length: 51 }, () => leaf('amount', 'eq', '1')) }).code).toBe('condition.too_complex');
  });
});

describe('checking', () => {
  test('depth, list length and paths have their bounds', () => {
    const deep = (levels: number): Tree => (levels === 1 ? leaf('amount', 'eq', '1') : { not: deep(levels - 1) });
    expect(() => check(deep(6))).not.toThrow();
    expect(refusal(deep(7)).code).toBe('condition.too_complex');
    expect(
      refusal(
        leaf(
          'city',
          'in',
          Array.from({ length: 1001 }, () => 'x'),
        ),
      ).code,
    ).toBe('condition.too_complex');
    expect(refusal(leaf('customer.owner.name', 'eq', 'x')).code).toBe('condition.path_too_deep');
    expect(refusal(leaf('customer.nam', 'eq', 'x'))).toMatchObject({ code: 'condition.unknown_field', params: { nearest: 'customer.name' } });
  });
  test('a secret is matched whole or not at all', () => {
    expect(() => check(leaf('secret', 'eq', '123'))).not.toThrow();
    expect(refusal(leaf('secret', 'starts', '1')).code).toBe('filter.sensitive');
  });
  test('bounds of between stand in order', () => {
    expect(refusal(leaf('due', 'between', ['2026-03-02', '2026-03-01'])).code).toBe('condition.type');
    expect(refusal(leaf('amount', 'between', ['10', '9.5'])).code).toBe('condition.type');
  });
  test('relative days and me are answered as what they stand for', () => {
    const checked = checkCondition({ all: [leaf('due', 'gte', 'month_start'), leaf('created_by', 'eq', 'me')] }, { registry, source, moment });
    expect(checked.resolved).toEqual({ month_start: '2026-03-01', me: people.林晓雯 });
  });
  test('all that is wrong is told together, each with its place', () => {
    try {
      check({ all: [leaf('ammount', 'eq', '1'), leaf('due', 'eq', 'abc')] });
      expect.unreachable();
    } catch (error) {
      expect((error as Refused).errors.map((problem) => [problem.code, problem.path])).toEqual([
        ['condition.unknown_field', '/filter/all/0/field'],
        ['condition.type', '/filter/all/1/value'],
      ]);
    }
  });
});

describe('the form written in code', () => {
  test.each<[object, Tree]>([
    [{ state: 'confirmed' }, leaf('state', 'eq', 'confirmed')],
    [{ progress: ['a', 'b'], promised_date: { lt: 'today' } }, { all: [leaf('progress', 'in', ['a', 'b']), leaf('promised_date', 'lt', 'today')] }],
    [{ gross: { gt: decimal('50000') } }, leaf('gross', 'gt', '50000')],
    [{ gross: { gt: 50_000, lte: 100_000 } }, { all: [leaf('gross', 'gt', 50_000), leaf('gross', 'lte', 100_000)] }],
    [{ state: { not: 'merged' } }, leaf('state', 'ne', 'merged')],
    [{ state: { not: ['a', 'b'] } }, leaf('state', 'not_in', ['a', 'b'])],
    [{ owner: { is_empty: true }, uscc: { is_empty: false } }, { all: [leaf('owner', 'is_empty'), leaf('uscc', 'not_empty')] }],
    [{ any: [{ a: 1 }, { not: { b: 2 } }] }, { any: [leaf('a', 'eq', 1), { not: leaf('b', 'eq', 2) }] }],
    [{ party: { name: 'customers.customer', id: cny } }, leaf('party', 'eq', { name: 'customers.customer', id: cny })],
  ])('%j', (where, tree) => {
    expect(fromWhere(where)).toEqual(tree);
  });
});

test('lines: some line matches, and figures over lines', () => {
  const row = {
    customer: customers.c1,
    lines: [
      { product: '纸', qty: '12.5' },
      { product: '笔', qty: null },
    ],
  };
  const holds = (tree: unknown): boolean => evaluate(check(tree), facts(row));
  expect(holds(leaf('lines.product', 'eq', '笔'))).toBe(true);
  expect(holds(leaf('lines.product', 'eq', '墨'))).toBe(false);
  expect(holds({ related: 'lines', measure: 'count', op: 'gte', value: 2 })).toBe(true);
  expect(holds({ related: 'lines', measure: 'sum:qty', op: 'eq', value: '12.5' })).toBe(true);
  expect(holds({ related: 'lines', filter: leaf('product', 'eq', '墨'), measure: 'max:qty', op: 'gt', value: 0 })).toBe(false);
  expect(refusal({ related: 'sales.delivery', measure: 'count', op: 'gt', value: 0 }).code).toBe('condition.unknown_op');
});
