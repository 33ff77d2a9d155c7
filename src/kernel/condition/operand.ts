import type { FieldMeta } from '../registry/meta.ts';
import { decimal, toPlain } from '#decimal';
import { civilDate } from '../kinds/date.ts';
import { nearest } from '../kinds/normal.ts';
import { isUuid } from '../kinds/reference.ts';
import { daySpan, isRelative, relativeDay, type WorkingDay } from './relative.ts';
import { shapeOf } from './shape.ts';

/** What relative values and `me` stand for in this run. */
export interface Moment {
  /** The organisation's day (P.7: "evaluated as of the run's as_of"). */
  readonly today: string;
  readonly zone: string;
  readonly user: string;
  readonly department: string | null;
  readonly isWorkingDay?: WorkingDay;
}
/** An instant operand is a half-open span: a whole local day, or the millisecond that was named. */
export interface Span {
  readonly from: string;
  readonly to: string;
}
/** A code that still has to be looked up in the target's view. */
export interface Coded {
  readonly code: string;
}
export interface AnyOperand {
  readonly name: string;
  readonly id?: string;
  readonly code?: string;
}
export type Operand = string | boolean | Span | Coded | AnyOperand;
export type Read = { readonly ok: true; readonly value: Operand; readonly resolved?: unknown } | { readonly ok: false; readonly params: Readonly<Record<string, unknown>> };

const ok = (value: Operand, resolved?: unknown): Read => (resolved === undefined ? { ok: true, value } : { ok: true, value, resolved });
const wrong = (expected: string, more: Readonly<Record<string, unknown>> = {}): Read => ({ ok: false, params: { expected, ...more } });

/** One operand in the form that SQL and the evaluator compare. `resolved` is set where the sender wrote something relative. */
export function readOperand(field: FieldMeta, value: unknown, moment: Moment): Read {
  switch (shapeOf(field)) {
    case 'number':
      return numberOperand(field, value);
    case 'date':
      return dayOperand(value, moment);
    case 'month':
      return monthOperand(value, moment);
    case 'instant':
      return instantOperand(value, moment);
    case 'flag':
      return flagOperand(value);
    case 'key':
      return keyOperand(field, value);
    case 'set':
      return field.kind === 'choices' ? keyOperand(field, value) : referenceOperand(value, field, moment);
    case 'reference':
      return referenceOperand(value, field, moment);
    case 'any':
      return anyOperand(value);
    default:
      return typeof value === 'string' && value !== '' ? ok(value) : wrong('text');
  }
}

function numberOperand(field: FieldMeta, value: unknown): Read {
  const text = typeof value === 'number' ? String(value) : value;
  const whole = field.kind === 'integer';
  if (typeof text !== 'string' || !/^[+-]?\d{1,20}(\.\d{1,20})?$/.test(text)) return wrong(whole ? 'integer' : 'decimal');
  return ok(toPlain(decimal(text.replace(/^\+/, ''))));
}
/** Only the form of P.2.2; written dates are for forms and files. */
function plainDay(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  return parts ? civilDate(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}
function dayOperand(value: unknown, moment: Moment): Read {
  if (isRelative(value)) {
    const day = relativeDay(value, moment.today, moment.isWorkingDay);
    return day ? ok(day, day) : wrong('date');
  }
  const day = plainDay(value);
  return day ? ok(day) : wrong('date');
}
function monthOperand(value: unknown, moment: Moment): Read {
  if (typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value)) return ok(value);
  const day = dayOperand(value, moment);
  if (!day.ok) return wrong('month');
  const month = String(day.value).slice(0, 7);
  return ok(month, month);
}
function instantOperand(value: unknown, moment: Moment): Read {
  const day = dayOperand(value, moment);
  if (day.ok) return ok(daySpan(String(day.value), moment.zone), day.resolved);
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(value)) return wrong('instant');
  const at = Date.parse(value);
  return Number.isNaN(at) ? wrong('instant') : ok({ from: new Date(at).toISOString(), to: new Date(at + 1).toISOString() });
}
function flagOperand(value: unknown): Read {
  if (value === true || value === 'true' || value === '1') return ok(true);
  return value === false || value === 'false' || value === '0' ? ok(false) : wrong('boolean');
}
function keyOperand(field: FieldMeta, value: unknown): Read {
  const allowed = Object.keys(field.options ?? {});
  if (typeof value === 'string' && allowed.includes(value)) return ok(value);
  return wrong('choice', { allowed: allowed.slice(0, 50), nearest: typeof value === 'string' ? (nearest(value, allowed) ?? null) : null });
}
function referenceOperand(value: unknown, field: FieldMeta, moment: Moment): Read {
  if (value === 'me' && field.target === 'core.user') return ok(moment.user, moment.user);
  if (value === 'my_department' && field.target === 'core.department') return moment.department ? ok(moment.department, moment.department) : wrong('department');
  if (typeof value === 'string' && value !== '') return ok(isUuid(value) ? value.toLowerCase() : { code: value });
  if (typeof value === 'object' && value !== null) {
    if ('id' in value && typeof value.id === 'string' && isUuid(value.id)) return ok(value.id.toLowerCase());
    if ('code' in value && typeof value.code === 'string') return ok({ code: value.code });
  }
  return wrong('reference');
}
function anyOperand(value: unknown): Read {
  if (typeof value === 'string') {
    const colon = value.indexOf(':');
    const rest = value.slice(colon + 1);
    if (colon < 1 || rest === '') return wrong('declaration:code');
    return ok(isUuid(rest) ? { name: value.slice(0, colon), id: rest.toLowerCase() } : { name: value.slice(0, colon), code: rest });
  }
  if (typeof value !== 'object' || value === null) return wrong('declaration:code');
  const name = 'declaration' in value ? value.declaration : 'name' in value ? value.name : undefined;
  if (typeof name !== 'string') return wrong('declaration:code');
  if ('id' in value && typeof value.id === 'string' && isUuid(value.id)) return ok({ name, id: value.id.toLowerCase() });
  return 'code' in value && typeof value.code === 'string' ? ok({ name, code: value.code }) : wrong('declaration:code');
}
