import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { type Client, type Company, foundCompany } from '../support/company.ts';
import { mailRelay, type Relay } from '../support/mail.ts';
import { joinCompany } from '../support/people.ts';

interface Made {
  readonly id: string;
  readonly url: string;
  readonly state: string;
}
let company: Company;
let admin: Client;
let relay: Relay;
let now = new Date('2026-03-31T02:00:00.000Z');
const later = (minutes: number): void => void (now = new Date(now.getTime() + minutes * 60_000));
const run = async (): Promise<void> => {
  await runDueJobs(company.kernel.environment, company.org);
  later(0.2);
  await runDueJobs(company.kernel.environment, company.org);
};
interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}
/** Somebody outside, with nothing but the address. */
async function ask(method: string, url: string, body?: object, headers: Record<string, string> = {}): Promise<Said> {
  const answer = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const json = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, body: json ? ((await answer.json()) as Record<string, unknown>) : {}, headers: answer.headers };
}
let customer: string;
let product: string;
async function sentQuotation(): Promise<string> {
  const made = await admin.post<{ id: string; version: number }>('/api/sales/quotation', {
    customer: { id: customer },
    valid_until: '2026-12-31',
    lines: [{ product: { id: product }, qty: '1', unit_price: '113' }],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const sent = await admin.post(`/api/sales/quotation/${made.body.id}/actions/send`, { version: made.body.version, input: {} });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  return made.body.id;
}
const share = async (quotation: string, wish: object): Promise<Made> => {
  const made = await admin.post<Made>(`/api/sales/quotation/${quotation}/links`, { expires_at: new Date(now.getTime() + 7 * 86_400_000).toISOString(), ...wish });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};

beforeAll(async () => {
  relay = await mailRelay();
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
  await admin.patch('/api/core/settings', { second_factor: 'off', webhook_allow: `127.0.0.1:${relay.port}` });
  await joinCompany(company, 'lin', '林晓雯', ['sales']);
  customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创有限公司' })).body.id;
  product = (await admin.post<{ id: string }>('/api/inventory/product', { code: 'P1', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' }))
    .body.id;
});
afterAll(async () => {
  await company.close();
  await relay.close();
});
afterEach(() => later(2));

test('P11-6 a link for one use: opening takes nothing, the second answer is refused, so is what was taken back, a wrong letter is no address', async () => {
  const quotation = await sentQuotation();
  const link = await share(quotation, { uses: 1, actions: ['accept', 'reject'] });
  expect(link.url).toMatch(/\/p\/[0-9A-Za-z]{22}$/);
  for (let times = 0; times < 3; times += 1)
    expect((await ask('GET', link.url)).body).toMatchObject({ used: false, code_to: null, actions: [{ name: 'accept' }, { name: 'reject' }] });
  const accept = { action: 'accept', name: '李先生' };
  expect(await ask('POST', `${link.url}/submit`, { action: 'accept' }, { 'idempotency-key': 'a' })).toMatchObject({ status: 422, body: { code: 'field.required' } });
  expect(await ask('POST', `${link.url}/submit`, accept, { 'idempotency-key': 'b' })).toMatchObject({ status: 200, body: { outcome: 'applied' } });
  expect((await ask('POST', `${link.url}/submit`, accept, { 'idempotency-key': 'b' })).status).toBe(200);
  expect(await ask('POST', `${link.url}/submit`, accept, { 'idempotency-key': 'c' })).toMatchObject({ status: 410, body: { code: 'link.used' } });
  expect((await admin.get<{ state: string }>(`/api/sales/quotation/${quotation}`)).body.state).toBe('accepted');
  const [trail] = (await admin.get<{ data: { actor: string; via: string }[] }>(`/api/core/audit?record=${quotation}&action=accept`)).body.data;
  expect(trail).toMatchObject({ via: 'link' });
  expect((await admin.post<Made>(`/api/core/public_link/${link.id}/revoke`)).body.state).toBe('revoked');
  for (const path of ['', '/file']) expect(await ask('GET', link.url + path)).toMatchObject({ status: 410, body: { code: 'link.revoked' } });
  const wrong = link.url.slice(0, -1) + (link.url.endsWith('a') ? 'b' : 'a');
  expect(await ask('GET', wrong)).toMatchObject({ status: 404, body: { code: 'route.not_found' } });
  const seen = (await admin.get<{ data: { what: string }[] }>(`/api/core/public_link/${link.id}/accesses`)).body.data.map(({ what }) => what);
  expect(seen.filter((what) => what === 'opened')).toHaveLength(3);
  expect(seen).toContain('submitted:accept');
});
test('P.11 the page runs nothing, tells nobody where it was opened, and shows the print; it ends with its time', async () => {
  const quotation = await sentQuotation();
  const link = await share(quotation, {});
  const page = await fetch(link.url);
  const text = await page.text();
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('x-robots-tag')).toContain('noindex');
  expect(page.headers.get('content-security-policy')).not.toContain('script-src');
  expect(text).toContain('noindex');
  expect(text).not.toContain('<script');
  const file = await fetch(`${link.url}/file`);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(
    Buffer.from(await file.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(await ask('POST', `${link.url}/submit`, { action: 'accept', name: '李' })).toMatchObject({ status: 404 });
  later(8 * 24 * 60);
  expect(await ask('GET', link.url)).toMatchObject({ status: 410, body: { code: 'link.expired' } });
  admin = await company.signIn('admin', 'Start-12345!');
  expect((await admin.get<{ data: Made[] }>(`/api/sales/quotation/${quotation}/links`)).body.data).toMatchObject([{ id: link.id, state: 'expired' }]);
});
test('P.11 a code of six digits: by mail, five tries, five minutes, another after a minute, this browser alone', async () => {
  const quotation = await sentQuotation();
  const refused = await admin.post(`/api/sales/quotation/${quotation}/links`, {
    expires_at: new Date(now.getTime() + 86_400_000).toISOString(),
    code: true,
    address: 'li@example.com',
  });
  expect(refused.body['code']).toBe('channel.not_configured');
  await admin.post('/api/core/channel_adapter', { name: '邮箱', kind: 'smtp', host: '127.0.0.1', port: relay.port, security: 'none', sender: 'erp@us.example' });
  const link = await share(quotation, { code: true, send: true, address: 'li@example.com', actions: ['accept'] });
  await run();
  expect(relay.letters.at(-1)?.text).toContain(link.url);
  expect((await ask('GET', link.url)).body).toMatchObject({ code_to: 'l***@example.com', actions: [], title: '报价单' });
  expect(await ask('GET', `${link.url}/file`)).toMatchObject({ status: 403, body: { code: 'code.needed' } });
  const codeOf = async (): Promise<string> => {
    expect((await ask('POST', `${link.url}/code`, {})).status).toBe(200);
    await run();
    return /(\d{6})/.exec(relay.letters.at(-1)?.subject ?? '')?.[1] ?? '';
  };
  const enter = (code: string): Promise<Said> => ask('POST', `${link.url}/enter`, { code });
  const code = await codeOf();
  expect(await ask('POST', `${link.url}/code`, {})).toMatchObject({ status: 429 });
  const wrong = code === '000000' ? '000001' : '000000';
  for (const left of [4, 3, 2, 1]) expect(await enter(wrong)).toMatchObject({ status: 422, body: { code: 'code.invalid', params: { tries_left: left } } });
  expect(await enter(wrong)).toMatchObject({ status: 429, body: { code: 'code.locked' } });
  expect(await enter(code)).toMatchObject({ body: { code: 'code.locked' } });
  later(2);
  const late = await codeOf();
  later(6);
  expect(await enter(late)).toMatchObject({ status: 410, body: { code: 'code.expired' } });
  const right = await enter(await codeOf());
  expect(right.status).toBe(200);
  const cookie = right.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect((await ask('GET', link.url, undefined, { cookie })).body).toMatchObject({ code_to: null, actions: [{ name: 'accept' }] });
  expect((await ask('GET', link.url)).body).toMatchObject({ code_to: 'l***@example.com' });
  later(31);
  expect((await ask('GET', link.url, undefined, { cookie })).body).toMatchObject({ code_to: 'l***@example.com' });
});
test('P.11 who may not read or print the record makes no link, sees none and takes none back; wishes are checked', async () => {
  admin = await company.signIn('admin', 'Start-12345!');
  const quotation = await sentQuotation();
  const link = await share(quotation, {});
  const lin = await company.signIn('lin', 'Fluss-29571!');
  const expires = new Date(now.getTime() + 86_400_000).toISOString();
  expect((await lin.post(`/api/sales/quotation/${quotation}/links`, { expires_at: expires })).status).toBe(404);
  expect((await lin.get(`/api/sales/quotation/${quotation}/links`)).status).toBe(404);
  expect((await lin.post(`/api/core/public_link/${link.id}/revoke`)).status).toBe(404);
  expect((await lin.get(`/api/core/public_link/${link.id}/accesses`)).status).toBe(404);
  const wrong = async (body: object): Promise<unknown> => (await admin.post(`/api/sales/quotation/${quotation}/links`, { expires_at: expires, ...body })).body;
  expect(await wrong({ expires_at: undefined })).toMatchObject({ code: 'field.required', path: '/expires_at' });
  expect(await wrong({ expires_at: '2020-01-01T00:00:00Z' })).toMatchObject({ code: 'field.range' });
  expect(await wrong({ expires_at: 'tomorrow' })).toMatchObject({ code: 'field.date' });
  expect(await wrong({ uses: 0 })).toMatchObject({ code: 'field.range', path: '/uses' });
  expect(await wrong({ actions: ['cancel'] })).toMatchObject({ code: 'field.choice', path: '/actions/0' });
  expect(await wrong({ address: 'nobody' })).toMatchObject({ code: 'email.invalid' });
  expect(await wrong({ code: true })).toMatchObject({ code: 'field.required', path: '/address' });
});
