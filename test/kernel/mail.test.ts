import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { type Client, type Company, foundCompany } from '../support/company.ts';
import { mailRelay, type Relay } from '../support/mail.ts';
import { joinCompany } from '../support/people.ts';

interface Message {
  readonly id: string;
  readonly purpose: string;
  readonly to: string | null;
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly planned_at: string;
}
let company: Company;
let admin: Client;
let wang: Client;
let relay: Relay;
let now = new Date('2026-03-31T02:00:00.000Z');
const later = (minutes: number): void => void (now = new Date(now.getTime() + minutes * 60_000));
const run = async (): Promise<void> => {
  await runDueJobs(company.kernel.environment, company.org);
  later(0.2);
  await runDueJobs(company.kernel.environment, company.org);
};
const messages = async (query = ''): Promise<readonly Message[]> => (await admin.get<{ data: Message[] }>(`/api/core/message${query}`)).body.data;
const users = new Map<string, string>();
let order: string;
let channel: { id: string; version: number };
const mention = (user: string): Promise<unknown> =>
  admin.post(`/api/sales/order/${order}/comments`, { text: '请看', mentions: [{ declaration: 'core.user', id: users.get(user) }] });
const prefer = (client: Client, notifications: object): Promise<{ status: number }> => client.patch('/api/me/preferences', { notifications });

beforeAll(async () => {
  relay = await mailRelay({ login: { user: 'erp', pass: 'Relay-Secret-1' } });
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
  await admin.patch('/api/core/settings', { second_factor: 'off', web_address: 'https://erp.example.com' });
  wang = await joinCompany(company, 'wang@example.com', '王思琪', ['sales_manager']);
  for (const { id, login } of (await admin.get<{ data: { id: string; login: string }[] }>('/api/core/user')).body.data) users.set(login, id);
  const customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创有限公司' })).body.id;
  order = (await admin.post<{ id: string }>('/api/sales/order', { customer: { id: customer }, lines: [] })).body.id;
});
afterAll(async () => {
  await company.close();
  await relay.close();
});
afterEach(() => {
  relay.letters.length = 0;
  relay.mode = 'takes';
});

