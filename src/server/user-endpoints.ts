import type { Principal } from '../kernel/command/call.ts';
import { isId } from '../kernel/ids.ts';
import { Refused } from '../kernel/problem.ts';
import { dryRun, said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';
import { addMember, ensureAccount, makeLink, normalLogin } from './sign-in/account.ts';
import type { SignIn } from './sign-in/sign-in.ts';

/*
 * People come in by invitation (P.1): an administrator starts it and never sees or chooses a password. The user itself is an ordinary
 * record; what stands beside it is the account, which belongs to no organisation.
 */
const members = ['login', 'name', 'department', 'also_in', 'manager', 'employee_no', 'locale', 'valid_until', 'roles', 'invite'] as const;

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
      codes: ['field.required', 'field.type', 'reference.not_found', 'record.duplicate'],
      handle: async ({ kernel, call, body, origin }) => {
        const { principal } = call;
        refuseStranger(principal, 'create');
        const given = objectBody(body);
        refuseUnknown(Object.keys(given), members);
        const { roles, invite: _, ...values } = given;
        const codes = roleCodes(roles);
        const login = requiredText(given, 'login');
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
        return { ...answer, body: { ...(answer.body as object), invitation_url: `${origin}/invitation/${token}` } };
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
      request: { schema: { type: 'object' } },
      answers: {
        200: {
          schema: { type: 'object', properties: { outcome: { const: 'applied' }, reset_url: { type: 'string' } }, required: ['outcome', 'reset_url'] },
          description: said('链接', 'The link'),
        },
      },
      codes: ['not_found'],
      handle: async ({ call, params, origin }) => {
        const { principal } = call;
        refuseStranger(principal, 'reset_password');
        const id = params['id'] ?? '';
        const [member] = isId(id)
          ? await signIn.database.query<{ account: string }>('select account from auth.member where org_id = $1 and user_id = $2', [principal.org.id, id])
          : [];
        if (!member) throw new Refused('not_found');
        const token = await makeLink(signIn.database, member.account, principal.org.id, 'reset', signIn.clock().getTime());
        return { status: 200, body: { outcome: 'applied', reset_url: `${origin}/reset/${token}` } };
      },
    },
  ];
}
/** Users, roles and keys are the administrator's alone (index §6). */
export function refuseStranger({ roles }: Principal, action: string, declaration = 'core.user'): void {
  if (!roles.includes('administrator')) throw new Refused('forbidden', { declaration, action });
}
function roleCodes(given: unknown): readonly string[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new Refused('field.type', { expected: 'array of codes' }, '/roles');
  return given.map((_, index) => textMember(given as unknown as Readonly<Record<string, unknown>>, String(index)) ?? '');
}
