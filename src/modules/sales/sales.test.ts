import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  act,
  answered,
  attempt,
  create,
  type Doc,
  type Json,
  openItems,
  perLine,
  read,
  refused,
  remove,
  reserved,
  setting,
  voucher,
  vouchers,
} from '../../../test/first-sale/client.ts';
import { type Company, foundCompany } from '../../../test/support/company.ts';

/* A company with the least that selling needs: products with a list price, their stock, a customer of a name. */
let company: Company;
const started = Date.now();
const clock = (): Date => new Date(Date.parse('2026-03-02T02:00:00Z') + Date.now() - started);
beforeAll(async () => {
  company = await foundCompany({ clock });
  const { admin } = company;
  await setting(admin, 'finance', { go_live_period: '2026-01' });
  for (const code of ['A', 'B', 'P001', 'P002', 'P003'])
    await create(admin, 'inventory.product', { code, name: `商品${code}`, base_unit: '台', list_price: '113', tax_class_code: '1060105010000000000' });
  await create(admin, 'inventory.product', {
    code: 'SVC',
    name: '安装服务',
    kind: 'service',
    base_unit: '台',
    list_price: '106',
    sales_tax_code: 'VAT6',
    tax_class_code: '3040000000000000000',
  });
  const opening = await create(admin, 'inventory.adjustment', { kind: 'opening', lines: ['A', 'B'].map((product) => ({ product, qty: '1000', amount: '60000.00' })) });
  await act(admin, 'inventory.adjustment', opening.id, 'submit');
  await create(admin, 'customers.customer', { name: '新客户' });
});
afterAll(() => company.close());

const date = '2026-02-02';
async function confirmed(body: Json): Promise<Doc> {
  const draft = await create(company.admin, 'sales.order', { customer: 'C000001', order_date: date, ...body });
  return (await act(company.admin, 'sales.order', draft.id, 'confirm')).record;
}
async function delivered(order: Doc, lines?: readonly Json[]): Promise<Doc> {
  const draft = await create(company.admin, 'sales.delivery', { order: order.id, delivery_date: date, ...(lines ? { lines } : {}) });
  return (await act(company.admin, 'sales.delivery', draft.id, 'post')).record;
}
let fapiao = 0;
async function invoiced(body: Json): Promise<Doc> {
  const draft = await create(company.admin, 'sales.invoice', { issue_date: date, is_natural_person: true, ...body });
  await act(company.admin, 'sales.invoice', draft.id, 'ready');
  fapiao += 1;
  return (await act(company.admin, 'sales.invoice', draft.id, 'issue', { fapiao_no: `263110000000000${String(fapiao).padStart(5, '0')}` })).record;
}
const last = async (): Promise<readonly string[]> => (await vouchers(company)).at(-1)?.lines.map((line) => line.replace('C000001 ', '').replace('HQ ', '')) ?? [];
const line = (document: Doc, index = 0): string => document.lines[index]?.id ?? '';

test('first sale: what a newcomer needs at the least — product, stock, customer, order, delivery', async () => {
  const order = await confirmed({ lines: [{ product: 'A', qty: '2' }] });
  expect(order).toMatchObject({ payment_term: { code: 'COD' }, warehouse: { code: 'MAIN' }, gross: '226.00', net: '200.00' });
  expect(perLine(order, 'unit_price', 'price_source', 'margin_amount', 'margin')).toEqual(['113 / auto / 80.00 / 0.4']);
  expect([order['margin_amount'], order['margin']]).toEqual(['80.00', '0.4']);
  const delivery = await delivered(order);
  expect([delivery.state, delivery['cost']]).toEqual(['posted', '120.00']);
  expect((await openItems(company, date)).at(-1)).toMatch(/226\.00 2026-02-02$/);
});

