import { expect } from 'vitest';
import { pdfPages } from '../../src/kernel/print/pdf-text.ts';
import type { Reply } from '../support/company.ts';
import {
  accounts,
  act,
  answered,
  attempt,
  create,
  type Doc,
  idOf,
  openItems,
  perLine,
  read,
  refused,
  remove,
  report,
  reserved,
  stock,
  type Story,
  theOrder,
  voucher,
  vouchers,
} from './client.ts';

/* The sale: quotation, order, two deliveries, invoice, receipt. */

const quoted = {
  customer: 'C000001',
  quotation_date: '2026-01-05',
  valid_until: '2027-12-31',
  header_discount: '77.60',
  lines: [
    { product: 'P001', qty: '40' },
    { product: 'P002', qty: '12', discount_rate: '0.05' },
    { product: 'P003', qty: '30' },
  ],
};
export async function step6(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  answered(await admin.post('/api/inventory/product', { code: 'P999', name: '无价商品', base_unit: '台' }), 201);
  refused(await admin.post('/api/sales/quotation', { ...quoted, lines: [{ product: 'P999', qty: '1' }] }), 422, 'price.not_found');

  const quotation = await create(admin, 'sales.quotation', quoted);
  expect(quotation).toMatchObject({
    number: null,
    price_list: { code: 'STD' },
    price_includes_tax: true,
    currency: { code: 'CNY' },
    payment_term: { code: 'I30' },
    department: { code: 'HQ' },
    warehouse: { code: 'MAIN' },
    net: '6783.43',
    tax: '816.57',
    gross: '7600.00',
  });
  expect(quotation['salesperson']).toMatchObject({ label: '管理员' });
  expect(quotation.lines.map((line) => [(line['unit'] as { readonly label: string }).label, (line['tax_code'] as { readonly code: string }).code, line['price_source']])).toEqual([
    ['箱', 'VAT13', 'auto'],
    ['台', 'VAT13', 'auto'],
    ['袋', 'VAT9', 'auto'],
  ]);
  expect(perLine(quotation, 'unit_price', 'gross', 'net', 'tax')).toEqual([
    '124.5 / 4929.66 / 4362.53 / 567.13',
    '79 / 891.50 / 788.94 / 102.56',
    '59.9 / 1778.84 / 1631.96 / 146.88',
  ]);
  const { record } = await act(admin, 'sales.quotation', quotation.id, 'send');
  expect([record.state, record.number]).toEqual(['sent', 'QT2601-00001']);
  story.ids.set('QT2601-00001', quotation.id);
  const pdf = await admin.get(`/api/sales/quotation/${quotation.id}/print`);
  expect(pdf.status).toBe(200);
  const paper = pdfPages(pdf.bytes).join('\n');
  for (const text of ['QT2601-00001', '上海启泰贸易有限公司', '昆山同创电子有限公司', 'A4复印纸', '桌面计算器', '东北大米', '7,600.00', '柒仟陆佰元整'])
    expect(paper).toContain(text);
}

export async function step7(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const quotation = await read(admin, 'sales.quotation', idOf(story, 'QT2601-00001'));
  refused(
    await attempt(admin, 'sales.quotation', quotation.id, 'to_order', { order_date: '2026-01-08', lines: [{ quotation_line: quotation.lines[0]?.id, qty: '41' }] }, true),
    422,
    'quotation.qty_exceeded',
  );
  const { created } = await act(admin, 'sales.quotation', quotation.id, 'to_order', { order_date: '2026-01-08' });
  expect(created).toMatchObject([{ declaration: 'sales.order', state: 'draft', number: null }]);
  const draft = await read(admin, 'sales.order', created[0]?.id ?? '');
  expect(perLine(draft, 'gross', 'net', 'tax', 'price_source')).toEqual([
    '4929.66 / 4362.53 / 567.13 / manual',
    '891.50 / 788.94 / 102.56 / manual',
    '1778.84 / 1631.96 / 146.88 / manual',
  ]);
  expect((await read(admin, 'sales.quotation', quotation.id))['converted']).toBe('full');

  const preview = answered<{ readonly record: Doc; readonly entries: readonly { readonly ledger: string }[] }>(
    await attempt(admin, 'sales.order', draft.id, 'confirm', {}, true),
    200,
  );
  expect([
    preview.record.number,
    preview.entries.filter((entry) => entry.ledger === 'sales.order_progress').length,
    preview.entries.filter((entry) => entry.ledger === 'inventory.reservation').length,
  ]).toEqual([null, 3, 3]);
  const { record } = await act(admin, 'sales.order', draft.id, 'confirm');
  expect([record.state, record.number, record['progress']]).toEqual(['confirmed', 'SO2601-00001', 'to_deliver']);
  story.ids.set('SO2601-00001', draft.id);
  const progress = answered<{ readonly data: readonly Record<string, string>[] }>(await admin.get('/api/sales/order_progress'), 200).data;
  expect(progress.map((entry) => entry['ordered']).sort()).toEqual(['12', '30', '40']);
  expect(await reserved(company)).toBe('200 / 12 / 30');
  const available = await Promise.all(['P001', 'P002', 'P003'].map(async (product) => (await read(admin, 'inventory.product', product))['available']));
  expect(available).toEqual(['100', '38', '90']);
  expect((await vouchers(company)).length).toBe(1);
}