describe('P.11 e-mail', () => {
  test('the settings of a relay: what each kind needs, an address of the house only where it is allowed, no secret ever shown, administrators alone', async () => {
    const make = (body: object): Promise<{ status: number; body: { id: string; version: number; code?: string; path?: string } }> =>
      admin.post('/api/core/channel_adapter', { name: '公司邮箱', kind: 'smtp', ...body });
    expect((await make({ host: 'smtp.example.com', port: 465, security: 'tls' })).body).toMatchObject({ code: 'field.required', path: '/sender' });
    const values = {
      host: '127.0.0.1',
      port: relay.port,
      security: 'none',
      login: 'erp',
      secret: 'Relay-Secret-1',
      sender: 'erp@us.example',
      sender_name: '前台',
      reply_to: 'office@us.example',
    };
    expect((await make(values)).body).toMatchObject({ code: 'webhook.address_refused', path: '/host' });
    await admin.patch('/api/core/settings', { webhook_allow: `127.0.0.1:${relay.port}` });
    const made = await make(values);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain('Relay-Secret-1');
    channel = made.body;
    expect((await wang.get('/api/core/channel_adapter')).body['code']).toBe('forbidden');
    expect((await wang.get('/api/core/message')).body['code']).toBe('forbidden');
    expect((await wang.post('/api/core/message/actions/test', { address: 'x@example.com' })).body['code']).toBe('forbidden');
  });
  test('a test message leaves through the outbox, plain and HTML, marked as written by a program', async () => {
    const asked = await admin.post<{ message: string }>('/api/core/message/actions/test', { address: 'boss@example.com' });
    expect(asked.status, JSON.stringify(asked.body)).toBe(202);
    await run();
    expect(relay.envelopes.at(-1)).toEqual({ from: 'erp@us.example', to: ['boss@example.com'] });
    const [letter] = relay.letters;
    expect(letter?.subject).toBe('前台测试邮件');
    expect(letter?.from?.text).toBe('"前台" <erp@us.example>');
    expect(letter?.replyTo?.text).toBe('office@us.example');
    expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter?.messageId).toBe(`<${asked.body.message}@us.example>`);
    expect(letter?.text).toContain('可以使用');
    expect(letter?.html).toContain('<p>');
    expect((await admin.get<Message>(`/api/core/message/${asked.body.message}`)).body).toMatchObject({ state: 'sent', attempts: 1, to: 'boss@example.com' });
    expect((await admin.get<{ last_sent_at: string }>(`/api/core/channel_adapter/${channel.id}`)).body.last_sent_at).not.toBeNull();
    expect((await admin.post('/api/core/message/actions/test', { address: 'nobody' })).body['code']).toBe('email.invalid');
  });
  test('P.1 an invitation goes by mail in the language of its reader and is answered by it; the row forgets the link', async () => {
    const invited = await admin.post<{ id: string; invitation_url?: string; mailed_to?: string }>('/api/core/user', {
      login: 'Smith@Example.com',
      name: 'Smith',
      department: 'HQ',
      locale: 'en',
      roles: ['sales'],
    });
    expect(invited.status, JSON.stringify(invited.body)).toBe(201);
    expect([invited.body.invitation_url, invited.body.mailed_to]).toEqual([undefined, 'smith@example.com']);
    await run();
    const letter = relay.letters.find(({ subject }) => subject?.includes('invites you'));
    const url = /https?:\/\/\S+\/invitation\/(\S+)/.exec(letter?.text ?? '');
    expect((await company.stranger().post('/api/session/actions/accept_invitation', { token: url?.[1], password: 'Fluss-29571!' })).status).toBe(200);
    const { rows } = await company.pools.plain
      .query(`begin; select set_config('app.org_id', '${company.org.id}', true); select content from core.message where purpose = 'invitation'; rollback`)
      .then((all) => (all as unknown as { rows: { content: unknown }[] }[])[2] ?? { rows: [] });
    expect(rows).toEqual([{ content: null }]);
    const byHand = await admin.post<{ invitation_url?: string }>('/api/core/user', { login: 'li@example.com', name: '李', department: 'HQ', invite: 'link' });
    expect(byHand.body.invitation_url).toMatch(/\/invitation\//);
    expect((await admin.post('/api/core/user', { login: 'x@example.com', name: 'x', department: 'HQ', invite: 'pigeon' })).body).toMatchObject({
      code: 'field.choice',
      path: '/invite',
    });
  });
  test('P.1 a reset goes by mail and its owner is told in the application too', async () => {
    const reset = await admin.post<{ mailed_to?: string; reset_url?: string }>(`/api/core/user/${users.get('wang@example.com')}/actions/reset_password`, {});
    expect(reset.body).toEqual({ outcome: 'applied', mailed_to: 'wang@example.com' });
    await run();
    expect(relay.letters.map(({ subject }) => subject).sort()).toEqual(['管理员 为你的账号发起了密码重置', '重置前台密码'].sort());
    expect((await wang.get<{ data: { kind: string }[] }>('/api/core/notification?kind=security')).body.data).toHaveLength(1);
  });
  test('a notification is mailed with a link, by the rights its reader has when it leaves', async () => {
    await mention('wang@example.com');
    await run();
    expect(relay.letters.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^管理员 在 销售订单 .*提到了你$/)]);
    expect(relay.letters[0]?.text).toContain(`https://erp.example.com/o/MAIN/sales/order/${order}`);
    later(10);
    await mention('wang@example.com');
    await wang.post('/api/core/notification/actions/mark_read', { all: true });
    relay.letters.length = 0;
    await run();
    expect(relay.letters).toEqual([]);
    expect((await messages('?state=skipped'))[0]).toMatchObject({ purpose: 'notification', error: 'nothing_to_say' });
  });
  test('quiet hours hold it back to their end, security does not wait', async () => {
    await prefer(wang, { quiet: { from: '10:00', to: '14:00' } });
    later(10);
    await mention('wang@example.com');
    await admin.post(`/api/core/user/${users.get('wang@example.com')}/actions/reset_password`, {});
    await run();
    expect(relay.letters.map(({ subject }) => subject)).not.toContain(expect.stringMatching(/提到/));
    expect(relay.letters).toHaveLength(2);
    expect((await messages('?state=waiting'))[0]).toMatchObject({ purpose: 'notification', planned_at: '2026-03-31T06:00:00.000Z' });
    now = new Date('2026-03-31T06:00:01.000Z');
    await run();
    expect(relay.letters).toHaveLength(3);
  });
  test('a digest gathers what is unread at 08:30 and says how to end it; what was merged or read is not in it', async () => {
    await prefer(wang, { mention: { mail: 'daily' } });
    await wang.post('/api/core/notification/actions/mark_read', { all: true });
    for (let times = 0; times < 2; times += 1) {
      later(10);
      await mention('wang@example.com');
    }
    await run();
    expect(relay.letters).toEqual([]);
    expect(await messages('?state=waiting')).toMatchObject([{ purpose: 'digest', planned_at: '2026-04-01T00:30:00.000Z' }]);
    now = new Date('2026-04-01T00:30:01.000Z');
    await run();
    expect(relay.letters.map(({ subject }) => subject)).toEqual(['我的公司：2 条未读通知']);
    expect(relay.letters[0]?.headers.get('list')).toMatchObject({ unsubscribe: { url: 'https://erp.example.com/o/MAIN/messages' } });
    await prefer(wang, { mention: { mail: 'off' } });
  });
});

