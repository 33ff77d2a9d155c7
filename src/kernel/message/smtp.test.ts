import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certificate, certificateKey } from '../../../test/fixture/certificate.ts';
import { mailRelay, type Relay as Server } from '../../../test/support/mail.ts';
import { compose } from './compose.ts';
import { letterOf } from './letters.ts';
import { type Outcome, type Relay, sendBySmtp } from './smtp.ts';

const login = { user: 'erp', pass: 'Relay-Secret-1' };
const envelope = { from: 'erp@us.example', to: 'li@example.com', id: '0192' };
const plainRelay = (server: Server, more: Partial<Relay> = {}): Relay => ({
  at: { url: new URL(`https://localhost:${server.port}`), address: '127.0.0.1', family: 4 },
  port: server.port,
  security: 'none',
  login: login.user,
  secret: login.pass,
  trusted: certificate,
  ...more,
});
const send = async (relay: Relay, limits = {}): Promise<Outcome> => {
  const raw = await compose(
    letterOf('test', 'zh', { company: '甲公司' }),
    { address: envelope.from, name: '前台', replyTo: null },
    envelope.to,
    '<1@us.example>',
    new Date('2026-03-31T02:00:00Z'),
    null,
  );
  return sendBySmtp(relay, envelope, raw, limits);
};

describe('P.11 SMTP', () => {
  let open: Server;
  beforeAll(async () => {
    open = await mailRelay({ login });
  });
  afterAll(() => open.close());
  afterEach(() => {
    open.mode = 'takes';
    open.letters.length = 0;
  });

  test.each([
    ['tls', 'start'],
    ['starttls', 'starttls'],
  ] as const)('speaks %s and checks the certificate', async (security, from) => {
    const server = await mailRelay({ login, tls: { key: certificateKey, cert: certificate, from } });
    const relay = plainRelay(server, { security });
    expect((await send(relay)).result).toBe('sent');
    expect(server.letters[0]?.subject).toBe('前台测试邮件');
    const { trusted: _, ...stranger } = relay;
    expect(await send(stranger)).toMatchObject({ result: 'refused', permanent: false, error: expect.stringMatching(/certificate/i) });
    expect(server.letters).toHaveLength(1);
    await server.close();
  });
  test('a relay that offers no encryption gets nothing where encryption is asked for', async () => {
    expect(await send(plainRelay(open, { security: 'starttls' }))).toMatchObject({ result: 'refused' });
    expect(open.letters).toEqual([]);
  });
  test('a wrong password is no for now: it can be put right', async () => {
    expect(await send(plainRelay(open, { secret: 'wrong' }))).toMatchObject({ result: 'refused', permanent: false });
    expect(open.letters).toEqual([]);
  });
  test('put off is no for now, no such mailbox is no for good, a relay that is not there is no for now', async () => {
    open.mode = 'busy';
    expect(await send(plainRelay(open))).toMatchObject({ result: 'refused', permanent: false });
    open.mode = 'refuses';
    expect(await send(plainRelay(open))).toMatchObject({ result: 'refused', permanent: true });
    const gone = await mailRelay();
    await gone.close();
    expect(await send(plainRelay(gone))).toMatchObject({ result: 'refused', permanent: false });
  });
  test('P13-3 a relay that takes the text and hangs leaves the outcome unknown', async () => {
    open.mode = 'hangs';
    expect(await send(plainRelay(open), { socketTimeout: 300 })).toMatchObject({ result: 'unknown' });
    expect(open.letters).toHaveLength(1);
  });
});
test('a line break in what a person typed makes no header', async () => {
  const letter = letterOf('notification', 'zh', { title: '甲\r\nBcc: all@example.com', url: null });
  const raw = (await compose(letter, { address: 'a@us.example', name: 'x\r\nBcc: b@example.com', replyTo: null }, 'li@example.com', '<1@us.example>', new Date(0), null)).toString(
    'utf8',
  );
  expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
});
test('HTML shows what was typed and runs none of it', () => {
  const { html } = letterOf('notification', 'en', { title: '<script>alert(1)</script>', url: 'https://erp.example.com/o/MAIN/messages' });
  expect(html).not.toContain('<script>');
  expect(html).toContain('<a href="https://erp.example.com/o/MAIN/messages">');
});
