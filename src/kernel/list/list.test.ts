import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../command/call.ts';
import { sourceOf } from '../condition/source.ts';
import { type Example, openExample } from '../permission/example-database.ts';
import { cny, customers, departments, exampleId, exampleRegistry, orders, organisations, people, person } from '../permission/worked-example.ts';
import { type Problem, Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import type { LedgerMeta } from '../registry/meta.ts';
import { searchText } from '../search/text.ts';
import { parseListQuery } from './query-string.ts';
import { type ListAnswer, listRecords, readRecord, sourceFor } from './run.ts';

const registry = exampleRegistry();
const moment = { today: '2026-03-31', now: '2026-03-31T04:00:00.000Z' };
const boss = person(registry, '赵强', ['general_manager']);
let example: Example;
beforeAll(async () => {
  example = await openExample();
});
afterAll(() => example.end());

const statements: string[] = [];
const list = (query: string, name = 'sales.order', principal: Principal = boss): Promise<ListAnswer> => {
  const meta = recordOf(registry, name);
  statements.length = 0;
  return example.read((tx) => {
    const counted = { query: (text: string, values?: readonly unknown[]) => (statements.push(text), tx.query(text, values)) };
    return listRecords({ registry, tx: counted, ...moment }, principal, meta, parseListQuery(new URLSearchParams(query), sourceOf(meta)));
  });
};
async function refusal(work: Promise<unknown> | (() => unknown)): Promise<Problem> {
  const error = await Promise.resolve()
    .then(() => (typeof work === 'function' ? work() : work))
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(Refused);
  return (error as Refused).errors[0] as Problem;
}

/** Things with names only, or with the amounts of P.7. */
async function things(rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  await example.owner.query('truncate sales."thing" cascade');
  const at = '2026-03-18T02:11:09.120Z';
  for (const [number, row] of rows.entries())
    await example.insert('sales."thing"', { org_id: organisations.a, id: exampleId(8, number), created_at: at, updated_at: at, active: true, ...row });
}
const names = (answer: ListAnswer): unknown[] => answer.data.map((row) => row['name']);

describe('the answer', () => {
  test('members, references with label and code, decimals as text', async () => {
    const [first] = (await list('f.number=O1')).data;
    expect(first).toEqual({
      id: orders.O1,
      version: 1,
      number: 'O1',
      state: 'confirmed',
      customer: { id: customers.c1, code: 'C1', label: '昆山同创' },
      owner: { id: people.林晓雯, code: '林晓雯', label: '林晓雯' },
      department: { id: departments.华东组, code: 'HD', label: '华东组' },
      currency: { id: cny, code: 'CNY', label: 'CNY' },
      due: '2026-03-01',
      net: '100.00',
      cost: '60.00',
      margin: '0.4',
      created_at: '2026-03-18T02:11:09.120Z',
      created_by: { id: people.赵强, label: '赵强' },
      updated_at: '2026-03-18T02:11:09.120Z',
    });
  });
  test('one statement for all labels, whatever the number of rows', async () => {
    expect((await list('')).data).toHaveLength(5);
    // Page, its tail of undated rows, count, and the labels of customer, user, department and currency in one.
    expect(statements).toHaveLength(4);
  });
  test('fields chooses members, of the reference and of the lines too', async () => {
    const [first] = (await list('f.number=O1&fields=number,customer.limit,lines.qty')).data;
    expect(first).toEqual({
      id: orders.O1,
      version: 1,
      number: 'O1',
      customer: { id: customers.c1, code: 'C1', label: '昆山同创', limit: '1000.00' },
      lines: [
        { id: expect.any(String), line_no: 1, qty: '12.5' },
        { id: expect.any(String), line_no: 2, qty: '3' },
      ],
    });
  });
  test('expand replaces a reference by its readable fields, in the reader’s scope', async () => {
    const lin = person(registry, '林晓雯', ['sales']);
    const rows = (await list('sort=number&expand=customer&fields=number', 'sales.order', lin)).data;
    expect(rows[0]?.['customer']).toMatchObject({ id: customers.c1, code: 'C1', mobile: '138****8000', limit: '1000.00', _access: { masked: ['mobile'] } });
    expect(rows[1]?.['customer']).toEqual({ id: customers.c2, code: 'C2', label: '苏州明德' });
  });
  test('a filter one reference away sees what the reader may read there', async () => {
    const lin = person(registry, '林晓雯', ['sales']);
    expect((await list('f.customer.limit.gt=1', 'sales.order', lin)).data.map((row) => row['number'])).toEqual(['O1']);
    expect((await list('f.customer.name=苏州明德', 'sales.order', lin)).data.map((row) => row['number'])).toEqual(['O2']);
    expect((await list('f.customer.limit.gt=1&sort=number')).data.map((row) => row['number'])).toEqual(['O1', 'O2', 'O3', 'O4']);
  });
  test('codes, me and relative days are resolved; an unknown code is refused', async () => {
    const answer = await list('f.customer=C2&f.owner=me&f.due.gte=month_start', 'sales.order', person(registry, '林晓雯', ['sales']));
    expect(answer.data.map((row) => row['number'])).toEqual(['O2']);
    expect(answer.resolved).toEqual({ me: people.林晓雯, month_start: '2026-03-01' });
    expect(answer.as_of).toBe(moment.now);
    expect(await refusal(list('f.customer=C9'))).toMatchObject({ code: 'reference.not_found', params: { code: 'C9' } });
  });
  test('under takes the node and those below', async () => {
    expect((await list('f.department.under=XS&sort=number')).data.map((row) => row['number'])).toEqual(['O1', 'O2', 'O3', 'O4']);
  });
  test('some line matches', async () => {
    expect((await list('f.lines.product=纸&sort=number')).data.map((row) => row['number'])).toEqual(['O1', 'O3']);
    expect((await list('filter={"related":"lines","measure":"sum:qty","op":"gt","value":"1"}')).data.map((row) => row['number'])).toEqual(['O1']);
  });
  test('groups with counts and totals in the order of the states', async () => {
    const answer = await list('group=state&totals=net');
    expect(answer.data).toEqual([
      { key: 'draft', count: 1, totals: { net: [{ currency: 'USD', value: '500.00', rows: 1 }] } },
      { key: 'confirmed', count: 4, totals: { net: [{ currency: 'CNY', value: '1000.00', rows: 4 }] } },
    ]);
    const byCustomer = await list('group=customer&f.state=confirmed');
    expect(byCustomer.data).toEqual([
      { key: { id: customers.c1, code: 'C1', label: '昆山同创' }, count: 2 },
      { key: { id: customers.c2, code: 'C2', label: '苏州明德' }, count: 2 },
    ]);
  });
  test('labels are given on request', async () => {
    const [first] = (await list('f.number=O1&labels=zh')).data;
    expect(first).toMatchObject({ state: 'confirmed', _labels: { state: '已确认' } });
  });
  test('archived rows are shown on request', async () => {
    await things([{ name: 'here' }, { name: 'gone', archived_at: '2026-03-01T00:00:00Z' }]);
    expect(names(await list('', 'sales.thing'))).toEqual(['here']);
    expect(names(await list('archived=only', 'sales.thing'))).toEqual(['gone']);
    expect((await list('archived=all', 'sales.thing')).count).toEqual({ value: 2 });
  });
  test('P2-6 the count is exact to 10,000 and bounded beyond, unless it is asked for', async () => {
    await things([]);
    await example.owner.query(
      `insert into sales."thing" (org_id, id, created_at, updated_at, active, name) select $1, gen_random_uuid(), now(), now(), true, 'n' || n from generate_series(1, 12345) n`,
      [organisations.a],
    );
    expect((await list('limit=1', 'sales.thing')).count).toEqual({ value: 10000, at_least: true });
    expect((await list('limit=1&count=exact', 'sales.thing')).count).toEqual({ value: 12345 });
    expect(await list('limit=1&count=none', 'sales.thing')).not.toHaveProperty('count');
    expect((await refusal(list('group=name', 'sales.thing'))).code).toBe('request.too_many_groups');
    await things([]);
  });
  test('a record by its code or number, with all its lines', async () => {
    const row = await example.read((tx) => readRecord({ registry, tx, ...moment }, boss, recordOf(registry, 'sales.order'), { key: 'O1' }));
    expect(row['lines']).toHaveLength(2);
    expect((await refusal(example.read((tx) => readRecord({ registry, tx, ...moment }, boss, recordOf(registry, 'sales.order'), { key: 'O9' })))).code).toBe('not_found');
  });
});

describe('a ledger', () => {
  const entries = (query: string, principal: Principal = boss): Promise<ListAnswer> => {
    const ledger = registry.ledgers.get('sales.progress') as LedgerMeta;
    return example.read((tx) => listRecords({ registry, tx, ...moment }, principal, ledger, parseListQuery(new URLSearchParams(query), sourceFor(ledger))));
  };
  test('entries with what caused them, newest first', async () => {
    const answer = await entries('totals=qty');
    expect(answer.data.map((row) => row['qty'])).toEqual(['-2', '12.5']);
    expect(answer.data[0]?.['cause']).toEqual({ declaration: 'sales.order', id: orders.O1, code: 'O1', label: 'O1' });
    expect(answer.totals).toEqual({ qty: '10.5' });
  });
  test('by cause, customer and date', async () => {
    expect((await entries('f.cause=sales.order:O1&f.customer=C1&f.date.lt=2026-03-02')).data.map((row) => row['qty'])).toEqual(['12.5']);
    expect((await entries('f.cause.is_a=sales.delivery')).data).toEqual([]);
  });
  test('who reads what posts reads ledgers, a sales person does not', async () => {
    expect((await entries('', person(registry, '李雷', ['accountant']))).data).toHaveLength(2);
    expect((await refusal(entries('', person(registry, '李雷', ['sales'])))).code).toBe('forbidden');
  });
});

describe('q', () => {
  beforeAll(async () => {
    for (const [id, values] of [
      [customers.c1, ['C1', '昆山同创']],
      [customers.c2, ['C2', '苏州明德']],
    ] as const) {
      const { text, grams } = searchText(values);
      await example.owner.query('update sales."customer" set search = $1, search_grams = $2 where id = $3', [text, grams, id]);
    }
  });
  test.each([
    ['昆山', ['昆山同创']],
    ['kstc', ['昆山同创']],
    ['ks', ['昆山同创']],
    ['kunshan', ['昆山同创']],
    ['苏', ['苏州明德']],
    ['Ｃ１', ['昆山同创']],
    ['苏州 mingde', ['苏州明德']],
    ['昆山 明德', []],
    ['100%', []],
  ])('%s', async (q, expected) => {
    expect(names(await list(`q=${encodeURIComponent(q)}`, 'sales.customer'))).toEqual(expected);
  });
  test('a single Latin letter is too short', async () => {
    expect((await refusal(list('q=k', 'sales.customer'))).code).toBe('search.query_too_short');
  });
  test('records without a search text are found by number', async () => {
    expect((await list('q=o1')).data.map((row) => row['number'])).toEqual(['O1']);
  });
  test('P12-1 marks in a number need not be typed; the exact number comes first', async () => {
    await example.owner.query(`update sales."order" set number = 'SO2603-00187' where id = $1`, [orders.O1]);
    await example.owner.query(`update sales."order" set number = 'SO2603-001871' where id = $1`, [orders.O2]);
    expect((await list('q=so260300187')).data.map((row) => row['number'])).toEqual(['SO2603-00187', 'SO2603-001871']);
    await example.owner.query(`update sales."order" set number = 'O1' where id = $1`, [orders.O1]);
    await example.owner.query(`update sales."order" set number = 'O2' where id = $1`, [orders.O2]);
  });
  test('P12-6 what lies outside the scope is not found', async () => {
    expect((await list('q=kstc', 'sales.customer', person(registry, '李雷', ['sales']))).data).toEqual([]);
  });
});
