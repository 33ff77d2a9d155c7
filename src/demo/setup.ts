import { toPlain } from '#decimal';
import type { LocalDate } from '#declare';
import { addDays, firstDay } from '../modules/finance/index.ts';
import { addMember, ensureAccount, setPassword } from '../server/sign-in/account.ts';
import type { AuthDatabase } from '../server/sign-in/database.ts';
import { checkPassword } from '../server/sign-in/password.ts';
import { hashPassword } from '../server/sign-in/secret.ts';
import { pick } from './chance.ts';
import type { Office } from './desk.ts';
import { categories } from './goods.ts';
import type { Plan } from './plan.ts';
import { departments, type Seat, sellers, staff } from './staff.ts';

/* The company before its first sale (first sale: steps 2 to 5): its name, people, goods, customers, prices, and what it brings along. */

export interface Members {
  readonly auth: AuthDatabase;
  readonly password: string;
}
export async function setUp(office: Office, plan: Plan, members: Members): Promise<void> {
  const first = firstDay(plan.goLive);
  // Periods are planned from the last day on, so that the year after it is there too (3.1).
  office.at(plan.until);
  await office.setting('finance', { go_live_period: plan.goLive, max_open_periods: 12 });
  office.at(first);
  await company(office);
  await people(office, members, first);
  await accounts(office);
  await goods(office, plan);
  await prices(office, plan, first);
  await customers(office, plan);
  await openings(office, plan);
}

async function company({ org, system }: Office): Promise<void> {
  await system.change('core.organisation', await system.read('core.organisation', org.id), {
    name: '上海启泰贸易有限公司',
    short_name: '启泰贸易',
    uscc: '91310115MA1QT00196',
    address: '上海市浦东新区张杨路500号',
    phone: '021-58880000',
  });
}
async function people(office: Office, { auth, password }: Members, first: LocalDate): Promise<void> {
  const { system, org } = office;
  for (const { code, name, cost } of departments) await system.create('core.department', { code, name, parent: 'HQ', cost_class: cost });
  for (const [seat, { login, name, department, roles }] of Object.entries(staff)) {
    checkPassword(password, { login, name, organisationCode: org.code, organisationName: org.name, host: 'localhost' }, 10);
    const account = await ensureAccount(auth, login, Date.now());
    const user = await system.create('core.user', { login, name, department, account: account.id });
    await addMember(auth, account.id, { org: org.id, code: org.code, user: user.id });
    await setPassword(auth, account.id, await hashPassword(password), false);
    await system.act('core.user', user, 'enable');
    for (const role of roles) await system.create('core.role_assignment', { user: user.id, role, from: first, reason: '演示数据' });
    await office.seat(seat as Seat, user.id);
  }
}
async function accounts({ of }: Office): Promise<void> {
  await of('chief').create('finance.bank_account', {
    code: 'ICBC',
    name: '工行基本户',
    kind: 'basic',
    bank: '中国工商银行',
    branch: '上海张杨路支行',
    account_no: '1001234509876543210',
    is_default: true,
  });
  await of('chief').create('finance.bank_account', {
    code: 'CMB',
    name: '招行一般户',
    kind: 'general',
    bank: '招商银行',
    branch: '上海世纪大道支行',
    account_no: '6214850212345678',
  });
}
async function goods({ of }: Office, plan: Plan): Promise<void> {
  const keeper = of('supervisor');
  for (const { code, name } of categories) await keeper.create('inventory.product_category', { code, name });
  for (const { code, name, spec, category, price } of plan.articles) {
    await keeper.create('inventory.product', {
      code,
      name,
      spec,
      category: category.code,
      base_unit: category.unit,
      sales_unit: category.carton?.[0] ?? null,
      tax_class_code: category.taxClass,
      sales_tax_code: category.taxCode,
      list_price: toPlain(price),
    });
    if (category.carton) await keeper.create('inventory.unit_conversion', { product: code, unit: category.carton[0], factor_num: category.carton[1] });
  }
}
/** One list for all, and a dearer customer's list for the goods most bought. */
async function prices({ of }: Office, plan: Plan, first: LocalDate): Promise<void> {
  const head = of('head1');
  const item = (at: number, min_qty: string, share: string) => {
    const { code, category, price } = pick(plan.articles, at);
    return { product: code, unit: category.unit, min_qty, price: toPlain(price.times(share).round(2)) };
  };
  const whole = plan.articles.flatMap((article, at) => [item(at, '0', '1'), ...(at % 4 === 0 ? [item(at, String(60 * (article.category.carton?.[1] ?? 1)), '0.96')] : [])]);
  const standard = await head.create('sales.price_list', { code: 'STD', name: '标准价', price_includes_tax: true, valid_from: addDays(first, -1), items: whole });
  await head.act('sales.price_list', standard, 'publish');
  const better = plan.articles.flatMap((_, at) => (at % 3 === 0 ? [item(at, '0', '0.95')] : []));
  const special = await head.create('sales.price_list', {
    code: 'VIP',
    name: 'VIP 价',
    price_includes_tax: true,
    valid_from: addDays(first, -1),
    priority: 10,
    scope_categories: ['VIP'],
    items: better,
  });
  await head.act('sales.price_list', special, 'publish');
}
const streets = ['人民路', '中山路', '解放路', '建设路', '科技大道', '滨江路', '迎宾路', '长江路'];
async function customers({ of }: Office, plan: Plan): Promise<void> {
  for (const [at, firm] of plan.firms.entries()) {
    const address = `${firm.place}市${pick(streets, at)}${100 + at * 3}号`;
    await of(pick(sellers, at)).create('customers.customer', {
      name: firm.name,
      uscc: firm.uscc,
      region: firm.region,
      address,
      category: at < 6 ? 'VIP' : at < 18 ? 'KEY' : 'REGULAR',
      payment_term: firm.term,
      addresses: [{ kind: 'delivery', receiver: firm.contact, mobile: firm.mobile, detail: address, is_default: true }],
      invoice_bank: '中国建设银行',
      invoice_account: `3105016${String(360_000_000_000 + at * 7_919)}`,
      contact_name: firm.contact,
      contact_mobile: firm.mobile,
    });
  }
}
async function openings({ of }: Office, plan: Plan): Promise<void> {
  const codeOf = (customer: number): string => pick(plan.firms, customer).code;
  const stock = await of('supervisor').create('inventory.adjustment', {
    kind: 'opening',
    lines: plan.stock.map(({ article, qty, amount }) => ({ product: pick(plan.articles, article).code, qty, amount })),
  });
  await of('supervisor').act('inventory.adjustment', stock, 'submit');
  const opening = await of('chief').create('finance.opening', {
    lines: plan.balances.map(({ account, customer, opening: amount }) => ({ account, opening: amount, ...(customer === undefined ? {} : { customer: codeOf(customer) }) })),
    items: plan.items.map((item) => ({
      account: '1122',
      party: `customers.customer:${codeOf(item.customer)}`,
      document_no: item.no,
      doc_date: item.date,
      due_date: item.due,
      amount: item.amount,
    })),
  });
  await of('chief').act('finance.opening', opening, 'post');
}