/** A draft delivery of one line, to be refused; it is deleted again. */
async function tryDelivery({ company }: Story, body: Record<string, unknown>, check: (reply: Reply<unknown>) => void): Promise<void> {
  const draft = await create(company.admin, 'sales.delivery', { order: 'SO2601-00001', ...body });
  check(await attempt(company.admin, 'sales.delivery', draft.id, 'post', {}, true));
  await remove(company.admin, 'sales.delivery', draft.id);
}
export async function step8(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const order = await theOrder(story);
  const [one, two, three] = order.lines.map((line) => line.id);
  const first = [{ order_line: one, qty: '25' }];
  await tryDelivery(story, { delivery_date: '2026-01-12', lines: [{ order_line: one, qty: '41' }] }, (reply) => refused(reply, 422, 'order.over_delivery', { open: '40' }));
  await act(admin, 'sales.order', order.id, 'hold', { reason: '核对地址' });
  await tryDelivery(story, { delivery_date: '2026-01-12', lines: first }, (reply) => refused(reply, 422, 'order.on_hold'));
  await act(admin, 'sales.order', order.id, 'release');
  await tryDelivery(story, { delivery_date: '2025-12-30', lines: first }, (reply) => refused(reply, 409, 'period.closed'));
  await tryDelivery(story, { delivery_date: '2026-03-03', lines: first }, (reply) => refused(reply, 422, 'stock.future_date'));

  const delivery = await create(admin, 'sales.delivery', {
    order: 'SO2601-00001',
    delivery_date: '2026-01-12',
    lines: [...first, { order_line: two, qty: '12' }, { order_line: three, qty: '10' }],
  });
  const { record } = await act(admin, 'sales.delivery', delivery.id, 'post');
  story.ids.set('CK2601-00001', record.id);
  expect([record.state, record.number]).toEqual(['posted', 'CK2601-00001']);
  expect(record.lines.map((line) => (line['location'] as { readonly label: string } | null)?.label)).toEqual(['STOCK', 'STOCK', 'STOCK']);
  expect(perLine(record, 'base_qty', 'net', 'tax', 'gross', 'cost')).toEqual([
    '125 / 2726.58 / 354.46 / 3081.04 / 2291.67',
    '12 / 788.94 / 102.56 / 891.50 / 516.12',
    '10 / 543.99 / 48.96 / 592.95 / 415.00',
  ]);
  expect(record).toMatchObject({ net: '4059.51', tax: '505.98', gross: '4565.49', cost: '3222.79' });
  expect(await Promise.all(['P001', 'P002', 'P003'].map((product) => stock(company, product, '2026-01-12')))).toEqual(['175 / 3208.33', '38 / 1634.38', '110 / 4565.00']);
  const posted = await voucher(company, '2026-01 记-1');
  expect([posted.date, ...posted.lines]).toEqual([
    '2026-01-12',
    ...accounts(story, ['Dr 1122 C000001 4565.49', 'Cr 6001 HQ 4059.51', 'Cr 222106 505.98', 'Dr 640101 HQ 3222.79', 'Cr 1405 3222.79']),
  ]);
  expect(await openItems(company, '2026-01-12')).toEqual(['XS-1210 11300.00 2026-01-09', 'CK2601-00001 4565.49']);
  expect(await reserved(company)).toBe('75 / 0 / 20');
  const now = await theOrder(story);
  expect([now['progress'], Number(now['delivered_share']).toFixed(3)]).toEqual(['partly_delivered', '0.598']);
  expect(perLine(now, 'to_invoice')).toEqual(['25', '12', '10']);
  refused(await attempt(admin, 'sales.delivery', record.id, 'post'), 409, 'document.transition_refused', { from: 'posted', action: 'post' });
}

