import type { Label } from '#declare';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, conditional, done, dryRun, idOf, ifMatch, ref, said, whose, writing } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, versionOf } from './request-values.ts';

/** Lines one by one; the document's version counts (P.2.1). */
export function lineEndpoints(meta: RecordMeta): Endpoint[] {
  const { name } = meta;
  const path = `${base(meta)}/:id/lines`;
  const changed = { 200: { schema: ref(name), description: said('单据', 'The document'), headers: ['ETag' as const] } };
  const edit = (
    operation: string,
    method: Endpoint['method'],
    at: string,
    summary: Label,
    line: (given: Readonly<Record<string, unknown>>, uid: string) => object,
    answers: Endpoint['answers'],
  ): Endpoint => ({
    ...whose(meta),
    method,
    path: at,
    operation,
    summary,
    permission: `${name}.update`,
    parameters: [dryRun, ifMatch],
    ...(method === 'DELETE' ? {} : { request: { schema: { type: 'object' }, required: true } }),
    answers,
    codes: [...conditional, ...writing(meta)],
    handle: async ({ kernel, call, params, body, ifMatch: header }) => {
      const given = objectBody(body);
      const { version: _, ...values } = given;
      const answer = await kernel.change(call, name, idOf(params), versionOf(header, given), { lines: [line(values, params['line'] ?? '')] });
      return method === 'POST' ? { ...answer, status: 201 } : method === 'DELETE' && !call.dryRun ? { ...answer, status: 204, body: undefined } : answer;
    },
  });
  return [
    {
      ...whose(meta),
      method: 'GET',
      path,
      operation: `${name}.lines`,
      summary: said(`${meta.zh}的明细`, `Lines: ${meta.en}`),
      permission: `${name}.read`,
      parameters: [],
      answers: {
        200: { schema: { type: 'object', properties: { data: { type: 'array', items: { type: 'object' } } }, required: ['data'] }, description: done, headers: ['ETag'] },
      },
      codes: [],
      handle: async ({ kernel, call, params, query }) => {
        const answer = await kernel.read(call, name, idOf(params), query);
        return { ...answer, body: { data: objectBody(answer.body)['lines'] ?? [] } };
      },
    },
    edit(`${name}.add_line`, 'POST', path, said(`新增${meta.zh}明细`, `Add a line: ${meta.en}`), (values) => values, {
      201: { schema: ref(name), description: said('单据', 'The document'), headers: ['ETag'] },
    }),
    edit(`${name}.update_line`, 'PATCH', `${path}/:line`, said(`修改${meta.zh}明细`, `Change a line: ${meta.en}`), (values, uid) => ({ ...values, id: uid }), changed),
    edit(`${name}.delete_line`, 'DELETE', `${path}/:line`, said(`删除${meta.zh}明细`, `Delete a line: ${meta.en}`), (_values, uid) => ({ id: uid, _delete: true }), {
      204: { description: said('已删', 'Deleted') },
    }),
  ];
}