test('E2.1-1 billing ahead of the delivery, policy ordered', async () => {
  const order = await confirmed({ billing_policy: 'ordered', lines: [{ product: 'A', qty: '10', unit_price: '113.00' }] });
  await invoiced({ customer: 'C000001', lines: [{ order_line: line(order), qty: '6' }] });
  expect(await last()).toEqual(['Dr 1122 678.00', 'Cr 2204 600.00', 'Cr 22210107 78.00']);
  await delivered(order, [{ order_line: line(order), qty: '4' }]);
  expect(await last()).toEqual(['Dr 2204 400.00', 'Cr 6001 400.00', 'Dr 640101 240.00', 'Cr 1405 240.00']);
  await delivered(order, [{ order_line: line(order), qty: '6' }]);
  expect(await last()).toEqual(['Dr 1122 452.00', 'Dr 2204 200.00', 'Cr 6001 600.00', 'Cr 222106 52.00', 'Dr 640101 360.00', 'Cr 1405 360.00']);
  expect(perLine(await read(company.admin, 'sales.order', order.id), 'to_deliver', 'to_invoice', 'to_credit')).toEqual(['0 / 4 / 0']);
});

test('E2.1-2 three deliveries of one add up to the line', async () => {
  const order = await confirmed({ lines: [{ product: 'A', qty: '3', unit_price: '100.00' }] });
  const amounts: string[] = [];
  for (let count = 0; count < 3; count += 1) amounts.push(...perLine(await delivered(order, [{ order_line: line(order), qty: '1' }]), 'net', 'tax', 'gross'));
  expect(amounts).toEqual(['88.50 / 11.50 / 100.00', '88.49 / 11.51 / 100.00', '88.50 / 11.50 / 100.00']);
});

test('E2.1-4 of two deliveries of 6 posted at once against 10, one succeeds', async () => {
  const order = await confirmed({ lines: [{ product: 'B', qty: '10' }] });
  const drafts = [1, 2].map(() => create(company.admin, 'sales.delivery', { order: order.id, delivery_date: date, lines: [{ order_line: line(order), qty: '6' }] }));
  const posts = (await Promise.all(drafts)).map((draft) => attempt(company.admin, 'sales.delivery', draft.id, 'post'));
  const replies = await Promise.all(posts);
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 422]);
  const loser = replies.find((reply) => reply.status === 422);
  if (loser) refused(loser, 422, 'order.over_delivery', { open: '4' });
});

test('2.1 content that an order refuses', async () => {
  const order = async (body: Json): Promise<string> =>
    (await create(company.admin, 'sales.order', { customer: 'C000001', order_date: date, lines: [{ product: 'A', qty: '1' }], ...body })).id;
  const confirm = async (body: Json) => attempt(company.admin, 'sales.order', await order(body), 'confirm', {}, true);
  refused(await confirm({ lines: [] }), 422, 'order.no_lines');
  refused(await confirm({ lines: [{ product: 'A', qty: '-1' }] }), 422, 'order.qty_not_positive', { line_no: 1 });
  refused(await confirm({ split: [{ user: 'admin', percent: '0.5' }] }), 422, 'order.split_not_100');
  refused(await confirm({ header_discount: '113.01' }), 422, 'amount.discount_exceeds', { discount: '113.01', base: '113' });
  refused(await confirm({ customer: null }), 422, 'document.incomplete', { fields: ['/customer'] });
  await order({ customer_po_no: 'PO-7' });
  refused(await company.admin.post('/api/sales/order', { customer: 'C000001', customer_po_no: 'PO-7' }), 409, 'order.duplicate_po');
  const blocked = await create(company.admin, 'customers.customer', { name: '停用客户公司' });
  const draft = await order({ customer: blocked['code'] });
  await act(company.admin, 'customers.customer', blocked.id, 'disable');
  refused(await attempt(company.admin, 'sales.order', draft, 'confirm', {}, true), 409, 'order.customer_blocked');
});

