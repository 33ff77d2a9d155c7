import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { openFile } from '../../src/kernel/exchange/index.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { pdfPages } from '../../src/kernel/print/pdf-text.ts';
import { act, answered, create, type Doc, idOf, type Json, openItems, perLine, read, report, statement, stock, type Story, trialBalance, vouchers } from './client.ts';
import { cents, type Delivered, money, partOf, type Sold, total } from './figures.ts';
import { elsewhere } from './keep.ts';

/*
 * The story a second time, on the files of `examples/`: a company of 300 customers and 500 products. Every figure is worked out in this test
 * from what stands in the files.
 */
const customer = 'C000001';
const files = [
  ['1-product-categories', 'inventory/product_category'],
  ['2-products', 'inventory/product'],
  ['3-unit-conversions', 'inventory/unit_conversion'],
  ['4-customers', 'customers/customer'],
  ['5-price-list', 'sales/price_list'],
  ['6-opening-stock', 'inventory/adjustment'],
  ['7-opening-balances', 'finance/opening'],
] as const;
const fileOf = (name: string): Promise<Buffer> => readFile(new URL(`../../examples/${name}.xlsx`, import.meta.url));
async function rowsOf(name: string): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [];
  const { rows: read } = openFile({ name: `${name}.xlsx`, bytes: new Uint8Array(await fileOf(name)) }).table();
  for await (const { cells } of read()) rows.push(cells.map((cell) => (cell?.kind === 'text' ? cell.text : cell?.kind === 'number' ? String(cell.number) : '')));
  return rows.slice(1);
}

export async function importFiles({ company }: Story): Promise<void> {
  const counts: number[] = [];
  for (const [name, to] of files) {
    const answer = await company.admin.upload<{ readonly counts: { readonly created: number; readonly failed: number } }>(
      `/api/${to}/import`,
      { name: `${name}.xlsx`, bytes: new Uint8Array(await fileOf(name)) },
      { mode: 'upsert' },
    );
    expect([name, answer.status, answer.body.counts?.failed], JSON.stringify(answer.body)).toEqual([name, 200, 0]);
    counts.push(answer.body.counts.created);
  }
  expect([counts[0], counts[1], counts[3], counts[4], counts[6]]).toEqual([12, 500, 300, 1, 1]);
  expect((await report(company.admin, 'inventory.stock_value', 'at=2025-12-31')).totals['value']).toBe((await balanceOf('1405')).toString());
  const { totals } = await trialBalance(company, '2026-01-01');
  expect(totals['opening_debit']).toBe(totals['opening_credit']);
}
const balanceOf = async (account: string): Promise<string> =>
  money(total((await rowsOf('7-opening-balances')).filter(([code]) => code === account).map(([, , opening = '0']) => cents(opening))));

/** What is sold: a unit of five, a discount, another tax rate; facts of each from the files. */
const wanted = [
  { product: 'P0001', qty: 40n, discountPercent: 0n, tier: 100n, first: 25n },
  { product: 'P0003', qty: 12n, discountPercent: 5n, tier: 0n, first: 12n },
  { product: 'P0010', qty: 30n, discountPercent: 0n, tier: 0n, first: 10n },
] as const;
async function soldLines(): Promise<readonly Sold[]> {
  const [products, conversions, prices, stocks] = await Promise.all([rowsOf('2-products'), rowsOf('3-unit-conversions'), rowsOf('5-price-list'), rowsOf('6-opening-stock')]);
  return wanted.map(({ product, qty, discountPercent, tier }) => {
    const facts = products.find(([code]) => code === product) ?? [];
    const factor = facts[5] ? BigInt(conversions.find(([code, unit]) => code === product && unit === facts[5])?.[2] ?? '1') : 1n;
    const price = cents(prices.find((row) => row[4] === product && row[6] === String(tier))?.[7] ?? '') * factor;
    const opening = stocks.find((row) => row[1] === product) ?? [];
    return {
      qty,
      price,
      discountPercent,
      taxPercent: BigInt((facts[7] ?? '').replace('VAT', '')),
      factor,
      stock: { qty: BigInt(opening[2] ?? '0'), value: cents(opening[3] ?? '0') },
    };
  });
}
interface Half {
  readonly parts: readonly Delivered[];
  readonly net: bigint;
  readonly gross: bigint;
  readonly cost: bigint;
}
const half = (parts: readonly Delivered[]): Half => ({
  parts,
  net: total(parts.map((part) => part.net)),
  gross: total(parts.map((part) => part.gross)),
  cost: total(parts.map((part) => part.cost)),
});
/** The two deliveries as they must come out. */
export async function expected(): Promise<{ readonly first: Half; readonly second: Half }> {
  const sold = await soldLines();
  const part = (index: number, from: bigint, to: bigint): Delivered => partOf(sold[index] as Sold, from, to);
  return {
    first: half(wanted.map(({ first }, index) => part(index, 0n, first))),
    second: half(wanted.flatMap(({ first, qty }, index) => (first < qty ? [part(index, first, qty)] : []))),
  };
}

