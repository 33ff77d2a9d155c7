import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, founderPassword, testServer, type TestServer } from '../../../test/support/server.ts';
import { systemCall } from '../system-call.ts';
import { totpCode } from './totp.ts';

/** Each test takes a day of its own, so that counters and sessions of one do not reach the other. */
let server: TestServer;
beforeAll(async () => {
  server = await testServer({ rates: { sign_in: { most: 1000, seconds: 60 }, user: { most: 10_000, seconds: 60 } } }, '2026-03-02T00:00:00.000Z');
  await demandFactor('off');
});
/** As the system, because the founder of this company never enrols a second factor. */
async function demandFactor(of: 'off' | 'admins', code = 'MAIN'): Promise<void> {
  const [member] = (
    await server.pools.plain.query<{ org_id: string; user_id: string }>('select org_id, user_id from auth.member where org_code = $1 order by user_id limit 1', [code])
  ).rows;
  if (!member) throw new TypeError('nobody there');
  const answer = await server.kernel.changeSettings(systemCall({ id: member.org_id, code, name: '', time_zone: 'Asia/Shanghai' }, member.user_id, 'test'), 'core', {
    second_factor: of,
  });
  expect(answer.status).toBe(200);
}
afterAll(() => server.stop());

interface Member {
  readonly id: string;
  readonly login: string;
  readonly browser: Browser;
}
const password = 'bridge-over-the-river';
async function invited(login: string, name: string, roles: readonly string[] = []): Promise<Member> {
  const admin = server.browser();
  await admin.signIn();
  const made = await admin.send('POST', '/api/core/user', { login, name, department: 'HQ', roles });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { id, invitation_url: url } = made.body as { id: string; invitation_url: string };
  const browser = server.browser();
  const accepted = await browser.send('POST', '/api/session/actions/accept_invitation', { token: url.split('/').at(-1), password });
  expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
  return { id, login, browser };
}
const stepOf = (instant: string): number => Math.floor(Date.parse(instant) / 30_000);

describe('P.1 guessing', () => {
  test('P1-1 five failures lock strangers for 15 minutes, never the owner’s own device', async () => {
    server.at('2026-03-03T01:00:00.000Z');
    const lin = await invited('lin@qihang.example', '林晓雯');
    await lin.browser.send('DELETE', '/api/session');
    const attempt = (login: string, word: string): ReturnType<Browser['signIn']> => server.browser('198.51.100.7').signIn(login, word);
    for (const login of ['lin@qihang.example', 'nobody@qihang.example']) {
      for (const minute of ['00', '01', '02', '03', '04']) {
        server.at(`2026-03-03T02:${minute}:00.000Z`);
        expect((await attempt(login, 'wrong-wrong-wrong')).body).toMatchObject({ code: 'auth.invalid_credentials', status: 401, title: '账号或密码不对' });
      }
      server.at('2026-03-03T02:10:00.000Z');
      expect((await attempt(login, password)).body).toMatchObject({ code: 'auth.too_many_attempts', status: 429, params: { retry_at: '2026-03-03T02:19:00.000Z' } });
    }
    expect((await lin.browser.signIn('lin@qihang.example', password)).status).toBe(200);
    server.at('2026-03-03T02:19:00.000Z');
    expect((await attempt('lin@qihang.example', password)).status).toBe(200);
  });
  test('a further five lock twice as long', async () => {
    server.at('2026-03-04T01:00:00.000Z');
    const fails = async (): Promise<void> => {
      for (let index = 0; index < 5; index += 1) await server.browser('198.51.100.8').signIn('who@qihang.example', 'wrong-wrong-wrong');
    };
    await fails();
    server.at('2026-03-04T01:15:00.000Z');
    await fails();
    expect((await server.browser('198.51.100.8').signIn('who@qihang.example', 'x')).body).toMatchObject({ params: { retry_at: '2026-03-04T01:45:00.000Z' } });
  });
  test('twenty failures of one address lock the address over all accounts', async () => {
    server.at('2026-03-05T01:00:00.000Z');
    for (let index = 0; index < 20; index += 1) await server.browser('198.51.100.9').signIn(`guess${index}@qihang.example`, 'wrong-wrong-wrong');
    expect((await server.browser('198.51.100.9').signIn('admin', founderPassword)).body).toMatchObject({ code: 'auth.too_many_attempts' });
    expect((await server.browser('198.51.100.10').signIn('admin', founderPassword)).status).toBe(200);
  });
  test('parallel guesses do not pass the limit together', async () => {
    server.at('2026-03-05T05:00:00.000Z');
    const answers = await Promise.all(Array.from({ length: 9 }, () => server.browser('198.51.100.11').signIn('many@qihang.example', 'wrong-wrong-wrong')));
    expect(answers.filter((answer) => answer.status === 401).length).toBe(5);
    expect(answers.filter((answer) => answer.status === 429).length).toBe(4);
  });
});

