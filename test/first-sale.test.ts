import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  act,
  answered,
  attempt,
  create,
  csv,
  type Doc,
  imported,
  openItems,
  perLine,
  read,
  refused,
  remove,
  report,
  reserved,
  setting,
  statement,
  stock,
  trialBalance,
  voucher,
  vouchers,
} from './first-sale-story.ts';
import { adminPassword, type Company, foundCompany } from './support/company.ts';

/*
 * The first sale, end to end, through the public API: each test is a step of the chapter, on one company, in its order. The day is one on
 * which January and February 2026 are open.
 */
let company: Company;
let order: Doc;
/** Documents of the story by the number they got. */
const ids = new Map<string, string>();
const id = (number: string): string => ids.get(number) ?? number;
const started = Date.now();
const clock = (): Date => new Date(Date.parse('2026-03-02T02:00:00Z') + Date.now() - started);

beforeAll(async () => {
  company = await foundCompany({ clock });
});
afterAll(() => company.close());

test('first sale: step 1', async () => {
  const stranger = company.stranger();
  expect((await stranger.get('/api/health')).status).toBe(200);
  const session = answered<{ readonly must: readonly string[] }>(await stranger.post('/api/session', { login: 'admin', password: adminPassword }), 200);
  expect(session.must).toEqual(['enrol_factor']);
});

test('first sale: step 2', async () => {
  const { admin } = company;
  const organisation = await read(admin, 'core.organisation', company.org.id);
  answered(
    await admin.patch(`/api/core/organisation/${organisation.id}`, {
      version: organisation.version,
      name: '上海启泰贸易有限公司',
      uscc: '91310115MA1QT00196',
      address: '上海市浦东新区张杨路500号',
      phone: '021-58880000',
    }),
    200,
  );
  await setting(admin, 'finance', { go_live_period: '2026-01' });
  const periods = answered<{ readonly data: readonly Doc[] }>(await admin.get('/api/finance/period?sort=code&limit=3'), 200);
  expect(periods.data.map((period) => [period['code'], period.state])).toEqual([
    ['2026-01', 'open'],
    ['2026-02', 'open'],
    ['2026-03', 'future'],
  ]);
  const receivable = await read(admin, 'finance.account', '1122');
  expect(receivable['aux_required']).toEqual(['customer']);
  for (const leaf of ['410415', '222106', '640101']) expect((await read(admin, 'finance.account', leaf))['code']).toBe(leaf);
  const bank = await create(admin, 'finance.bank_account', {
    code: 'ICBC',
    name: '工行基本户',
    kind: 'basic',
    bank: '中国工商银行',
    account_no: '1001234509876543210',
    is_default: true,
  });
  expect(bank['account']).toMatchObject({ code: '100201' });
});

const products =
  '编号,名称,规格,商品分类,库存单位,销售单位,税收分类编码,销售税码\nP001,A4复印纸,70g 500张,OFFICE,包,箱,1060105010000000000,VAT13\nP002,桌面计算器,12位,OFFICE,台,,1090511030000000000,VAT13\nP003,东北大米,10kg,FOOD,袋,,1030102010000000000,VAT9\n';
const customerHeader = '客户编号,名称,客户性质,统一社会信用代码,收款条件,联系人,联系人手机\n';
const customerRow = (uscc: string): string => `${customerHeader}C000001,昆山同创电子有限公司,企业,${uscc},I30,李明,138 0013 8000\n`;
const priceHeader = '编号,名称,含税,生效日,商品,单位,起订量,价格,操作\n';
const priceRows = 'STD,标准价,是,2026-01-01,P001,包,0,25.9,发布\n,,,,P001,包,100,24.9,\n,,,,P002,台,0,79,\n,,,,P003,袋,0,59.9,\n';

