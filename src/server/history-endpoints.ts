import { listAudit } from '../kernel/audit/list.ts';
import { revisionsOf } from '../kernel/audit/revisions.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, idOf, ref, said, text, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';

/* What was: the audit trail of the whole, the states of one record (P.9, P.4). */
const pages = ['request.limit', 'cursor.invalid', 'cursor.mismatch', 'field.type'];
const paging = [text('limit', '每页条数', 'Rows a page'), text('after', '下一页的标记', 'Cursor of the next page')];

export function revisionEndpoint(meta: RecordMeta): Endpoint {
  return {
    ...whose(meta),
    method: 'GET',
    path: `${base(meta)}/:id/revisions`,
    operation: `${meta.name}.revisions`,
    summary: said(`${meta.zh}的历次状态`, `Revisions: ${meta.en}`),
    permission: `${meta.name}.read`,
    parameters: paging,
    answers: { 200: { schema: ref('page'), description: said('每次变更后的状态与差异', 'Each state and what changed') } },
    codes: pages,
    handle: ({ kernel, call, params, query }) => kernel.environmentFor(call).then((own) => revisionsOf(own, call, meta.name, idOf(params), query)),
  };
}
export const historyEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/audit',
    operation: 'core.audit.list',
    tag: 'core',
    summary: said('操作日志', 'Audit trail'),
    permission: 'core.audit.read',
    parameters: [
      text('declaration', '档案或单据', 'Declaration'),
      text('record', '记录标识', 'Id of the record'),
      text('actor', '操作人（标识或名称）', 'Who, by id or name'),
      text('action', '操作', 'Action'),
      text('via', '途径', 'By which way'),
      text('from', '起（日期或时刻）', 'From a day or an instant'),
      text('to', '止（日期含当日，或时刻）', 'To a day, that day included, or an instant'),
      ...paging,
    ],
    answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
    codes: [...pages, 'field.date'],
    handle: ({ kernel, call, query }) => kernel.environmentFor(call).then((own) => listAudit(own, call, query)),
  },
];
