import type { Label } from '#declare';
import type { Described } from './endpoint.ts';

/*
 * The addresses that no declaration stands behind: sign-in, one's own account, health, figures, this description itself.
 */
const said = (zh: string, en: string): Label => ({ zh, en });
const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required, additionalProperties: false });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const ok = (schema: object, zh = '完成', en = 'Done'): Described['answers'] => ({ 200: { schema, description: said(zh, en) } });
const empty: object = { type: 'object' };

function sessionAction(name: string, summary: Label, request: object, answer: object, codes: readonly string[], open?: true): Described {
  return {
    method: 'POST',
    path: `/api/session/actions/${name}`,
    operation: `session.${name}`,
    tag: 'session',
    summary,
    parameters: [],
    request: { schema: request, required: true },
    answers: ok(answer),
    codes,
    ...(open ? { open } : {}),
  };
}
const proof = ['auth.invalid_credentials', 'auth.second_factor_invalid', 'auth.too_many_attempts'];
const passwordRules = ['password.too_short', 'password.too_common', 'password.contains_context', 'field.length'];

export const platformOperations: readonly Described[] = [
  {
    method: 'POST',
    path: '/api/session',
    operation: 'session.create',
    tag: 'session',
    summary: said('登录', 'Sign in'),
    open: true,
    parameters: [],
    request: {
      schema: object({ login: text, password: text, otp: text, org: text }, ['login', 'password']),
      required: true,
      example: { login: 'admin', password: 'Start-12345!' },
    },
    answers: ok(ref('signed_in'), '已登录', 'Signed in'),
    codes: [...proof, 'auth.second_factor_required', 'auth.csrf'],
  },
  {
    method: 'GET',
    path: '/api/session',
    operation: 'session.list',
    tag: 'session',
    summary: said('我的会话', 'My sessions'),
    parameters: [],
    answers: ok(object({ data: { type: 'array', items: empty } }, ['data'])),
    codes: [],
  },
  {
    method: 'DELETE',
    path: '/api/session',
    operation: 'session.delete',
    tag: 'session',
    summary: said('退出', 'Sign out'),
    parameters: [],
    answers: { 204: { description: said('已退出', 'Signed out') } },
    codes: [],
  },
  sessionAction('change_password', said('修改密码', 'Change the password'), object({ old: text, new: text }, ['old', 'new']), empty, [
    ...proof,
    ...passwordRules,
    'password.same_as_old',
  ]),
  sessionAction('enrol_factor', said('登记第二因素', 'Enrol a second factor'), object({}), object({ secret: text, uri: text }, ['secret', 'uri']), ['auth.step_up']),
  sessionAction(
    'confirm_factor',
    said('确认第二因素', 'Confirm the second factor'),
    object({ otp: text }, ['otp']),
    object({ recovery_codes: { type: 'array', items: text } }, ['recovery_codes']),
    ['auth.second_factor_invalid'],
  ),
  sessionAction('step_up', said('再次验证身份', 'Prove who you are once more'), object({ password: text, otp: text }), empty, proof),
  sessionAction('switch_org', said('切换组织', 'Change the organisation'), object({ org: text }, ['org']), empty, ['not_found']),
  sessionAction('end_session', said('结束一个会话', 'End a session'), object({ id: text }, ['id']), empty, ['not_found']),
  sessionAction(
    'accept_invitation',
    said('接受邀请或重置密码', 'Accept an invitation or reset the password'),
    object({ token: text, password: text, otp: text }, ['token', 'password']),
    ref('signed_in'),
    [...passwordRules, 'not_found', 'link.expired', 'link.used', 'auth.second_factor_required', 'auth.second_factor_invalid'],
    true,
  ),
  {
    method: 'GET',
    path: '/api/me',
    operation: 'me.read',
    tag: 'session',
    summary: said('我是谁、能做什么', 'Who I am and what I may do'),
    parameters: [],
    answers: ok(ref('me')),
    codes: [],
  },
  {
    method: 'GET',
    path: '/api/health',
    operation: 'system.health',
    tag: 'system',
    summary: said('健康状况', 'Health'),
    open: true,
    parameters: [{ name: 'ready', in: 'query', schema: { type: 'string', enum: ['1'] }, description: said('能否接收请求', 'Whether it takes requests') }],
    answers: ok(
      object({ status: text, version: text, database: text, migrations: text, outbox_lag_s: { type: 'number' }, sequencer_backlog: { type: 'integer' }, time: text }, [
        'status',
        'version',
        'database',
        'migrations',
        'time',
      ]),
    ),
    codes: ['system.starting'],
  },
  {
    method: 'GET',
    path: '/api/events',
    operation: 'events.stream',
    tag: 'session',
    summary: said('变更通知（SSE）', 'What changed, as server-sent events'),
    parameters: [
      { name: 'topics', in: 'query', schema: { type: 'string', examples: ['notification,record:core.unit'] }, description: said('主题，逗号分隔', 'Topics, with commas between') },
      { name: 'Last-Event-ID', in: 'header', schema: text, description: said('断线后从此处继续（10 分钟内）', 'Go on from here after a break, within ten minutes') },
    ],
    answers: { 200: { type: 'text/event-stream', description: said('事件流', 'The stream') } },
    codes: ['field.required'],
  },
  {
    method: 'POST',
    path: '/hooks/:adapter/:account',
    operation: 'hook.receive',
    tag: 'system',
    summary: said('接收签名事件：account 为 组织代码.账号代码', 'Take a signed event; account is organisation code, a dot, code of the account'),
    open: true,
    parameters: [
      { name: 'X-Timestamp', in: 'header', schema: text, description: said('秒，与现在相差不超过 300', 'Seconds, not more than 300 away from now') },
      { name: 'X-Signature', in: 'header', schema: text, description: said('hex HMAC-SHA256(密钥, 时间戳.原文)', 'hex HMAC-SHA256(secret, timestamp.raw body)') },
      { name: 'X-Event-Id', in: 'header', schema: text, description: said('事件标识，重复的只算一次', 'Id of the event; a second one has no effect') },
    ],
    request: {
      schema: object({ id: text, event: { enum: ['message.delivered', 'message.failed'] }, message: text, reason: text }, ['event', 'message']),
      required: true,
      example: { id: 'evt-1', event: 'message.delivered', message: '019d41b1-bae0-77e9-9b09-438ac0b82d50' },
    },
    answers: ok(object({ outcome: { enum: ['accepted', 'known'] } }, ['outcome'])),
    codes: ['webhook.signature_invalid', 'webhook.timestamp_skew', 'webhook.payload_invalid'],
  },
  {
    method: 'GET',
    path: '/api/metrics',
    operation: 'system.metrics',
    tag: 'system',
    summary: said('运行指标（Prometheus）', 'Figures for Prometheus'),
    open: true,
    parameters: [],
    answers: { 200: { type: 'text/plain', description: said('指标', 'Figures') } },
    codes: [],
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    operation: 'system.openapi',
    tag: 'system',
    summary: said('本接口的描述', 'The description of this interface'),
    open: true,
    parameters: [],
    answers: ok(empty),
    codes: [],
  },
];
