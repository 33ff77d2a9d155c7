import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { type Client, type Company, foundCompany } from '../support/company.ts';
import { type ImapServer, imapServer } from '../support/imap.ts';
import { joinCompany } from '../support/people.ts';

interface Event {
  readonly id: string;
  readonly adapter: string;
  readonly event_id: string;
  readonly state: string;
  readonly tries: number;
  readonly error: string | null;
}
const secret = 's3cret-of-the-sender';
let company: Company;
let admin: Client;
let clerk: Client;
let imap: ImapServer;
let now = new Date('2026-11-23T02:00:00.000Z');
const later = (minutes: number): void => void (now = new Date(now.getTime() + minutes * 60_000));
const run = async (): Promise<void> => {
  await runDueJobs(company.kernel.environment, company.org);
  later(1.1);
  await runDueJobs(company.kernel.environment, company.org);
};
const events = async (query = ''): Promise<readonly Event[]> => (await admin.get<{ data: Event[] }>(`/api/core/inbox_event${query}`)).body.data;
const stateOf = async (message: string): Promise<unknown> => (await admin.get(`/api/core/message/${message}`)).body;
/** A message that left and was not answered for. */
async function unknownMessage(): Promise<string> {
  const id = (await admin.post<{ message: string }>('/api/core/message/actions/test', { address: 'boss@example.com' })).body.message;
  await company.pools.plain.query(
    `begin; select set_config('app.org_id', '${company.org.id}', true); update core.message set state = 'unknown', provider_id = '<${id}@us.example>' where id = '${id}'; commit`,
  );
  return id;
}

beforeAll(async () => {
  imap = await imapServer({ user: 'erp', pass: 'Box-Secret-1' });
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
  await admin.patch('/api/core/settings', { second_factor: 'off', webhook_allow: '127.0.0.1' });
  clerk = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  // It never answers: messages of this story stay where they are put.
  await admin.post('/api/core/channel_adapter', { name: '邮箱', kind: 'smtp', host: '127.0.0.1', port: 9, security: 'none', sender: 'erp@us.example' });
});
afterAll(async () => {
  await company.close();
  await imap.close();
});

