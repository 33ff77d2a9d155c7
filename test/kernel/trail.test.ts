import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

/* The trail, its seals, what is erased from it, and who looked at what (P.9), through the API. */
interface Doc {
  readonly id: string;
  readonly version: number;
  readonly [member: string]: unknown;
}
let now = new Date('2026-03-05T01:30:00.000Z');
let company: Company;
let admin: Client;
let customer: Doc;
beforeAll(async () => {
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
  customer = (await admin.post<Doc>('/api/customers/customer', { name: '上海启泰贸易有限公司', kind: 'individual', invoice_account: '6222020200112233445' })).body;
});
afterAll(() => company.close());
const runSeal = async (): Promise<void> => expect((await admin.post('/api/core/job/core.seal_audit/run')).status).toBeLessThan(300);
const verification = async (): Promise<{ ok: boolean; rows: number; first: string | null; seal: { day: string; last_seq: number; seal: string } | null }> => (await admin.get('/api/core/audit/verification')).body as never;
const sealed = async (day: string): Promise<Record<string, unknown>> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const { seal } = await verification();
    if (seal?.day === day) return seal;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${day} is not sealed`);
};

test('P.9 a masked value is revealed once, with a purpose, and the log names it', async () => {
  const path = `/api/customers/customer/${customer.id}/actions/reveal`;
  const lin = await joinCompany(company, 'lin', '林晓雯', ['sales_manager']);
  const own = (await lin.post<Doc>('/api/customers/customer', { name: '苏州明德有限公司', invoice_account: '6222020200112233445' })).body;
  const shown = (await lin.get<Doc>(`/api/customers/customer/${own.id}`)).body;
  expect(shown['invoice_account']).not.toBe('6222020200112233445');
  const revealed = await lin.post(`/api/customers/customer/${own.id}/actions/reveal`, { field: 'invoice_account', purpose: '核对开票资料' });
  expect(revealed.body).toEqual({ field: 'invoice_account', value: '6222020200112233445' });
  expect((await lin.post(`/api/customers/customer/${own.id}/actions/reveal`, { field: 'invoice_account' })).body).toMatchObject({ code: 'field.required', path: '/purpose' });
  expect((await lin.post(path.replace('customer/', 'customer/'), { field: 'nmae', purpose: '核对' })).body).toMatchObject({ code: 'field.choice' });
  const seller = await joinCompany(company, 'li', '李雷', ['sales']);
  const his = (await seller.post<Doc>('/api/customers/customer', { name: '无锡长江有限公司', invoice_account: '6222020200112233445' })).body;
  expect((await seller.post(`/api/customers/customer/${his.id}/actions/reveal`, { field: 'invoice_account', purpose: '看看' })).body).toMatchObject({ code: 'forbidden', params: { permission: 'customers.reveal' } });
  expect((await seller.post(path, { field: 'invoice_account', purpose: '看看' })).status).toBe(404);
  const log = await admin.get<{ data: Doc[] }>(`/api/core/access_log?record=${own.id}`);
  expect(log.body.data).toEqual([expect.objectContaining({ channel: 'reveal', field: 'invoice_account', purpose: '核对开票资料', by: { id: expect.anything(), label: '林晓雯' } })]);
  expect((await seller.get<{ data: Doc[] }>('/api/core/access_log')).body.data).toEqual([]);
  expect((await lin.get<{ data: Doc[] }>('/api/core/access_log')).body.data).toHaveLength(1);
  for (let n = 0; n < 29; n += 1) await lin.post(`/api/customers/customer/${own.id}/actions/reveal`, { field: 'invoice_account', purpose: '核对' });
  expect((await lin.post(`/api/customers/customer/${own.id}/actions/reveal`, { field: 'invoice_account', purpose: '核对' })).body).toMatchObject({ code: 'rate.limited' });
});

test('P.9 a day that has ended is sealed over the one before it, with the access log of the day', async () => {
  expect((await verification()).seal).toBeNull();
  now = new Date('2026-03-06T02:00:00.000Z');
  admin = await company.signIn('admin', 'Start-12345!');
  await admin.patch(`/api/customers/customer/${customer.id}`, { version: customer.version, short_name: '启泰' });
  await runSeal();
  const first = await sealed('2026-03-05');
  now = new Date('2026-03-07T02:00:00.000Z');
  admin = await company.signIn('admin', 'Start-12345!');
  await runSeal();
  const second = await sealed('2026-03-06');
  expect(Number(second['last_seq'])).toBeGreaterThan(Number(first['last_seq']));
  expect(second['seal']).not.toBe(first['seal']);
  expect(await verification()).toMatchObject({ ok: true, first: null });
});

test('P9-3 redaction leaves chain and seals as they are, and the values read as erased', async () => {
  const stranger = await company.signIn('li', 'Fluss-29571!');
  const body = { declaration: 'customers.customer', record: customer.id, fields: ['name', 'invoice_account'], reason: '个人要求删除' };
  expect((await stranger.post('/api/core/audit/actions/redact', body)).status).toBe(403);
  expect((await admin.post('/api/core/audit/actions/redact', { ...body, fields: ['nmae'] })).body).toMatchObject({ code: 'field.choice', path: '/fields/0' });
  const done = await admin.post<{ redaction: string; rows: number }>('/api/core/audit/actions/redact', body);
  expect([done.status, done.body.rows]).toEqual([200, 1]);
  expect(await verification()).toMatchObject({ ok: true });
  const trail = await admin.get<{ data: { action: string; changes: { path: string }[]; reason: string | null }[] }>(`/api/core/audit?record=${customer.id}`);
  expect(trail.body.data.at(-1)?.changes).toContainEqual({ path: 'name', redacted: true });
  expect(JSON.stringify(trail.body)).not.toContain('上海启泰');
  expect(trail.body.data.find((row) => row.action === 'redact')?.reason).toBe('个人要求删除');
});

test('P9-3 nothing else about a row can be changed: not by the server, and not unnoticed by an owner', async () => {
  const change = (text: string): Promise<unknown> => company.pools.plain.query(`begin; set local app.org_id = '${company.org.id}'; ${text}; commit`).finally(() => company.pools.plain.query('rollback'));
  await expect(change(`update core.audit set actor = 'li'`)).rejects.toThrow(/permission denied/);
  await expect(change(`update core.audit set fields = '[]', redacted_by = id where jsonb_array_length(fields) > 0`)).rejects.toThrow(/ledger.immutable/);
  await expect(change(`delete from core.audit`)).rejects.toThrow(/permission denied/);
  const owner = await connect(company.database.owner);
  try {
    const { rows: saved } = await owner.query('select audit, seq from core.audit_chain where org_id = $1 order by seq desc limit 1', [company.org.id]);
    await owner.query('alter table core.audit disable trigger redaction');
    await owner.query(`update core.audit set actor = 'li' where id = $1`, [saved[0].audit]);
    const wrong = await verify(company.kernel.environment, company.org, ['audit_chain']);
    expect(wrong.checks[0]?.first).toMatch(new RegExp(`^audit seq ${saved[0].seq}: stored [0-9a-f]{64}, computed [0-9a-f]{64}$`));
    await owner.query('alter table core.audit_chain disable trigger immutable');
    await owner.query(`delete from core.audit_chain where org_id = $1 and seq > 2`, [company.org.id]);
    const cut = await verify(company.kernel.environment, company.org, ['audit_seals']);
    expect(cut.checks[0]?.first).toMatch(/last seq 2 < sealed \d+/);
  } finally {
    await owner.end();
  }
});
