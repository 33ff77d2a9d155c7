/* What travels with files and with long work (P.10, P.2.7). */
type Schema = Readonly<Record<string, unknown>>;
const text = { type: 'string' };
const id = { type: 'string', format: 'uuid' };
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema): Schema => ({ type: 'array', items });

export const exchangeSchemas: Readonly<Record<string, Schema>> = {
  export_request: {
    type: 'object',
    properties: {
      filter: ref('condition'),
      sort: text,
      fields: { anyOf: [text, list(text)] },
      view: text,
      format: { enum: ['xlsx', 'csv', 'json'] },
      labels: { enum: ['zh', 'en'] },
      encoding: { enum: ['utf-8', 'gb18030'] },
    },
  },
  import_request: {
    type: 'object',
    properties: {
      file: { type: 'string', contentMediaType: 'application/octet-stream' },
      mode: { enum: ['insert', 'update', 'upsert'] },
      unit: { enum: ['whole', 'row'] },
      sheet: text,
      match: text,
      encoding: text,
      mapping: text,
      profile: text,
    },
    required: ['file'],
    additionalProperties: false,
  },
  operation: {
    type: 'object',
    properties: {
      id,
      kind: text,
      declaration: text,
      state: { enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled'] },
      done: { type: 'integer' },
      total: { type: 'integer' },
      unit: { enum: ['row', 'record', 'document'] },
      message: text,
      at: { type: 'string', format: 'date-time' },
      started_at: nullable({ type: 'string', format: 'date-time' }),
      finished_at: nullable({ type: 'string', format: 'date-time' }),
      eta_s: nullable({ type: 'integer' }),
      version: { type: 'integer' },
      result: { type: 'object' },
      file: { type: 'object', properties: { name: text, url: text } },
      error: { type: 'object', properties: { code: text, params: { type: 'object' }, title: text, detail: text } },
    },
    required: ['id', 'kind', 'state', 'done', 'total', 'unit'],
  },
  import_document: {
    type: 'object',
    properties: {
      id,
      version: { type: 'integer' },
      declaration: text,
      file: text,
      sheet: nullable(text),
      encoding: nullable(text),
      mode: { enum: ['insert', 'update', 'upsert'] },
      unit: { enum: ['whole', 'row', null] },
      match: nullable(text),
      mapping: { type: 'object', additionalProperties: nullable(text) },
      corrections: { type: 'object' },
      state: { enum: ['draft', 'mapped', 'previewed', 'running', 'done', 'partly_done', 'failed', 'cancelled', 'undone', 'partly_undone'] },
      preview: nullable({ type: 'object' }),
      by: ref('reference'),
      at: { type: 'string', format: 'date-time' },
      finished_at: nullable({ type: 'string', format: 'date-time' }),
      counts: nullable({ type: 'object' }),
      errors: list({ type: 'object' }),
      error_count: { type: 'integer' },
      error_file: nullable(text),
      operation: nullable(id),
      undo: nullable({ type: 'object' }),
      table: { type: 'object', description: '文件的列、样例与可映射的字段 · Columns of the file, sample values, where they may go' },
    },
    required: ['id', 'version', 'declaration', 'file', 'state'],
  },
  import_answer: {
    type: 'object',
    properties: {
      id,
      state: text,
      counts: { type: 'object', properties: { created: { type: 'integer' }, updated: { type: 'integer' }, unchanged: { type: 'integer' }, failed: { type: 'integer' } } },
      errors: list({
        type: 'object',
        properties: { row: { type: 'integer' }, column: nullable(text), code: text, params: { type: 'object' }, message: text, value: {} },
        required: ['row', 'code'],
      }),
    },
    required: ['counts'],
  },
  print_request: {
    type: 'object',
    properties: { ids: { type: 'array', items: id, minItems: 1, maxItems: 500 }, template: text, lang: { enum: ['zh', 'en'] } },
    required: ['ids'],
    additionalProperties: false,
  },
};