describe('P.13 signed events', () => {
  const send = async (
    body: string,
    headers: Record<string, string> = {},
    by = secret,
    account = 'MAIN.SMS',
    adapter = 'receipt',
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const timestamp = headers['x-timestamp'] ?? String(Math.floor(now.getTime() / 1000));
    const signed = createHmac('sha256', by).update(`${timestamp}.${body}`).digest('hex');
    const answer = await fetch(`${company.url}/hooks/${adapter}/${account}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signed, ...headers },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  test('a receipt settles a message whose outcome was unknown, once', async () => {
    expect((await admin.post('/api/core/hook_account', { code: 'SMS', name: '短信', adapter: 'receipt', secret })).status).toBe(201);
    expect((await clerk.get('/api/core/hook_account')).body['code']).toBe('forbidden');
    const message = await unknownMessage();
    const body = JSON.stringify({ id: 'evt-1', event: 'message.delivered', message });
    expect(await send(body)).toEqual({ status: 200, body: { outcome: 'accepted' } });
    expect(await send(body)).toEqual({ status: 200, body: { outcome: 'known' } });
    await run();
    expect(await stateOf(message)).toMatchObject({ state: 'delivered' });
    expect(await events()).toMatchObject([{ event_id: 'evt-1', state: 'done', tries: 1 }]);
  });
  test('wrong signature, unknown account, unknown company and wrong adapter are one answer; too old is another', async () => {
    const body = JSON.stringify({ id: 'evt-2', event: 'message.delivered', message: 'x' });
    for (const [by, account, adapter] of [
      ['another-secret-of-it', 'MAIN.SMS', 'receipt'],
      [secret, 'MAIN.NONE', 'receipt'],
      [secret, 'NONE.SMS', 'receipt'],
      [secret, 'MAIN.SMS', 'calls'],
    ] as const)
      expect(await send(body, {}, by, account, adapter), account).toMatchObject({ status: 401, body: { code: 'webhook.signature_invalid' } });
    const old = String(Math.floor(now.getTime() / 1000) - 301);
    expect(await send(body, { 'x-timestamp': old })).toMatchObject({ status: 401, body: { code: 'webhook.timestamp_skew' } });
    expect((await send(body, { 'x-timestamp': String(Number(old) + 1) })).status).toBe(200);
    expect(await send(body, { 'x-timestamp': 'yesterday' })).toMatchObject({ body: { code: 'webhook.timestamp_skew' } });
  });
  test('7.8 the signature of the chapter, to the second', () => {
    const body = '{"event":"call.ended","call_id":"c-1001"}';
    expect(createHmac('sha256', 's3cret').update(`1795399200.${body}`).digest('hex')).toBe('ffaf738d653a346517f2739e9df6c9f588ce12edacfe0ffb2131ecf6cc7ca763');
  });
  test('while the secret is being changed both are taken, then only the new one', async () => {
    const account = (await admin.get<{ data: { id: string; version: number }[] }>('/api/core/hook_account')).body.data[0];
    const rotated = await admin.post<{ record: { version: number } }>(`/api/core/hook_account/${account?.id}/actions/rotate`, {
      version: account?.version,
      input: { secret: 'another-secret-of-it' },
    });
    expect(rotated.status, JSON.stringify(rotated.body)).toBe(200);
    const body = (id: string): string => JSON.stringify({ id, event: 'message.failed', message: '0', reason: '空号' });
    expect((await send(body('evt-3'))).status).toBe(200);
    expect((await send(body('evt-4'), {}, 'another-secret-of-it')).status).toBe(200);
    await admin.post(`/api/core/hook_account/${account?.id}/actions/end_rotation`, { version: rotated.body.record.version, input: {} });
    expect((await send(body('evt-5'))).status).toBe(401);
    const message = await unknownMessage();
    await send(JSON.stringify({ id: 'evt-6', event: 'message.failed', message, reason: '空号' }), {}, 'another-secret-of-it');
    await run();
    expect(await stateOf(message)).toMatchObject({ state: 'failed', error: '空号' });
  });
  test('what cannot be read is refused and kept among the dead letters; what fails can be taken up again', async () => {
    const by = 'another-secret-of-it';
    expect(await send('{"id": ', {}, by)).toMatchObject({ status: 422, body: { code: 'webhook.payload_invalid' } });
    expect(await send('{"event":"message.failed"}', {}, by)).toMatchObject({ status: 422 });
    expect((await send(JSON.stringify({ id: 'evt-7', event: 'gossip' }), {}, by)).status).toBe(200);
    await run();
    const dead = await events('?state=dead');
    expect(dead.map(({ error }) => error)).toEqual(Array.from(dead, () => 'webhook.payload_invalid'));
    const odd = dead.find(({ event_id }) => event_id === 'evt-7');
    expect((await clerk.post(`/api/core/inbox_event/${odd?.id}/process_again`)).body['code']).toBe('forbidden');
    expect((await admin.post<Event>(`/api/core/inbox_event/${odd?.id}/process_again`)).body).toMatchObject({ state: 'waiting', tries: 0 });
    expect((await admin.post(`/api/core/inbox_event/${odd?.id}/process_again`)).body['code']).toBe('document.transition_refused');
    expect((await admin.get('/api/core/inbox_event?state=lost')).body['code']).toBe('field.choice');
  });
});

describe('P.13 mail that comes in', () => {
  let box: { id: string; version: number };
  const bounce = (message: string, action: string, envelope = true): string =>
    [
      `Message-ID: <dsn-${action}-${message}@mx.example>`,
      'From: MAILER-DAEMON@mx.example',
      'Subject: Delivery',
      'Auto-Submitted: auto-replied',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'about your mail',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      ...(envelope ? [`Original-Envelope-Id: ${message}`] : []),
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; boss@example.com',
      `Action: ${action}`,
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 no such mailbox',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: <${message}@us.example>`,
      '--b--',
      '',
    ].join('\r\n');
  const boxNow = async (): Promise<Record<string, unknown>> => (await admin.get(`/api/core/mailbox/${box.id}`)).body;

  test('a mailbox is read and never changed; a mail is taken once, also when the server numbers its folder anew', async () => {
    expect(
      (await admin.post('/api/core/mailbox', { name: '收件', host: '169.254.169.254', port: 143, security: 'none', login: 'erp', secret: 'Box-Secret-1' })).body,
    ).toMatchObject({ code: 'webhook.address_refused', path: '/host' });
    const made = await admin.post<{ id: string; version: number }>('/api/core/mailbox', {
      name: '收件',
      host: '127.0.0.1',
      port: imap.port,
      security: 'none',
      login: 'erp',
      secret: 'Box-Secret-1',
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    box = made.body;
    imap.mails.push('Message-ID: <a1@x.cn>\r\nFrom: li@x.cn\r\nSubject: hello\r\n\r\nhi\r\n', 'From: li@x.cn\r\nSubject: no id\r\n\r\nhi\r\n');
    await run();
    const taken = (await events()).filter(({ adapter }) => adapter === 'mail').map(({ event_id }) => event_id.replace(/^<[0-9a-f]{64}@local>$/, 'by what it says'));
    expect(taken.sort()).toEqual(['<a1@x.cn>', 'by what it says']);
    expect(await boxNow()).toMatchObject({ last_count: 2, last_error: null });
    await run();
    expect(await boxNow()).toMatchObject({ last_count: 0 });
    imap.validity = 2;
    await run();
    expect((await events()).filter(({ adapter }) => adapter === 'mail')).toHaveLength(2);
    expect(imap.commands.filter((one) => /^(UID )?(STORE|EXPUNGE|SELECT|APPEND|COPY|MOVE)/i.test(one))).toEqual([]);
  });
  test('P13-3 a receipt by mail settles what was unknown, by its envelope or by the name it left with', async () => {
    const [one, two, three] = [await unknownMessage(), await unknownMessage(), await unknownMessage()];
    imap.mails.push(bounce(one, 'delivered'), bounce(two, 'failed', false), bounce(three, 'delayed'));
    await run();
    await run();
    expect(await stateOf(one)).toMatchObject({ state: 'delivered', error: null });
    expect(await stateOf(two)).toMatchObject({ state: 'failed', error: 'smtp; 550 no such mailbox' });
    expect(await stateOf(three)).toMatchObject({ state: 'unknown' });
  });
  test('a mail larger than 25 MB is named among the dead letters and not kept', async () => {
    imap.mails.push(`Message-ID: <big@x.cn>\r\nX-Size: ${26 * 1024 * 1024}\r\n\r\nbig\r\n`);
    await run();
    const big = (await events('?state=dead')).find(({ event_id }) => event_id === '<big@x.cn>');
    expect(big).toMatchObject({ error: 'message.too_large' });
    expect((await admin.post(`/api/core/inbox_event/${big?.id}/process_again`)).body['code']).toBe('webhook.payload_invalid');
  });
  test('a wrong password and a server that is gone are told in the mailbox itself', async () => {
    const { version } = (await boxNow()) as { version: number };
    await admin.patch(`/api/core/mailbox/${box.id}`, { secret: 'wrong' }, { 'if-match': `"${version}"` });
    await run();
    expect(await boxNow()).toMatchObject({ last_error: 'mailbox.auth_failed' });
    await imap.close();
    await run();
    expect((await boxNow())['last_error']).toMatch(/ECONNREFUSED|connect|closed/i);
  });
});
