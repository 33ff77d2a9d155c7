import { kindOf } from '../kinds/index.ts';
import { operators } from '../kinds/kind.ts';
import type { FieldMeta } from '../registry/meta.ts';

/** How values of a field compare: kinds that compare alike share one shape. */
export type Shape = 'text' | 'key' | 'number' | 'date' | 'instant' | 'month' | 'flag' | 'set' | 'reference' | 'any' | 'json';

const shapes: Readonly<Record<FieldMeta['kind'], Shape>> = {
  text: 'text',
  serial: 'text',
  integer: 'number',
  money: 'number',
  quantity: 'number',
  unit_price: 'number',
  rate: 'number',
  date: 'date',
  instant: 'instant',
  month: 'month',
  flag: 'flag',
  choice: 'key',
  state: 'key',
  choices: 'set',
  references: 'set',
  reference: 'reference',
  line_reference: 'reference',
  any_reference: 'any',
  attachments: 'json',
  condition: 'json',
  trace: 'json',
};
export const shapeOf = (field: FieldMeta): Shape => shapes[field.kind];
export const operatorsOf = (field: FieldMeta): readonly string[] => kindOf(field).operators;

/** Comparisons that what is masked or encrypted refuses with a code of its own: letters could be guessed one by one. */
export const isSecretOperator = (field: FieldMeta, op: string): boolean =>
  field.sensitive !== undefined && operators.text.some((known) => known === op) && !operatorsOf(field).includes(op);

export const isSortable = (field: FieldMeta): boolean => kindOf(field).sortable;
export const isMeasure = (field: FieldMeta): boolean => kindOf(field).measure;
const groups = new Set<Shape>(['text', 'key', 'flag', 'reference', 'date', 'month']);
export const isGroupable = (field: FieldMeta): boolean => groups.has(shapeOf(field)) && field.kind !== 'line_reference' && !field.long && !field.sensitive;