test('2.1 close gives back what is open, reopen promises it again, cancel undoes the order', async () => {
  const before = await read(company.admin, 'inventory.product', 'B');
  const order = await confirmed({ lines: [{ product: 'B', qty: '8' }] });
  const partly = await delivered(order, [{ order_line: line(order), qty: '3' }]);
  const promised = async (): Promise<number> => Number((await read(company.admin, 'inventory.product', 'B'))['reserved']) - Number(before['reserved']);
  expect(await promised()).toBe(5);
  const closed = await act(company.admin, 'sales.order', order.id, 'close', { reason: '客户不要了' });
  expect([closed.record.state, closed.record['progress'], ...perLine(closed.record, 'to_deliver')]).toEqual(['closed', 'to_invoice', '0']);
  expect(await promised()).toBe(0);
  const again = await act(company.admin, 'sales.order', order.id, 'reopen');
  expect([again.record.state, ...perLine(again.record, 'to_deliver')]).toEqual(['confirmed', '5']);
  expect(await promised()).toBe(5);
  refused(await attempt(company.admin, 'sales.order', order.id, 'cancel'), 409, 'order.has_followups', { documents: [partly.number] });
  await act(company.admin, 'sales.delivery', partly.id, 'reverse', { reason: '误发' });
  expect(await promised()).toBe(8);
  const cancelled = await act(company.admin, 'sales.order', order.id, 'cancel');
  expect([cancelled.record.state, cancelled.record['progress']]).toEqual(['cancelled', null]);
  expect(await promised()).toBe(0);
});

test('2.1 an order to be delivered at once takes no part of it', async () => {
  const order = await confirmed({
    delivery_policy: 'complete',
    lines: [
      { product: 'A', qty: '2' },
      { product: 'B', qty: '2' },
    ],
  });
  const part = await create(company.admin, 'sales.delivery', { order: order.id, delivery_date: date, lines: [{ order_line: line(order), qty: '2' }] });
  refused(await attempt(company.admin, 'sales.delivery', part.id, 'post'), 422, 'delivery.incomplete', { lines: [2] });
  await remove(company.admin, 'sales.delivery', part.id);
  expect((await delivered(order)).state).toBe('posted');
});

test('2.1 a service is delivered without stock and without cost', async () => {
  const order = await confirmed({ lines: [{ product: 'SVC', qty: '1' }] });
  expect(perLine(order, 'kind', 'tax_rate', 'net')).toEqual(['service / 0.06 / 100.00']);
  const delivery = await delivered(order);
  expect(perLine(delivery, 'cost', 'net')).toEqual(['0.00 / 100.00']);
  expect(await last()).toEqual(['Dr 1122 106.00', 'Cr 6001 100.00', 'Cr 222106 6.00']);
});

test('2.1 an invoice without delivery lines takes the oldest delivery, so only a younger one can be reversed', async () => {
  const order = await confirmed({ lines: [{ product: 'A', qty: '4' }] });
  const first = await delivered(order, [{ order_line: line(order), qty: '2' }]);
  const second = await delivered(order, [{ order_line: line(order), qty: '2' }]);
  const invoice = await invoiced({ customer: 'C000001', lines: [{ order_line: line(order), qty: '2' }] });
  refused(await attempt(company.admin, 'sales.delivery', first.id, 'reverse', { reason: '误发' }), 409, 'delivery.has_followups', { documents: [invoice.number] });
  const { created } = await act(company.admin, 'sales.delivery', second.id, 'reverse', { reason: '误发' });
  refused(await attempt(company.admin, 'sales.delivery', created[0]?.id ?? '', 'reverse', { reason: '再来' }), 409, 'document.transition_refused');
});

