import { Refused } from '../kernel/problem.ts';
import { inTransaction } from '../kernel/store/session.ts';
import { addMember, ensureAccount, makeLink, normalLogin } from '../server/sign-in/account.ts';
import { sha256 } from '../server/sign-in/secret.ts';
import type { Call } from '../kernel/command/call.ts';
import type { Command, Context } from './command.ts';
import { cliCall, type Installation, organisation, type OrganisationKey, withInstallation } from './installation.ts';
import { oneOf, WrongUse } from './usage.ts';

const actions = ['list', 'add', 'disable', 'enable', 'reset-password', 'unlock', 'roles', 'reset-factor'] as const;

export const userCommand: Command = {
  name: 'user',
  words: 'ACTION [LOGIN]',
  summary: { zh: '用户：list add disable enable reset-password unlock roles reset-factor', en: 'Users: list add disable enable reset-password unlock roles reset-factor' },
  options: {
    name: { type: 'string', value: 'NAME', help: { zh: '姓名（add）', en: 'Name (add)' } },
    department: { type: 'string', value: 'CODE', help: { zh: '部门编号（add，默认 HQ）', en: 'Department (add, HQ)' } },
    roles: { type: 'string', value: 'CODE,…', help: { zh: '角色（add、roles）', en: 'Roles (add, roles)' } },
    url: { type: 'string', value: 'URL', help: { zh: '链接使用的网址（默认 http://localhost:4800）', en: 'Address the links start with (http://localhost:4800)' } },
  },
  run: async (context) => {
    const [action, login, ...rest] = context.given.words;
    if (action === undefined || rest.length > 0) throw new WrongUse({ zh: `请指定操作：${actions.join(', ')}`, en: `Name an action: ${actions.join(', ')}` });
    const wanted = oneOf('操作 / the action', action, actions);
    if (wanted !== 'list' && login === undefined) throw new WrongUse({ zh: '请指定账号。', en: 'Name the login.' });
    return withInstallation(context, async (installation) => {
      const org = await organisation(context, installation);
      const task: Task = { context, installation, org, call: await cliCall(installation, org, context) };
      await runs[wanted](task, login ?? '');
      return 0;
    });
  },
};

interface Task {
  readonly context: Context;
  readonly installation: Installation;
  readonly org: OrganisationKey;
  readonly call: Call;
}
const runs: Readonly<Record<(typeof actions)[number], (task: Task, login: string) => Promise<void>>> = {
  list: listUsers,
  add: addUser,
  disable: (task, login) => act(task, login, 'disable'),
  enable: (task, login) => act(task, login, 'enable'),
  'reset-password': async (task, login) => tellLink(task, 'reset', await makeLink(task.installation.auth, (await memberOf(task, login)).account, task.org.id, 'reset', Date.now())),
  unlock,
  roles: setRoles,
  'reset-factor': async (task, login) => {
    const { account } = await memberOf(task, login);
    await task.installation.auth.query('delete from auth.factor where account = $1', [account]);
    await task.installation.auth.query('delete from auth.session where account = $1', [account]);
    done(task, login, { zh: '第二因素已清除', en: 'second factor removed' });
  },
};