export async function step9(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const delivery = await create(admin, 'sales.delivery', { order: 'SO2601-00001', delivery_date: '2026-01-20' });
  expect(perLine(delivery, 'qty')).toEqual(['15', '20']);
  const { record } = await act(admin, 'sales.delivery', delivery.id, 'post');
  story.ids.set('CK2601-00002', record.id);
  expect(record.number).toBe('CK2601-00002');
  expect(perLine(record, 'base_qty', 'net', 'tax', 'gross', 'cost')).toEqual(['75 / 1635.95 / 212.67 / 1848.62 / 1375.00', '20 / 1087.97 / 97.92 / 1185.89 / 830.00']);
  const posted = await voucher(company, '2026-01 记-2');
  expect([posted.date, ...posted.lines]).toEqual([
    '2026-01-20',
    ...accounts(story, ['Dr 1122 C000001 3034.51', 'Cr 6001 HQ 2723.92', 'Cr 222106 310.59', 'Dr 640101 HQ 2205.00', 'Cr 1405 2205.00']),
  ]);
  expect(await Promise.all(['P001', 'P003'].map((product) => stock(company, product, '2026-01-20')))).toEqual(['100 / 1833.33', '90 / 3735.00']);
  expect((await report(admin, 'inventory.stock_value', 'at=2026-01-20')).totals['value']).toBe('7202.71');
  expect(await reserved(company)).toBe('0 / 0 / 0');
  const order = await theOrder(story);
  expect([order['progress'], Number(order['delivered_share'])]).toEqual(['to_invoice', 1]);
  refused(await admin.post('/api/sales/delivery', { order: 'SO2601-00001', delivery_date: '2026-01-20' }), 422, 'document.incomplete', { fields: ['/lines'] });
}

export async function step10(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const invoice = await create(admin, 'sales.invoice', { delivery: 'CK2601-00001', issue_date: '2026-01-22' });
  expect(invoice).toMatchObject({
    kind: 'special',
    title: '昆山同创电子有限公司',
    tax_no: '91320583MA1TC26047',
    seller_name: '上海启泰贸易有限公司',
    seller_tax_no: '91310115MA1QT00196',
    seller_bank: '中国工商银行',
    drawer: '管理员',
  });
  expect(perLine(invoice, 'net', 'tax')).toEqual(['2726.58 / 354.46', '788.94 / 102.56', '543.99 / 48.96']);
  expect(perLine(invoice, 'full_net', 'full_tax')).toEqual(['2754.42 / 358.08', '838.94 / 109.06', '549.54 / 49.46']);
  const ready = await act(admin, 'sales.invoice', invoice.id, 'ready');
  expect([ready.record.state, ready.record.number]).toEqual(['ready', 'FP2601-00001']);
  refused(await attempt(admin, 'sales.invoice', invoice.id, 'issue', { fapiao_no: '25311000000000000001' }), 422, 'invoice.number_year_mismatch');
  refused(await attempt(admin, 'sales.invoice', invoice.id, 'issue', { fapiao_no: '2631100000000000001' }), 422, 'invoice.number_invalid');
  const { record } = await act(admin, 'sales.invoice', invoice.id, 'issue', { fapiao_no: '26311000000000000001' });
  story.ids.set('FP2601-00001', record.id);
  expect(record).toMatchObject({ state: 'issued', net: '4059.51', tax: '505.98', gross: '4565.49', fapiao_no: '26311000000000000001' });
  const posted = await voucher(company, '2026-01 记-3');
  expect([posted.date, ...posted.lines]).toEqual(['2026-01-22', ...accounts(story, ['Dr 222106 505.98', 'Cr 22210107 505.98'])]);
  expect(await openItems(company, '2026-01-22')).toEqual(['XS-1210 11300.00 2026-01-09', 'FP2601-00001 4565.49 2026-02-21', 'CK2601-00002 3034.51']);
  const order = await theOrder(story);
  expect(perLine(order, 'invoiced', 'to_invoice')).toEqual(['25 / 15', '12 / 0', '10 / 20']);

  const again = await create(admin, 'sales.invoice', { customer: 'C000001', issue_date: '2026-01-22', lines: [{ order_line: order.lines[0]?.id, qty: '41' }] });
  refused(await attempt(admin, 'sales.invoice', again.id, 'ready', {}, true), 422, 'invoice.over_billable', { open: '15' });
  await remove(admin, 'sales.invoice', again.id);
  const pdf = await admin.get(`/api/sales/invoice/${record.id}/print`);
  expect(pdf.status).toBe(200);
  const paper = pdfPages(pdf.bytes).join('\n');
  for (const text of ['FP2601-00001', '26311000000000000001', '2,754.42', '−27.84', '−3.62', '838.94', '−50.00', '549.54', '−0.50', '4,565.49', '肆仟伍佰陆拾伍圆肆角玖分'])
    expect(paper).toContain(text);
}

