import type { FieldKind, FieldMeta } from '../registry/meta.ts';
import { choice, choices, flag } from './choice.ts';
import { duration } from './duration.ts';
import { date, instant, month } from './date.ts';
import type { Kind } from './kind.ts';
import { integer, money, quantity, rate, unitPrice } from './number.ts';
import { anyReference, lineReference, reference, references } from './reference.ts';
import { attachments, structured } from './structured.ts';
import { textKind } from './text.ts';

export type { Kind, Parsed } from './kind.ts';
export type { AnyReferenceInput, ReferenceInput } from './reference.ts';
export { isUuid, readingsOf } from './reference.ts';
export { checkFormat, usccOrganisationCheck } from './formats.ts';
export { excelDate } from './date.ts';
export { fold, nearest } from './normal.ts';

const kinds: Readonly<Record<Exclude<FieldKind, 'text'>, Kind>> = {
  integer,
  money,
  quantity,
  unit_price: unitPrice,
  rate,
  date,
  instant,
  month,
  flag,
  choice,
  choices,
  state: choice,
  serial: textKind({ name: 'number', kind: 'serial', origin: 'input', required: false, zh: '编号', en: 'Number' }),
  reference,
  references,
  line_reference: lineReference,
  any_reference: anyReference,
  attachments,
  condition: structured,
  trace: structured,
};

/** The pure part of a field kind (P.3): reading, writing, schema and what lists may do with it. */
export function kindOf(field: FieldMeta): Kind {
  if (field.kind === 'integer' && field.format === 'duration') return duration;
  return field.kind === 'text' ? textKind(field) : kinds[field.kind];
}
