import type { Schema, SchemaField } from '../api/types.ts';
import { isReference } from '../record/fields.ts';
import { optionLabel, shown } from '../record/cell.tsx';
import { useWords, type Word, type Words } from '../words/index.ts';
import type { Leaf } from './where.ts';

/** One condition: `field | operator | value | ×`; Enter or a click edits, Delete removes. */
export function Chip({ leaf, schema, edit, remove }: { readonly leaf: Leaf; readonly schema: Schema; readonly edit: () => void; readonly remove: () => void }) {
  const t = useWords();
  const field = schema.fields.find((one) => one.name === leaf.field);
  const label = field ? t.of(field.label) : leaf.field === 'id' ? t('list.these_rows') : leaf.field;
  return (
    <span className="chip">
      <button type="button" className="chip-body" onClick={edit} onKeyDown={(event) => (event.key === 'Delete' || event.key === 'Backspace') && remove()}>
        <span>{label}</span>
        <span className="chip-op">{t(`op.${leaf.op}` as Word)}</span>
        {leaf.value !== undefined && (
          <span className="chip-value">
            {field ? valueText(field, leaf.value, t) : Array.isArray(leaf.value) ? t('list.rows', { count: leaf.value.length }) : String(leaf.value)}
          </span>
        )}
      </button>
      <button type="button" className="chip-drop" aria-label={t('list.remove_filter', { field: label })} onClick={remove}>
        ×
      </button>
    </span>
  );
}
const anchors: Readonly<Record<string, Word>> = {
  today: 'date.today',
  week_start: 'date.week_start',
  month_start: 'date.month_start',
  quarter_start: 'date.quarter_start',
  year_start: 'date.year_start',
  month_end: 'date.month_end',
};

export function valueText(field: SchemaField, value: unknown, t: Words): string {
  if (Array.isArray(value)) return value.map((one) => valueText(field, one, t)).join(field.kind === 'date' ? ' – ' : '、');
  if (typeof value === 'string' && anchors[value]) return t(anchors[value]);
  if (isReference(value)) return value.label ?? value.code ?? '';
  if (field.kind === 'references') return String(value);
  if (field.kind === 'choice' || field.kind === 'state') return optionLabel(field, String(value), t);
  return shown(field, value, t);
}
export const leafText = (schema: Schema, leaf: Leaf, t: Words): string => {
  const field = schema.fields.find((one) => one.name === leaf.field);
  return [field ? t.of(field.label) : leaf.field, t(`op.${leaf.op}` as Word), field && leaf.value !== undefined ? valueText(field, leaf.value, t) : ''].join(' ').trim();
};