describe('P.1 second factor', () => {
  test('P1-2 enrolled with a code; each code counts once, recovery codes once each', async () => {
    const start = '2026-03-09T01:00:00.000Z';
    server.at(start);
    const { browser, login } = await invited('wang@qihang.example', '王思琪');
    const { secret } = (await browser.send('POST', '/api/session/actions/enrol_factor', {})).body as { secret: string };
    expect((await browser.send('POST', '/api/session/actions/confirm_factor', { otp: '000000' })).body).toMatchObject({ code: 'auth.second_factor_invalid', status: 401 });
    const confirmed = await browser.send('POST', '/api/session/actions/confirm_factor', { otp: totpCode(secret, stepOf(start)) });
    const { recovery_codes: codes } = confirmed.body as { recovery_codes: string[] };
    expect(new Set(codes).size).toBe(10);
    const again = server.browser();
    expect((await again.signIn(login, password)).body).toMatchObject({ code: 'auth.second_factor_required', status: 401 });
    expect((await again.signIn(login, password, { otp: totpCode(secret, stepOf(start)) })).body).toMatchObject({ code: 'auth.second_factor_invalid' });
    const later = '2026-03-09T01:01:00.000Z';
    server.at(later);
    const otp = totpCode(secret, stepOf(later));
    expect((await again.signIn(login, password, { otp })).status).toBe(200);
    expect((await server.browser().signIn(login, password, { otp })).body).toMatchObject({ code: 'auth.second_factor_invalid' });
    expect((await server.browser().signIn(login, password, { otp: codes[0] })).status).toBe(200);
    expect((await server.browser().signIn(login, password, { otp: codes[0] })).body).toMatchObject({ code: 'auth.second_factor_invalid' });
  });
  test('seven days after his first sign-in an administrator without one reaches only enrolment', async () => {
    server.at('2026-03-10T01:00:00.000Z');
    const { browser, login } = await invited('he@qihang.example', '何静', ['administrator']);
    await demandFactor('admins');
    expect((await browser.send('GET', '/api/me')).body).toMatchObject({ must: ['enrol_factor'] });
    server.at('2026-03-17T01:00:00.000Z');
    const back = server.browser();
    expect((await back.signIn(login, password)).body).toMatchObject({ must: ['enrol_factor'] });
    expect((await back.send('GET', '/api/core/unit')).body).toMatchObject({ code: 'auth.second_factor_required', status: 401 });
    expect((await back.send('POST', '/api/session/actions/enrol_factor', {})).status).toBe(200);
    await demandFactor('off');
  });
});

