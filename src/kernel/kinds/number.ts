import type { Decimal } from '#decimal';
import { decimal, isDecimal, isZero, negated, toMoney, toPlain } from '#decimal';
import type { FieldMeta } from '../registry/meta.ts';
import { absent, found, optional, operators, refused, wrongType, type Kind, type Parsed } from './kind.ts';
import { codeText } from './normal.ts';

/** Places behind the point and digits before it, as the columns hold them (P.3). */
const shapes = { money: { places: 2, digits: 18 }, quantity: { places: 6, digits: 14 }, unit_price: { places: 6, digits: 14 }, rate: { places: 8, digits: 4 } } as const;
type DecimalKind = keyof typeof shapes;

const written = /^(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?$|^\.\d+$/;
const tens: Readonly<Record<string, string>> = { 万: '10000', 亿: '100000000' };

/** `￥１，２３４．５０`, `(1,234.50)`, `−5`, `1.5万` as a decimal; null for a blank or a dash, undefined where it is none. */
export function readDecimal(text: string): Decimal | null | undefined {
  let rest = codeText(text)
    .replace(/[\u2212\u2010-\u2015]/g, '-')
    .replace(/\u00a0|\u202f/g, ' ');
  if (rest === '' || rest === '-') return null;
  let negative = false;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed) [negative, rest] = [true, (bracketed[1] ?? '').trim()];
  const parts = /^([+-]?)\s*¥?\s*([+-]?)\s*([\d.,][\d., ]*?)\s*([万亿]?)$/.exec(rest);
  if (!parts) return undefined;
  const [, before = '', after = '', digits = '', unit = ''] = parts;
  const sign = before + after;
  if (sign.length > 1 || (bracketed && sign !== '') || !written.test(digits)) return undefined;
  if (sign === '-') negative = true;
  const plain = digits.replace(/[, ]/g, '');
  const value = decimal(plain.startsWith('.') ? `0${plain}` : plain).times(decimal(tens[unit] ?? '1'));
  return negative && !isZero(value) ? negated(value) : value;
}

/** `13%` is the fraction 0.13; a bare number is taken as it stands. */
function readRate(text: string): Decimal | null | undefined {
  const percent = /^(.*?)\s*%$/.exec(codeText(text));
  if (!percent) return readDecimal(text);
  const value = readDecimal(percent[1] ?? '');
  return value ? value.times(decimal('0.01')) : undefined;
}

const range = (field: FieldMeta, min: number | undefined, max: number | undefined, hint?: string): Parsed =>
  refused('field.range', { min: min ?? null, max: max ?? null, ...(field.exclusive ? { exclusive: true } : {}), ...(hint ? { hint } : {}) });

/** Only what a person gives is held to the declared range; computed values answer to their own rules. */
function checked(value: Decimal, field: FieldMeta, kind: DecimalKind, hint?: string): Parsed {
  const { places, digits } = shapes[kind];
  if (!value.eq(value.round(places, 0))) return refused('field.scale', { decimals: places });
  if (value.abs().gte(decimal(`1${'0'.repeat(digits)}`))) return range(field, undefined, 10 ** digits);
  if (field.origin !== 'input') return found(value);
  // A sign has to be declared: negative money is a correction in red, not a slip of the keyboard.
  const min = field.min ?? (field.signed ? undefined : 0);
  const declaredMin = field.min !== undefined;
  if (min !== undefined && (value.lt(bound(min)) || (declaredMin && field.exclusive && value.eq(bound(min))))) return range(field, min, field.max);
  if (field.max !== undefined && (value.gt(bound(field.max)) || (field.exclusive && value.eq(bound(field.max))))) return range(field, min, field.max, hint);
  return found(value);
}
/** Bounds are written as plain numbers in declarations; their shortest text is exact enough to be the bound that was meant. */
const bound = (value: number): Decimal => decimal(String(value).includes('e') ? value.toFixed(12) : String(value));

