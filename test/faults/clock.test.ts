import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { adminPassword, type Client, foundCompany, type Company } from '../support/company.ts';

/* A clock that is set back, by an hour and by a day, in the middle of work (the clock of the kernel is given to it): nothing is lost, doubled or shut out. */
let now = new Date('2026-03-10T06:00:00.000Z');
const move = (hours: number): void => void (now = new Date(now.getTime() + hours * 3_600_000));
let company: Company;
let admin: Client;
beforeAll(async () => {
  company = await foundCompany({ clock: () => now });
  await company.admin.patch('/api/core/settings', { second_factor: 'off' });
  // Rights begin on the day they are given; a clock before that day gives none.
  move(24 * 8);
  admin = await company.signIn('admin', adminPassword);
  await admin.post('/api/finance/bank_account', { code: 'ICBC', name: '工行基本户', kind: 'basic', bank: '中国工商银行', account_no: '1001234509876543210', is_default: true });
  const { version } = (await admin.get<{ version: number }>('/api/finance/settings')).body;
  await admin.patch('/api/finance/settings', { version, go_live_period: '2026-03', allow_self_review: true });
});
afterAll(() => company.close());

async function postVoucher(): Promise<void> {
  const lines = [
    { account: '100201', summary: '投入', debit: '10.00' },
    { account: '4001', summary: '投入', credit: '10.00' },
  ];
  const made = await admin.post<{ id: string; version: number }>('/api/finance/voucher', { voucher_date: '2026-03-18', lines });
  let { version } = made.body;
  const { id } = made.body;
  for (const action of ['submit', 'review']) {
    const done = await admin.post<{ record?: { version: number } }>(`/api/finance/voucher/${id}/actions/${action}`, { version, input: {} });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    version = done.body.record?.version ?? version;
  }
}

test('numbers go on, chains hold and verify finds nothing, whatever the clock says', async () => {
  const made: string[] = [];
  for (const hours of [0, -1, 2, -24, 0, 25]) {
    move(hours);
    await postVoucher();
    await company.settled();
    const customer = await admin.post<{ code: string }>('/api/customers/customer', { name: `时钟${made.length}有限公司` });
    expect(customer.status, JSON.stringify(customer.body)).toBe(201);
    made.push(customer.body.code);
  }
  expect(made).toEqual(['C000001', 'C000002', 'C000003', 'C000004', 'C000005', 'C000006']);
  const { data } = (await admin.get<{ data: { number: string | null }[] }>('/api/finance/gl_voucher?limit=200')).body;
  expect(data.map((row) => Number(/(\d+)$/.exec(row.number ?? '')?.[1])).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
  const { ok, checks } = await verify(company.kernel.environment, company.org);
  expect([ok, checks.filter((check) => check.differences > 0)]).toEqual([true, []]);
});
test('a session stays, a new one is made, and neither lasts longer than it may', async () => {
  move(-3);
  expect((await admin.get('/api/me')).status).toBe(200);
  const other: Client = await company.signIn('admin', adminPassword);
  expect((await other.get('/api/me')).status).toBe(200);
  move(2);
  expect((await other.get('/api/me')).status).toBe(200);
  move(24 * 8);
  expect((await other.get<{ code: string }>('/api/me')).body.code).toBe('auth.session_expired');
});
test('a page that was begun before goes on after, with every row once', async () => {
  admin = await company.signIn('admin', adminPassword);
  for (let at = 0; at < 6; at += 1) {
    move(at % 2 === 0 ? -1 : 1);
    expect((await admin.post('/api/core/unit', { code: `CLK${at}`, name: `钟${at}` })).status).toBe(201);
  }
  const seen: string[] = [];
  let after = '';
  do {
    const { data, page } = (
      await admin.get<{ data: { code: string }[]; page?: { next?: string | null } }>(
        `/api/core/unit?limit=4&sort=-created_at${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
      )
    ).body;
    seen.push(...data.map((row) => row.code));
    after = page?.next ?? '';
    move(-1);
  } while (after !== '' && seen.length < 200);
  expect(seen.filter((code) => code.startsWith('CLK')).sort()).toEqual(['CLK0', 'CLK1', 'CLK2', 'CLK3', 'CLK4', 'CLK5']);
  expect(new Set(seen).size).toBe(seen.length);
});
test('what is due is run once, not again because it is earlier, and not never', async () => {
  const run = (): Promise<readonly string[]> => runDueJobs(company.kernel.environment, company.org);
  await run();
  move(24);
  expect(await run()).toContain('core.tidy');
  move(-24);
  expect(await run()).not.toContain('core.tidy');
  move(49);
  expect(await run()).toContain('core.tidy');
});
