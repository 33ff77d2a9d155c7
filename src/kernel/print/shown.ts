import { decimal, toMoney, toPlain } from '../decimal.ts';

export type Language = 'zh' | 'en';
/** A label as the schema answers it: already in the asked language, or in both. */
export type Text = string | { readonly zh: string; readonly en: string };
export const textOf = (text: Text, lang: Language): string => (typeof text === 'string' ? text : text[lang]);

/** A field as `GET …/schema` describes it (P.2.1). */
export interface SchemaField {
  readonly name: string;
  readonly kind: string;
  readonly label: Text;
  readonly access?: 'full' | 'readonly' | 'masked' | 'hidden';
  readonly origin?: string;
  readonly target?: string;
  readonly options?: readonly { readonly key: string; readonly label: Text }[];
  readonly long?: boolean;
  /** Not offered on screens; the API carries it and a template may name it. */
  readonly hidden?: boolean;
  readonly lines?: readonly SchemaField[];
}
export interface ShowContext {
  readonly lang: Language;
  /** The organisation's time zone: instants are stored in UTC. */
  readonly zone: string;
}

const figures = new Set(['integer', 'money', 'quantity', 'unit_price', 'rate', 'percent', 'duration']);
/** Figures stand right, all else left. */
export const isFigure = (kind: string): boolean => figures.has(kind);

/** The value of a field as it stands on paper; null where there is nothing to print. Figures are formatted as text, never computed. */
export function shown(value: unknown, field: Pick<SchemaField, 'kind' | 'options' | 'target'>, context: ShowContext): string | null {
  if (value === null || value === undefined || value === '') return null;
  switch (field.kind) {
    case 'money':
      return typeof value === 'string' ? figure(value, toMoney) : plain(value, context);
    case 'quantity':
      return typeof value === 'string' ? figure(value, toPlain) : plain(value, context);
    case 'unit_price':
      return typeof value === 'string' ? figure(value, priceText) : plain(value, context);
    case 'rate':
      return typeof value === 'string' ? figure(value, (given) => `${toPlain(given.times('100'))}%`) : plain(value, context);
    case 'percent':
      return typeof value === 'string' ? figure(value, (given) => `${toPlain(given)}%`) : plain(value, context);
    case 'integer':
      return minus(plain(value, context) ?? '');
    case 'duration':
      return typeof value === 'number' ? durationText(value, context.lang) : plain(value, context);
    case 'instant':
      return typeof value === 'string' ? instantText(value, context.zone) : plain(value, context);
    case 'choice':
    case 'choices':
    case 'state':
      return optionText(value, field.options ?? [], context.lang);
    case 'reference':
      return field.target?.startsWith('core.') === true ? (nameOf(value) ?? plain(value, context)) : plain(value, context);
    default:
      return plain(value, context);
  }
}
/** Units, people and currencies are known by name, not by code. */
function nameOf(value: unknown): string | null {
  const label = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)['label'] : undefined;
  return typeof label === 'string' && label !== '' ? label : null;
}

/** Thousands comma and a true minus, U+2212 (web §6); a masked or strange text stays as it came. */
function figure(text: string, form: (value: ReturnType<typeof decimal>) => string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  return minus(form(decimal(text)).replace(/\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ',')));
}
const minus = (text: string): string => text.replace(/^-/, '−');
/** A price shows at least two decimals and no more than it has. */
const priceText = (price: ReturnType<typeof decimal>): string => {
  const text = toPlain(price);
  const places = text.split('.')[1]?.length ?? 0;
  return places < 2 ? price.toFixed(2) : text;
};

function optionText(value: unknown, options: NonNullable<SchemaField['options']>, lang: Language): string | null {
  const label = (key: unknown): string => {
    const option = options.find((each) => each.key === key);
    return option ? textOf(option.label, lang) : String(key);
  };
  if (!Array.isArray(value)) return label(value);
  return value.length === 0 ? null : value.map(label).join(separator(lang));
}
const separator = (lang: Language): string => (lang === 'zh' ? '、' : ', ');

export function instantText(instant: string, zone: string): string {
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return `${time.toPlainDate().toString()} ${time.toPlainTime().toString().slice(0, 5)}`;
}

function durationText(minutes: number, lang: Language): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = lang === 'zh' ? [hours && `${hours} 小时`, rest && `${rest} 分`] : [hours && `${hours} h`, rest && `${rest} min`];
  return parts.filter(Boolean).join(' ') || (lang === 'zh' ? '0 分' : '0 min');
}

/** What has no format of its own: texts as they are, references by code and label, lists by their members. */
function plain(value: unknown, context: ShowContext): string | null {
  if (typeof value === 'boolean') return context.lang === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No';
  if (Array.isArray(value)) {
    const members = value.map((member) => plain(member, context)).filter((member) => member !== null);
    return members.length === 0 ? null : members.join(separator(context.lang));
  }
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? null : String(value);
  const parts = value as Readonly<Record<string, unknown>>;
  if ('value' in parts) return plain(parts['value'], context);
  if ('label' in parts || 'code' in parts) return referenceText(parts);
  if ('name' in parts) return plain(parts['name'], context);
  const place = [nameOf(parts['region']) ?? parts['region'], parts['detail'], parts['receiver'], parts['mobile']].filter((part) => typeof part === 'string' && part !== '');
  return place.length === 0 ? null : place.join(' ');
}
/** `C000001 昆山同创`, the form of exports (P.3); a document's label is its number and is not said twice. */
function referenceText(reference: Readonly<Record<string, unknown>>): string | null {
  const [code, label] = [reference['code'], reference['label']].map((part) => (typeof part === 'string' && part !== '' ? part : null));
  if (code === null || label === null || code === label) return label ?? code ?? null;
  return `${code} ${label}`;
}
