import { Refused } from '../kernel/problem.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, choosing, dryRun, idOf, writing, ref, said, whose } from './describing.ts';
import type { Endpoint, Parameter } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';

/* Files in and out of one declaration, and its prints (P.10, P.11). */
function offered<F>(method: F | undefined): F {
  if (method === undefined) throw new Refused('route.not_found');
  return method;
}
/** The work goes on after the answer. */
const later = { schema: ref('operation'), description: said('作为后台任务进行', 'Goes on as an operation'), headers: ['Location'] as const };
export function exchangeEndpoints(meta: RecordMeta): Endpoint[] {
  const { name } = meta;
  return [
    {
      ...whose(meta),
      method: 'POST',
      path: `${base(meta)}/export`,
      operation: `${name}.export`,
      summary: said(`导出${meta.zh}`, `Export: ${meta.en}`),
      permission: `${name}.export`,
      exchange: true,
      parameters: [],
      request: { schema: ref('export_request') },
      answers: { 200: { type: 'application/octet-stream', description: said('文件', 'The file') }, 202: later },
      codes: ['export.too_many_rows', 'not_found', ...choosing],
      handle: ({ kernel, call, body }) => offered(kernel.exportRequested)(call, name, objectBody(body)),
    },
    ...(meta.readonly
      ? []
      : [
          {
            ...whose(meta),
            method: 'POST' as const,
            path: `${base(meta)}/import`,
            operation: `${name}.import`,
            summary: said(`导入${meta.zh}`, `Import: ${meta.en}`),
            permission: `${name}.import`,
            exchange: true as const,
            parameters: [dryRun],
            request: { schema: ref('import_request'), required: true, multipart: true as const },
            answers: {
              200: { schema: ref('import_answer'), description: said('计数与错误', 'Counts and errors'), headers: ['Location'] as const },
              202: later,
            },
            codes: [
              'batch.unknown_column',
              'batch.duplicate_key',
              'batch.key_not_found',
              'batch.row_invalid',
              'batch.too_many_rows',
              'import.file_refused',
              'import.encoding',
              'import.formula',
              'import.merged_cell',
              'import.header_missing',
              'file.too_large',
              'import.file_gone',
              'batch.preview_stale',
              'conflict.stale',
              'not_found',
              'document.transition_refused',
              'mobile.invalid',
              'phone.invalid',
              'email.invalid',
              ...writing(meta),
            ],
            handle: (({ kernel, call, upload }) => {
              if (!upload) throw new Refused('request.media_type');
              refuseUnknown(Object.keys(upload.fields), ['mode', 'unit', 'sheet', 'match', 'encoding', 'mapping', 'profile']);
              return offered(kernel.importFile)(call, name, upload.file, upload.fields);
            }) satisfies Endpoint['handle'],
          },
          {
            ...whose(meta),
            method: 'GET' as const,
            path: `${base(meta)}/import/template`,
            operation: `${name}.import_template`,
            summary: said(`${meta.zh}导入模板`, `Import template: ${meta.en}`),
            permission: `${name}.import`,
            parameters: [{ name: 'rows', in: 'query' as const, schema: { type: 'string', enum: ['sample'] }, description: said('带三行示例', 'With three sample rows') }],
            answers: { 200: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', description: said('工作簿', 'The workbook') } },
            codes: ['field.choice', 'not_found'],
            handle: (({ kernel, call, query }) => offered(kernel.importTemplate)(call, name, query)) satisfies Endpoint['handle'],
          },
        ]),
  ];
}

export function printEndpoints(meta: RecordMeta): Endpoint[] {
  const { name } = meta;
  const pdf = { 200: { type: 'application/pdf', description: said('PDF 文件', 'The PDF') } };
  const text = (parameter: string, zh: string, en: string): Parameter => ({ name: parameter, in: 'query', schema: { type: 'string' }, description: said(zh, en) });
  const common = {
    ...whose(meta),
    permission: `${name}.print`,
    answers: pdf,
    codes: ['template.compile', 'template.variable_missing', 'field.required', 'field.type', 'field.choice', 'field.length', 'request.limit', 'not_found'],
  };
  return [
    {
      ...common,
      method: 'GET',
      path: `${base(meta)}/:id/print`,
      operation: `${name}.print`,
      summary: said(`打印${meta.zh}`, `Print: ${meta.en}`),
      parameters: [text('template', '模板', 'Template'), text('lang', '语言', 'Language')],
      handle: ({ kernel, call, params, query }) =>
        kernel.print(call, name, { ids: [idOf(params)], template: query.get('template') ?? undefined, lang: query.get('lang') ?? undefined }),
    },
    {
      ...common,
      method: 'POST',
      path: `${base(meta)}/print`,
      operation: `${name}.print_many`,
      summary: said(`批量打印${meta.zh}`, `Print several: ${meta.en}`),
      parameters: [],
      request: { schema: ref('print_request'), required: true },
      answers: { ...pdf, 202: later },
      handle: ({ kernel, call, body }) => {
        const given = objectBody(body);
        refuseUnknown(Object.keys(given), ['ids', 'template', 'lang']);
        return kernel.print(call, name, { ids: printIds(given['ids']), template: textMember(given, 'template'), lang: textMember(given, 'lang') });
      },
    },
  ];
}
function printIds(given: unknown): readonly string[] {
  if (!Array.isArray(given) || given.length === 0) throw new Refused('field.required', {}, '/ids');
  if (given.length > 500) throw new Refused('field.length', { min: 1, max: 500 }, '/ids');
  return given.map((_, index) => requiredText(given as unknown as Readonly<Record<string, unknown>>, String(index)));
}
