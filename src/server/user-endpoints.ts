import type { Call, Principal } from '../kernel/command/call.ts';
import type { Environment } from '../kernel/command/environment.ts';
import { isId } from '../kernel/ids.ts';
import { addressOf, mailConfigured, queueLetter } from '../kernel/message/queue.ts';
import { tell } from '../kernel/notify/notify.ts';
import { conflictsOf } from '../kernel/permission/duties.ts';
import { grantsOfRole, may } from '../kernel/permission/grants.ts';
import { rolesOf } from '../kernel/permission/question.ts';
import { Refused } from '../kernel/problem.ts';
import { inTransaction } from '../kernel/store/session.ts';
import { dryRun, said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import type { Kernel } from './kernel-port.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';
import { addMember, ensureAccount, type LinkPurpose, makeLink, normalLogin } from './sign-in/account.ts';
import type { SignIn } from './sign-in/sign-in.ts';

/*
 * People come in by invitation (P.1): an administrator starts it and never sees or chooses a password. The user itself is an ordinary
 * record; what stands beside it is the account, which belongs to no organisation.
 */
const members = ['login', 'name', 'department', 'also_in', 'manager', 'employee_no', 'locale', 'valid_until', 'email', 'roles', 'invite'] as const;

export function userEndpoints(signIn: SignIn): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/api/core/user',
      operation: 'core.user.create',
      tag: 'core',
      summary: said('邀请用户', 'Invite a user'),
      permission: 'core.user.create',
      parameters: [dryRun],
      request: { schema: { $ref: '#/components/schemas/invitation' }, required: true },
      answers: {
        201: { schema: { $ref: '#/components/schemas/core.user' }, description: said('已邀请，含一次性链接', 'Invited, with a link for one use'), headers: ['ETag', 'Location'] },
      },
      codes: ['field.required', 'field.type', 'reference.not_found', 'record.duplicate', 'sod.conflict'],
      handle: async ({ kernel, call, body, origin }) => {
        const { principal } = call;
        refuseStranger(principal, 'create');
        const given = objectBody(body);
        refuseUnknown(Object.keys(given), members);
        const { roles, invite, ...values } = given;
        const way = wayOf(invite);
        const codes = roleCodes(roles);
        const login = requiredText(given, 'login');
        await checkRoles(kernel, signIn, principal, codes);
        if (call.dryRun) return kernel.create(call, 'core.user', values);
        const now = signIn.clock().getTime();
        const account = await ensureAccount(signIn.database, login, now);
        const answer = await kernel.create(call, 'core.user', { ...values, login: normalLogin(login), account: account.id });
        if (answer.replayed) return answer;
        const user = (answer.body as { readonly id: string }).id;
        await addMember(signIn.database, account.id, { org: principal.org.id, code: principal.org.code, user });
        const { idempotency: __, ...plain } = call;
        for (const role of codes) await kernel.create(plain, 'core.role_assignment', { user, role });
        const token = await makeLink(signIn.database, account.id, principal.org.id, 'invitation', now);
        const url = `${origin}/invitation/${token}`;
        const mailed = way === 'mail' && (await mailLink(kernel.environment, call, user, 'invitation', url));
        return { ...answer, body: { ...(answer.body as object), ...(mailed ? { mailed_to: mailed } : { invitation_url: url }) } };
      },
    },
    {
      method: 'POST',
      path: '/api/core/user/:id/actions/reset_password',
      operation: 'core.user.reset_password',
      tag: 'core',
      summary: said('重置密码：给出一次性链接', 'Reset the password: gives a link for one use'),
      permission: 'core.user.reset_password',
      parameters: [],
      request: { schema: { type: 'object', properties: { invite: { enum: ['mail', 'link'] } } } },
      answers: {
        200: {
          schema: { type: 'object', properties: { outcome: { const: 'applied' }, reset_url: { type: 'string' }, mailed_to: { type: 'string' } }, required: ['outcome'] },
          description: said('已发邮件，或给出链接', 'Mailed, or the link'),
        },
      },
      codes: ['not_found', 'field.choice'],
      handle: async ({ kernel, call, params, body, origin }) => {
        const { principal } = call;
        refuseStranger(principal, 'reset_password');
        const id = params['id'] ?? '';
        const [member] = isId(id)
          ? await signIn.database.query<{ account: string }>('select account from auth.member where org_id = $1 and user_id = $2', [principal.org.id, id])
          : [];
        if (!member) throw new Refused('not_found');
        const way = wayOf(objectBody(body)['invite']);
        const token = await makeLink(signIn.database, member.account, principal.org.id, 'reset', signIn.clock().getTime());
        const url = `${origin}/reset/${token}`;
        const mailed = way === 'mail' && (await mailLink(kernel.environment, call, id, 'reset', url));
        await tellOwner(kernel.environment, call, id);
        return { status: 200, body: { outcome: 'applied', ...(mailed ? { mailed_to: mailed } : { reset_url: url }) } };
      },
    },
  ];
}
/** By mail where mail is set up, else as a link to hand over (P.1). */
function wayOf(given: unknown): 'mail' | 'link' {
  if (given === undefined || given === null || given === 'mail') return 'mail';
  if (given !== 'link') throw new Refused('field.choice', { allowed: ['mail', 'link'], nearest: 'mail' }, '/invite');
  return 'link';
}
/** Puts the letter with the link into the outbox; nothing where no mail leaves or the person has no address. */
async function mailLink(environment: Environment, { principal, locale }: Call, user: string, purpose: LinkPurpose, url: string): Promise<string | undefined> {
  const { org } = principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    const [row] = await tx.query('select name, login, email, locale from core."user" where org_id = $1 and id = $2', [org.id, user]);
    const address = row && addressOf(row);
    if (!row || !address || !(await mailConfigured(tx, org.id))) return undefined;
    const language = row['locale'] === null ? locale : String(row['locale']).startsWith('en') ? 'en' : 'zh';
    await queueLetter(environment, tx, org.id, purpose, { user, address, locale: language }, { company: org.name, name: String(row['name']), login: String(row['login']), url });
    return address;
  });
}
/** Whose password is reset hears of it, also when it was not his wish (P.1). */
const tellOwner = (environment: Environment, { principal }: Call, user: string): Promise<void> =>
  inTransaction(environment.pools.commands, principal.org.id, (tx) => tell(environment, tx, principal.org.id, { kind: 'security', by: principal.user }, [user]));