test('2.2 a typed price is sticky, an automatic one follows the quantity', async () => {
  const { admin } = company;
  const list = await create(admin, 'sales.price_list', {
    code: 'TIER',
    name: '阶梯价',
    scope_customers: ['C000001'],
    kind: 'customer',
    price_includes_tax: true,
    items: [
      { product: 'A', price: '100' },
      { product: 'A', min_qty: '10', price: '92' },
    ],
  });
  await act(admin, 'sales.price_list', list.id, 'publish');
  const draft = await create(admin, 'sales.order', {
    customer: 'C000001',
    order_date: date,
    lines: [
      { product: 'A', qty: '5' },
      { product: 'A', qty: '5', unit_price: '95' },
    ],
  });
  expect(draft['price_list']).toMatchObject({ code: 'TIER' });
  expect(perLine(draft, 'unit_price', 'price_source')).toEqual(['100 / auto', '95 / manual']);
  expect(draft.lines[0]?.['price_trace']).toMatchObject({ price: '100', steps: [{ step: 'customer', list: 'TIER', result: 'taken' }] });
  const more = answered<Doc>(await admin.patch(`/api/sales/order/${draft.id}`, { version: draft.version, lines: draft.lines.map((each) => ({ id: each.id, qty: '20' })) }), 200);
  expect(perLine(more, 'unit_price', 'price_source')).toEqual(['92 / auto', '95 / manual']);
  expect(more.lines[0]?.['price_trace']).toMatchObject({ price: '92', steps: [{ step: 'document', list: 'TIER', result: 'taken', min_qty: '10' }] });
  refused(await admin.patch(`/api/sales/price_list/${list.id}`, { version: 2, items: [{ product: 'B', price: '1' }] }), 409, 'price_list.published');
  await act(admin, 'sales.price_list', list.id, 'withdraw');
});

test('2.2 orders take parts of a quotation; the last takes the rest of the header discount', async () => {
  const { admin } = company;
  const quotation = await create(admin, 'sales.quotation', {
    customer: 'C000001',
    quotation_date: date,
    header_discount: '10.00',
    lines: [{ product: 'A', qty: '3', unit_price: '100' }],
  });
  expect(quotation['valid_until']).toBe('2026-02-17');
  await act(admin, 'sales.quotation', quotation.id, 'send');
  refused(await attempt(admin, 'sales.quotation', quotation.id, 'accept', { name: '王总' }), 422, 'quotation.expired', { valid_until: '2026-02-17' });
  const revised = await act(admin, 'sales.quotation', quotation.id, 'revise');
  expect([revised.record.state, revised.record['revision'], revised.record.number]).toEqual(['draft', 2, 'QT2602-00001']);
  answered(await admin.patch(`/api/sales/quotation/${quotation.id}`, { version: revised.record.version, valid_until: '2026-12-31' }), 200);
  await act(admin, 'sales.quotation', quotation.id, 'send');
  const accepted = await act(admin, 'sales.quotation', quotation.id, 'accept', { name: '王总' });
  expect([accepted.record.state, accepted.record['accepted_by']]).toEqual(['accepted', '王总']);
  const part = async (qty: string): Promise<Doc> => {
    const { created } = await act(admin, 'sales.quotation', quotation.id, 'to_order', { order_date: date, lines: [{ quotation_line: line(quotation), qty }] });
    return read(admin, 'sales.order', created[0]?.id ?? '');
  };
  const one = await part('1');
  expect([one['header_discount'], one['gross'], (await read(admin, 'sales.quotation', quotation.id))['converted']]).toEqual(['3.33', '96.67', 'part']);
  const two = await part('2');
  expect([two['header_discount'], two['gross'], (await read(admin, 'sales.quotation', quotation.id))['converted']]).toEqual(['6.67', '193.33', 'full']);
  refused(await attempt(admin, 'sales.quotation', quotation.id, 'to_order', {}), 422, 'document.incomplete', { fields: ['/lines'] });
  // The drafts may be changed, but no more is confirmed than was quoted.
  answered(await admin.patch(`/api/sales/order/${one.id}`, { version: one.version, lines: [{ id: line(one), qty: '2' }] }), 200);
  refused(await attempt(admin, 'sales.order', one.id, 'confirm', {}, true), 422, 'quotation.qty_exceeded', { line_no: 1, open: '1' });
});

