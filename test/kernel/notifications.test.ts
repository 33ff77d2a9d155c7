import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDueJobs } from '../../src/kernel/jobs/run.ts';
import { type Client, type Company, foundCompany } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly times: number;
  readonly record: { readonly declaration: string; readonly id: string; readonly label: string } | null;
  readonly read_at: string | null;
}
interface Comment {
  readonly id: string;
  readonly text: string | null;
  readonly struck_at: string | null;
  readonly warnings: readonly { readonly code: string; readonly params: { readonly user: string } }[];
  readonly _actions: readonly string[];
}
let company: Company;
let admin: Client;
let lin: Client;
let wang: Client;
let now = new Date('2026-03-31T02:00:00.000Z');
const later = (minutes: number): void => void (now = new Date(now.getTime() + minutes * 60_000));
const users = new Map<string, string>();
let customer: string;
let order: { id: string; version: number };

const notifications = async (client: Client, query = ''): Promise<readonly Notification[]> =>
  (await client.get<{ data: Notification[] }>(`/api/core/notification${query}`)).body.data;
const unread = async (client: Client): Promise<number> => (await client.get<{ unread: number }>('/api/core/notification?limit=1')).body.unread;
const mention = (user: string): object => ({ declaration: 'core.user', id: users.get(user) });
const comment = (client: Client, body: object): Promise<{ status: number; body: Comment }> => client.post<Comment>(`/api/sales/order/${order.id}/comments`, body);

