import type { Principal } from '../kernel/command/call.ts';
import { isId } from '../kernel/ids.ts';
import { requirePermission } from '../kernel/permission/grants.ts';
import { explainTo } from '../kernel/permission/question.ts';
import { Refused } from '../kernel/problem.ts';
import { inTransaction, type Tx } from '../kernel/store/session.ts';
import { done, said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';
import { principalOf } from './sign-in/principal.ts';
import type { SignIn } from './sign-in/sign-in.ts';

const members = ['user', 'declaration', 'id', 'action', 'field'] as const;
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
          properties: { user: { anyOf: [text, { type: 'object', properties: { id: text }, required: ['id'] }] }, declaration: text, id: text, action: text, field: text },
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
            },
            required: ['allowed', 'code', 'because', 'nearest', 'state', 'sod'],
          },
          description: done,
        },
      },
      codes: ['field.required', 'field.type', 'field.choice', 'forbidden', 'not_found'],
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
        const answer = await inTransaction(
          signIn.pool,
          principal.org.id,
          async (tx) => {
            const subject = self ? principal : await other(signIn, tx, principal.org.id, user);
            return explainTo(kernel.environment, tx, subject, question, self);
          },
          { readOnly: true },
        );
        return { status: 200, body: answer };
      },
    },
  ];
}
function userOf(given: unknown): string | undefined {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  if (id === undefined || id === null) return undefined;
  if (typeof id !== 'string') throw new Refused('field.type', { expected: 'user' }, '/user');
  if (!isId(id)) throw new Refused('not_found');
  return id.toLowerCase();
}
async function other({ registry, grantsOf, clock }: SignIn, tx: Tx, org: string, user: string): Promise<Principal> {
  const subject = await principalOf(tx, registry, grantsOf, org, user, clock());
  if (!subject) throw new Refused('not_found');
  return subject;
}
