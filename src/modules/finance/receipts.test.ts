import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { cells, type Desk, deskOf, firstDay, type Made } from './books.support.ts';

let company: Company;
let desk: Desk;
const party = 'customers.customer:C000001';
const itemId = async (document: string, at = '2026-02-10'): Promise<string> => {
  const found = (await desk.report(`open_items?party=${party}&at=${at}`)).rows.find((row) => row.label === document);
  if (!found) throw new Error(`no item ${document}`);
  return found.key;
};
const remaining = async (at: string): Promise<readonly (readonly [string, string | null | undefined])[]> => {
  const table = await desk.report(`open_items?party=${party}&at=${at}`);
  expect(table.checks.map((check) => [check.key, check.ok])).toEqual([
    ['subledger.1122', true],
    ['subledger.2203', true],
  ]);
  return table.rows.map((row) => [row.label, row.cells['remaining']] as const);
};
const receipt = async (amount: string, allocations: readonly { readonly item: string; readonly amount: string }[], more: object = {}): Promise<Made> => {
  const draft = await desk.create('finance/receipt', { date: '2026-02-05', bank_account: 'CASH', method: 'cash', party, amount, allocations, ...more });
  return desk.done('finance/receipt', draft.id, 'submit');
};
const posted = async (...given: Parameters<typeof receipt>): Promise<Made> => desk.done('finance/receipt', (await receipt(...given)).id, 'post');
const owed = (document: string, amount: string, due: string) =>
  desk.voucher('2026-01-10', [
    { account: '1122', customer: 'C000001', debit: amount, due_date: due, doc_ref: document },
    { account: '6051', credit: amount },
  ]);

beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  desk = deskOf(company);
  await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01' });
  await desk.create('customers/customer', { code: 'C000001', name: '昆山同创电子有限公司', kind: 'company' });
  await desk.create('customers/customer', { code: 'C000002', name: '苏州博远机械有限公司', kind: 'company' });
});
afterAll(() => company.close());

