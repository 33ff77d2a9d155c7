import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../command/call.ts';
import { sourceOf } from '../condition/source.ts';
import { type Example, openExample } from '../permission/example-database.ts';
import { customers, exampleId, exampleRegistry, organisations, person } from '../permission/worked-example.ts';
import { type Problem, Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import { parseListQuery } from './query-string.ts';
import { type ListAnswer, listRecords } from './run.ts';

const registry = exampleRegistry();
const moment = { today: '2026-03-31', now: '2026-03-31T04:00:00.000Z' };
const boss = person(registry, '赵强', ['general_manager']);
let example: Example;
beforeAll(async () => {
  example = await openExample();
});
afterAll(() => example.end());

const list = (query: string, name = 'sales.order', principal: Principal = boss): Promise<ListAnswer> => {
  const meta = recordOf(registry, name);
  return example.read((tx) => listRecords({ registry, tx, ...moment }, principal, meta, parseListQuery(new URLSearchParams(query), sourceOf(meta))));
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

describe('sort and pages', () => {
  test('P2-1 empty values stand last in both directions, deleted and new rows neither repeat nor vanish', async () => {
    await things([
      { name: 'R1', amount: '12000.00' },
      { name: 'R2', amount: '800.00' },
      { name: 'R3', amount: '50000.00' },
      { name: 'R4', amount: null },
    ]);
    expect(names(await list('sort=-amount', 'sales.thing'))).toEqual(['R3', 'R1', 'R2', 'R4']);
    expect(names(await list('sort=amount', 'sales.thing'))).toEqual(['R2', 'R1', 'R3', 'R4']);
    const first = await list('sort=-amount&limit=2', 'sales.thing');
    expect(names(first)).toEqual(['R3', 'R1']);
    expect(first.page.prev).toBeNull();
    await example.owner.query(`delete from sales."thing" where name = 'R1'`);
    const at = '2026-03-18T02:11:09.120Z';
    await example.insert('sales."thing"', { org_id: organisations.a, id: exampleId(8, 9), created_at: at, updated_at: at, active: true, name: 'R5', amount: '60000.00' });
    const second = await list(`sort=-amount&limit=2&after=${first.page.next}`, 'sales.thing');
    expect(names(second)).toEqual(['R2', 'R4']);
    expect(second.page.next).toBeNull();
    expect(names(await list(`sort=-amount&limit=2&before=${second.page.prev}`, 'sales.thing'))).toEqual(['R5', 'R3']);
  });
  test('P2-3 digits, Latin, then Chinese by pinyin, numbers by value', async () => {
    const sorted = '3M ABC abd 阿里 仓库2 仓库10 曾国 重庆 李雷 上海 苏州 王芳 张伟'.split(' ');
    await things([...sorted].sort().map((name) => ({ name })));
    expect(names(await list('sort=name', 'sales.thing'))).toEqual(sorted);
    expect(names(await list('sort=-name', 'sales.thing'))).toEqual([...sorted].reverse());
  });
  test.each([
    'name',
    '-name',
    'amount',
    '-amount',
    'amount,-name',
    '-amount,pieces',
    'vip,-pieces',
    'customer',
    '-customer.limit',
    'created_at',
    '-due,name,amount',
    'active,-amount',
  ])('walking by %s gives every row once, forward and back', async (sort) => {
    const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T;
    await things(
      Array.from({ length: 23 }, (_, at) => ({
        name: pick(['甲', '乙', 'A', null, 'b'], at * 7),
        amount: pick(['1.00', null, '2.00', '3.50'], at * 5),
        pieces: pick([3, null, 1], at),
        vip: pick(['true', 'false', null], at * 2),
        due: pick(['2026-03-01', null, '2026-02-01'], at * 4),
        active: at % 3 === 0,
        customer: pick([customers.c1, customers.c2, null], at * 5),
      })),
    );
    const whole = (await list(`sort=${sort}&limit=200`, 'sales.thing')).data.map((row) => row['id']);
    expect(new Set(whole).size).toBe(23);
    const walked: unknown[] = [];
    let page = await list(`sort=${sort}&limit=4`, 'sales.thing');
    walked.push(...page.data.map((row) => row['id']));
    while (page.page.next) {
      page = await list(`sort=${sort}&limit=4&after=${page.page.next}`, 'sales.thing');
      walked.push(...page.data.map((row) => row['id']));
    }
    expect(walked).toEqual(whole);
    const back: unknown[] = page.data.map((row) => row['id']);
    while (page.page.prev) {
      page = await list(`sort=${sort}&limit=4&before=${page.page.prev}`, 'sales.thing');
      back.unshift(...page.data.map((row) => row['id']));
    }
    expect(back).toEqual(whole);
  });
  test('a cursor of another query is refused, and so is a damaged one', async () => {
    await things(Array.from({ length: 3 }, (_, at) => ({ name: `N${at}` })));
    const { page } = await list('sort=name&limit=1', 'sales.thing');
    expect((await refusal(list(`sort=-name&limit=1&after=${page.next}`, 'sales.thing'))).code).toBe('cursor.mismatch');
    expect((await refusal(list(`sort=name&limit=1&f.name=N1&after=${page.next}`, 'sales.thing'))).code).toBe('cursor.mismatch');
    const damaged = `${page.next?.slice(0, -3)}AAA`;
    expect((await refusal(list(`sort=name&limit=1&after=${damaged}`, 'sales.thing'))).code).toBe('cursor.invalid');
    expect((await refusal(list('sort=name&limit=1&after=%F0', 'sales.thing'))).code).toBe('cursor.invalid');
  });
  test('what cannot be sorted is refused', async () => {
    expect((await refusal(list('sort=tags', 'sales.thing'))).code).toBe('condition.type');
    expect((await refusal(list('sort=lines.qty', 'sales.thing'))).code).toBe('condition.type');
    expect((await refusal(list('sort=secret', 'sales.thing'))).code).toBe('condition.type');
  });
});
