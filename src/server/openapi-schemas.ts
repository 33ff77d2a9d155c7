import { inputShape } from '../kernel/command/amend.ts';
import { kindOf } from '../kernel/kinds/index.ts';
import type { FieldMeta, LinesMeta, RecordMeta, Registry } from '../kernel/registry/meta.ts';
import { exchangeSchemas } from './exchange-schemas.ts';
import { actionsOf } from './record-endpoints.ts';

/*
 * JSON Schema 2020-12 of everything that travels. What a person sends is the kind's own schema; what he gets differs where the answer
 * carries more than the question (a reference comes back with code and label).
 */
type Schema = Readonly<Record<string, unknown>>;
const text = { type: 'string' };
const id = { type: 'string', format: 'uuid' };
const instant = { type: 'string', format: 'date-time' };
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema): Schema => ({ type: 'array', items });

export function componentSchemas(registry: Registry): Readonly<Record<string, Schema>> {
  const declared = [...registry.records.values()].flatMap(recordSchemas);
  const settings = [...registry.settings.values()].flatMap((meta): [string, Schema][] => [
    [meta.name, { type: 'object', properties: properties(meta.fields, shown), additionalProperties: true }],
    [`${meta.name}.patch`, { type: 'object', properties: properties(meta.fields.filter(isInput), given), additionalProperties: false }],
  ]);
  return { ...common, ...Object.fromEntries([...declared, ...settings]) };
}

const isInput = (field: FieldMeta): boolean => field.origin === 'input' && field.kind !== 'state';
/** In a request every field may be null or left out; what is missing is refused with its own code. */
const given = (field: FieldMeta): Schema => described(field, kindOf(field).schema({ ...field, required: false }) as Schema);
function shown(field: FieldMeta): Schema {
  if (field.kind === 'reference') return described(field, nullable(ref('reference')));
  if (field.kind === 'references') return described(field, list(ref('reference')));
  if (field.kind === 'any_reference') return described(field, nullable(ref('any_reference')));
  if (field.kind === 'attachments') return described(field, list(ref('file')));
  return described(field, nullable(kindOf(field).schema({ ...field, required: true }) as Schema));
}
const described = (field: FieldMeta, schema: Schema): Schema => ({
  ...schema,
  title: `${field.zh} · ${field.en}`,
  ...(field.help ? { description: `${field.help.zh} · ${field.help.en}` } : {}),
  ...(field.origin === 'input' ? {} : { readOnly: true }),
});
const properties = (fields: readonly FieldMeta[], form: (field: FieldMeta) => Schema): Schema => Object.fromEntries(fields.map((field) => [field.name, form(field)]));

function recordSchemas(meta: RecordMeta): [string, Schema][] {
  const inputs = {
    ...properties(
      meta.fields.filter((field) => isInput(field)),
      given,
    ),
    ...Object.fromEntries(meta.lines.filter((lines) => !lines.generated).map((lines) => [lines.name, list(lineInput(lines))])),
  };
  const outputs: Schema = {
    id,
    version: { type: 'integer' },
    ...properties(meta.fields, shown),
    ...Object.fromEntries(
      meta.lines.map((lines) => [
        lines.name,
        list({ type: 'object', properties: { id, line_no: { type: 'integer' }, ...properties(lines.fields, shown) }, required: ['id', 'line_no'] }),
      ]),
    ),
    created_at: instant,
    created_by: nullable(ref('reference')),
    updated_at: instant,
    _actions: list(ref('action')),
    _access: ref('access'),
  };
  return [
    [meta.name, { type: 'object', title: `${meta.zh} · ${meta.en}`, properties: outputs, required: ['id', 'version'] }],
    [`${meta.name}.page`, { type: 'object', properties: { ...pageMembers, data: list(ref(meta.name)) }, required: ['data', 'page'] }],
    [`${meta.name}.outcome`, { type: 'object', properties: { ...outcomeMembers, record: ref(meta.name) }, required: ['outcome'] }],
    ...(meta.readonly
      ? []
      : ([
          [`${meta.name}.input`, { type: 'object', properties: inputs, additionalProperties: true }],
          [`${meta.name}.patch`, { type: 'object', properties: { ...inputs, version: { type: 'integer' } }, additionalProperties: true }],
        ] satisfies [string, Schema][])),
    ...actionsOf(meta).map((action): [string, Schema] => [
      `${meta.name}.${action.name}.request`,
      {
        type: 'object',
        properties: {
          version: { type: 'integer' },
          input: {
            type: 'object',
            properties: inputProperties(meta, action),
            ...(action.asks.length === 0 ? {} : { required: action.asks.filter((field) => field.required && field.kind !== 'flag').map((field) => field.name) }),
          },
          ack: list(text),
          reason: text,
        },
        additionalProperties: false,
      },
    ]),
  ];
}
/** What an action asks for and, where it amends, the members of the record it may change. */
function inputProperties(meta: RecordMeta, action: ReturnType<typeof actionsOf>[number]): Schema {
  const { fields, lines } = inputShape(meta, action);
  return { ...properties(fields, given), ...Object.fromEntries(lines.map((one) => [one.name, list(lineInput(one))])) };
}
const lineInput = (lines: LinesMeta): Schema => ({
  type: 'object',
  properties: { id: nullable(id), _delete: { type: 'boolean' }, ...properties(lines.fields.filter(isInput), given) },
});

