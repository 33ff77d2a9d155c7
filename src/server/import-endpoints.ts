import { beginImport, changeImport, importErrors, readImport } from '../kernel/import/begin.ts';
import { importHistory } from '../kernel/import/history.ts';
import { listMappings, putMapping, removeMapping } from '../kernel/import/mapping.ts';
import { actOnImport } from '../kernel/import/requests.ts';
import { Refused } from '../kernel/problem.ts';
import { conditional, done, idOf, ifMatch, ref, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, versionOf } from './request-values.ts';

/* Imports as documents: file → mapping → preview → run → undo, each step to be looked at (P.10). */
const path = '/api/core/import';
const string = { type: 'string' };
const mapping = {
  type: 'object',
  additionalProperties: { type: ['string', 'null'] },
  description: '文件列名 → 字段名；null 为不导入 · Title in the file → title known here; null drops it',
};
const options = {
  mode: { type: 'string', enum: ['insert', 'update', 'upsert'] },
  unit: { type: ['string', 'null'], enum: ['whole', 'row', null] },
  sheet: { type: ['string', 'null'] },
  match: { type: ['string', 'null'] },
  encoding: { type: ['string', 'null'] },
  mapping,
};
const document = ref('import_document');
const fileCodes = ['import.file_refused', 'import.encoding', 'import.file_gone', 'field.required', 'field.type', 'field.format', 'field.choice', 'batch.too_many_rows'];
const reading = [...fileCodes, 'batch.unknown_column', 'batch.duplicate_key', 'import.header_missing'];

const looking: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    operation: 'core.import.list',
    tag: 'core',
    summary: said('导入历史', 'Imports so far'),
    parameters: [
      text('declaration', '档案或单据', 'Declaration'),
      text('state', '状态，逗号分隔', 'States, with commas between'),
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
    codes: ['request.limit', 'cursor.invalid', 'cursor.mismatch', 'field.type'],
    handle: ({ kernel, call, query }) => importHistory(kernel.environment, call, query),
  },
  {
    method: 'GET',
    path: `${path}/:id`,
    operation: 'core.import.read',
    tag: 'core',
    summary: said('读取一次导入', 'Read one import'),
    parameters: [],
    answers: { 200: { schema: document, description: done, headers: ['ETag'] } },
    codes: ['import.file_gone'],
    handle: ({ kernel, call, params }) => kernel.environmentFor(call).then((own) => readImport(own, call, idOf(params))),
  },
  {
    method: 'GET',
    path: `${path}/:id/errors`,
    operation: 'core.import.errors',
    tag: 'core',
    summary: said('下载出错的行，改后可再导入', 'The rows that failed, to correct and send again'),
    parameters: [],
    answers: { 200: { type: 'application/octet-stream', description: said('文件', 'The file') } },
    codes: [],
    handle: ({ kernel, call, params }) => importErrors(kernel.environment, call, idOf(params)),
  },
];
const writing: readonly Endpoint[] = [
  {
    method: 'POST',
    path,
    operation: 'core.import.create',
    tag: 'core',
    summary: said('上传文件，开始一次导入', 'Lay down a file and begin an import'),
    exchange: true,
    parameters: [],
    request: {
      schema: {
        type: 'object',
        properties: {
          file: { type: 'string', contentMediaType: 'application/octet-stream' },
          declaration: string,
          profile: string,
          ...options,
          mapping: { type: 'string', description: 'JSON' },
        },
        required: ['file', 'declaration'],
        additionalProperties: false,
      },
      required: true,
      multipart: true,
    },
    answers: { 201: { schema: document, description: said('已上传', 'Laid down'), headers: ['ETag', 'Location'] } },
    codes: [...fileCodes, 'forbidden', 'not_found', 'file.too_large'],
    handle: ({ kernel, call, upload }) => {
      if (!upload) throw new Refused('request.media_type');
      return kernel.environmentFor(call).then((own) => beginImport(own, call, upload.file, upload.fields));
    },
  },
  {
    method: 'PATCH',
    path: `${path}/:id`,
    operation: 'core.import.update',
    tag: 'core',
    summary: said('修改映射、方式或改正单元格', 'Change mapping or mode, or correct cells'),
    parameters: [ifMatch],
    request: {
      schema: {
        type: 'object',
        properties: { version: { type: 'integer' }, ...options, corrections: { type: 'object', description: '行号 → 列名 → 文字 · Row → title → text' } },
        additionalProperties: false,
      },
      required: true,
    },
    answers: { 200: { schema: document, description: said('已改', 'Changed'), headers: ['ETag'] } },
    codes: [...fileCodes, ...conditional, 'document.transition_refused'],
    handle: ({ kernel, call, params, body, ifMatch: header }) => {
      const given = objectBody(body);
      return kernel.environmentFor(call).then((own) => changeImport(own, call, idOf(params), versionOf(header, given), given));
    },
  },
];
const words = { preview: ['预览', 'Preview'], run: ['开始导入', 'Run'], cancel: ['取消', 'Cancel'], undo: ['撤销', 'Undo'] } as const;
const acting: readonly Endpoint[] = (['preview', 'run', 'cancel', 'undo'] as const).map((action) => ({
  method: 'POST',
  path: `${path}/:id/actions/${action}`,
  operation: `core.import.${action}`,
  tag: 'core',
  summary: said(`${words[action][0]}（导入）`, `${words[action][1]}: an import`),
  parameters: action === 'cancel' ? [] : [ifMatch],
  request: { schema: { type: 'object', properties: { version: { type: 'integer' }, input: { type: 'object' } }, additionalProperties: false } },
  answers: {
    200: { schema: document, description: done, headers: ['ETag'] },
    ...(action === 'preview' ? {} : { 202: { schema: ref('operation'), description: said('仍在进行', 'Under way'), headers: ['Location'] } }),
  },
  codes: [
    'forbidden',
    'field.type',
    'document.transition_refused',
    ...(action === 'cancel' ? [] : conditional),
    ...(action === 'preview' ? reading : []),
    ...(action === 'run' ? ['batch.preview_expired', 'batch.preview_stale'] : []),
    ...(action === 'undo' ? ['import.undo_expired'] : []),
  ],
  handle: ({ kernel, call, params, body, ifMatch: header }) => {
    const given = objectBody(body);
    const version = action === 'cancel' ? undefined : versionOf(header, given);
    const { version: _, ...rest } = given;
    return kernel.environmentFor(call).then((own) => actOnImport(own, call, idOf(params), action, { ...rest, ...(version === undefined ? {} : { version }) }));
  },
}));

