import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasBegun, loadDemo } from '../src/demo/load.ts';
import { scaleUp } from '../src/demo/bulk/scale.ts';
import { makePlan, type Size } from '../src/demo/plan.ts';
import { connect } from '../src/database/connect.ts';
import { decimal, negated, sum } from '../src/kernel/decimal.ts';
import { verify } from '../src/kernel/ledger/verify.ts';
import { authDatabase } from '../src/server/sign-in/database.ts';
import { adminPassword, type Company, foundCompany } from './support/company.ts';
import { answered, report } from './first-sale/client.ts';

/* The demo company (P.16 `demo`), small: two months of it, told twice from the same seed. */
const until = '2026-11-24' as never;
const size: Size = { months: 2, orders: 6, customers: 12, articles: 16 };
const password = 'Bambus-4711-rot';
/** The stock is that of a company three times as large, for the test of bulk writes. */
const times = 3;

async function told(): Promise<Company> {
  const company = await foundCompany({ clock: () => new Date(`${until}T12:00:00Z`) });
  const [member] = (await company.pools.plain.query<{ user_id: string }>('select user_id from auth.member limit 1')).rows;
  const org = { ...company.org, name: '我的公司', time_zone: 'Asia/Shanghai' };
  await loadDemo({ pools: company.pools, auth: authDatabase(company.pools.plain), org, user: member?.user_id ?? '', seed: 7, until, password, size, times });
  return company;
}
let [one, two]: readonly (Company | undefined)[] = [];
const companies = async (): Promise<readonly [Company, Company]> => {
  if (!one || !two) throw new Error('the companies are not there');
  return [one, two];
};
beforeAll(async () => {
  one = await told();
  two = await told();
});
afterAll(async () => {
  await one?.close();
  await two?.close();
});

test('the plan is the same for the same seed and another for another', () => {
  const plan = (seed: number): string => JSON.stringify(makePlan({ seed, until, size }));
  expect(plan(7)).toBe(plan(7));
  expect(plan(8)).not.toBe(plan(7));
});
test('the opening balances of the whole year balance', () => {
  const { balances, stock, items } = makePlan({ seed: 1, until });
  const credits = /^(1602|2|4)/;
  expect(sum(balances, ({ account, opening }) => (credits.test(account) ? negated(decimal(opening)) : decimal(opening))).toFixed(2)).toBe('0.00');
  const of = (code: string): string =>
    sum(
      balances.filter(({ account }) => account === code),
      ({ opening }) => decimal(opening),
    ).toFixed(2);
  expect(of('1405')).toBe(sum(stock, ({ amount }) => decimal(amount)).toFixed(2));
  expect(of('1122')).toBe(sum(items, ({ amount }) => decimal(amount)).toFixed(2));
});

