import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../command/call.ts';
import { sourceOf } from '../condition/source.ts';
import { parseListQuery } from '../list/query-string.ts';
import { type ListAnswer, listRecords, readRecord } from '../list/run.ts';
import type { Problem } from '../problem.ts';
import { Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import { type Example, openExample } from './example-database.ts';
import { explainPermission } from './explain.ts';
import { effectiveGrants, may } from './grants.ts';
import { inScope, mayChange } from './scope.ts';
import { customers, departments, exampleRegistry, orders, organisations, people, person } from './worked-example.ts';

const registry = exampleRegistry();
let example: Example;
beforeAll(async () => {
  example = await openExample();
});
afterAll(() => example.end());

const moment = { today: '2026-03-31', now: '2026-03-31T04:00:00.000Z' };
const list = (principal: Principal, query: string, name = 'sales.order'): Promise<ListAnswer> => {
  const meta = recordOf(registry, name);
  return example.read((tx) => listRecords({ registry, tx, ...moment }, principal, meta, parseListQuery(new URLSearchParams(query), sourceOf(meta))), principal.org.id);
};
const read = (principal: Principal, by: { readonly id: string } | { readonly key: string }, name = 'sales.order'): Promise<Record<string, unknown>> =>
  example.read((tx) => readRecord({ registry, tx, ...moment }, principal, recordOf(registry, name), by), principal.org.id);
const names = (answer: ListAnswer): unknown[] => answer.data.map((row) => row['number'] ?? 'draft');
async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refused);
  const [problem] = (error as Refused).errors;
  return problem as Problem;
}

describe('P.8 worked examples', () => {
  const lin = person(registry, '林晓雯', ['sales']);
  test('P8-1 a sales person sees and counts her own orders; another one answers like one that is absent', async () => {
    const answer = await list(lin, 'sort=due&totals=net');
    expect(names(answer)).toEqual(['O1', 'O2']);
    expect(answer.count).toEqual({ value: 2 });
    expect(answer.totals).toEqual({ net: [{ currency: 'CNY', value: '300.00', rows: 2 }] });
    expect((await refusal(read(lin, { id: orders.O3 }))).code).toBe('not_found');
    expect((await refusal(read(lin, { key: 'O3' }))).code).toBe('not_found');
    expect((await read(lin, { key: 'O1' }))['id']).toBe(orders.O1);
  });
  test('P8-2 a manager sees her department and those below', async () => {
    const answer = await list(person(registry, '王思琪', ['sales_manager']), 'sort=net&totals=net');
    expect(names(answer)).toEqual(['O1', 'O2', 'O3', 'O4']);
    expect(answer.totals).toEqual({ net: [{ currency: 'CNY', value: '1000.00', rows: 4 }] });
  });
  test.each(['f.margin.lt=0.3', 'sort=-margin', 'totals=margin', 'totals=cost', 'fields=margin', 'filter={"not":{"field":"margin","op":"is_empty"}}', 'f.lines.cost.gt=1'])(
    'P8-3 %s on a hidden field is refused',
    async (query) => {
      expect((await refusal(list(lin, query))).code).toBe('field.hidden');
    },
  );
  test('P8-3 without it the field is absent and named', async () => {
    const [first] = (await list(lin, 'sort=due')).data;
    expect(first).not.toHaveProperty('margin');
    expect(first?.['_access']).toEqual({ hidden: ['cost', 'margin'] });
    const whole = await read(lin, { id: orders.O1 });
    expect(whole['_access']).toEqual({ hidden: ['cost', 'margin', 'lines.cost'] });
    expect((whole['lines'] as object[])[0]).toEqual({ id: orders.O1.replace('8000', '8010'), line_no: 1, product: '纸', qty: '12.5' });
  });
  test('P8-4 with margin_view of her department she sees the margin, yet may not filter by it', async () => {
    const both = person(registry, '林晓雯', ['sales', 'margin_view']);
    const answer = await list(both, 'sort=due&totals=cost');
    expect(answer.data.map((row) => [row['number'], row['margin']])).toEqual([
      ['O1', '0.4'],
      ['O2', '0.4'],
    ]);
    expect(answer.totals).toEqual({ cost: [{ currency: 'CNY', value: '120.00', rows: 2 }] });
    expect((await refusal(list(both, 'f.margin.lt=0.3'))).code).toBe('field.hidden');
  });
  test('P8-4 an own order of another department keeps its margin hidden, and the sum of a partly hidden measure is empty', async () => {
    const both = person(registry, '林晓雯', ['sales', 'margin_view']);
    await example.owner.query(`update sales."order" set department = $1 where id = $2`, [departments.总经办, orders.O2]);
    const answer = await list(both, 'sort=due&totals=cost');
    expect(answer.data.map((row) => row['margin'])).toEqual(['0.4', undefined]);
    expect(answer.totals).toEqual({ cost: null });
    expect(answer._access).toEqual({ hidden: ['cost'] });
    await example.owner.query(`update sales."order" set department = $1 where id = $2`, [departments.华东组, orders.O2]);
  });
  test('P8-5 all reaches at least as far as own: the margin may be filtered', async () => {
    const li = person(registry, '李雷', ['sales', 'accountant']);
    const answer = await list(li, 'f.margin.gte=0.3&sort=net');
    expect(names(answer)).toEqual(['O1', 'O2', 'O3', 'O4', 'draft']);
    expect(answer.data.map((row) => row['cost'])).toEqual(['60.00', '60.00', '60.00', '60.00', '60.00']);
  });
  test('P8-8 nobody pushes a record out of every scope of his own', () => {
    const meta = recordOf(registry, 'sales.order');
    const before = { owner: people.林晓雯, department: departments.华东组 };
    const after = { owner: people.李雷, department: departments.华东组 };
    expect(mayChange(registry, lin, meta, 'update', before, after)).toEqual({ allowed: false, after: true });
    expect(mayChange(registry, person(registry, '王思琪', ['sales_manager']), meta, 'update', before, after)).toEqual({ allowed: true });
  });
  test('P8-10 another organisation sees nothing, on any way', async () => {
    const stranger = person(registry, '赵强', ['general_manager'], organisations.b);
    expect((await list(stranger, 'totals=net')).data).toEqual([]);
    expect((await refusal(read(stranger, { id: orders.O1 }))).code).toBe('not_found');
  });
  test('P8-12 why she may not read it, and which role would allow it', () => {
    const O3 = { owner: people.李雷, department: departments.华北组 };
    const meta = recordOf(registry, 'sales.order');
    const answer = explainPermission(registry, lin, meta, 'read', O3);
    expect(answer).toEqual({
      allowed: false,
      code: 'not_found',
      because: [{ role: 'sales', scope: 'own', covers: { action: true, scope: false, condition: true }, verdict: false }],
      nearest: { role: 'sales_manager', scope: 'department_tree' },
    });
    expect(explainPermission(registry, lin, meta, 'delete', { ...O3, owner: people.林晓雯 }).code).toBe('forbidden');
    expect(explainPermission(registry, person(registry, '王思琪', ['sales_manager']), meta, 'read', O3)).toMatchObject({ allowed: true, code: null });
  });
  test('the general manager sees all of it; nobody without a grant sees any', async () => {
    const answer = await list(person(registry, '赵强', ['general_manager']), 'sort=net&totals=net,cost');
    expect(answer.data).toHaveLength(5);
    expect(answer.totals?.['net']).toEqual([
      { currency: 'CNY', value: '1000.00', rows: 4 },
      { currency: 'USD', value: '500.00', rows: 1 },
    ]);
    expect((await refusal(list(person(registry, '赵强', []), ''))).code).toBe('forbidden');
  });
});