const kept = {
  type: 'object',
  properties: { declaration: string, name: string, mapping, updated_at: { type: 'string', format: 'date-time' } },
  required: ['declaration', 'name', 'mapping'],
};
const mappings: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/import_mapping',
    operation: 'core.import_mapping.list',
    tag: 'core',
    summary: said('我的列映射', 'My mappings of columns'),
    parameters: [text('declaration', '档案或单据', 'Declaration')],
    answers: { 200: { schema: { type: 'object', properties: { data: { type: 'array', items: kept } }, required: ['data'] }, description: done } },
    codes: [],
    handle: ({ kernel, call, query }) => listMappings(kernel.environment, call, query.get('declaration')),
  },
  {
    method: 'PUT',
    path: '/api/core/import_mapping/:declaration/:name',
    operation: 'core.import_mapping.keep',
    tag: 'core',
    summary: said('保存列映射', 'Keep a mapping'),
    parameters: [],
    request: { schema: { type: 'object', properties: { mapping }, required: ['mapping'], additionalProperties: false }, required: true },
    answers: { 200: { schema: kept, description: done } },
    codes: ['not_found', 'field.required', 'field.type', 'field.format', 'field.length', 'request.limit'],
    handle: ({ kernel, call, params, body }) => {
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['mapping']);
      return putMapping(kernel.environment, call, params['declaration'] ?? '', params['name'] ?? '', given['mapping']);
    },
  },
  {
    method: 'DELETE',
    path: '/api/core/import_mapping/:declaration/:name',
    operation: 'core.import_mapping.delete',
    tag: 'core',
    summary: said('删除列映射', 'Delete a mapping'),
    parameters: [],
    answers: { 204: { description: said('已删', 'Deleted') } },
    codes: ['not_found'],
    handle: ({ kernel, call, params }) => removeMapping(kernel.environment, call, params['declaration'] ?? '', params['name'] ?? ''),
  },
];
export const importEndpoints: readonly Endpoint[] = [...looking, ...writing, ...acting, ...mappings];