test('nothing differs from what is recomputed', async () => {
  const [company] = await companies();
  const { ok, checks } = await verify(company.kernel.environment, company.org);
  expect(checks.filter((check) => check.differences > 0)).toEqual([]);
  expect(ok).toBe(true);
});
test('trial balance and balance sheet agree, and the months make a profit and loss account', async () => {
  const [company] = await companies();
  const { totals } = await report(company.admin, 'finance.trial_balance', `from=2026-10-01&to=${until}`);
  expect([totals['opening_debit'], totals['debit'], totals['closing_debit']]).toEqual([totals['opening_credit'], totals['credit'], totals['closing_credit']]);
  const sheet = await report(company.admin, 'finance.balance_sheet', `at=${until}`);
  expect(sheet.checks.filter((check) => !check.ok)).toEqual([]);
  const { rows } = await report(company.admin, 'finance.income_statement', `from=2026-10-01&to=2026-10-31`);
  const cell = (key: string): number => Number(rows.find((row) => row.key === key)?.cells['amount'] ?? 0);
  expect(cell('revenue')).toBeGreaterThan(0);
  expect(cell('selling_expense')).toBeGreaterThan(0);
});
test('the same seed gives the same figures', async () => {
  const figures = await Promise.all(
    (await companies()).map(async ({ admin }) => {
      const trial = await report(admin, 'finance.trial_balance', `from=2026-10-01&to=${until}`);
      const items = await report(admin, 'finance.open_items', `at=${until}`);
      const stock = await report(admin, 'inventory.stock_value', `at=${until}`);
      return [
        trial.rows.map(({ key, cells }) => ({ key, cells })),
        items.rows.map((row) => [row.cells['document'], row.cells['remaining'], row.cells['due_date']].join(' ')).sort(),
        stock.totals,
      ];
    }),
  );
  expect(figures[0]).toEqual(figures[1]);
  expect(figures[0]?.[1]?.length).toBeGreaterThan(3);
});
test('lists have drafts, goods to ship and money to collect, and a company that has begun is told apart', async () => {
  const [company] = await companies();
  const total = async (path: string): Promise<number> => answered<{ readonly data: readonly unknown[] }>(await company.admin.get(path), 200).data.length;
  const wanted = [
    ['sales/order', 'state', 'draft'],
    ['sales/quotation', 'state', 'draft'],
    ['finance/receipt', 'state', 'approved'],
    ['finance/voucher', 'state', 'submitted'],
    ['sales/order', 'progress', 'to_collect'],
  ] as const;
  for (const [name, field, value] of wanted) {
    const filter = encodeURIComponent(JSON.stringify({ field, op: 'eq', value }));
    expect([name, value, await total(`/api/${name}?filter=${filter}`)]).not.toEqual([name, value, 0]);
  }
  expect(await hasBegun(company.pools.plain, company.org.id)).toBe(true);
});
test('the people sign in with the password of the demo and see what is theirs', async () => {
  const [company] = await companies();
  const seller = await company.signIn('linzhiyuan', password);
  const orders = (await seller.get<{ readonly data: readonly { readonly salesperson: { readonly label: string } }[] }>('/api/sales/order?limit=200')).body.data;
  expect(orders.length).toBeGreaterThan(0);
  expect(new Set(orders.map((order) => order.salesperson.label))).toEqual(new Set(['林志远']));
  expect(adminPassword).not.toBe(password);
});

test('bulk writes make three times the business, and nothing differs from what is recomputed', async () => {
  const [, company] = await companies();
  const owner = await connect(company.database.owner);
  const rows = async (table: string, where = 'true'): Promise<number> =>
    Number((await owner.query(`select count(*)::int as n from ${table} where org_id = $1 and ${where}`, [company.org.id])).rows[0]?.n);
  try {
    const before = [await rows('sales."order"', `state <> 'draft'`), await rows('sales.invoice', `state = 'issued'`), await rows('finance.gl_voucher')];
    const plan = makePlan({ seed: 7, until, size, times });
    const scaled = await scaleUp({ client: owner, registry: company.kernel.registry, org: company.org, plan, times });
    await company.settled();
    expect(scaled.copies).toBe(2);
    expect([await rows('sales."order"', `state <> 'draft'`), await rows('sales.invoice', `state = 'issued'`)]).toEqual(before.slice(0, 2).map((n) => n * times));
    expect(await rows('finance.gl_voucher')).toBeGreaterThan((before[2] ?? 0) * 2);
    const { checks } = await verify(company.kernel.environment, company.org);
    expect(checks.filter((check) => check.differences > 0)).toEqual([]);
    expect(await rows('core.audit_pending')).toBe(0);
    // Keys and triggers are back: the ledger still refuses to be changed.
    await expect(owner.query(`update finance.gl_voucher_line set debit = debit + 1 where org_id = $1`, [company.org.id])).rejects.toMatchObject({ code: 'QT001' });
  } finally {
    await owner.end();
  }
  const { totals } = await report(company.admin, 'finance.trial_balance', `from=2026-10-01&to=${until}`);
  expect([totals['debit'], totals['closing_debit']]).toEqual([totals['credit'], totals['closing_credit']]);
});
test('numbers go on after those of the bulk writes', async () => {
  const [, company] = await companies();
  const filter = encodeURIComponent(JSON.stringify({ field: 'state', op: 'eq', value: 'draft' }));
  const [draft] = answered<{ readonly data: readonly { readonly id: string; readonly version: number }[] }>(await company.admin.get(`/api/sales/order?filter=${filter}`), 200).data;
  const { record } = answered<{ readonly record: { readonly number: string } }>(
    await company.admin.post(`/api/sales/order/${draft?.id}/actions/confirm`, { version: draft?.version, input: {} }),
    200,
  );
  expect(record.number).toMatch(/^SO2611-\d{5}$/);
});
