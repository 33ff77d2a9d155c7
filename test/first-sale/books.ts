import { expect } from 'vitest';
import { act, answered, attempt, idOf, openItems, read, refused, report, reserved, statement, stock, type Story, theOrder, trialBalance, voucher } from './client.ts';

/* The books: statements, drill, any past day, and a reversal. */

const january = [
  '1001 Dr 2000.00 – – Dr 2000.00',
  '100201 Dr 150000.00 15000.00 – Dr 165000.00',
  '1122 Dr 11300.00 7600.00 14300.00 Dr 4600.00',
  '1405 Dr 12630.50 – 5427.79 Dr 7202.71',
  '1601 Dr 36000.00 – – Dr 36000.00',
  '1602 Cr 6000.00 – – Cr 6000.00',
  '200101 Cr 50000.00 – – Cr 50000.00',
  '2203 – – 700.00 Cr 700.00',
  '22210107 – – 505.98 Cr 505.98',
  '222102 Cr 3380.00 – – Cr 3380.00',
  '222106 – 505.98 816.57 Cr 310.59',
  '4001 Cr 100000.00 – – Cr 100000.00',
  '410415 Cr 52550.50 – – Cr 52550.50',
  '6001 – – 6783.43 Cr 6783.43',
  '640101 – 5427.79 – Dr 5427.79',
];
const figures = async (company: Story['company'], of: string, names: readonly string[], column = 'closing'): Promise<readonly (string | null)[]> => {
  const figure = await statement(company, 'balance_sheet', `at=${of}`, column);
  return names.map(figure);
};
export async function step12(story: Story): Promise<void> {
  const { company } = story;
  const { rows, totals } = await trialBalance(company, '2026-01-31');
  expect([...rows].sort()).toEqual([...january].sort());
  expect([totals['opening_debit'], totals['opening_credit'], totals['debit'], totals['credit'], totals['closing_debit'], totals['closing_credit']]).toEqual([
    '211930.50',
    '211930.50',
    '28533.77',
    '28533.77',
    '220230.50',
    '220230.50',
  ]);

  const ledger = await report(company.admin, 'finance.account_ledger', 'account=1122&customer=C000001&from=2026-01-01&to=2026-01-31');
  expect(ledger.rows.map((row) => row.cells['balance']).slice(0, 4)).toEqual(['11300.00', '15865.49', '18900.00', '4600.00']);
  expect(ledger.rows.flatMap((row) => (row.open ? [row.open.id] : []))).toEqual([idOf(story, 'CK2601-00001'), idOf(story, 'CK2601-00002'), idOf(story, 'SK')]);

  const names = ['货币资金', '应收账款', '存货', '固定资产', '资产总计', '短期借款', '预收款项', '应交税费', '其他流动负债', '负债合计', '未分配利润'];
  expect(await figures(company, '2026-01-31', names)).toEqual([
    '167000.00',
    '4600.00',
    '7202.71',
    '30000.00',
    '208802.71',
    '50000.00',
    '700.00',
    '3885.98',
    '310.59',
    '54896.57',
    '53906.14',
  ]);
  expect(await figures(company, '2026-01-31', names, 'opening')).toEqual([
    '152000.00',
    '11300.00',
    '12630.50',
    '30000.00',
    '205930.50',
    '50000.00',
    '0.00',
    '3380.00',
    '0.00',
    '53380.00',
    '52550.50',
  ]);
  const sheet = await report(company.admin, 'finance.balance_sheet', 'at=2026-01-31');
  expect(sheet.checks.filter((check) => !check.ok)).toEqual([]);
  expect(sheet.notes).toContain('未结账');
  const profit = await statement(company, 'income_statement', 'from=2026-01-01&to=2026-01-31', 'amount');
  expect(['营业收入', '营业成本', '营业利润', '利润总额', '净利润'].map(profit)).toEqual(['6783.43', '5427.79', '1355.64', '1355.64', '1355.64']);
}

export async function step13(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const drill = (cell: string) => report(admin, 'finance.income_statement/drill', `from=2026-01-01&to=2026-01-31&cell=${cell}`);
  const accounts = await drill('revenue.amount');
  expect(accounts.rows.map((row) => [row.key, row.cells['amount']])).toEqual([['6001', '6783.43']]);
  const entries = await drill('revenue.amount/6001.amount');
  expect(entries.rows.map((row) => [row.cells['amount'], row.open?.declaration, row.open?.id])).toEqual([
    ['4059.51', 'sales.delivery', idOf(story, 'CK2601-00001')],
    ['2723.92', 'sales.delivery', idOf(story, 'CK2601-00002')],
  ]);
  const chain = answered<{ readonly nodes: readonly { readonly number: string | null }[] }>(
    await admin.get(`/api/sales/delivery/${idOf(story, 'CK2601-00001')}/related?depth=6`),
    200,
  );
  const numbers = chain.nodes.map((node) => node.number);
  for (const number of ['QT2601-00001', 'SO2601-00001', 'CK2601-00001', 'FP2601-00001', '记-1', '记-3']) expect(numbers).toContain(number);
  expect(chain.nodes.some((node) => node.number?.startsWith('SK2601-'))).toBe(true);
  const card = await report(admin, 'inventory.cost_card', 'product=P001&from=2026-01-01&to=2026-01-31');
  const moves = card.rows.map((row) => [row.cells['out_qty'], row.cells['out_value'], row.cells['qty'], row.cells['value']]);
  expect(moves[0]?.slice(2)).toEqual(['300', '5500.00']);
  expect(moves.filter((move) => move[0] !== null && move[0] !== undefined && move[0] !== '0').slice(0, 2)).toEqual([
    ['125', '2291.67', '175', '3208.33'],
    ['75', '1375.00', '100', '1833.33'],
  ]);
}