describe('grants', () => {
  test('contacts follow their customer, in the list and for one row', async () => {
    const lin = person(registry, '林晓雯', ['sales']);
    const contacts = await list(lin, '', 'sales.contact');
    expect(contacts.data.map((row) => row['name'])).toEqual(['李明']);
    const meta = recordOf(registry, 'sales.contact');
    const beside = (_: string, id: string): object => ({ owner: id === customers.c1 ? people.林晓雯 : people.李雷 });
    expect(inScope(registry, lin, meta, 'update', { customer: customers.c1 }, beside as never)).toBe(true);
    expect(inScope(registry, lin, meta, 'update', { customer: customers.c2 }, beside as never)).toBe(false);
  });
  test('actions are those of the declaration, reading comes with each of them', () => {
    const lin = person(registry, '林晓雯', ['sales']);
    expect(['read', 'create', 'update', 'confirm', 'delete'].map((action) => may(lin, 'sales.order', action))).toEqual([true, true, true, true, false]);
    expect(may(lin, 'core.currency', 'read')).toBe(true);
    expect(may(lin, 'core.currency', 'update')).toBe(false);
  });
  test('an accountant reads what posts, and may change none of it', () => {
    const grants = effectiveGrants(registry, ['accountant']);
    expect(grants.find((grant) => grant.record === 'sales.order')?.scope).toBe('all');
    expect(grants.some((grant) => grant.actions.has('update'))).toBe(false);
  });
  test('the general manager acts everywhere but on users', () => {
    const boss = person(registry, '赵强', ['general_manager']);
    expect(may(boss, 'sales.order', 'confirm')).toBe(true);
    expect(may(boss, 'core.user', 'update')).toBe(false);
    expect(may(boss, 'core.user', 'read')).toBe(true);
  });
});