async function listUsers({ context, installation, org }: Task): Promise<void> {
  const rows = await inTransaction(
    installation.pools.reads,
    org.id,
    (tx) =>
      tx.query(
        `select u.login, u.name, u.state, d.code as department, coalesce(string_agg(r.code, ',' order by r.code), '') as roles
         from core."user" u join core.department d on d.org_id = $1 and d.id = u.department
           left join core.role_assignment a on a.org_id = $1 and a."user" = u.id and a.archived_at is null
           left join core.role r on r.org_id = $1 and r.id = a.role
         where u.org_id = $1 group by u.login, u.name, u.state, d.code order by u.login`,
        [org.id],
      ),
    { readOnly: true },
  );
  context.speech.document(
    rows.map((row) => ({
      ...row,
      roles: String(row['roles'])
        .split(',')
        .filter((code) => code !== ''),
    })),
  );
  for (const row of rows) {
    const line = [row['login'], row['name'], row['state'], row['department'], row['roles']].join('\t');
    context.speech.say({ zh: line, en: line });
  }
}
async function addUser(task: Task, login: string): Promise<void> {
  const { context, installation, org, call } = task;
  const { kernel, auth } = installation;
  const name = context.given.text('name');
  if (name === undefined) throw new WrongUse({ zh: '请用 --name 指定姓名。', en: 'Name the person with --name.' });
  const account = await ensureAccount(auth, login, Date.now());
  const made = await kernel.create(call, 'core.user', { login: normalLogin(login), name, department: context.given.text('department') ?? 'HQ', account: account.id });
  const user = (made.body as { readonly id: string }).id;
  await addMember(auth, account.id, { org: org.id, code: org.code, user });
  for (const role of rolesGiven(context)) await kernel.create(call, 'core.role_assignment', { user, role });
  tellLink(task, 'invitation', await makeLink(auth, account.id, org.id, 'invitation', Date.now()));
}
async function setRoles(task: Task, login: string): Promise<void> {
  const { context, installation, org, call } = task;
  if (context.given.text('roles') === undefined) throw new WrongUse({ zh: '请用 --roles 指定角色。', en: 'Name the roles with --roles.' });
  const { user } = await memberOf(task, login);
  const wanted = new Set(rolesGiven(context));
  const held = await inTransaction(
    installation.pools.reads,
    org.id,
    (tx) =>
      tx.query(
        'select a.id, a.version, r.code from core.role_assignment a join core.role r on r.org_id = $1 and r.id = a.role where a.org_id = $1 and a."user" = $2 and a.archived_at is null',
        [org.id, user],
      ),
    { readOnly: true },
  );
  for (const role of wanted) if (!held.some((row) => row['code'] === role)) await installation.kernel.create(call, 'core.role_assignment', { user, role });
  for (const row of held.filter((one) => !wanted.has(String(one['code']))))
    await installation.kernel.remove(call, 'core.role_assignment', String(row['id']), Number(row['version']));
  done(task, login, { zh: `角色：${[...wanted].join(', ')}`, en: `roles: ${[...wanted].join(', ')}` });
}
async function unlock(task: Task, login: string): Promise<void> {
  const key = `login:${sha256(normalLogin(login))}`;
  await task.installation.auth.query(`delete from auth.attempt where key = $1 or key like $1 || ':%'`, [key]);
  done(task, login, { zh: '已解锁', en: 'unlocked' });
}
async function act(task: Task, login: string, action: string): Promise<void> {
  const { user } = await memberOf(task, login);
  // The command line acts in a member's name; nobody may disable himself, so it takes another one's.
  const [other] = await task.installation.auth.query<{ user: string }>('select user_id as "user" from auth.member where org_id = $1 and user_id <> $2 order by user_id limit 1', [
    task.org.id,
    user,
  ]);
  const call: Call = { ...task.call, principal: { ...task.call.principal, user: other?.user ?? user } };
  const { body } = await task.installation.kernel.read(call, 'core.user', user);
  await task.installation.kernel.act(call, 'core.user', user, action, { version: (body as { readonly version: number }).version, input: {} });
  done(task, login, action === 'disable' ? { zh: '已停用', en: 'disabled' } : { zh: '已启用', en: 'enabled' });
}

async function memberOf({ installation, org }: Task, login: string): Promise<{ readonly account: string; readonly user: string }> {
  const [found] = await installation.auth.query<{ account: string; user: string }>(
    'select m.account, m.user_id as "user" from auth.member m join auth.account a on a.id = m.account where a.login = $1 and m.org_id = $2',
    [normalLogin(login), org.id],
  );
  if (!found) throw new Refused('not_found');
  return found;
}
const rolesGiven = ({ given }: Context): readonly string[] =>
  (given.text('roles') ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');
/** A password is never shown: only the link with which its owner chooses one. */
function tellLink({ context }: Task, purpose: 'invitation' | 'reset', token: string): void {
  const url = `${context.given.text('url') ?? 'http://localhost:4800'}/${purpose}/${token}`;
  context.speech.document({ url });
  context.speech.say({ zh: `一次性链接：${url}`, en: `Link for one use: ${url}` });
}
function done({ context }: Task, login: string, text: { readonly zh: string; readonly en: string }): void {
  context.speech.document({ login, done: true });
  context.speech.say({ zh: `${login}：${text.zh}`, en: `${login}: ${text.en}` });
}
