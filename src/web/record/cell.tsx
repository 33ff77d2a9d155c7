import type { SchemaField, SchemaOption } from '../api/types.ts';
import { dateTime, isNegative, money, percent, price, quantity, shortDate } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import { Icon } from '../shell/icons.tsx';
import { TagMarks } from '../tags/tag-marks.tsx';
import { tagName } from '../tags/tags.ts';
import { isReference } from './fields.ts';

/** Colour of a state by its declared tone: grey hollow, blue dot, amber, green, red diamond (web §7). */
export const toneOf = (option: SchemaOption | undefined, key: string): string => option?.color ?? usualTone[key] ?? 'blue';
const usualTone: Readonly<Record<string, string>> = {
  draft: 'grey',
  invited: 'amber',
  submitted: 'amber',
  pending_review: 'amber',
  approved: 'blue',
  posted: 'green',
  active: 'green',
  completed: 'green',
  closed: 'grey',
  cancelled: 'grey',
  void: 'grey',
  disabled: 'grey',
  expired: 'grey',
  reversed: 'grey',
  partly_delivered: 'half',
  partly: 'half',
  blacklisted: 'red',
};
export function StateMark({ field, value }: { readonly field: SchemaField; readonly value: string }) {
  const t = useWords();
  const option = field.options?.find((one) => one.key === value);
  return <span className={`state ${toneOf(option, value)}`}>{option ? t.of(option.label) : value}</span>;
}

/** A value as text, for titles, messages and plain facts. */
export function shown(field: SchemaField, value: unknown, t: Words): string {
  if (value === null || value === undefined || value === '') return t('common.none');
  switch (field.kind) {
    case 'money':
      return money(value);
    case 'quantity':
      return quantity(value);
    case 'unit_price':
      return price(value);
    case 'rate':
      return percent(value, (field.origin ?? 'input') === 'input' ? undefined : 1);
    case 'integer':
      return String(value);
    case 'instant':
      return dateTime(value);
    case 'flag':
      return value === true ? t('common.yes') : t('common.no');
    case 'state':
    case 'choice':
      return optionLabel(field, String(value), t);
    case 'choices':
      return (value as readonly string[]).map((key) => optionLabel(field, key, t)).join('、');
    case 'references':
      return (value as readonly unknown[]).map(referenceLabel).join('、');
    case 'reference':
    case 'any_reference':
    case 'line_reference':
      return referenceLabel(value);
    case 'attachments':
      return (value as readonly unknown[]).length === 0 ? t('common.none') : String((value as readonly unknown[]).length);
    case 'trace':
      return typeof value === 'string' ? value : JSON.stringify(value);
    default:
      return typeof value === 'object' ? referenceLabel(value) : String(value);
  }
}
export const optionLabel = (field: SchemaField, key: string, t: Words): string => {
  const option = field.options?.find((one) => one.key === key);
  return option ? t.of(option.label) : key;
};
export const referenceLabel = (value: unknown): string => (isReference(value) ? (value.label ?? value.code ?? '') : typeof value === 'string' ? value : '');

/** A value in a table: money red when negative, dates short, states as mark and word, shares as a thin meter. */
export function Cell({ field, value, masked }: { readonly field: SchemaField; readonly value: unknown; readonly masked?: boolean }) {
  const t = useWords();
  if (masked) return <NoRight />;
  if (value === null || value === undefined || value === '') return <span className="faint">{t('common.none')}</span>;
  if (field.kind === 'state') return <StateMark field={field} value={String(value)} />;
  if (field.kind === 'choice' && field.options?.some((option) => option.color)) return <StateMark field={field} value={String(value)} />;
  if (field.kind === 'references' && Array.isArray(value)) {
    if (value.length === 0) return <span className="faint">{t('common.none')}</span>;
    if (field.target === tagName) return <TagMarks tags={value.filter(isReference)} />;
  }
  if (field.kind === 'date') return <span>{shortDate(value)}</span>;
  if (field.kind === 'flag') return value === true ? <Icon name="check" size={14} aria-label={t('common.yes')} /> : <span className="faint">{t('common.none')}</span>;
  if (field.kind === 'rate' && isShare(field.name)) return <Meter value={String(value)} />;
  const text = shown(field, value, t);
  return (
    <span className={isNegative(value) ? 'neg' : undefined}>{field.kind === 'money' && /^-?0\.00$/.test(String(value)) && field.origin !== 'input' ? t('common.none') : text}</span>
  );
}
const isShare = (name: string): boolean => /share$|progress$|_rate$/.test(name) && !/tax|discount|margin/.test(name);

export function NoRight() {
  const t = useWords();
  return (
    <span className="faint row" style={{ gap: 5, display: 'inline-flex' }}>
      <Icon name="eyeOff" size={14} /> {t('common.hidden')}
    </span>
  );
}
export function Meter({ value }: { readonly value: string }) {
  const share = Math.max(0, Math.min(1, Number(value)));
  return (
    <span className={`meter${share >= 1 ? ' full' : ''}`}>
      <span>{share > 0 ? percent(value, 0) : '—'}</span>
      <i>
        <b style={{ width: `${share * 100}%` }} />
      </i>
    </span>
  );
}