test('first sale: step 3', async () => {
  const { admin } = company;
  expect(await imported(admin, 'inventory.product_category', '编号,名称\nOFFICE,办公用品\nFOOD,福利食品\n')).toMatchObject({ created: 2, failed: 0 });
  expect(await imported(admin, 'inventory.product', products)).toMatchObject({ created: 3, failed: 0 });
  expect(await imported(admin, 'inventory.unit_conversion', '商品,单位,分子,分母\nP001,箱,5,1\n')).toMatchObject({ created: 1, failed: 0 });

  const wrong = await csv(admin, 'customers.customer', customerRow('91320583MA1TC26048'));
  refused(wrong, 422, 'uscc.check_digit', { expected: '7' });
  expect(answered<{ readonly data: readonly Doc[] }>(await admin.get('/api/customers/customer'), 200).data).toEqual([]);

  expect(await imported(admin, 'customers.customer', customerRow('91320583MA1TC26047'))).toMatchObject({ created: 1, failed: 0 });
  const customer = await read(admin, 'customers.customer', 'C000001');
  expect([customer.state, customer['kind'], customer['payment_term']]).toMatchObject(['active', 'company', { code: 'I30' }]);
  const links = answered<{ readonly data: readonly Doc[] }>(await admin.get('/api/customers/contact_customer'), 200).data;
  expect(links.map((link) => [link['customer'], link['is_primary']])).toMatchObject([[{ code: 'C000001' }, true]]);
  const contacts = answered<{ readonly data: readonly Doc[] }>(await admin.get('/api/customers/contact'), 200).data;
  expect(contacts.map((contact) => [contact['name'], contact['mobile']])).toEqual([['李明', '13800138000']]);

  refused(await csv(admin, 'sales.price_list', `${priceHeader}${priceRows},,,,P001,包,100,24.5,\n`), 422, 'price.overlap');
  refused(await csv(admin, 'sales.price_list', `${priceHeader}${priceRows.replace('P002,台', 'P002,筐')}`), 422, 'reference.not_found');
  expect(await imported(admin, 'sales.price_list', priceHeader + priceRows)).toMatchObject({ created: 1, failed: 0 });
  const list = await read(admin, 'sales.price_list', 'STD');
  expect([list.state, (list['items'] as readonly unknown[]).length]).toEqual(['published', 4]);

  // The next automatic code follows the imported one.
  const preview = answered<{ readonly next_number_example?: string }>(await admin.get('/api/customers/customer/schema'), 200);
  expect(preview.next_number_example).toBe('C000002');
});

test('first sale: step 4', async () => {
  const { admin } = company;
  const lines = [
    { product: 'P001', qty: '300', amount: '5500.00' },
    { product: 'P002', qty: '50', amount: '2150.50' },
    { product: 'P003', qty: '120', amount: '4980.00' },
  ];
  const bare = await create(admin, 'inventory.adjustment', { kind: 'opening', lines: [{ product: 'P001', qty: '1' }] });
  refused(await attempt(admin, 'inventory.adjustment', bare.id, 'submit', {}, true), 422, 'cost.required');
  await remove(admin, 'inventory.adjustment', bare.id);

  const opening = await create(admin, 'inventory.adjustment', { kind: 'opening', lines });
  expect([opening.state, opening['date'], opening['warehouse']]).toMatchObject(['draft', '2025-12-31', { code: 'MAIN' }]);
  const { record } = await act(admin, 'inventory.adjustment', opening.id, 'submit');
  expect([record.state, record.number]).toEqual(['posted', 'IO2512-00001']);
  const ledger = async (name: string): Promise<number> => answered<{ readonly data: readonly unknown[] }>(await admin.get(`/api/inventory/${name}?limit=200`), 200).data.length;
  expect([await ledger('stock_ledger'), await ledger('value_ledger')]).toEqual([6, 3]);
  expect(await Promise.all(['P001', 'P002', 'P003'].map((product) => stock(company, product, '2025-12-31')))).toEqual(['300 / 5500.00', '50 / 2150.50', '120 / 4980.00']);
  expect((await report(admin, 'inventory.stock_value', 'at=2025-12-31')).totals['value']).toBe('12630.50');
  expect(await vouchers(company)).toEqual([]);
});