test('2.4 what makes an invoice not ready', async () => {
  const { admin } = company;
  const order = await confirmed({ lines: [{ product: 'A', qty: '2' }] });
  const draft = async (body: Json): Promise<string> =>
    (await create(admin, 'sales.invoice', { customer: 'C000001', issue_date: date, is_natural_person: true, lines: [{ order_line: line(order), qty: '2' }], ...body })).id;
  const ready = async (body: Json) => attempt(admin, 'sales.invoice', await draft(body), 'ready', {}, true);
  refused(await ready({}), 422, 'invoice.not_delivered', { line_no: 1 });
  await delivered(order);
  refused(await ready({ kind: 'special' }), 422, 'invoice.buyer_tax_no_required');
  refused(await ready({ is_natural_person: false }), 422, 'invoice.buyer_tax_no_required');
  refused(await ready({ remark: '备'.repeat(231) }), 422, 'invoice.remark_too_long', { max: 230 });
  const first = await invoiced({ customer: 'C000001', lines: [{ order_line: line(order), qty: '1' }] });
  expect(first['kind']).toBe('general');
  const again = await create(admin, 'sales.invoice', { customer: 'C000001', issue_date: date, is_natural_person: true, order: order.id });
  expect(perLine(again, 'qty', 'gross')).toEqual(['1 / 113.00']);
  await act(admin, 'sales.invoice', again.id, 'ready');
  refused(await attempt(admin, 'sales.invoice', again.id, 'issue', { fapiao_no: String(first['fapiao_no']) }), 409, 'invoice.number_duplicate');
  refused(await attempt(admin, 'sales.invoice', first.id, 'cancel'), 409, 'document.transition_refused');
});

test('2.1 stock that is not there refuses the delivery whole', async () => {
  const order = await confirmed({ lines: [{ product: 'P001', qty: '1' }] });
  expect(order.state).toBe('confirmed');
  const draft = await create(company.admin, 'sales.delivery', { order: order.id, delivery_date: date });
  refused(await attempt(company.admin, 'sales.delivery', draft.id, 'post'), 422, 'stock.insufficient');
  expect(await reserved(company)).toBe('0 / 0 / 0');
  expect((await read(company.admin, 'sales.order', order.id))['progress']).toBe('to_deliver');
});

test('P2 a mixed invoice takes its open amounts from the delivery and opens what it bills ahead', async () => {
  const order = await confirmed({ billing_policy: 'ordered', lines: [{ product: 'A', qty: '5', unit_price: '113' }] });
  await delivered(order, [{ order_line: line(order), qty: '2' }]);
  const invoice = await invoiced({ customer: 'C000001', lines: [{ order_line: line(order), qty: '5' }] });
  expect(await last()).toEqual(['Dr 222106 26.00', 'Dr 1122 339.00', 'Cr 2204 300.00', 'Cr 22210107 65.00']);
  expect((await openItems(company, date)).filter((item) => item.startsWith(invoice.number ?? '-'))).toEqual([`${invoice.number} 565.00 2026-02-02`]);
  const posted = await voucher(company, (await vouchers(company)).at(-1)?.number ?? '');
  expect(posted.date).toBe(date);
});

test('2.1 a line sold for a cent shows its margin as far as a rate reaches', async () => {
  const order = await create(company.admin, 'sales.order', { customer: 'C000001', order_date: date, lines: [{ product: 'A', qty: '20', unit_price: '0.0006' }] });
  expect(perLine(order, 'net', 'margin_amount', 'margin')).toEqual(['0.01 / -1199.99 / -9999']);
  const unknown = await create(company.admin, 'sales.order', { customer: 'C000001', order_date: date, lines: [{ product: 'P001', qty: '1' }] });
  expect([unknown['margin'], ...perLine(unknown, 'margin_amount', 'margin')]).toEqual([null, 'null / null']);
});
