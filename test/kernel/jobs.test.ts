import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Job {
  readonly name: string;
  readonly paused: boolean;
  readonly next_at: string | null;
  readonly last: { readonly at: string; readonly outcome: string; readonly rows: number | null } | null;
  readonly code?: string;
}
interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly next_at: string | null;
}
interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
let company: Company;
let admin: Client;
let now = new Date('2026-03-31T02:00:00.000Z');
let receiver: Server;
let port: number;
let answer = 204;
const received: Received[] = [];
const later = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));
const run = (): Promise<readonly string[]> => runDueJobs(company.kernel.environment, company.org);
const jobs = async (): Promise<ReadonlyMap<string, Job>> => new Map((await admin.get<{ data: Job[] }>('/api/core/job')).body.data.map((job) => [job.name, job]));

beforeAll(async () => {
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
  // The clock of this story runs for weeks.
  await admin.patch('/api/core/settings', { second_factor: 'off' });
  await joinCompany(company, 'lin', '林晓雯', ['sales']);
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer, answer === 302 ? { location: 'http://169.254.169.254/' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  port = (receiver.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await company.close();
});
afterEach(() => {
  received.length = 0;
  answer = 204;
});

describe('P.13 jobs', () => {
  test('P13-1 a run that was missed is made up once, and the next lies ahead', async () => {
    await run();
    expect((await jobs()).get('core.tidy')).toMatchObject({ next_at: '2026-03-31T19:10:00.000Z', last: null, paused: false });
    now = new Date('2026-04-02T22:00:00.000Z');
    admin = await company.signIn('admin', 'Start-12345!');
    expect(await run()).toContain('core.tidy');
    expect((await jobs()).get('core.tidy')).toMatchObject({ next_at: '2026-04-03T19:10:00.000Z', last: { at: '2026-04-02T22:00:00.000Z', outcome: 'done' } });
    expect(await run()).not.toContain('core.tidy');
  });
  test('P13-2 two processes with one schedule run it once', async () => {
    later(86_400_000);
    const ran = await Promise.all([run(), run(), run()]);
    expect(ran.flat().filter((name) => name === 'core.tidy')).toHaveLength(1);
  });
  test('a paused job waits; run now does not', async () => {
    admin = await company.signIn('admin', 'Start-12345!');
    expect((await admin.patch<Job>('/api/core/job/core.tidy', { paused: true })).body).toMatchObject({ paused: true, next_at: null });
    later(2 * 86_400_000);
    admin = await company.signIn('admin', 'Start-12345!');
    expect(await run()).not.toContain('core.tidy');
    const done = await admin.post<Job>('/api/core/job/core.tidy/run');
    expect([done.status, done.body.last?.outcome]).toEqual([200, 'done']);
    expect((await admin.patch<Job>('/api/core/job/core.tidy', { paused: false })).body.paused).toBe(false);
    expect((await admin.post<Job>('/api/core/job/core.nothing/run')).body.code).toBe('not_found');
    const clerk = await company.signIn('lin', 'Fluss-29571!');
    expect((await clerk.get<Job>('/api/core/job')).body.code).toBe('forbidden');
    expect((await clerk.post<Job>('/api/core/job/core.tidy/run')).body.code).toBe('forbidden');
  });
});

test('P.13 a schedule of one’s own in the zone of the company, and back to the declared one', async () => {
  admin = await company.signIn('admin', 'Start-12345!');
  const set = (schedule: string | null): Promise<{ status: number; body: Job & { schedule?: object; path?: string } }> => admin.patch('/api/core/job/core.tidy', { schedule });
  expect((await set('0 2 * *')).body).toMatchObject({ code: 'field.format', path: '/schedule' });
  const own = await set('0 5 * * 1');
  expect(own.body.schedule).toEqual({ cron: '0 5 * * 1' });
  expect(own.body.next_at).toMatch(/T21:00:00.000Z$/);
  expect(new Date(own.body.next_at ?? '').getUTCDay()).toBe(0);
  now = new Date(Date.parse(own.body.next_at ?? '') + 3 * 3_600_000);
  expect(await run()).toContain('core.tidy');
  admin = await company.signIn('admin', 'Start-12345!');
  expect((await jobs()).get('core.tidy')?.next_at).toBe(new Date(Date.parse(own.body.next_at ?? '') + 7 * 86_400_000).toISOString());
  expect((await set(null)).body.schedule).toEqual({ at: '03:10' });
});

describe('P.11 webhooks', () => {
  let hook: { readonly id: string; readonly version: number };
  let order: { readonly id: string; readonly number: string };
  const secret = 's3cret-of-the-receiver';
  const deliveries = async (query = ''): Promise<readonly Delivery[]> => (await admin.get<{ data: Delivery[] }>(`/api/core/webhook/${hook.id}/deliveries${query}`)).body.data;
  const confirmOrder = async (): Promise<void> => {
    const customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: `客户${now.getTime()}有限公司` })).body.id;
    const product = (
      await admin.post<{ id: string }>('/api/inventory/product', {
        code: `P${now.getTime()}`,
        name: '泵',
        base_unit: 'PCS',
        list_price: '113',
        tax_class_code: '1060105010000000000',
      })
    ).body.id;
    const made = (
      await admin.post<{ id: string; version: number }>('/api/sales/order', { customer: { id: customer }, lines: [{ product: { id: product }, qty: '1', unit_price: '113' }] })
    ).body;
    const confirmed = await admin.post<{ record: { id: string; number: string } }>(`/api/sales/order/${made.id}/actions/confirm`, { version: made.version, input: {} });
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
    order = confirmed.body.record;
  };

  test('P11-4 plain, private and metadata addresses are refused; an allowed host is taken', async () => {
    const make = (url: string): Promise<{ status: number; body: { id: string; version: number; code?: string; secret?: string } }> =>
      admin.post('/api/core/webhook', { name: '对接', url, events: 'sales.order.confirmed', secret });
    for (const url of ['http://example.com/', `http://127.0.0.1:${port}/`, 'https://10.0.0.5/', 'https://169.254.169.254/'])
      expect((await make(url)).body.code, url).toBe('webhook.address_refused');
    expect((await admin.patch('/api/core/settings', { webhook_allow: `127.0.0.1:${port}` })).status).toBe(200);
    const made = await make(`http://127.0.0.1:${port}/hook`);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain(secret);
    hook = made.body;
  });
  test('an event is sent signed, with number and version and no field values', async () => {
    await run();
    later(60_000);
    await confirmOrder();
    later(60_000);
    await run();
    expect(received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const told = JSON.parse(body) as { id: string; type: string; org: string; data: Record<string, unknown> };
    expect(told).toMatchObject({ type: 'sales.order.confirmed', org: 'MAIN', data: { declaration: 'sales.order', id: order.id, number: order.number } });
    expect(Object.keys(told.data).sort()).toEqual(['declaration', 'id', 'number', 'version']);
    expect(headers['x-event-id']).toBe(told.id);
    expect(headers['x-signature']).toBe(
      createHmac('sha256', secret)
        .update(`${String(headers['x-timestamp'])}.${body}`)
        .digest('hex'),
    );
    expect(await deliveries()).toMatchObject([{ state: 'delivered', status: 204, attempts: 1 }]);
    await run();
    expect(received).toHaveLength(1);
  });
  test('while the secret is being changed both sign, the new one first', async () => {
    const rotated = await admin.post<{ record: { version: number } }>(`/api/core/webhook/${hook.id}/actions/rotate`, {
      version: (await admin.get<{ version: number }>(`/api/core/webhook/${hook.id}`)).body.version,
      input: { secret: 'another-secret-of-it' },
    });
    expect(rotated.status, JSON.stringify(rotated.body)).toBe(200);
    later(60_000);
    await confirmOrder();
    later(60_000);
    await run();
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const by = (key: string): string =>
      createHmac('sha256', key)
        .update(`${String(headers['x-timestamp'])}.${body}`)
        .digest('hex');
    expect(headers['x-signature']).toBe(`${by('another-secret-of-it')},${by(secret)}`);
    await admin.post(`/api/core/webhook/${hook.id}/actions/end_rotation`, { version: rotated.body.record.version, input: {} });
  });
  test('what fails is tried again under the same event id by a growing wait, redirects are not followed, then it is given up and sent again by hand', async () => {
    answer = 302;
    later(60_000);
    await confirmOrder();
    later(60_000);
    await run();
    expect(await deliveries('?state=waiting')).toMatchObject([{ status: 302, attempts: 1, error: 'HTTP 302', next_at: new Date(now.getTime() + 10_000).toISOString() }]);
    answer = 500;
    for (const wait of [10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400]) {
      later((wait - 1) * 1000);
      await run();
      later(11_000);
      await run();
    }
    admin = await company.signIn('admin', 'Start-12345!');
    const [dead] = await deliveries('?state=dead');
    expect(dead).toMatchObject({ attempts: 9, status: 500 });
    expect(new Set(received.map(({ headers }) => headers['x-event-id']))).toEqual(new Set([dead?.event]));
    expect(received).toHaveLength(9);
    answer = 200;
    const again = `/api/core/webhook/${hook.id}/deliveries/${dead?.id}/send_again`;
    expect((await admin.post(again)).status).toBe(200);
    later(11_000);
    await run();
    expect(received).toHaveLength(10);
    expect((await admin.post(again)).body['code']).toBe('document.transition_refused');
  });
  test('created, updated and archived are told to whoever asks for them', async () => {
    const { version } = (await admin.get<{ version: number }>(`/api/core/webhook/${hook.id}`)).body;
    await admin.patch(`/api/core/webhook/${hook.id}`, { events: 'core.unit.*' }, { 'if-match': `"${version}"` });
    const unit = (await admin.post<{ id: string }>('/api/core/unit', { code: 'PAL', name: '托', dimension: 'count', decimals: 0 })).body.id;
    await admin.patch(`/api/core/unit/${unit}`, { name: '托盘' }, { 'if-match': '"1"' });
    later(1000);
    await admin.post(`/api/core/unit/${unit}/actions/archive`, { version: 2 });
    await confirmOrder();
    later(60_000);
    await run();
    const types = received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    expect(types.sort()).toEqual(['core.unit.archived', 'core.unit.created', 'core.unit.updated']);
  });
  test('a host that is taken off the list gets nothing more', async () => {
    await admin.patch('/api/core/settings', { webhook_allow: null });
    later(60_000);
    await admin.post('/api/core/unit', { code: 'PAIL', name: '桶', dimension: 'count', decimals: 0 });
    later(60_000);
    await run();
    expect(received).toEqual([]);
    expect(await deliveries('?state=dead')).toMatchObject([{ error: 'webhook.address_refused', status: null }]);
  });
});
