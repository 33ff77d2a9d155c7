import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { sequence } from '../../src/kernel/sequencer.ts';
import { servers } from '../../src/modules/server.ts';
import { firm } from '../../bench/firms.ts';
import { adminPassword, foundCompany, type Company } from '../support/company.ts';
import { openSecond, type SecondServer, sender, type Sender } from './second-server.ts';

/* Two servers on one database: both serve, and what there is one of — numbers, the sequencer, a job's run — stays one. */
let company: Company;
let second: SecondServer;
let both: readonly Sender[];
beforeAll(async () => {
  company = await foundCompany();
  second = await openSecond(company.database.app);
  both = [await sender(company.url, 'admin', adminPassword), await sender(second.url, 'admin', adminPassword)];
});
afterAll(async () => {
  await second.close();
  await company.close();
});
const day = new Date().toISOString().slice(0, 10);

test('vouchers posted through both have numbers without a hole or a double', { timeout: 60_000 }, async () => {
  // Who prepared a voucher does not review it, unless the settings say so.
  const { version } = (await company.admin.get<{ version: number }>('/api/finance/settings')).body;
  await company.admin.patch('/api/finance/settings', { version, go_live_period: day.slice(0, 7), allow_self_review: true });
  await company.admin.post('/api/finance/bank_account', {
    code: 'ICBC',
    name: '工行基本户',
    kind: 'basic',
    bank: '中国工商银行',
    account_no: '1001234509876543210',
    is_default: true,
  });
  const lines = [
    { account: '100201', summary: '股东投入', debit: '100.00' },
    { account: '4001', summary: '股东投入', credit: '100.00' },
  ];
  const post = async (at: number): Promise<string> => {
    const here = both[at % 2];
    const made = await here?.post('/api/finance/voucher', { voucher_date: day, lines }, `v${at}`);
    const id = String(made?.body['id']);
    const act = async (action: string, on: Sender | undefined): Promise<number> => {
      const { version: now } = (await company.admin.get<{ version: number }>(`/api/finance/voucher/${id}`)).body;
      return (await on?.post(`/api/finance/voucher/${id}/actions/${action}`, { version: now, input: {} }, `v${at}-${action}`))?.status ?? 0;
    };
    // Made by one server, submitted by the other.
    const submitted = await act('submit', both[(at + 1) % 2]);
    const reviewed = await act('review', here);
    return `${made?.status} ${submitted} ${reviewed}`;
  };
  const outcomes = await Promise.all(Array.from({ length: 16 }, (_, at) => post(at)));
  await Promise.all([company.settled(), sequence(second.pools.commands, servers, company.org), company.settled(), sequence(second.pools.commands, servers, company.org)]);
  const { data } = (await company.admin.get<{ data: { number: string | null; period: string }[] }>('/api/finance/gl_voucher?limit=200')).body;
  const numbers = data.map((row) => Number(/(\d+)$/.exec(row.number ?? '')?.[1])).sort((a, b) => a - b);
  expect(numbers, JSON.stringify(outcomes)).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
  const { ok, checks } = await verify(company.kernel.environment, company.org);
  expect([ok, checks.filter((check) => check.differences > 0)]).toEqual([true, []]);
});
test('one code is given to one record, whichever server is asked, and one key is done once', async () => {
  const both24 = await Promise.all(Array.from({ length: 24 }, (_, at) => both[at % 2]?.post('/api/customers/customer', { name: firm(at).name }, `c${at}`)));
  expect(both24.filter((answer) => answer?.status !== 201)).toEqual([]);
  expect(new Set(both24.map((answer) => answer?.body['code'])).size).toBe(24);
  const same = await Promise.all(both.map((one) => one.post('/api/customers/customer', { name: '同一请求有限公司' }, 'same-key')));
  const ids = new Set(same.filter((answer) => answer?.status === 201).map((answer) => answer?.body['id']));
  expect(ids.size).toBe(1);
  expect((await company.admin.get<{ data: object[] }>('/api/customers/customer?q=同一请求')).body.data).toHaveLength(1);
});
test('a job runs in one of them', async () => {
  await runDueJobs(company.kernel.environment, company.org);
  const environments = [company.kernel.environment, second.kernel.environment];
  // A year on everything is due.
  const late = environments.map((environment) => ({ ...environment, clock: () => new Date(Date.now() + 366 * 86_400_000) }));
  const ran = (await Promise.all(late.map((environment) => runDueJobs(environment, company.org)))).flat();
  expect(ran.length).toBeGreaterThan(0);
  expect(ran.toSorted()).toEqual([...new Set(ran)].toSorted());
});
test('what one changes the other shows at once', async () => {
  const made = await both[0]?.post('/api/core/unit', { code: 'SHARED', name: '共用' }, 'shared');
  const id = String(made?.body['id']);
  const seen = await fetch(`${second.url}/api/core/unit/${id}`);
  // A stranger is asked to sign in by either.
  expect(seen.status).toBe(401);
  expect((await both[1]?.post('/api/core/unit', { code: 'SHARED', name: '共用' }, 'shared-2'))?.body['code']).toBe('record.duplicate');
});