beforeAll(async () => {
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
  await admin.patch('/api/core/settings', { second_factor: 'off' });
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  wang = await joinCompany(company, 'wang', '王思琪', ['sales_manager']);
  await joinCompany(company, 'qian', '钱库管', ['keeper']);
  for (const { id, login } of (await admin.get<{ data: { id: string; login: string }[] }>('/api/core/user')).body.data) users.set(login, id);
  customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创有限公司' })).body.id;
  const product = (
    await admin.post<{ id: string }>('/api/inventory/product', { code: 'P1', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' })
  ).body.id;
  order = (
    await admin.post<{ id: string; version: number }>('/api/sales/order', { customer: { id: customer }, lines: [{ product: { id: product }, qty: '1', unit_price: '113' }] })
  ).body;
});
afterAll(() => company.close());

test('P.11 a mention tells who may read the record; another is named in a warning and told nothing', async () => {
  const reply = await comment(admin, { text: '@王思琪 @林晓雯 请看价格', mentions: [mention('wang'), mention('lin')] });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  // 林晓雯 sells on her own account and does not see an order of the administrator's.
  expect((await lin.get(`/api/sales/order/${order.id}`)).status).toBe(404);
  expect(reply.body.warnings).toEqual([{ code: 'mention.no_access', params: { user: users.get('lin') } }]);
  expect(await notifications(wang)).toMatchObject([{ kind: 'mention', record: { declaration: 'sales.order', id: order.id }, times: 1, read_at: null }]);
  expect((await notifications(wang))[0]?.text).toMatch(/^管理员 在 销售订单 .* 的评论中提到了你$/);
  expect((await wang.get<{ data: Notification[] }>('/api/core/notification', { 'accept-language': 'en' })).body.data[0]?.text).toContain(
    'mentioned you in a comment on Sales order',
  );
  expect(await notifications(lin)).toEqual([]);
  expect(await notifications(admin)).toEqual([]);
});
test('P.11 the same kind about the same record within five minutes is merged', async () => {
  later(4);
  await comment(admin, { text: '还有交期', mentions: [mention('wang')] });
  expect(await notifications(wang)).toMatchObject([{ kind: 'mention', times: 2 }]);
  later(6);
  await comment(admin, { text: '以及付款', mentions: [mention('wang')] });
  expect(await notifications(wang)).toMatchObject([{ times: 1 }, { times: 2 }]);
});
test('P.11 read is told apart from unread, by id and all at once, and only one\u2019s own', async () => {
  const [first] = await notifications(wang);
  expect(await unread(wang)).toBe(2);
  expect((await admin.post('/api/core/notification/actions/mark_read', { ids: [first?.id] })).body).toEqual({ marked: 0, unread: 0 });
  expect((await wang.post('/api/core/notification/actions/mark_read', { ids: [first?.id] })).body).toEqual({ marked: 1, unread: 1 });
  expect(await notifications(wang, '?unread=1')).toHaveLength(1);
  expect((await wang.post('/api/core/notification/actions/mark_read', { all: true })).body).toEqual({ marked: 1, unread: 0 });
  expect((await wang.post('/api/core/notification/actions/mark_read', {})).body['code']).toBe('field.required');
  expect((await wang.get('/api/core/notification?kind=gossip')).body['code']).toBe('field.choice');
});
test('P.11 who was mentioned follows; who follows is told of comments and of what others do, until he asks not to be', async () => {
  later(10);
  expect((await wang.get(`/api/sales/order/${order.id}/follow`)).body).toEqual({ following: true, followers: 2 });
  expect((await lin.put(`/api/sales/order/${order.id}/follow`, { following: true })).status).toBe(404);
  await comment(admin, { text: '已和客户确认' });
  expect((await notifications(wang, '?unread=1')).map(({ kind }) => kind)).toEqual(['comment']);
  const confirmed = await admin.post(`/api/sales/order/${order.id}/actions/confirm`, { version: order.version, input: {} });
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  await runDueJobs(company.kernel.environment, company.org);
  later(1);
  await runDueJobs(company.kernel.environment, company.org);
  const [news] = await notifications(wang, '?kind=change');
  expect(news?.text).toMatch(/^管理员 对 销售订单 SO\S+ 执行了“确认”$/);
  expect((await notifications(admin, '?kind=change')).filter(({ record }) => record?.id === order.id)).toEqual([]);
  expect((await wang.put(`/api/sales/order/${order.id}/follow`, { following: false })).body).toEqual({ following: false, followers: 1 });
  later(10);
  await wang.post('/api/core/notification/actions/mark_read', { all: true });
  await comment(admin, { text: '没有别的了' });
  expect(await unread(wang)).toBe(0);
});
test('P.11 a role and a department stand for those of them who may read', async () => {
  later(10);
  const role = (await admin.get<{ data: { id: string }[] }>('/api/core/role?f.code=sales_manager')).body.data[0]?.id;
  const department = (await admin.get<{ data: { id: string }[] }>('/api/core/department?f.code=HQ')).body.data[0]?.id;
  const reply = await comment(admin, {
    text: '@销售经理 @总部',
    mentions: [
      { declaration: 'core.role', id: role },
      { declaration: 'core.department', id: department },
    ],
  });
  expect([reply.status, reply.body.warnings]).toEqual([201, []]);
  expect(await notifications(wang, '?unread=1&kind=mention')).toHaveLength(1);
  expect(await notifications(lin)).toEqual([]);
  const wrong = await comment(admin, { text: '@', mentions: [{ declaration: 'core.user', id: order.id }] });
  expect(wrong.body).toMatchObject({ code: 'reference.not_found', path: '/mentions/0/id' });
  expect((await comment(admin, { text: 'x', mentions: [{ declaration: 'sales.order', id: order.id }] })).body).toMatchObject({ code: 'field.choice' });
});
test('P.11 a comment is changed and deleted by its author within a quarter of an hour, later only struck out', async () => {
  const at = (id: string): string => `/api/sales/order/${order.id}/comments/${id}`;
  const first = (await comment(wang, { text: '先发一半' })).body;
  expect(first._actions).toEqual(['edit', 'delete']);
  expect((await admin.patch(at(first.id), { text: '改' })).body['code']).toBe('forbidden');
  expect((await wang.patch<Comment>(at(first.id), { text: '先发三分之一' })).body).toMatchObject({ text: '先发三分之一', edited_at: now.toISOString() });
  const second = (await comment(wang, { text: '打错了' })).body;
  expect((await wang.delete(at(second.id))).status).toBe(204);
  later(16);
  expect((await wang.patch(at(first.id), { text: '再改' })).body['code']).toBe('comment.too_late');
  expect((await wang.delete(at(first.id))).status).toBe(204);
  const listed = (await wang.get<{ data: Comment[] }>(`/api/sales/order/${order.id}/comments`)).body.data;
  expect(listed.find(({ id }) => id === first.id)).toMatchObject({ text: null, struck_at: now.toISOString(), _actions: [] });
  expect(listed.some(({ id }) => id === second.id)).toBe(false);
});
test('P.11 who is made the owner is told; who may not read it any more sees the notification no more', async () => {
  later(10);
  admin = await company.signIn('admin', 'Start-12345!');
  const { version } = (await admin.get<{ version: number }>(`/api/customers/customer/${customer}`)).body;
  const given = await admin.patch(`/api/customers/customer/${customer}`, { owner: { id: users.get('lin') } }, { 'if-match': `"${version}"` });
  expect(given.status, JSON.stringify(given.body)).toBe(200);
  await runDueJobs(company.kernel.environment, company.org);
  expect(await notifications(lin)).toMatchObject([{ kind: 'assigned', text: '管理员 把 客户 昆山同创有限公司 交给了你' }]);
  const again = (await admin.get<{ version: number }>(`/api/customers/customer/${customer}`)).body;
  await admin.patch(`/api/customers/customer/${customer}`, { owner: { id: users.get('wang') } }, { 'if-match': `"${again.version}"` });
  expect(await notifications(lin)).toEqual([]);
});
test('P.13 the sender of an import is told, and who administers is told of a job that fails after its retries', async () => {
  const file = '编号,名称\nTUB,桶\n';
  const imported = await admin.upload('/api/core/unit/import', { name: '单位.csv', bytes: file }, { mode: 'upsert' });
  expect(imported.status, JSON.stringify(imported.body)).toBe(200);
  expect((await notifications(admin, '?kind=import_done'))[0]?.text).toBe('计量单位 导入完成：新建 1，更新 0，失败 0');
  const { environment } = company.kernel;
  const broken = {
    ...environment,
    servers: environment.servers.map((server) =>
      server.name === 'core' ? { ...server, jobs: { ...server.jobs, 'core.tidy': () => Promise.reject(new Error('disk full')) } } : server,
    ),
  };
  for (let run = 0; run < 5; run += 1) {
    later(24 * 60);
    await runDueJobs(broken, company.org);
  }
  admin = await company.signIn('admin', 'Start-12345!');
  lin = await company.signIn('lin', 'Fluss-29571!');
  expect(await notifications(admin, '?kind=job_failed')).toMatchObject([{ text: '后台任务“清理过期数据”连续失败 4 次：disk full', record: null }]);
  expect(await notifications(lin, '?kind=job_failed')).toEqual([]);
});
test('P.11 the matrix of kinds and rhythms is checked', async () => {
  const kinds = (await lin.get<{ data: { kind: string; label: string }[]; rhythms: string[] }>('/api/core/notification/kinds')).body;
  expect(kinds.data.find(({ kind }) => kind === 'mention')).toMatchObject({ label: '提到我' });
  const set = (notifications: object): Promise<{ status: number; body: Record<string, unknown> }> => lin.patch('/api/me/preferences', { notifications });
  expect((await set({ mention: { mail: 'hourly' }, quiet: { from: '21:00', to: '08:00' } })).status).toBe(200);
  expect((await set({ gossip: { mail: 'hourly' } })).body).toMatchObject({ code: 'field.choice', path: '/notifications/gossip' });
  expect((await set({ mention: { mail: 'often' } })).body).toMatchObject({ code: 'field.choice', path: '/notifications/mention/mail' });
  expect((await set({ quiet: { from: '25:00', to: '08:00' } })).body).toMatchObject({ code: 'field.format', path: '/notifications/quiet' });
});
