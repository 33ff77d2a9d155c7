import { changeComment, removeComment } from '../kernel/comment/write.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, done, idOf, said, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody } from './request-values.ts';

const string = { type: 'string' };
const id = { type: 'string', format: 'uuid' };
const mention = { declaration: { enum: ['core.user', 'core.role', 'core.department'] }, id };
const list = (items: object): object => ({ type: 'array', items });
const comment = {
  type: 'object',
  properties: {
    id,
    at: { type: 'string', format: 'date-time' },
    text: { type: ['string', 'null'] },
    mentions: list({ type: 'object', properties: { ...mention, label: { type: ['string', 'null'] } } }),
    files: list(id),
    by: { type: 'object' },
    edited_at: { type: ['string', 'null'] },
    struck_at: { type: ['string', 'null'] },
    warnings: list({ type: 'object', properties: { code: string, params: { type: 'object' } } }),
    _actions: list({ enum: ['edit', 'delete', 'strike'] }),
  },
  required: ['id', 'at', 'text', 'mentions', 'files', 'by', '_actions'],
};
const request = {
  schema: {
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 5000 },
      mentions: { ...list({ type: 'object', properties: mention, required: ['declaration', 'id'] }), maxItems: 50, description: '被提到的人、角色、部门 · Who is mentioned' },
      files: { ...list(id), maxItems: 20, description: '该记录的附件 · Files of the record' },
    },
    required: ['text'],
  },
  required: true,
} as const;
const shapes = ['field.required', 'field.length', 'field.type', 'field.choice', 'field.unknown', 'field.control_character', 'reference.not_found'];

/** Comments of one record (P.11): whoever reads the record reads and writes them. */
export function commentEndpoints(meta: RecordMeta): readonly Endpoint[] {
  const { name } = meta;
  const path = `${base(meta)}/:id/comments`;
  const common = { ...whose(meta), permission: `${name}.read`, parameters: [] };
  return [
    {
      ...common,
      method: 'GET',
      path,
      operation: `${name}.comments`,
      summary: said(`${meta.zh}的评论`, `Comments: ${meta.en}`),
      answers: { 200: { schema: { type: 'object', properties: { data: list(comment) }, required: ['data'] }, description: done } },
      codes: [],
      handle: ({ kernel, call, params }) => kernel.comments(call, name, idOf(params)),
    },
    {
      ...common,
      method: 'POST',
      path,
      operation: `${name}.comment`,
      summary: said(`评论${meta.zh}`, `Comment on: ${meta.en}`),
      request,
      answers: { 201: { schema: comment, description: said('已写下；warnings 说明谁不会收到通知', 'Written; warnings say who is not told') } },
      codes: shapes,
      handle: ({ kernel, call, params, body }) => kernel.addComment(call, name, idOf(params), objectBody(body)),
    },
    {
      ...common,
      method: 'PATCH',
      path: `${path}/:comment`,
      operation: `${name}.change_comment`,
      summary: said(`修改${meta.zh}的评论（15 分钟内）`, `Change a comment within 15 minutes: ${meta.en}`),
      request,
      answers: { 200: { schema: comment, description: done } },
      codes: [...shapes, 'forbidden', 'comment.too_late'],
      handle: ({ kernel, call, params, body }) => changeComment(kernel.environment, call, name, idOf(params), params['comment'] ?? '', objectBody(body)),
    },
    {
      ...common,
      method: 'DELETE',
      path: `${path}/:comment`,
      operation: `${name}.remove_comment`,
      summary: said(`删除${meta.zh}的评论，超过 15 分钟则划去`, `Delete a comment, or strike it out after 15 minutes: ${meta.en}`),
      answers: { 204: { description: done } },
      codes: ['forbidden', 'comment.too_late'],
      handle: ({ kernel, call, params }) => removeComment(kernel.environment, call, name, idOf(params), params['comment'] ?? ''),
    },
  ];
}