const openingLines = (capital: string, profit: string, amount = '52550.50') => [
  { account: '1001', opening: '2000.00' },
  { account: '100201', opening: '150000.00' },
  { account: '1122', customer: 'C000001', opening: '11300.00' },
  { account: '1405', opening: '12630.50' },
  { account: '1601', opening: '36000.00' },
  { account: '1602', opening: '6000.00' },
  { account: '200101', opening: '50000.00' },
  { account: '222102', opening: '3380.00' },
  { account: capital, opening: '100000.00' },
  { account: profit, opening: amount },
];
const openingItem = (amount: string) => ({ account: '1122', party: 'customers.customer:C000001', document_no: 'XS-1210', doc_date: '2025-12-10', due_date: '2026-01-09', amount });

test('first sale: step 5', async () => {
  const { admin } = company;
  const unbalanced = await create(admin, 'finance.opening', { lines: openingLines('4001', '410415', '52550.51'), items: [openingItem('11300.00')] });
  refused(await attempt(admin, 'finance.opening', unbalanced.id, 'post', {}, true), 422, 'opening.unbalanced', { difference: '-0.01' });
  await remove(admin, 'finance.opening', unbalanced.id);
  const mismatched = await create(admin, 'finance.opening', { lines: openingLines('4001', '410415'), items: [openingItem('11000.00')] });
  refused(await attempt(admin, 'finance.opening', mismatched.id, 'post', {}, true), 422, 'opening.items_mismatch');
  await remove(admin, 'finance.opening', mismatched.id);

  const opening = await create(admin, 'finance.opening', { lines: openingLines('4001', '410415'), items: [openingItem('11300.00')] });
  const { record } = await act(admin, 'finance.opening', opening.id, 'post');
  expect(record.number).toBe('QC2512-00001');
  const { kind, lines } = await voucher(company, '2026-00 记-1');
  expect([kind, lines.length]).toEqual(['opening', 10]);
  const { totals } = await trialBalance(company, '2026-01-31');
  expect([totals['opening_debit'], totals['opening_credit']]).toEqual(['211930.50', '211930.50']);
  expect(await openItems(company, '2026-01-01')).toEqual(['XS-1210 11300.00 2026-01-09']);
  // Once something is posted, the standard stays.
  const { version } = answered<{ readonly version: number }>(await admin.get('/api/finance/settings'), 200);
  refused(await admin.patch('/api/finance/settings', { version, accounting_standard: 'sbe' }), 409, 'settings.locked');
});

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
test('first sale: step 6', async () => {
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
  ids.set('QT2601-00001', quotation.id);
  const pdf = await admin.get(`/api/sales/quotation/${quotation.id}/print`);
  expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
});

test('first sale: step 7', async () => {
  const { admin } = company;
  const quotation = await read(admin, 'sales.quotation', id('QT2601-00001'));
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
  order = await read(admin, 'sales.order', draft.id);
  const progress = answered<{ readonly data: readonly Record<string, string>[] }>(await admin.get('/api/sales/order_progress'), 200).data;
  expect(progress.map((entry) => entry['ordered']).sort()).toEqual(['12', '30', '40']);
  expect(await reserved(company)).toBe('200 / 12 / 30');
  const available = await Promise.all(['P001', 'P002', 'P003'].map(async (product) => (await read(admin, 'inventory.product', product))['available']));
  expect(available).toEqual(['100', '38', '90']);
  expect((await vouchers(company)).length).toBe(1);
});

