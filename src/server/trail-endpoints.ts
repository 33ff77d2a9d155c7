import { listAccess, revealField } from '../kernel/audit/access-log.ts';
import { auditChainCheck } from '../kernel/audit/chain.ts';
import { redactRecord } from '../kernel/audit/redact.ts';
import { auditSealCheck } from '../kernel/audit/seal.ts';
import type { Call } from '../kernel/command/call.ts';
import type { Environment } from '../kernel/command/environment.ts';
import { isId } from '../kernel/ids.ts';
import { requirePermission } from '../kernel/permission/grants.ts';
import { Refused } from '../kernel/problem.ts';
import { reading } from '../kernel/read/record.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { sequence } from '../kernel/sequencer.ts';
import { base, idOf, ref, said, text, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText } from './request-values.ts';

/* What keeps the trail honest (P.9): its verification, the erasing of values in it, and the log of who looked at what. */
const string = { type: 'string' };

/** Only records with something that is not for every eye have it. */
export function revealEndpoint(meta: RecordMeta): readonly Endpoint[] {
  const fields = meta.fields.filter((field) => field.sensitive !== undefined || field.group !== undefined).map((field) => field.name);
  if (fields.length === 0) return [];
  return [
    {
      ...whose(meta),
      method: 'POST',
      path: `${base(meta)}/:id/actions/reveal`,
      operation: `${meta.name}.reveal`,
      summary: said(`查看敏感字段：${meta.zh}`, `Reveal a masked field: ${meta.en}`),
      permission: `${meta.name}.read`,
      parameters: [],
      request: {
        schema: { type: 'object', properties: { field: { enum: fields }, purpose: { type: 'string', minLength: 2, maxLength: 200 } }, required: ['field', 'purpose'], additionalProperties: false },
        required: true,
        example: { field: fields[0], purpose: '核对付款账户' },
      },
      answers: { 200: { schema: { type: 'object', properties: { field: string, value: {} }, required: ['field', 'value'] }, description: said('值，并已记入查看日志', 'The value; the access log names it') } },
      codes: ['field.required', 'field.type', 'field.choice', 'field.length', 'field.hidden', 'rate.limited'],
      handle: async ({ kernel, call, params, body }) => revealField(await kernel.environmentFor(call), call, meta.name, idOf(params), objectBody(body)),
    },
  ];
}
export const trailEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/audit/verification',
    operation: 'core.audit.verification',
    tag: 'core',
    summary: said('核对操作日志的链与封存', 'Verify the chain of the audit trail and its seals'),
    parameters: [],
    answers: {
      200: {
        schema: {
          type: 'object',
          properties: { ok: { type: 'boolean' }, rows: { type: 'integer' }, first: { type: ['string', 'null'] }, seal: { type: ['object', 'null'] } },
          required: ['ok', 'rows', 'first', 'seal'],
        },
        description: said('结果与最近的封存', 'The result and the last seal'),
      },
    },
    codes: ['forbidden'],
    handle: async ({ kernel, call }) => verification(await kernel.environmentFor(call), call),
  },
  {
    method: 'POST',
    path: '/api/core/audit/actions/redact',
    operation: 'core.audit.redact',
    tag: 'core',
    summary: said('抹去日志里某条记录的字段值', 'Erase values of a record from the audit trail'),
    stepUp: true,
    parameters: [],
    request: {
      schema: {
        type: 'object',
        properties: { declaration: string, record: string, fields: { type: 'array', items: string, minItems: 1 }, reason: { type: 'string', minLength: 2, maxLength: 500 } },
        required: ['declaration', 'record', 'fields', 'reason'],
        additionalProperties: false,
      },
      required: true,
      example: { declaration: 'customers.contact', record: '0197b2a4-7c00-7000-8000-000000000187', fields: ['mobile'], reason: '个人要求删除' },
    },
    answers: { 200: { schema: { type: 'object', properties: { redaction: string, rows: { type: 'integer' } }, required: ['redaction', 'rows'] }, description: said('抹去的日志行数', 'Rows of the trail that were changed') } },
    codes: ['field.required', 'field.type', 'field.choice', 'field.length', 'forbidden', 'not_found', 'route.not_found'],
    handle: async ({ kernel, call, body }) => {
      requirePermission(call.principal, 'audit.redact', { declaration: 'core.audit', action: 'redact' });
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['declaration', 'record', 'fields', 'reason']);
      const record = requiredText(given, 'record').toLowerCase();
      if (!isId(record)) throw new Refused('not_found');
      const reason = requiredText(given, 'reason').trim();
      if (reason.length < 2 || reason.length > 500) throw new Refused('field.length', { min: 2, max: 500 }, '/reason');
      const fields = given['fields'];
      if (!Array.isArray(fields) || fields.length === 0 || !fields.every((field): field is string => typeof field === 'string')) throw new Refused('field.type', { expected: 'array of fields' }, '/fields');
      return redactRecord(await kernel.environmentFor(call), call, { declaration: requiredText(given, 'declaration'), record, fields, reason });
    },
  },
  {
    method: 'GET',
    path: '/api/core/access_log',
    operation: 'core.access_log.list',
    tag: 'core',
    summary: said('查看日志：谁看了敏感字段、导出、打印', 'Access log: who revealed, exported and printed'),
    parameters: [
      text('declaration', '档案或单据', 'Declaration'),
      text('record', '记录标识', 'Id of the record'),
      text('by', '谁（标识）', 'Who, by id'),
      text('channel', '途径', 'By which way'),
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: { 200: { schema: ref('page'), description: said('一页；没有日志权限的人只看到与自己有关的', 'A page; without the right to the trail only what concerns oneself') } },
    codes: ['request.limit', 'cursor.invalid', 'cursor.mismatch', 'field.type'],
    handle: async ({ kernel, call, query }) => listAccess(await kernel.environmentFor(call), call, query),
  },
];
async function verification(environment: Environment, call: Call): Promise<{ readonly status: number; readonly body: object }> {
  requirePermission(call.principal, 'audit.read', { declaration: 'core.audit', action: 'read' });
  const { org } = call.principal;
  await sequence(environment.pools.commands, environment.servers, org);
  return reading(environment, call, async (tx) => {
    const [chain, seals, [last]] = [
      await auditChainCheck.run(tx, org),
      await auditSealCheck.run(tx, org),
      await tx.query('select day::text as day, last_seq, last_hash, seal, at from core.audit_seal_v where org_id = $1 order by day desc limit 1', [org.id]),
    ];
    const differences = [...chain.differences, ...seals.differences];
    return { status: 200, body: { ok: differences.length === 0, rows: chain.rows, first: differences[0] ?? null, seal: last ?? null } };
  });
}