describe('P.1 sessions', () => {
  test('idle 8 hours or 7 days old ends a session; use keeps it alive', async () => {
    server.at('2026-03-18T00:00:00.000Z');
    const { browser, login } = await invited('sun@qihang.example', '孙悦');
    server.at('2026-03-18T07:59:00.000Z');
    expect((await browser.send('GET', '/api/me')).status).toBe(200);
    server.at('2026-03-18T15:58:00.000Z');
    expect((await browser.send('GET', '/api/me')).status).toBe(200);
    server.at('2026-03-18T23:59:00.000Z');
    expect((await browser.send('GET', '/api/me')).body).toMatchObject({ code: 'auth.session_expired', status: 401 });
    server.at('2026-03-19T00:00:00.000Z');
    await browser.signIn(login, password);
    for (let hours = 7; hours <= 24 * 7; hours += 7) {
      server.at(new Date(Date.parse('2026-03-19T00:00:00.000Z') + hours * 3_600_000).toISOString());
      expect((await browser.send('GET', '/api/me')).status, `${hours} h`).toBe(200);
    }
    server.at('2026-03-26T00:01:00.000Z');
    expect((await browser.send('GET', '/api/me')).body).toMatchObject({ code: 'auth.session_expired' });
  });
  test('the eleventh session ends the oldest', async () => {
    server.at('2026-03-27T00:00:00.000Z');
    const { browser, login } = await invited('zhao@qihang.example', '赵强');
    for (let index = 1; index <= 10; index += 1) {
      server.at(`2026-03-27T00:${String(index).padStart(2, '0')}:00.000Z`);
      const other = server.browser();
      expect((await other.signIn(login, password)).status).toBe(200);
      expect((await browser.send('GET', '/api/me')).status).toBe(index < 10 ? 200 : 401);
    }
  });
  test('a changed password ends the other sessions and gives this one a new token', async () => {
    server.at('2026-03-28T00:00:00.000Z');
    const { browser, login } = await invited('li@qihang.example', '李雷');
    const other = server.browser();
    await other.signIn(login, password);
    const before = browser.cookies.get('qt');
    const change = (old: string, next: string): ReturnType<Browser['send']> => browser.send('POST', '/api/session/actions/change_password', { old, new: next });
    expect((await change('not-the-old-one', 'another-long-sentence')).body).toMatchObject({ code: 'auth.invalid_credentials' });
    expect((await change(password, password)).body).toMatchObject({ code: 'password.same_as_old', status: 422 });
    expect((await change(password, 'short')).body).toMatchObject({ code: 'password.too_short', params: { min: 10 } });
    expect((await change(password, 'another-long-sentence')).status).toBe(200);
    expect(browser.cookies.get('qt')).not.toBe(before);
    expect((await browser.send('GET', '/api/me')).status).toBe(200);
    expect((await other.send('GET', '/api/me')).body).toMatchObject({ code: 'auth.session_expired' });
    expect((await server.browser().signIn(login, password)).status).toBe(401);
  });
  test('sign-out ends it, a step-up renews it', async () => {
    server.at('2026-03-29T00:00:00.000Z');
    const browser = server.browser();
    await browser.signIn();
    const before = browser.cookies.get('qt');
    expect((await browser.send('POST', '/api/session/actions/step_up', { password: founderPassword })).status).toBe(200);
    expect(browser.cookies.get('qt')).not.toBe(before);
    const kept = browser.cookies.get('qt') ?? '';
    expect((await browser.send('DELETE', '/api/session')).status).toBe(204);
    browser.cookies.set('qt', kept);
    expect((await browser.send('GET', '/api/me')).body).toMatchObject({ code: 'auth.session_expired' });
  });
});

test('P.1 step-up: a stolen session does not let the password be guessed, whatever device it claims to be', async () => {
  server.at('2026-03-29T05:00:00.000Z');
  const browser = server.browser('198.51.100.12');
  await browser.signIn();
  for (let index = 0; index < 5; index += 1) {
    browser.cookies.delete('qd');
    expect((await browser.send('POST', '/api/session/actions/step_up', { password: 'wrong-wrong-wrong' })).body).toMatchObject({ code: 'auth.invalid_credentials' });
  }
  browser.cookies.delete('qd');
  expect((await browser.send('POST', '/api/session/actions/step_up', { password: founderPassword })).body).toMatchObject({ code: 'auth.too_many_attempts' });
});