/** A draft delivery of one line, to be refused; it is deleted again. */
async function tryDelivery(body: Record<string, unknown>, check: (reply: Awaited<ReturnType<typeof attempt>>) => void): Promise<void> {
  const draft = await create(company.admin, 'sales.delivery', { order: 'SO2601-00001', ...body });
  check(await attempt(company.admin, 'sales.delivery', draft.id, 'post', {}, true));
  await remove(company.admin, 'sales.delivery', draft.id);
}
test('first sale: step 8', async () => {
  const { admin } = company;
  const [one, two, three] = order.lines.map((line) => line.id);
  const first = [{ order_line: one, qty: '25' }];
  await tryDelivery({ delivery_date: '2026-01-12', lines: [{ order_line: one, qty: '41' }] }, (reply) => refused(reply, 422, 'order.over_delivery', { open: '40' }));
  await act(admin, 'sales.order', order.id, 'hold', { reason: '核对地址' });
  await tryDelivery({ delivery_date: '2026-01-12', lines: first }, (reply) => refused(reply, 422, 'order.on_hold'));
  await act(admin, 'sales.order', order.id, 'release');
  await tryDelivery({ delivery_date: '2025-12-30', lines: first }, (reply) => refused(reply, 409, 'period.closed'));
  await tryDelivery({ delivery_date: '2026-03-03', lines: first }, (reply) => refused(reply, 422, 'stock.future_date'));

  const delivery = await create(admin, 'sales.delivery', {
    order: 'SO2601-00001',
    delivery_date: '2026-01-12',
    lines: [...first, { order_line: two, qty: '12' }, { order_line: three, qty: '10' }],
  });
  const { record } = await act(admin, 'sales.delivery', delivery.id, 'post');
  ids.set('CK2601-00001', record.id);
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
  expect([posted.date, ...posted.lines]).toEqual(['2026-01-12', 'Dr 1122 C000001 4565.49', 'Cr 6001 HQ 4059.51', 'Cr 222106 505.98', 'Dr 640101 HQ 3222.79', 'Cr 1405 3222.79']);
  expect(await openItems(company, '2026-01-12')).toEqual(['XS-1210 11300.00 2026-01-09', 'CK2601-00001 4565.49']);
  expect(await reserved(company)).toBe('75 / 0 / 20');
  order = await read(admin, 'sales.order', order.id);
  expect([order['progress'], Number(order['delivered_share']).toFixed(3)]).toEqual(['partly_delivered', '0.598']);
  expect(perLine(order, 'to_invoice')).toEqual(['25', '12', '10']);
  refused(await attempt(admin, 'sales.delivery', record.id, 'post'), 409, 'document.transition_refused', { from: 'posted', action: 'post' });
});

test('first sale: step 9', async () => {
  const { admin } = company;
  const delivery = await create(admin, 'sales.delivery', { order: 'SO2601-00001', delivery_date: '2026-01-20' });
  expect(perLine(delivery, 'qty')).toEqual(['15', '20']);
  const { record } = await act(admin, 'sales.delivery', delivery.id, 'post');
  ids.set('CK2601-00002', record.id);
  expect(record.number).toBe('CK2601-00002');
  expect(perLine(record, 'base_qty', 'net', 'tax', 'gross', 'cost')).toEqual(['75 / 1635.95 / 212.67 / 1848.62 / 1375.00', '20 / 1087.97 / 97.92 / 1185.89 / 830.00']);
  const posted = await voucher(company, '2026-01 记-2');
  expect([posted.date, ...posted.lines]).toEqual(['2026-01-20', 'Dr 1122 C000001 3034.51', 'Cr 6001 HQ 2723.92', 'Cr 222106 310.59', 'Dr 640101 HQ 2205.00', 'Cr 1405 2205.00']);
  expect(await Promise.all(['P001', 'P003'].map((product) => stock(company, product, '2026-01-20')))).toEqual(['100 / 1833.33', '90 / 3735.00']);
  expect((await report(admin, 'inventory.stock_value', 'at=2026-01-20')).totals['value']).toBe('7202.71');
  expect(await reserved(company)).toBe('0 / 0 / 0');
  order = await read(admin, 'sales.order', order.id);
  expect([order['progress'], Number(order['delivered_share'])]).toEqual(['to_invoice', 1]);
  refused(await admin.post('/api/sales/delivery', { order: 'SO2601-00001', delivery_date: '2026-01-20' }), 422, 'document.incomplete', { fields: ['/lines'] });
});

