import { expect } from 'vitest';
import { adminPassword } from '../support/company.ts';
import {
  account,
  act,
  answered,
  attempt,
  create,
  csv,
  type Doc,
  imported,
  openItems,
  read,
  refused,
  remove,
  report,
  setting,
  stock,
  type Story,
  trialBalance,
  voucher,
  vouchers,
} from './client.ts';

/* Set-up: the company, master data from files, opening stock and opening balances. */

export async function step1(story: Story): Promise<void> {
  const { company } = story;
  const stranger = company.stranger();
  expect((await stranger.get('/api/health')).status).toBe(200);
  const session = answered<{ readonly must: readonly string[] }>(await stranger.post('/api/session', { login: 'admin', password: adminPassword }), 200);
  expect(session.must).toEqual(['enrol_factor']);
}

export async function step2(story: Story): Promise<void> {
  const { company } = story;
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
  if (story.standard === 'sbe') await setting(admin, 'finance', { accounting_standard: 'sbe' });
  const periods = answered<{ readonly data: readonly Doc[] }>(await admin.get('/api/finance/period?sort=code&limit=3'), 200);
  expect(periods.data.map((period) => [period['code'], period.state])).toEqual([
    ['2026-01', 'open'],
    ['2026-02', 'open'],
    ['2026-03', 'future'],
  ]);
  const receivable = await read(admin, 'finance.account', '1122');
  expect(receivable['aux_required']).toEqual(['customer']);
  for (const leaf of ['410415', '222106', '640101'].map((code) => account(story, code))) expect((await read(admin, 'finance.account', leaf))['code']).toBe(leaf);
  const bank = await create(admin, 'finance.bank_account', {
    code: 'ICBC',
    name: '工行基本户',
    kind: 'basic',
    bank: '中国工商银行',
    account_no: '1001234509876543210',
    is_default: true,
  });
  expect(bank['account']).toMatchObject({ code: '100201' });
}

const products =
  '编号,名称,规格,商品分类,库存单位,销售单位,税收分类编码,销售税码\nP001,A4复印纸,70g 500张,OFFICE,包,箱,1060105010000000000,VAT13\nP002,桌面计算器,12位,OFFICE,台,,1090511030000000000,VAT13\nP003,东北大米,10kg,FOOD,袋,,1030102010000000000,VAT9\n';
const customerHeader = '客户编号,名称,客户性质,统一社会信用代码,收款条件,联系人,联系人手机\n';
const customerRow = (uscc: string): string => `${customerHeader}C000001,昆山同创电子有限公司,企业,${uscc},I30,李明,138 0013 8000\n`;
const priceHeader = '编号,名称,含税,生效日,商品,单位,起订量,价格,操作\n';
const priceRows = 'STD,标准价,是,2026-01-01,P001,包,0,25.9,发布\n,,,,P001,包,100,24.9,\n,,,,P002,台,0,79,\n,,,,P003,袋,0,59.9,\n';

export async function step3(story: Story): Promise<void> {
  const { company } = story;
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
}

export async function step4(story: Story): Promise<void> {
  const { company } = story;
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
}

const openingLines = (story: Story, amount = '52550.50') => [
  { account: '1001', opening: '2000.00' },
  { account: '100201', opening: '150000.00' },
  { account: '1122', customer: 'C000001', opening: '11300.00' },
  { account: '1405', opening: '12630.50' },
  { account: '1601', opening: '36000.00' },
  { account: '1602', opening: '6000.00' },
  { account: '200101', opening: '50000.00' },
  { account: '222102', opening: '3380.00' },
  { account: account(story, '4001'), opening: '100000.00' },
  { account: account(story, '410415'), opening: amount },
];
const openingItem = (amount: string) => ({ account: '1122', party: 'customers.customer:C000001', document_no: 'XS-1210', doc_date: '2025-12-10', due_date: '2026-01-09', amount });

export async function step5(story: Story): Promise<void> {
  const { company } = story;
  const { admin } = company;
  const unbalanced = await create(admin, 'finance.opening', { lines: openingLines(story, '52550.51'), items: [openingItem('11300.00')] });
  refused(await attempt(admin, 'finance.opening', unbalanced.id, 'post', {}, true), 422, 'opening.unbalanced', { difference: '-0.01' });
  await remove(admin, 'finance.opening', unbalanced.id);
  const mismatched = await create(admin, 'finance.opening', { lines: openingLines(story), items: [openingItem('11000.00')] });
  refused(await attempt(admin, 'finance.opening', mismatched.id, 'post', {}, true), 422, 'opening.items_mismatch');
  await remove(admin, 'finance.opening', mismatched.id);

  const opening = await create(admin, 'finance.opening', { lines: openingLines(story), items: [openingItem('11300.00')] });
  const { record } = await act(admin, 'finance.opening', opening.id, 'post');
  expect(record.number).toBe('QC2512-00001');
  const { kind, lines } = await voucher(company, '2026-00 记-1');
  expect([kind, lines.length]).toEqual(['opening', 10]);
  const { totals } = await trialBalance(company, '2026-01-31');
  expect([totals['opening_debit'], totals['opening_credit']]).toEqual(['211930.50', '211930.50']);
  expect(await openItems(company, '2026-01-01')).toEqual(['XS-1210 11300.00 2026-01-09']);
  // Once something is posted, the standard stays.
  const { version } = answered<{ readonly version: number }>(await admin.get('/api/finance/settings'), 200);
  refused(await admin.patch('/api/finance/settings', { version, accounting_standard: story.standard === 'sbe' ? 'cas' : 'sbe' }), 409, 'settings.locked');
}
