import { addAttachment, attachmentsOf, downloadAttachment, removeAttachment } from '../kernel/files/attachments.ts';
import { Refused } from '../kernel/problem.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, idOf, ref, said, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { refuseUnknown } from './request-values.ts';

/** Files of one record (P.11); they follow its permission, each time. */
export function attachmentEndpoints(meta: RecordMeta): readonly Endpoint[] {
  const { name } = meta;
  const path = `${base(meta)}/:id/attachments`;
  const fileOf = (params: Readonly<Record<string, string>>): string => params['attachment'] ?? '';
  const reads: readonly Endpoint[] = [
    {
      ...whose(meta),
      method: 'GET',
      path,
      operation: `${name}.attachments`,
      summary: said(`${meta.zh}的附件`, `Files of: ${meta.en}`),
      permission: `${name}.read`,
      parameters: [],
      answers: { 200: { schema: { type: 'object', properties: { data: { type: 'array', items: ref('file') } }, required: ['data'] }, description: said('附件', 'The files') } },
      codes: [],
      handle: ({ kernel, call, params }) => attachmentsOf(kernel.environment, call, name, idOf(params)),
    },
    {
      ...whose(meta),
      method: 'GET',
      path: `${path}/:attachment`,
      operation: `${name}.download`,
      summary: said(`下载${meta.zh}的附件`, `Download a file of: ${meta.en}`),
      permission: `${name}.read`,
      parameters: [{ name: 'inline', in: 'query', schema: { type: 'string', enum: ['1'] }, description: said('图片与 PDF 直接显示', 'Show images and PDF in place') }],
      answers: {
        200: { type: 'application/octet-stream', description: said('文件', 'The file') },
        206: { type: 'application/octet-stream', description: said('文件的一段', 'A part of the file') },
      },
      codes: ['file.range'],
      handle: ({ kernel, call, params, query, range }) =>
        downloadAttachment(kernel.environment, call, name, idOf(params), fileOf(params), { inline: query.get('inline') === '1', range }),
    },
  ];
  return meta.readonly ? reads : [...reads, ...writing(meta, path, fileOf)];
}
function writing(meta: RecordMeta, path: string, fileOf: (params: Readonly<Record<string, string>>) => string): readonly Endpoint[] {
  const { name } = meta;
  return [
    {
      ...whose(meta),
      method: 'POST',
      path,
      operation: `${name}.attach`,
      summary: said(`为${meta.zh}添加附件`, `Attach a file to: ${meta.en}`),
      permission: `${name}.update`,
      parameters: [],
      request: {
        schema: { type: 'object', properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' }, line: { type: 'string', format: 'uuid', description: '所属行 · The line it belongs to' } }, required: ['file'], additionalProperties: false },
        required: true,
        multipart: true,
      },
      answers: { 201: { schema: ref('file'), description: said('已添加', 'Attached'), headers: ['Location'] } },
      codes: ['field.required', 'file.type', 'file.name', 'file.too_large', 'file.too_many', 'file.infected', 'reference.not_found'],
      handle: ({ kernel, call, params, upload }) => {
        if (!upload) throw new Refused('request.media_type');
        refuseUnknown(Object.keys(upload.fields), ['line']);
        return addAttachment(kernel.environment, call, name, idOf(params), upload.file, upload.fields['line'] ?? null);
      },
    },
    {
      ...whose(meta),
      method: 'DELETE',
      path: `${path}/:attachment`,
      operation: `${name}.remove_attachment`,
      summary: said(`移除${meta.zh}的附件`, `Remove a file of: ${meta.en}`),
      permission: `${name}.update`,
      parameters: [],
      answers: { 204: { description: said('已移除', 'Removed') } },
      codes: ['document.immutable'],
      handle: ({ kernel, call, params }) => removeAttachment(kernel.environment, call, name, idOf(params), fileOf(params)),
    },
  ];
}