test('first sale: step 10', async () => {
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
  ids.set('FP2601-00001', record.id);
  expect(record).toMatchObject({ state: 'issued', net: '4059.51', tax: '505.98', gross: '4565.49', fapiao_no: '26311000000000000001' });
  const posted = await voucher(company, '2026-01 记-3');
  expect([posted.date, ...posted.lines]).toEqual(['2026-01-22', 'Dr 222106 505.98', 'Cr 22210107 505.98']);
  expect(await openItems(company, '2026-01-22')).toEqual(['XS-1210 11300.00 2026-01-09', 'FP2601-00001 4565.49 2026-02-21', 'CK2601-00002 3034.51']);
  expect(perLine(await read(admin, 'sales.order', order.id), 'invoiced', 'to_invoice')).toEqual(['25 / 15', '12 / 0', '10 / 20']);

  const again = await create(admin, 'sales.invoice', { customer: 'C000001', issue_date: '2026-01-22', lines: [{ order_line: order.lines[0]?.id, qty: '41' }] });
  refused(await attempt(admin, 'sales.invoice', again.id, 'ready', {}, true), 422, 'invoice.over_billable', { open: '15' });
  await remove(admin, 'sales.invoice', again.id);
  const pdf = await admin.get(`/api/sales/invoice/${record.id}/print`);
  expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
});

/** The open item of a document, as the report names it. */
async function itemOf(document: string, at: string): Promise<string> {
  const { rows } = await report(company.admin, 'finance.open_items', `party=customers.customer:C000001&at=${at}`);
  const row = rows.find((one) => one.cells['document'] === document);
  return row?.cells['item'] ?? row?.key ?? '';
}
test('first sale: step 11', async () => {
  const { admin } = company;
  expect(await openItems(company, '2026-01-28')).toEqual(['XS-1210 11300.00 2026-01-09', 'FP2601-00001 4565.49 2026-02-21', 'CK2601-00002 3034.51']);
  const [opening, invoice] = await Promise.all([itemOf('XS-1210', '2026-01-28'), itemOf('FP2601-00001', '2026-01-28')]);
  const receipt = (amount: string, allocations: readonly (readonly [string, string])[]) => ({
    date: '2026-01-28',
    bank_account: 'ICBC',
    party: 'customers.customer:C000001',
    amount,
    allocations: allocations.map(([item, part]) => ({ item, amount: part })),
  });

  const over = await create(admin, 'finance.receipt', receipt('4565.50', [[invoice, '4565.50']]));
  await act(admin, 'finance.receipt', over.id, 'submit').catch(() => undefined);
  const refusal = await attempt(admin, 'finance.receipt', over.id, 'post', {}, true);
  refused(refusal, 422, 'open_item.over_settled');

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
  ids.set('SK', record.id);
  expect(record.state).toBe('posted');
  const posted = await voucher(company, '2026-01 记-4');
  expect([posted.date, ...posted.lines]).toEqual(['2026-01-28', 'Dr 100201 15000.00', 'Cr 1122 C000001 14300.00', 'Cr 2203 C000001 700.00']);
  expect(posted.cashFlow).toEqual(['CF101 14300.00', 'CF101 700.00']);
  const left = await openItems(company, '2026-01-28');
  expect(left.slice(0, 2)).toEqual(['FP2601-00001 1565.49 2026-02-21', 'CK2601-00002 3034.51']);
  expect(left[2]).toContain('-700.00');
});