/** The open item of a document, as the report names it. */
async function openItem({ company }: Story, document: string, at: string): Promise<string> {
  const { rows } = await report(company.admin, 'finance.open_items', `party=customers.customer:C000001&at=${at}`);
  const row = rows.find((one) => one.cells['document'] === document);
  return row?.cells['item'] ?? row?.key ?? '';
}
export async function step11(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  expect(await openItems(company, '2026-01-28')).toEqual(['XS-1210 11300.00 2026-01-09', 'FP2601-00001 4565.49 2026-02-21', 'CK2601-00002 3034.51']);
  const [opening, invoice] = await Promise.all([openItem(story, 'XS-1210', '2026-01-28'), openItem(story, 'FP2601-00001', '2026-01-28')]);
  const receipt = (amount: string, allocations: readonly (readonly [string, string])[]) => ({
    date: '2026-01-28',
    bank_account: 'ICBC',
    party: 'customers.customer:C000001',
    amount,
    allocations: allocations.map(([item, part]) => ({ item, amount: part })),
  });

  const over = await create(admin, 'finance.receipt', receipt('4565.50', [[invoice, '4565.50']]));
  refused(await attempt(admin, 'finance.receipt', over.id, 'submit', {}, true), 422, 'open_item.over_settled');
  await remove(admin, 'finance.receipt', over.id);

  const draft = await create(
    admin,
    'finance.receipt',
    receipt('15000.00', [
      [opening, '11300.00'],
      [invoice, '3000.00'],
    ]),
  );
  expect(draft['unapplied']).toBe('700.00');
  const submitted = await act(admin, 'finance.receipt', draft.id, 'submit');
  expect(submitted.record.state).toBe('approved');
  const { record } = await act(admin, 'finance.receipt', draft.id, 'post');
  story.ids.set('SK', record.id);
  expect(record.state).toBe('posted');
  const posted = await voucher(company, '2026-01 记-4');
  expect([posted.date, ...posted.lines]).toEqual(['2026-01-28', ...accounts(story, ['Dr 100201 15000.00', 'Cr 1122 C000001 14300.00', 'Cr 2203 C000001 700.00'])]);
  if (story.standard === 'cas') expect(posted.cashFlow).toEqual(['CF101 14300.00', 'CF101 700.00']);
  const left = await openItems(company, '2026-01-28');
  expect(left.slice(0, 2)).toEqual(['FP2601-00001 1565.49 2026-02-21', 'CK2601-00002 3034.51']);
  expect(left[2]).toContain('-700.00');
}

/** Two receipts that together take more than the invoice has left: the later one is refused. It stays posted, so it is told on a company of its own. */
export async function twoReceiptsAtOnce(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const invoice = await openItem(story, 'FP2601-00001', '2026-01-28');
  const make = async (): Promise<string> => {
    const draft = await create(admin, 'finance.receipt', {
      date: '2026-01-28',
      bank_account: 'ICBC',
      party: 'customers.customer:C000001',
      amount: '1000.00',
      allocations: [{ item: invoice, amount: '1000.00' }],
    });
    await act(admin, 'finance.receipt', draft.id, 'submit');
    return draft.id;
  };
  const drafts = [await make(), await make()];
  const replies = await Promise.all(drafts.map((draft) => attempt(admin, 'finance.receipt', draft, 'post')));
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 422]);
  expect(replies.find((reply) => reply.status === 422)?.body).toMatchObject({ code: 'open_item.over_settled' });
}
