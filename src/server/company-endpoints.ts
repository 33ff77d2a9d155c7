import { isId } from '../kernel/ids.ts';
import { Refused } from '../kernel/problem.ts';
import { inTransaction, type Tx } from '../kernel/store/session.ts';
import { dryRun, ifMatch, said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import type { ServerOptions } from './options.ts';
import { objectBody, refuseUnknown, requiredText, versionOf } from './request-values.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import { refuseStranger } from './user-endpoints.ts';

/*
 * A further company, and taking a role away: both touch who may do what at all, so both ask more than a grant (P.1).
 */
export function companyEndpoints(signIn: SignIn, found: ServerOptions['found']): readonly Endpoint[] {
  const founding: readonly Endpoint[] = found === undefined ? [] : [foundingEndpoint(signIn, found)];
  return [...founding, takingAway(signIn)];
}
function foundingEndpoint(signIn: SignIn, found: NonNullable<ServerOptions['found']>): Endpoint {
  return {
    method: 'POST',
    path: '/api/core/organisation',
    operation: 'core.organisation.create',
    tag: 'core',
    summary: said('新建组织', 'Found a further organisation'),
    permission: 'core.organisation.create',
    parameters: [],
    request: {
      schema: {
        type: 'object',
        properties: { code: { type: 'string', pattern: '^[A-Z0-9]{1,12}$' }, name: { type: 'string' } },
        required: ['code', 'name'],
        additionalProperties: false,
      },
      required: true,
    },
    answers: {
      201: {
        schema: { type: 'object', properties: { id: { type: 'string' }, code: { type: 'string' }, name: { type: 'string' } }, required: ['id', 'code', 'name'] },
        description: said('已建', 'Founded'),
        headers: ['Location'],
      },
    },
    codes: ['auth.step_up', 'field.required', 'field.type', 'field.format', 'record.duplicate'],
    handle: async ({ call, body, account }) => {
      refuseStranger(call.principal, 'create', 'core.organisation');
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['code', 'name']);
      const [code, name] = [requiredText(given, 'code').toUpperCase(), requiredText(given, 'name').trim()];
      if (!/^[A-Z0-9]{1,12}$/.test(code)) throw new Refused('field.format', { expected: 'A–Z 0–9' }, '/code');
      if (!account.present) throw new Refused('auth.step_up');
      const taken = await signIn.database.query('select 1 from auth.member where org_code = $1 limit 1', [code]);
      if (taken.length > 0) throw new Refused('record.duplicate', { field: 'code', code }, '/code');
      const { id } = await found({ code, name }, { account: account.id, login: account.login, name: call.principal.name });
      return { status: 201, body: { id, code, name }, location: `/api/core/organisation/${id}` };
    },
  };
}
function takingAway(signIn: SignIn): Endpoint {
  return {
    method: 'DELETE',
    path: '/api/core/role_assignment/:id',
    operation: 'core.role_assignment.delete',
    tag: 'core',
    summary: said('收回角色', 'Take a role away'),
    permission: 'core.role_assignment.delete',
    stepUp: true,
    parameters: [dryRun, ifMatch],
    answers: { 204: { description: said('已收回', 'Taken away') } },
    codes: ['request.version_required', 'conflict.stale', 'user.last_admin'],
    handle: async ({ kernel, call, params, body, ifMatch: header }) => {
      const id = params['id'] ?? '';
      if (!isId(id)) throw new Refused('not_found');
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['version']);
      refuseStranger(call.principal, 'delete', 'core.role_assignment');
      const last = await inTransaction(signIn.pool, call.principal.org.id, (tx) => isLastAdministrator(tx, call.principal.org.id, id), { readOnly: true });
      if (last) throw new Refused('user.last_admin');
      return kernel.remove(call, 'core.role_assignment', id, versionOf(header, given));
    },
  };
}
/** Would the company be without an active administrator if this assignment ended? */
async function isLastAdministrator(tx: Tx, org: string, assignment: string): Promise<boolean> {
  const rows = await tx.query(
    `select a.id from core.role_assignment a join core.role r on r.org_id = $1 and r.id = a.role join core."user" u on u.org_id = $1 and u.id = a."user"
     where a.org_id = $1 and a.archived_at is null and r.code = 'administrator' and u.state = 'active'`,
    [org],
  );
  return rows.length === 1 && rows[0]?.['id'] === assignment;
}
