import type { Label } from '#declare';
import { isId } from '../kernel/ids.ts';
import { Refused } from '../kernel/problem.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import type { Endpoint, Parameter } from './endpoint.ts';

/* Words that the descriptions of addresses are made of. */
export const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
export const dryRun: Parameter = { name: 'dry_run', in: 'query', schema: { type: 'string', enum: ['0', '1'] }, description: { zh: '试运行：照做后回滚', en: 'Run and roll back' } };
export const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  schema: { type: 'string', pattern: '^"[0-9]+"$' },
  description: { zh: '所读版本', en: 'The version last read' },
};
/** A parameter of the query, as text. */
export const text = (name: string, zh: string, en: string): Parameter => ({ name, in: 'query', schema: { type: 'string' }, description: { zh, en } });
export const said = (zh: string, en: string): Label => ({ zh, en });
export const done = said('完成', 'Done');
export const idOf = (params: Readonly<Record<string, string>>): string => {
  const id = params['id'] ?? '';
  if (!isId(id)) throw new Refused('not_found');
  return id;
};

export const base = (meta: RecordMeta): string => `/api/${meta.module}/${meta.key}`;
export const whose = (meta: RecordMeta): Pick<Endpoint, 'tag'> => ({ tag: meta.module });

/** Codes that a body of fields may be refused with, and a change without the right version. */
export const shapes = [
  'field.required',
  'field.type',
  'field.length',
  'field.range',
  'field.scale',
  'field.format',
  'field.choice',
  'field.date',
  'field.unknown',
  'field.control_character',
  'field.readonly',
  'reference.not_found',
  'reference.ambiguous',
  'reference.archived',
];
/** What a choice of rows and columns may be refused with: lists, searches, exports, a reading that names its members. */
export const choosing = [
  'field.unknown',
  'field.type',
  'field.choice',
  'field.date',
  'field.hidden',
  'field.control_character',
  'cursor.invalid',
  'cursor.mismatch',
  'condition.unknown_field',
  'condition.unknown_op',
  'condition.type',
  'condition.too_complex',
  'condition.path_too_deep',
  'filter.sensitive',
  'reference.not_found',
  'reference.ambiguous',
  'request.limit',
  'request.too_many_groups',
];
const byFormat: Readonly<Record<string, readonly string[]>> = {
  mobile: ['mobile.invalid'],
  phone: ['phone.invalid'],
  email: ['email.invalid'],
  uscc: ['uscc.length', 'uscc.charset', 'uscc.check_digit'],
  tax_no: ['uscc.length', 'uscc.charset', 'uscc.check_digit'],
  id_no: ['id_no.check_digit', 'id_no.birth_date'],
  barcode: ['barcode.check_digit'],
  tax_class: ['product.tax_class'],
};
/** What the formats of its fields, and of the columns that come with its files, are refused with. */
export const formatCodes = (meta: RecordMeta): string[] => [...meta.fields, ...meta.lines.flatMap((lines) => lines.fields)].flatMap((field) => byFormat[field.format ?? ''] ?? []);
/** Writing a record at all: its shape, its rules, what is true of every record. */
export const writing = (meta: RecordMeta): string[] => [
  ...shapes,
  ...formatCodes(meta),
  'record.duplicate',
  'record.archived',
  'number.taken',
  'number.format',
  'number.manual_forbidden',
  ...(meta.type === 'document' ? ['document.incomplete', 'document.immutable', 'period.closed', 'period.not_open', 'tax.rate_not_valid'] : []),
  ...ownCodes(meta),
];
export const conditional = ['request.version_required', 'conflict.stale'];
export const ownCodes = (meta: RecordMeta): string[] => Object.keys(meta.refusals);