describe('P.13 outbox', () => {
  const send = async (): Promise<string> => {
    admin = await company.signIn('admin', 'Start-12345!');
    return (await admin.post<{ message: string }>('/api/core/message/actions/test', { address: 'boss@example.com' })).body.message;
  };
  const stateOf = async (id: string): Promise<Message> => (await admin.get<Message>(`/api/core/message/${id}`)).body;
  test('what the relay put off is tried again by a growing wait and given up at last', async () => {
    relay.mode = 'busy';
    const id = await send();
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', attempts: 1, error: expect.stringContaining('451') });
    for (const wait of [1, 5, 30, 120, 360]) {
      later(wait);
      await run();
    }
    admin = await company.signIn('admin', 'Start-12345!');
    expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: 6 });
    expect(relay.letters).toEqual([]);
    expect((await admin.get<{ last_error: string }>(`/api/core/channel_adapter/${channel.id}`)).body.last_error).toContain('451');
  });
  test('what the relay refused for good is not tried again', async () => {
    relay.mode = 'refuses';
    const id = await send();
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: 1, error: expect.stringContaining('550') });
  });
  test('without a channel that works it waits for one', async () => {
    const { version } = (await admin.get<{ version: number }>(`/api/core/channel_adapter/${channel.id}`)).body;
    const id = await send();
    const disabled = await admin.post<{ record: { version: number } }>(`/api/core/channel_adapter/${channel.id}/actions/disable`, { version, input: {} });
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', attempts: 0 });
    expect((await admin.post('/api/core/message/actions/test', { address: 'boss@example.com' })).body['code']).toBe('channel.not_configured');
    await admin.post(`/api/core/channel_adapter/${channel.id}/actions/enable`, { version: disabled.body.record.version, input: {} });
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'sent' });
  });
  test('P13-3 the relay hangs and the process is killed: unknown, and no second mail', async () => {
    const id = await send();
    const { pools } = company;
    // A process that leased the row, sent and died before the answer leaves it like this.
    await pools.plain.query(
      `begin; select set_config('app.org_id', '${company.org.id}', true); update core.message set state = 'leased', attempts = 1, lease_until = '${new Date(now.getTime() + 60_000).toISOString()}', provider_id = '<${id}@us.example>' where id = '${id}'; commit`,
    );
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'leased' });
    later(2);
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'unknown' });
    later(1000);
    await run();
    admin = await company.signIn('admin', 'Start-12345!');
    expect(await stateOf(id)).toMatchObject({ state: 'unknown', attempts: 1 });
    expect(relay.letters).toEqual([]);
  });
});