const pageMembers = {
  page: { type: 'object', properties: { limit: { type: 'integer' }, next: nullable(text), prev: nullable(text) }, required: ['limit'] },
  count: { type: 'object', properties: { value: { type: 'integer' }, at_least: { type: 'boolean' } } },
  totals: { type: 'object' },
  resolved: { type: 'object' },
  as_of: instant,
};
const outcomeMembers = {
  outcome: { enum: ['applied', 'approval_started', 'blocked'] },
  dry_run: { type: 'boolean' },
  created: list({ type: 'object', properties: { declaration: text, id, number: nullable(text), state: nullable(text) }, required: ['declaration', 'id'] }),
  changes: list({ type: 'object' }),
  entries: list({ type: 'object' }),
  warnings: list({ type: 'object', properties: { code: text, params: { type: 'object' }, detail: text }, required: ['code'] }),
};

/** Shapes that do not depend on a declaration. */
const common: Readonly<Record<string, Schema>> = {
  reference: { type: 'object', properties: { id, code: nullable(text), label: nullable(text) }, required: ['id'] },
  any_reference: { type: 'object', properties: { declaration: text, id, code: nullable(text), label: nullable(text) }, required: ['declaration', 'id'] },
  file: { type: 'object', properties: { id, line: nullable(id), name: text, size: { type: 'integer' }, type: text, sha256: text }, required: ['id'] },
  action: {
    type: 'object',
    properties: { name: text, allowed: { enum: [true, false, 'check'] }, code: text, params: { type: 'object' }, approval: { type: 'boolean' } },
    required: ['name', 'allowed'],
  },
  access: { type: 'object', properties: { hidden: list(text), masked: list(text), readonly: list(text) } },
  page: { type: 'object', properties: { ...pageMembers, data: list({ type: 'object' }) }, required: ['data', 'page'] },
  declaration: {
    type: 'object',
    properties: {
      name: text,
      kind: text,
      label: text,
      fields: list({ type: 'object' }),
      states: list({ type: 'object' }),
      actions: list({ type: 'object' }),
      next_number_example: nullable(text),
    },
    required: ['name', 'fields'],
  },
  report: {
    type: 'object',
    properties: {
      report: text,
      params: { type: 'object' },
      columns: list({ type: 'object' }),
      rows: list({ type: 'object' }),
      totals: { type: 'object' },
      checks: list({ type: 'object' }),
      notes: list(text),
      page: { type: 'object' },
      as_of: instant,
    },
    required: ['report', 'columns', 'rows'],
  },
  condition: { type: 'object', description: '条件树 · Condition tree (P.7)' },
  list_request: {
    type: 'object',
    properties: {
      filter: ref('condition'),
      sort: text,
      limit: { type: 'integer', minimum: 1, maximum: 200 },
      after: text,
      before: text,
      count: { enum: ['bounded', 'exact', 'none'] },
      totals: { anyOf: [text, list(text)] },
      q: text,
      group: text,
      fields: { anyOf: [text, list(text)] },
    },
  },
  bulk_request: {
    type: 'object',
    properties: {
      action: text,
      patch: { type: 'object' },
      input: { type: 'object' },
      ids: list(id),
      filter: ref('condition'),
      expected_count: { type: 'integer' },
      versions: { type: 'object' },
      mode: { enum: ['each', 'atomic'] },
      ack: list(text),
    },
  },
  bulk_answer: {
    type: 'object',
    properties: {
      counts: { type: 'object', properties: { ok: { type: 'integer' }, refused: { type: 'integer' }, not_found: { type: 'integer' } } },
      results: list({ type: 'object' }),
    },
    required: ['counts', 'results'],
  },
  ...exchangeSchemas,
  invitation: {
    type: 'object',
    properties: {
      login: text,
      name: text,
      department: { anyOf: [text, ref('reference')] },
      also_in: list({ anyOf: [text, ref('reference')] }),
      manager: { anyOf: [text, ref('reference'), { type: 'null' }] },
      employee_no: nullable(text),
      locale: nullable(text),
      valid_until: nullable({ type: 'string', format: 'date' }),
      roles: list(text),
      invite: { enum: ['mail', 'link'] },
    },
    required: ['login', 'name', 'department'],
    additionalProperties: false,
  },
  signed_in: {
    type: 'object',
    properties: {
      user: { type: 'object', properties: { id, name: text, locale: nullable(text) }, required: ['id', 'name'] },
      organisation: { type: 'object', properties: { id, code: text, name: text, time_zone: text }, required: ['id', 'code', 'name'] },
      must: list({ enum: ['change_password', 'enrol_factor'] }),
    },
    required: ['user', 'organisation', 'must'],
  },
  me: {
    type: 'object',
    properties: {
      user: { type: 'object' },
      organisation: { type: 'object' },
      department: nullable(id),
      roles: list(text),
      permissions: list(text),
      grants: { type: 'object', additionalProperties: list(text) },
      organisations: list(text),
      second_factor: { type: 'boolean' },
      must: list(text),
    },
    required: ['user', 'organisation', 'roles', 'permissions'],
  },
  problem: {
    type: 'object',
    description: 'RFC 9457',
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: text,
      detail: text,
      params: { type: 'object' },
      path: text,
      errors: list({ type: 'object', properties: { code: text, path: text, params: { type: 'object' }, detail: text }, required: ['code'] }),
      trace: text,
    },
    required: ['type', 'title', 'status', 'code', 'detail', 'trace'],
  },
};
