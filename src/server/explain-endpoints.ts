import { isId } from '../kernel/ids.ts';
import { readDate } from '../kernel/kinds/date.ts';
import { requirePermission } from '../kernel/permission/grants.ts';
import { explainTo, type Subject } from '../kernel/permission/question.ts';
import { Refused } from '../kernel/problem.ts';
import { inTransaction, type Tx } from '../kernel/store/session.ts';
import { done, said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';
import { memberOf, type Supposed } from './sign-in/principal.ts';
import type { SignIn } from './sign-in/sign-in.ts';

const members = ['user', 'declaration', 'id', 'action', 'field', 'at'] as const;
const text = { type: 'string' };

/** `POST /api/core/permission/explain` (P.8): about oneself always, about others with `permission.explain`. It changes nothing. */
export function explainEndpoints(signIn: SignIn): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/api/core/permission/explain',
      operation: 'core.permission.explain',
      tag: 'core',
      summary: said('解释权限：为什么能或不能', 'Explain why somebody may or may not'),
      parameters: [],
      request: {
        schema: {
          type: 'object',
          properties: {
            user: { anyOf: [text, { type: 'object', properties: { id: text }, required: ['id'] }] },
            declaration: text,
            id: text,
            action: text,
            field: text,
            at: { type: 'string', format: 'date' },
          },
          required: ['declaration', 'action'],
          additionalProperties: false,
        },
        required: true,
        example: { declaration: 'sales.order', action: 'read' },
      },
      answers: {
        200: {
          schema: {
            type: 'object',
            properties: {
              allowed: { type: 'boolean' },
              code: { type: ['string', 'null'] },
              because: { type: 'array', items: { type: 'object' } },
              nearest: { type: ['object', 'null'] },
              field: { type: 'object' },
              state: { type: 'array', items: { type: 'object' } },
              sod: { type: 'array', items: { type: 'object' } },
              approval: { type: 'array', items: { type: 'object' } },
            },
            required: ['allowed', 'code', 'because', 'nearest', 'state', 'sod', 'approval'],
          },
          description: done,
        },
      },
      codes: ['field.required', 'field.type', 'field.choice', 'field.date', 'forbidden', 'not_found'],
      handle: async ({ kernel, call, body }) => {
        const given = objectBody(body);
        refuseUnknown(Object.keys(given), members);
        const question = {
          declaration: requiredText(given, 'declaration'),
          action: requiredText(given, 'action'),
          record: textMember(given, 'id'),
          field: textMember(given, 'field'),
        };
        const { principal } = call;
        const user = userOf(given['user']) ?? principal.user;
        const self = user === principal.user;
        if (!self) requirePermission(principal, 'permission.explain', { declaration: 'core.permission', action: 'explain' });
        const at = dayOf(given);
        const environment = await kernel.environmentFor(call);
        const answer = await inTransaction(
          signIn.pool,
          principal.org.id,
          async (tx) =>
            explainTo(environment, tx, self && at === undefined ? { principal, state: 'active' } : await subjectOf(signIn, tx, principal.org.id, user, at), question, self),
          { readOnly: true },
        );
        return { status: 200, body: answer };
      },
    },
  ];
}
export function userOf(given: unknown): string | undefined {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  if (id === undefined || id === null) return undefined;
  if (typeof id !== 'string') throw new Refused('field.type', { expected: 'user' }, '/user');
  if (!isId(id)) throw new Refused('not_found');
  return id.toLowerCase();
}
/** The day asked about: roles are given from a day to a day. */
export function dayOf(given: Readonly<Record<string, unknown>>): string | undefined {
  const at = textMember(given, 'at');
  if (at !== undefined && readDate(at) !== at) throw new Refused('field.date', {}, '/at');
  return at;
}
/** Anybody of the company, whether he works now or not: why an invited person will be able to is a question too. */
export async function subjectOf(
  { registry, grantsOf, clock }: SignIn,
  tx: Tx,
  org: string,
  user: string,
  at: string | undefined,
  more: Pick<Supposed, 'add' | 'remove'> = {},
): Promise<Subject> {
  const member = await memberOf(tx, registry, grantsOf, org, user, clock(), { whateverState: true, ...(at === undefined ? {} : { at }), ...more });
  if (!member) throw new Refused('not_found');
  return { principal: member.principal, state: member.state };
}
