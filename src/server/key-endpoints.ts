import { Refused } from '../kernel/problem.ts';
import { said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';
import { type AllowedActions, newKey } from './sign-in/key.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import { refuseStranger } from './user-endpoints.ts';

const year = 365 * 86_400_000;
const members = ['name', 'acts_as', 'allowed', 'ip_list', 'expires_at'] as const;

/** A key is made by an administrator who is there in person; the answer is the only place that ever shows it (P.1). */
export function keyEndpoints(signIn: SignIn): readonly Endpoint[] {
  const text = { type: 'string' };
  return [
    {
      method: 'POST',
      path: '/api/core/api_key',
      operation: 'core.api_key.create',
      tag: 'core',
      summary: said('新建接口密钥', 'Make an API key'),
      permission: 'core.api_key.create',
      parameters: [],
      request: {
        schema: {
          type: 'object',
          properties: {
            name: text,
            acts_as: { anyOf: [text, { $ref: '#/components/schemas/reference' }] },
            allowed: { type: ['object', 'null'], additionalProperties: { type: 'array', items: text }, examples: [{ 'sales.order': ['read', 'create'] }] },
            ip_list: { type: ['string', 'null'] },
            expires_at: { type: ['string', 'null'], format: 'date-time' },
          },
          required: ['name', 'acts_as'],
          additionalProperties: false,
        },
        required: true,
      },
      answers: {
        201: {
          schema: { $ref: '#/components/schemas/core.api_key' },
          description: said('已建，`key` 只出现这一次', 'Made; `key` is shown this once'),
          headers: ['ETag', 'Location'],
        },
      },
      codes: ['auth.step_up', 'field.required', 'field.range', 'field.type', 'reference.not_found'],
      handle: async ({ kernel, call, body, account }) => {
        refuseStranger(call.principal, 'create', 'core.api_key');
        const given = objectBody(body);
        refuseUnknown(Object.keys(given), members);
        requiredText(given, 'name');
        const now = signIn.clock().getTime();
        const expires = expiry(textMember(given, 'expires_at'), now);
        const allowed = allowedOf(given['allowed']);
        if (!account.present) throw new Refused('auth.step_up');
        const key = newKey();
        const { idempotency: _, ...plain } = call;
        const answer = await kernel.create(plain, 'core.api_key', { ...given, allowed, expires_at: expires, key_id: `qt_${key.id}` });
        const made = answer.body as { readonly id: string; readonly acts_as: { readonly id: string } };
        await signIn.database.query('insert into auth.api_key (id, hash, record, org_id, user_id, created_at) values ($1, $2, $3, $4, $5, $6)', [
          key.id,
          key.hash,
          made.id,
          call.principal.org.id,
          made.acts_as.id,
          new Date(now).toISOString(),
        ]);
        return { ...answer, body: { ...made, key: key.text } };
      },
    },
  ];
}
/** One year unless said, never more than two. */
function expiry(given: string | undefined, now: number): string {
  if (given === undefined) return new Date(now + year).toISOString();
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new Refused('field.date', {}, '/expires_at');
  if (at <= now || at > now + 2 * year) throw new Refused('field.range', { min: new Date(now).toISOString(), max: new Date(now + 2 * year).toISOString() }, '/expires_at');
  return new Date(at).toISOString();
}
function allowedOf(given: unknown): AllowedActions | null {
  if (given === undefined || given === null) return null;
  const wrong = new Refused('field.type', { expected: '{declaration: [actions]}' }, '/allowed');
  if (typeof given !== 'object' || Array.isArray(given)) throw wrong;
  for (const actions of Object.values(given)) if (!Array.isArray(actions) || !actions.every((action) => typeof action === 'string')) throw wrong;
  return given as AllowedActions;
}