describe('3.0.5 receipts', () => {
  test('F1: the channel keeps its fee, items are settled, the chain shows what was paid', async () => {
    const voucher = await owed('XS-1', '1000.00', '2026-01-24');
    const made = await posted('600.00', [{ item: await itemId('XS-1'), amount: '600.00' }], { fee: '3.60' });
    expect(await remaining('2026-02-10')).toEqual([['XS-1', '400.00']]);
    const related = await company.admin.get<{ readonly nodes: readonly { readonly declaration: string; readonly number: string | null; readonly id: string }[] }>(
      `/api/finance/receipt/${made.id}/related?depth=2`,
    );
    expect(related.body.nodes.map((node) => node.declaration)).toEqual(expect.arrayContaining(['finance.gl_voucher', 'finance.voucher']));
    expect(related.body.nodes.map((node) => node.id)).toContain(voucher.id);
    const trial = await desk.report('trial_balance?from=2026-02-01&to=2026-02-28');
    expect([cells(trial, 'debit'), cells(trial, 'credit')]).toEqual([{ '1001': '596.40', '660303': '3.60' }, { '1122': '600.00' }]);
  });

  test('first sale: step 11 — more than remains, or another’s item, is refused before anything is posted', async () => {
    const item = await itemId('XS-1');
    const over = await desk.create('finance/receipt', { date: '2026-02-05', bank_account: 'CASH', party, amount: '500.00', allocations: [{ item, amount: '400.01' }] });
    const refused = await desk.act('finance/receipt', over.id, 'submit');
    expect([refused.status, refused.body.code]).toEqual([422, 'open_item.over_settled']);
    const more = await desk.create('finance/receipt', { date: '2026-02-05', bank_account: 'CASH', party, amount: '100.00', allocations: [{ item, amount: '100.01' }] });
    expect((await desk.act('finance/receipt', more.id, 'submit')).body.code).toBe('open_item.over_settled');
    const other = await desk.create('finance/receipt', {
      date: '2026-02-05',
      bank_account: 'CASH',
      party: 'customers.customer:C000002',
      amount: '5.00',
      allocations: [{ item, amount: '5.00' }],
    });
    expect((await desk.act('finance/receipt', other.id, 'submit')).body.code).toBe('open_item.wrong_party');
    expect(await remaining('2026-02-10')).toEqual([['XS-1', '400.00']]);
  });

  test('first sale: step 11 — of two receipts that settle the same money at once the later is refused', async () => {
    const item = await itemId('XS-1');
    const both = await Promise.all([receipt('300.00', [{ item, amount: '300.00' }]), receipt('300.00', [{ item, amount: '300.00' }])]);
    const answers = await Promise.all(both.map((one) => desk.act('finance/receipt', one.id, 'post')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    expect(answers.map((answer) => answer.body.code).filter(Boolean)).toEqual(['open_item.over_settled']);
    expect(await remaining('2026-02-10')).toEqual([['XS-1', '100.00']]);
  });

  test('S5: an advance takes an item later and gives it back; the money is never lost', async () => {
    await owed('XS-2', '800.00', '2026-03-10');
    const made = await posted('1000.00', [{ item: await itemId('XS-1'), amount: '100.00' }]);
    const number = made.number ?? '';
    expect(await remaining('2026-02-10')).toEqual([
      ['XS-2', '800.00'],
      [number, '-900.00'],
    ]);
    const xs2 = await itemId('XS-2');
    const over = await desk.act('finance/receipt', made.id, 'allocate', { allocations: [{ item: xs2, amount: '800.01' }] });
    expect(over.body.code).toBe('open_item.over_settled');
    const allocated = await desk.done('finance/receipt', made.id, 'allocate', { allocations: [{ item: xs2, amount: '750.00' }], on: '2026-02-08' });
    expect(allocated['unapplied']).toBe('150.00');
    expect(await remaining('2026-02-10')).toEqual([
      ['XS-2', '50.00'],
      [number, '-150.00'],
    ]);
    expect(await remaining('2026-02-07')).toEqual([
      ['XS-2', '800.00'],
      [number, '-900.00'],
    ]);
    const undone = await desk.done('finance/receipt', made.id, 'unallocate', { item: xs2, on: '2026-02-09' });
    expect(undone['unapplied']).toBe('900.00');
    const xs1 = ((await desk.read('finance/receipt', made.id))['allocations'] as readonly { readonly item: Made }[])[0]?.item.id ?? '';
    await desk.done('finance/receipt', made.id, 'unallocate', { item: xs1, on: '2026-02-09' });
    expect(await remaining('2026-02-10')).toEqual([
      ['XS-1', '100.00'],
      ['XS-2', '800.00'],
      [number, '-1000.00'],
    ]);
    await desk.done('finance/receipt', made.id, 'allocate', { allocations: [{ item: xs2, amount: '200.00' }], on: '2026-02-09' });
    const reversed = await desk.act('finance/receipt', made.id, 'reverse', { reason: '退票' });
    expect([reversed.status, reversed.body.record.state]).toEqual([200, 'reversed']);
    expect(await remaining('2026-02-10')).toEqual([
      ['XS-1', '100.00'],
      ['XS-2', '800.00'],
    ]);
    const [counter] = reversed.body.created ?? [];
    expect(await desk.read('finance/receipt', counter?.id ?? '')).toMatchObject({ state: 'posted', amount: '1000.00', date: '2026-02-05', reverses: { id: made.id } });
    expect((await desk.act('finance/receipt', made.id, 'reverse', { reason: '再来' })).body.code).toBe('document.transition_refused');
    expect((await desk.act('finance/receipt', counter?.id ?? '', 'reverse', { reason: '再来' })).body.code).toBe('document.transition_refused');
  });

  test('3.0.5 ageing as of any date: what is settled later is not seen', async () => {
    await desk.create('customers/customer', { code: 'C000003', name: '无锡长江物流有限公司', kind: 'company' });
    const item = (document: string, amount: string, date: string, due: string) =>
      desk.voucher(date, [
        { account: '1122', customer: 'C000003', debit: amount, due_date: due, doc_ref: document },
        { account: '6051', credit: amount },
      ]);
    await item('A-1', '50000', '2026-01-02', '2025-12-24');
    await item('A-2', '100000', '2026-01-03', '2026-02-10');
    const [first] = (await desk.report('open_items?party=customers.customer:C000003&at=2026-02-10')).rows;
    const draft = await desk.create('finance/receipt', {
      date: '2026-02-03',
      bank_account: 'CASH',
      party: 'customers.customer:C000003',
      amount: '20000',
      allocations: [{ item: first?.key, amount: '20000' }],
    });
    await desk.done('finance/receipt', draft.id, 'submit');
    await desk.done('finance/receipt', draft.id, 'post');
    const aged = async (at: string) => (await desk.report(`aging?at=${at}`)).rows.find((row) => row.key === 'C000003')?.cells;
    expect(await aged('2026-02-02')).toMatchObject({ remaining: '150000.00', d31_60: '50000.00', not_due: '100000.00', d1_30: '0.00' });
    expect(await aged('2026-02-03')).toMatchObject({ remaining: '130000.00', d31_60: '30000.00', not_due: '100000.00' });
    const drill = await desk.report('aging/drill?at=2026-02-03&cell=C000003.d31_60');
    expect(drill.rows.map((row) => [row.label, row.cells['amount'], row.cells['remaining']])).toEqual([['A-1', '50000.00', '30000.00']]);
  });

  test('every roll-up, item, number and link of these books holds', async () => {
    const { checks } = await verify(company.kernel.environment, company.org);
    expect(checks.filter((check) => check.differences > 0)).toEqual([]);
  });
});