export async function quoteAndOrder(story: Story): Promise<void> {
  const { admin } = story.company;
  const { first, second } = await expected();
  const quotation = await create(admin, 'sales.quotation', {
    customer,
    quotation_date: '2026-01-05',
    valid_until: '2027-12-31',
    lines: wanted.map(({ product, qty, discountPercent }) => ({ product, qty: String(qty), discount_rate: discountPercent === 0n ? null : `0.0${discountPercent}` })),
  });
  expect([quotation['net'], quotation['gross']]).toEqual([money(first.net + second.net), money(first.gross + second.gross)]);
  await act(admin, 'sales.quotation', quotation.id, 'send');
  const paper = pdfPages((await admin.get(`/api/sales/quotation/${quotation.id}/print`)).bytes).join('\n');
  for (const text of ['QT2601-00001', '上海启泰贸易有限公司', '南京卓通精密机械有限公司', 'A4复印纸', '订书机', '东北大米', grouped(money(first.gross + second.gross))])
    expect(paper).toContain(text);
  const { created } = await act(admin, 'sales.quotation', quotation.id, 'to_order', { order_date: '2026-01-08' });
  const order = (await act(admin, 'sales.order', created[0]?.id ?? '', 'confirm')).record;
  expect([order.state, order['progress']]).toEqual(['confirmed', 'to_deliver']);
  story.ids.set('order', order.id);
}
const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+\.)/g, ',');

export async function deliverTwice(story: Story): Promise<void> {
  const { admin } = story.company;
  const { first, second } = await expected();
  const order = await read(admin, 'sales.order', idOf(story, 'order'));
  const deliver = async (body: Json, key: string, figures: Half): Promise<void> => {
    const draft = await create(admin, 'sales.delivery', { order: order.id, ...body });
    const { record } = await act(admin, 'sales.delivery', draft.id, 'post');
    expect(perLine(record, 'net', 'gross', 'cost')).toEqual(figures.parts.map((part) => [part.net, part.gross, part.cost].map(money).join(' / ')));
    story.ids.set(key, record.id);
  };
  await deliver({ delivery_date: '2026-01-12', lines: wanted.map((line, index) => ({ order_line: order.lines[index]?.id, qty: String(line.first) })) }, 'first', first);
  await deliver({ delivery_date: '2026-01-20' }, 'second', second);
  expect((await read(admin, 'sales.order', order.id))['progress']).toBe('to_invoice');
  const sold = await soldLines();
  const [one] = sold;
  const cost = (first.parts[0]?.cost ?? 0n) + (second.parts[0]?.cost ?? 0n);
  expect(await stock(story.company, 'P0001', '2026-01-31')).toBe(`${(one?.stock.qty ?? 0n) - 200n} / ${money((one?.stock.value ?? 0n) - cost)}`);
}

export async function invoiceAndReceive(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const { first, second } = await expected();
  const invoice = await create(admin, 'sales.invoice', { delivery: idOf(story, 'first'), issue_date: '2026-01-22' });
  await act(admin, 'sales.invoice', invoice.id, 'ready');
  const issued = (await act(admin, 'sales.invoice', invoice.id, 'issue', { fapiao_no: '26311000000000000001' })).record;
  expect([issued['net'], issued['gross']]).toEqual([money(first.net), money(first.gross)]);
  const item = (await report(admin, 'finance.open_items', `party=customers.customer:${customer}&at=2026-01-28`)).rows.find((row) => row.cells['document'] === issued.number);
  const receipt = await create(admin, 'finance.receipt', {
    date: '2026-01-28',
    bank_account: 'ICBC',
    party: `customers.customer:${customer}`,
    amount: '1000.00',
    allocations: [{ item: item?.key, amount: '1000.00' }],
  });
  await act(admin, 'finance.receipt', receipt.id, 'submit');
  await act(admin, 'finance.receipt', receipt.id, 'post');
  const items = await openItems(company, '2026-01-31', `customers.customer:${customer}`);
  expect(items).toContain(`${issued.number} ${money(first.gross - 100_000n)} 2026-02-21`);
  expect(items).toContain(`CK2601-00002 ${money(second.gross)}`);
  const owed = await report(admin, 'finance.account_ledger', `account=1122&customer=${customer}&from=2026-01-01&to=2026-01-31`);
  const opening = total((await rowsOf('7-opening-balances')).filter(([code, who]) => code === '1122' && who === customer).map(([, , amount = '0']) => cents(amount)));
  expect(owed.totals['balance']).toBe(money(opening + first.gross + second.gross - 100_000n));
}