function parseDecimal(text: string, field: FieldMeta, kind: DecimalKind): Parsed {
  const value = kind === 'rate' ? readRate(text) : readDecimal(text);
  if (value === null) return absent;
  if (value === undefined) return refused('field.format', { expected: 'decimal' });
  const bare = kind === 'rate' && !codeText(text).endsWith('%');
  return checked(value, field, kind, bare ? `${toPlain(value)}%` : undefined);
}
const asDecimal = (value: unknown): Decimal | undefined => (isDecimal(value) ? value : typeof value === 'string' || typeof value === 'number' ? decimal(String(value)) : undefined);

function decimalKind(kind: DecimalKind, measure: boolean): Kind {
  const { places } = shapes[kind];
  const plain = (value: Decimal): string => (kind === 'money' ? toMoney(value) : toPlain(value));
  const json = (value: unknown): string | null => {
    const amount = asDecimal(value);
    return amount === undefined ? null : plain(amount);
  };
  return {
    fromJson: (value, field) => {
      if (value === null || value === undefined) return absent;
      if (isDecimal(value)) return checked(value, field, kind);
      return typeof value === 'string' ? parseDecimal(value, field, kind) : wrongType('decimal string');
    },
    fromText: (text, field) => parseDecimal(text, field, kind),
    toJson: json,
    toText: (value) => {
      const amount = asDecimal(value);
      if (amount === undefined) return '';
      return kind === 'rate' ? `${toPlain(amount.times(decimal('100')))}%` : plain(amount);
    },
    schema: (field) => optional(field, { type: 'string', pattern: `^-?[0-9]+(\\.[0-9]{1,${places}})?$`, format: 'decimal' }),
    operators: operators.number,
    sortable: true,
    measure,
  };
}
export const money = decimalKind('money', true);
export const quantity = decimalKind('quantity', true);
export const unitPrice = decimalKind('unit_price', false);
export const rate = decimalKind('rate', false);

/** `12 箱` → number and unit; whoever knows the row decides whether the unit matches (P.3 quantity). */
export function splitQuantity(text: string): { readonly number: string; readonly unit: string } | undefined {
  const parts = /^([+-]?[\d.,][\d., ]*?)\s*([^\d\s.,%()+-][^\d.,%()]*)$/u.exec(codeText(text));
  return parts?.[1] && parts[2] && !(parts[2] in tens) ? { number: parts[1], unit: parts[2] } : undefined;
}

const largest = 2_147_483_647;
function checkedInteger(value: number, field: FieldMeta): Parsed {
  if (!Number.isInteger(value)) return wrongType('integer');
  const declared = field.origin === 'input';
  const min = (declared ? field.min : undefined) ?? -largest - 1;
  const max = (declared ? field.max : undefined) ?? largest;
  const onBound = declared && field.exclusive && (value === field.min || value === field.max);
  return value < min || value > max || onBound ? range(field, min, max) : found(value);
}
function parseInteger(text: string, field: FieldMeta): Parsed {
  const value = readDecimal(text);
  if (value === null) return absent;
  if (value === undefined) return refused('field.format', { expected: 'integer' });
  return value.eq(value.round(0, 0)) ? checkedInteger(Number(toPlain(value)), field) : wrongType('integer');
}
export const integer: Kind = {
  fromJson: (value, field) => {
    if (value === null || value === undefined) return absent;
    if (typeof value === 'number') return checkedInteger(value, field);
    return typeof value === 'string' ? parseInteger(value, field) : wrongType('integer');
  },
  fromText: parseInteger,
  toJson: (value) => (value === null || value === undefined ? null : Number(value)),
  toText: (value) => (value === null || value === undefined ? '' : String(value)),
  schema: (field) => optional(field, { type: 'integer', ...(field.min === undefined ? {} : { minimum: field.min }), ...(field.max === undefined ? {} : { maximum: field.max }) }),
  operators: operators.number,
  sortable: true,
  measure: true,
};