describe('P.1 people', () => {
  test('a disabled user’s session ends at once; nobody disables himself', async () => {
    server.at('2026-03-30T00:00:00.000Z');
    const { browser, id } = await invited('chen@qihang.example', '陈晨', ['sales']);
    const admin = server.browser();
    await admin.signIn();
    expect((await browser.send('GET', '/api/me')).body).toMatchObject({ roles: ['sales'] });
    const disable = async (user: string): ReturnType<Browser['send']> => {
      const { version } = (await admin.send('GET', `/api/core/user/${user}`)).body as { version: number };
      return admin.send('POST', `/api/core/user/${user}/actions/disable`, { version });
    };
    const me = ((await admin.send('GET', '/api/me')).body as { user: { id: string } }).user.id;
    expect((await disable(me)).body).toMatchObject({ code: 'user.self_disable', status: 409 });
    expect((await disable(id)).status).toBe(200);
    expect((await browser.send('GET', '/api/me')).body).toMatchObject({ code: 'auth.session_expired' });
    expect((await server.browser().signIn('chen@qihang.example', password)).body).toMatchObject({ code: 'auth.invalid_credentials' });
  });
  test('only an administrator invites; a link counts once and a reset replaces the password', async () => {
    server.at('2026-03-31T00:00:00.000Z');
    const { browser, id, login } = await invited('zhou@qihang.example', '周明远', ['sales']);
    expect((await browser.send('POST', '/api/core/user', { login: 'x@qihang.example', name: '某某', department: 'HQ' })).body).toMatchObject({ code: 'forbidden', status: 403 });
    const admin = server.browser();
    await admin.signIn();
    const { reset_url: url } = (await admin.send('POST', `/api/core/user/${id}/actions/reset_password`, {})).body as { reset_url: string };
    const token = url.split('/').at(-1);
    const accept = (): ReturnType<Browser['send']> => server.browser().send('POST', '/api/session/actions/accept_invitation', { token, password: 'a-quite-different-one' });
    expect((await accept()).status).toBe(200);
    expect((await accept()).body).toMatchObject({ code: 'link.used', status: 410 });
    expect((await browser.send('GET', '/api/me')).status).toBe(401);
    expect((await server.browser().signIn(login, 'a-quite-different-one')).status).toBe(200);
    const late = (await admin.send('POST', `/api/core/user/${id}/actions/reset_password`, {})).body as { reset_url: string };
    server.at('2026-03-31T00:30:01.000Z');
    expect(
      (await server.browser().send('POST', '/api/session/actions/accept_invitation', { token: late.reset_url.split('/').at(-1), password: 'a-quite-different-two' })).body,
    ).toMatchObject({ code: 'link.expired', status: 410 });
  });
  test('another company’s code is not found, whether it exists or not', async () => {
    server.at('2026-04-01T00:00:00.000Z');
    const admin = server.browser();
    await admin.signIn();
    expect((await admin.send('GET', '/api/core/unit', undefined, { 'qiantai-org': 'OTHER' })).body).toMatchObject({ code: 'not_found', status: 404 });
    expect((await admin.send('GET', '/api/core/unit', undefined, { 'qiantai-org': 'MAIN' })).status).toBe(200);
    expect((await admin.send('POST', '/api/session/actions/switch_org', { org: 'OTHER' })).body).toMatchObject({ code: 'not_found' });
  });
  test('the secrets stand in the database as hashes only', async () => {
    const { rows } = await server.pools.plain.query<{ token_hash: string; password: string }>(
      'select s.token_hash, a.password from auth.session s join auth.account a on a.id = s.account',
    );
    for (const row of rows) {
      expect(row.token_hash).toMatch(/^[0-9a-f]{64}$/);
      expect(row.password).toMatch(/^\$argon2id\$/);
    }
  });
});

describe('P.1 several companies', () => {
  test('an administrator founds a further one after a step-up and works in it beside the first', async () => {
    server.at('2026-04-02T00:00:00.000Z');
    const admin = server.browser();
    await admin.signIn();
    server.at('2026-04-02T00:11:00.000Z');
    const company = { code: 'TWO', name: '昆山同创电子有限公司' };
    expect((await admin.send('POST', '/api/core/organisation', company)).body).toMatchObject({ code: 'auth.step_up', status: 403 });
    await admin.send('POST', '/api/session/actions/step_up', { password: founderPassword });
    const made = await admin.send('POST', '/api/core/organisation', company);
    expect(made.status, made.text).toBe(201);
    expect((await admin.send('POST', '/api/core/organisation', company)).body).toMatchObject({ code: 'record.duplicate', status: 409 });
    await demandFactor('off', 'TWO');
    expect((await admin.send('POST', '/api/core/unit', { code: 'ONLY', name: '独' }, { 'qiantai-org': 'TWO' })).status).toBe(201);
    expect((await admin.send('GET', '/api/core/unit/by/ONLY')).status).toBe(404);
    expect((await admin.send('GET', '/api/core/unit/by/ONLY', undefined, { 'qiantai-org': 'TWO' })).status).toBe(200);
    expect((await admin.send('POST', '/api/session/actions/switch_org', { org: 'TWO' })).body).toMatchObject({ organisation: company });
    expect((await admin.send('GET', '/api/me')).body).toMatchObject({ organisation: { code: 'TWO' }, roles: ['administrator', 'general_manager'], organisations: ['MAIN', 'TWO'] });
  });
  test('the last administrator keeps the role', async () => {
    server.at('2026-04-03T00:00:00.000Z');
    const admin = server.browser();
    await admin.signIn('admin', founderPassword, { org: 'TWO' });
    const { data } = (await admin.send('GET', '/api/core/role_assignment?limit=50')).body as { data: { id: string; version: number; role: { code: string } }[] };
    const own = data.find((assignment) => assignment.role.code === 'administrator');
    expect((await admin.send('DELETE', `/api/core/role_assignment/${own?.id}`, { version: own?.version })).body).toMatchObject({ code: 'user.last_admin', status: 409 });
    const other = data.find((assignment) => assignment.role.code === 'general_manager');
    expect((await admin.send('DELETE', `/api/core/role_assignment/${other?.id}`, { version: other?.version })).status).toBe(204);
    expect((await admin.send('GET', '/api/me')).body).toMatchObject({ roles: ['administrator'] });
  });
});
