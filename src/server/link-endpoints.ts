import { createLink, linkAccesses, linksOf, publicActions, revokeLink } from '../kernel/link/manage.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, done, idOf, said, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown } from './request-values.ts';
import type { SignIn } from './sign-in/sign-in.ts';

/* Links for people outside (P.11): made, listed and taken back by those inside. */
const instant = { type: ['string', 'null'], format: 'date-time' };
const link = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    url: { type: 'string', description: '只在建立时给出一次 · Told once, when it is made' },
    state: { enum: ['open', 'used', 'expired', 'revoked'] },
    actions: { type: 'array', items: { type: 'string' } },
    uses: { type: ['integer', 'null'] },
    used: { type: 'integer' },
    expires_at: instant,
    address: { type: ['string', 'null'] },
    code: { type: 'boolean' },
    created_at: instant,
    created_by: { type: 'object' },
    revoked_at: instant,
  },
  required: ['id', 'state', 'actions', 'uses', 'used', 'expires_at', 'code'],
};
const list = (items: object): object => ({ type: 'object', properties: { data: { type: 'array', items } }, required: ['data'] });

export function linkEndpoints({ database }: SignIn, meta: RecordMeta): readonly Endpoint[] {
  const path = `${base(meta)}/:id/links`;
  const keep = async (hash: string, org: string, id: string): Promise<void> => {
    await database.query('insert into auth.public_link (token_hash, org_id, link) values ($1, $2, $3)', [hash, org, id]);
  };
  return [
    {
      ...whose(meta),
      method: 'GET',
      path,
      operation: `${meta.name}.links`,
      summary: said(`${meta.zh}的公开链接`, `Public links: ${meta.en}`),
      permission: `${meta.name}.read`,
      parameters: [],
      answers: { 200: { schema: list(link), description: done } },
      codes: [],
      handle: ({ kernel, call, params }) => linksOf(kernel.environment, call, meta.name, idOf(params)),
    },
    {
      ...whose(meta),
      method: 'POST',
      path,
      operation: `${meta.name}.share`,
      summary: said(`用链接发送${meta.zh}`, `Share by a link: ${meta.en}`),
      permission: `${meta.name}.print`,
      parameters: [],
      request: {
        schema: {
          type: 'object',
          properties: {
            expires_at: { type: 'string', format: 'date-time' },
            uses: { type: ['integer', 'null'], minimum: 1, maximum: 1000, description: '可提交次数，null 不限 · How often it may be answered' },
            actions: { type: 'array', items: { enum: publicActions(meta) } },
            address: { type: ['string', 'null'], format: 'email' },
            code: { type: 'boolean', description: '打开须输入发到 address 的验证码 · A code sent to address opens it' },
            send: { type: 'boolean', description: '把链接发到 address · Mail the link to address' },
            note: { type: ['string', 'null'], maxLength: 1000 },
          },
          required: ['expires_at'],
          additionalProperties: false,
        },
        required: true,
      },
      answers: { 201: { schema: link, description: said('已建立，含链接', 'Made, with its address'), headers: ['Location'] } },
      codes: ['field.required', 'field.type', 'field.date', 'field.range', 'field.choice', 'field.length', 'email.invalid', 'channel.not_configured', 'forbidden'],
      handle: ({ kernel, call, params, body, origin }) => createLink(kernel.environment, call, meta.name, idOf(params), objectBody(body), origin, keep),
    },
  ];
}
export const linkServiceEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/api/core/public_link/:id/revoke',
    operation: 'core.public_link.revoke',
    tag: 'core',
    summary: said('撤回链接', 'Take a link back'),
    parameters: [],
    request: { schema: { type: 'object', additionalProperties: false } },
    answers: { 200: { schema: link, description: done } },
    codes: ['not_found', 'forbidden'],
    handle: ({ kernel, call, params, body }) => {
      refuseUnknown(Object.keys(objectBody(body)), []);
      return revokeLink(kernel.environment, call, idOf(params));
    },
  },
  {
    method: 'GET',
    path: '/api/core/public_link/:id/accesses',
    operation: 'core.public_link.accesses',
    tag: 'core',
    summary: said('链接的访问记录', 'Who opened a link'),
    parameters: [],
    answers: {
      200: {
        schema: list({ type: 'object', properties: { at: instant, what: { type: 'string' }, ip: { type: ['string', 'null'] }, agent: { type: ['string', 'null'] } } }),
        description: done,
      },
    },
    codes: ['not_found'],
    handle: ({ kernel, call, params }) => linkAccesses(kernel.environment, call, idOf(params)),
  },
];