test('first sale: step 11, two receipts at once', async () => {
  const { admin } = company;
  const invoice = await itemOf('FP2601-00001', '2026-01-28');
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
  const replies = await Promise.all(drafts.map((draft) => attempt(admin, 'finance.receipt', draft, 'post', {}, true)));
  // Each alone fits the 1,565.49 that remain; posted together only one could. A dry run holds the locks without keeping anything.
  expect(replies.map((reply) => reply.status)).toEqual([200, 200]);
});

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
const figures = async (of: string, names: readonly string[], column = 'closing'): Promise<readonly (string | null)[]> => {
  const figure = await statement(company, 'balance_sheet', `at=${of}`, column);
  return names.map(figure);
};
test('first sale: step 12', async () => {
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
  expect(ledger.rows.flatMap((row) => (row.open ? [row.open.id] : []))).toEqual([id('CK2601-00001'), id('CK2601-00002'), id('SK')]);

  const names = ['货币资金', '应收账款', '存货', '固定资产', '资产总计', '短期借款', '预收款项', '应交税费', '其他流动负债', '负债合计', '未分配利润'];
  expect(await figures('2026-01-31', names)).toEqual([
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
  expect(await figures('2026-01-31', names, 'opening')).toEqual([
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
  expect(['revenue', 'operating_profit', 'total_profit', 'net_profit'].map(profit)).toEqual(['6783.43', '1355.64', '1355.64', '1355.64']);
});

test('first sale: step 13', async () => {
  const { admin } = company;
  const drill = (cell: string) => report(admin, 'finance.income_statement/drill', `from=2026-01-01&to=2026-01-31&cell=${cell}`);
  const accounts = await drill('revenue.amount');
  expect(accounts.rows.map((row) => [row.key, row.cells['amount']])).toEqual([['6001', '6783.43']]);
  const entries = await drill('revenue.amount/6001.amount');
  expect(entries.rows.map((row) => [row.cells['amount'], row.open?.declaration, row.open?.id])).toEqual([
    ['4059.51', 'sales.delivery', id('CK2601-00001')],
    ['2723.92', 'sales.delivery', id('CK2601-00002')],
  ]);
  const chain = answered<{ readonly nodes: readonly { readonly number: string | null }[] }>(await admin.get(`/api/sales/delivery/${id('CK2601-00001')}/related?depth=6`), 200);
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
});

async function middleOfJanuary(): Promise<void> {
  const { rows, totals } = await trialBalance(company, '2026-01-15');
  expect([totals['closing_debit'], totals['closing_credit']]).toEqual(['216495.99', '216495.99']);
  const closing = new Map(rows.map((row) => [row.split(' ')[0], row.split(' ').slice(-2).join(' ')]));
  expect(['1122', '1405', '222106', '6001', '640101'].map((account) => closing.get(account))).toEqual(['Dr 15865.49', 'Dr 9407.71', 'Cr 505.98', 'Cr 4059.51', 'Dr 3222.79']);
  expect(await figures('2026-01-15', ['货币资金', '应收账款', '存货', '固定资产', '资产总计', '短期借款', '应交税费', '其他流动负债', '未分配利润'])).toEqual([
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
test('first sale: step 14', middleOfJanuary);

test('first sale: step 15', async () => {
  const { admin } = company;
  refused(await attempt(admin, 'sales.delivery', id('CK2601-00001'), 'reverse', { reason: '误发' }), 409, 'delivery.has_followups', { documents: ['FP2601-00001'] });
  const before = await trialBalance(company, '2026-01-19');
  const { record, created } = await act(admin, 'sales.delivery', id('CK2601-00002'), 'reverse', { reason: '误发' });
  expect(record.state).toBe('reversed');
  expect(created).toMatchObject([{ declaration: 'sales.delivery', number: 'CK2601-00003', state: 'posted' }]);
  const counter = await read(admin, 'sales.delivery', created[0]?.id ?? '');
  expect(counter).toMatchObject({ delivery_date: '2026-01-20', reverses: { code: 'CK2601-00002' }, gross: '-3034.51' });
  refused(await attempt(admin, 'sales.delivery', id('CK2601-00002'), 'reverse', { reason: '误发' }), 409, 'document.transition_refused');

  const posted = await voucher(company, '2026-01 记-5');
  expect([posted.date, posted.kind, ...posted.summaries]).toEqual(['2026-01-20', 'red', '注销2026年1月20日记-2号凭证']);
  expect(posted.lines).toEqual(['Dr 1122 C000001 -3034.51', 'Cr 6001 HQ -2723.92', 'Cr 222106 -310.59', 'Dr 640101 HQ -2205.00', 'Cr 1405 -2205.00']);
  expect(await Promise.all(['P001', 'P002', 'P003'].map((product) => stock(company, product, '2026-01-31')))).toEqual(['175 / 3208.33', '38 / 1634.38', '110 / 4565.00']);
  expect((await openItems(company, '2026-01-31')).filter((item) => item.startsWith('CK'))).toEqual([]);
  expect((await read(admin, 'sales.order', order.id))['progress']).toBe('partly_delivered');
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
  expect(await figures('2026-01-31', ['货币资金', '应收账款', '存货', '固定资产', '资产总计', '短期借款', '预收款项', '应交税费', '未分配利润'])).toEqual([
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
  await middleOfJanuary();
  expect(await trialBalance(company, '2026-01-19')).toEqual(before);
});