/** Judged before anything is made, so that nobody is invited with half of his roles. */
async function checkRoles(kernel: Kernel, signIn: SignIn, { org }: Principal, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const roles = await inTransaction(signIn.pool, org.id, (tx) => rolesOf(tx, org.id), { readOnly: true });
  codes.forEach((code, index) => {
    if (!roles.some((role) => role.code === code)) throw new Refused('reference.not_found', { code }, `/roles/${index}`);
  });
  const grants = roles.filter((role) => codes.includes(role.code)).flatMap((role) => grantsOfRole(kernel.registry, role));
  const conflict = conflictsOf(await kernel.environment.duties.of(org.id), grants).find((one) => one.mode === 'block');
  if (conflict) throw new Refused('sod.conflict', { a: conflict.a, b: conflict.b }, '/roles');
}
/** Users, roles and keys are the administrator's (index §6), or of a role that a company wrote for it. */
export function refuseStranger(principal: Principal, action: string, declaration = 'core.user'): void {
  const granted = may(principal, declaration, action === 'reset_password' ? 'update' : action);
  if (!principal.roles.includes('administrator') && !granted) throw new Refused('forbidden', { declaration, action });
}
function roleCodes(given: unknown): readonly string[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new Refused('field.type', { expected: 'array of codes' }, '/roles');
  return given.map((_, index) => textMember(given as unknown as Readonly<Record<string, unknown>>, String(index)) ?? '');
}