/** Statements of a day: profit by the figures of this test, a sheet that balances, books that are the voucher's lines. */
export async function checkBooks(story: Story, at: string, deliveries: readonly Half[]): Promise<void> {
  const { company } = story;
  const revenue = total(deliveries.map((one) => one.net));
  const cost = total(deliveries.map((one) => one.cost));
  const profit = await statement(company, 'income_statement', `from=2026-01-01&to=${at}`, 'amount');
  expect(['营业收入', '营业成本', '净利润'].map(profit)).toEqual([revenue, cost, revenue - cost].map(money));
  const sheet = await report(company.admin, 'finance.balance_sheet', `at=${at}`);
  expect(sheet.checks.filter((check) => !check.ok)).toEqual([]);
  const figure = await statement(company, 'balance_sheet', `at=${at}`, 'closing');
  expect(figure('存货')).toBe(money(cents(await balanceOf('1405')) - cost));
  expect(figure('资产总计')).toMatch(/\d/);
  expect(figure('资产总计')).toBe(figure('负债和所有者权益（或股东权益）总计'));
  const { totals } = await trialBalance(company, at);
  expect([totals['debit'], totals['closing_debit']]).toEqual([totals['credit'], totals['closing_credit']]);
}
export async function checkVouchers({ company }: Story): Promise<void> {
  const posted = (await vouchers(company)).filter((voucher) => voucher.number.startsWith('2026-01 '));
  expect(posted.map((voucher) => voucher.number)).toEqual(posted.map((_voucher, index) => `2026-01 记-${index + 1}`));
  for (const { number, lines } of posted) {
    const side = (name: string): bigint => total(lines.filter((line) => line.startsWith(name)).map((line) => cents(line.split(' ').at(-1) ?? '0')));
    expect([number, side('Dr')]).toEqual([number, side('Cr')]);
  }
}
export async function drillToDelivery(story: Story): Promise<void> {
  const { admin } = story.company;
  const { first, second } = await expected();
  const drill = (cell: string) => report(admin, 'finance.income_statement/drill', `from=2026-01-01&to=2026-01-31&cell=${cell}`);
  const [account] = (await drill('revenue.amount')).rows;
  expect([account?.key, account?.cells['amount']]).toEqual(['6001', money(first.net + second.net)]);
  const entries = (await drill('revenue.amount/6001.amount')).rows;
  expect(entries.map((row) => [row.cells['amount'], row.open])).toEqual([
    [money(first.net), { declaration: 'sales.delivery', id: idOf(story, 'first') }],
    [money(second.net), { declaration: 'sales.delivery', id: idOf(story, 'second') }],
  ]);
}
export async function reverseSecond(story: Story): Promise<void> {
  const { company } = story;
  const { record } = await act(company.admin, 'sales.delivery', idOf(story, 'second'), 'reverse', { reason: '误发' });
  expect(record.state).toBe('reversed');
  const order: Doc = await read(company.admin, 'sales.order', idOf(story, 'order'));
  expect(order['progress']).toBe('partly_delivered');
}
export async function keep(story: Story): Promise<void> {
  const { company } = story;
  await company.settled();
  const verified = await verify(company.kernel.environment, company.org);
  expect(verified.checks.filter((check) => check.differences > 0)).toEqual([]);
  await elsewhere(story, async (kernel) => {
    const again = await verify(kernel.environment, company.org);
    expect(again.checks).toEqual(verified.checks);
    expect(again.ok).toBe(true);
  });
  answered(await company.admin.get('/api/health'), 200);
}