async function middleOfJanuary({ company }: Story): Promise<void> {
  const { rows, totals } = await trialBalance(company, '2026-01-15');
  expect([totals['closing_debit'], totals['closing_credit']]).toEqual(['216495.99', '216495.99']);
  const closing = new Map(rows.map((row) => [row.split(' ')[0], row.split(' ').slice(-2).join(' ')]));
  expect(['1122', '1405', '222106', '6001', '640101'].map((account) => closing.get(account))).toEqual(['Dr 15865.49', 'Dr 9407.71', 'Cr 505.98', 'Cr 4059.51', 'Dr 3222.79']);
  expect(await figures(company, '2026-01-15', ['货币资金', '应收账款', '存货', '固定资产', '资产总计', '短期借款', '应交税费', '其他流动负债', '未分配利润'])).toEqual([
    '152000.00',
    '15865.49',
    '9407.71',
    '30000.00',
    '207273.20',
    '50000.00',
    '3380.00',
    '505.98',
    '53387.22',
  ]);
  const profit = await statement(company, 'income_statement', 'from=2026-01-01&to=2026-01-15', 'amount');
  expect(profit('net_profit')).toBe('836.72');
  expect(await openItems(company, '2026-01-15')).toEqual(['XS-1210 11300.00 2026-01-09', 'CK2601-00001 4565.49']);
  expect(await stock(company, 'P001', '2026-01-15')).toBe('175 / 3208.33');
}
export const step14 = middleOfJanuary;

export async function step15(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  refused(await attempt(admin, 'sales.delivery', idOf(story, 'CK2601-00001'), 'reverse', { reason: '误发' }), 409, 'delivery.has_followups', { documents: ['FP2601-00001'] });
  const before = await trialBalance(company, '2026-01-19');
  const { record, created } = await act(admin, 'sales.delivery', idOf(story, 'CK2601-00002'), 'reverse', { reason: '误发' });
  expect(record.state).toBe('reversed');
  expect(created).toMatchObject([{ declaration: 'sales.delivery', number: 'CK2601-00003', state: 'posted' }]);
  const counter = await read(admin, 'sales.delivery', created[0]?.id ?? '');
  expect(counter).toMatchObject({ delivery_date: '2026-01-20', reverses: { code: 'CK2601-00002' }, gross: '-3034.51' });
  refused(await attempt(admin, 'sales.delivery', idOf(story, 'CK2601-00002'), 'reverse', { reason: '误发' }), 409, 'document.transition_refused');

  const posted = await voucher(company, '2026-01 记-5');
  expect([posted.date, posted.kind, ...posted.summaries]).toEqual(['2026-01-20', 'red', '注销2026年1月20日记-2号凭证']);
  expect(posted.lines).toEqual(['Dr 1122 C000001 -3034.51', 'Cr 6001 HQ -2723.92', 'Cr 222106 -310.59', 'Dr 640101 HQ -2205.00', 'Cr 1405 -2205.00']);
  expect(await Promise.all(['P001', 'P002', 'P003'].map((product) => stock(company, product, '2026-01-31')))).toEqual(['175 / 3208.33', '38 / 1634.38', '110 / 4565.00']);
  expect((await openItems(company, '2026-01-31')).filter((item) => item.startsWith('CK'))).toEqual([]);
  expect((await theOrder(story))['progress']).toBe('partly_delivered');
  expect(await reserved(company)).toBe('75 / 0 / 20');

  const { rows, totals } = await trialBalance(company, '2026-01-31');
  expect([totals['debit'], totals['credit'], totals['closing_debit'], totals['closing_credit']]).toEqual(['23294.26', '23294.26', '217195.99', '217195.99']);
  for (const row of [
    '1122 Dr 11300.00 4565.49 14300.00 Dr 1565.49',
    '6001 – – 4059.51 Cr 4059.51',
    '222106 – 505.98 505.98 –',
    '640101 – 3222.79 – Dr 3222.79',
    '1405 Dr 12630.50 – 3222.79 Dr 9407.71',
    '2203 – – 700.00 Cr 700.00',
  ])
    expect(rows).toContain(row);
  expect(await figures(company, '2026-01-31', ['货币资金', '应收账款', '存货', '固定资产', '资产总计', '短期借款', '预收款项', '应交税费', '未分配利润'])).toEqual([
    '167000.00',
    '1565.49',
    '9407.71',
    '30000.00',
    '207973.20',
    '50000.00',
    '700.00',
    '3885.98',
    '53387.22',
  ]);
  const profit = await statement(company, 'income_statement', 'from=2026-01-01&to=2026-01-31', 'amount');
  expect(profit('net_profit')).toBe('836.72');
  await middleOfJanuary(story);
  expect(await trialBalance(company, '2026-01-19')).toEqual(before);
}
