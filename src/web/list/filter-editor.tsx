import { type FormEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { SchemaField } from '../api/types.ts';
import { ChoiceInput } from '../record/choice-input.tsx';
import { Control } from '../record/control.tsx';
import { isReference } from '../record/fields.ts';
import { useWords, type Word } from '../words/index.ts';
import type { Leaf } from './where.ts';

const valueless: ReadonlySet<string> = new Set(['is_empty', 'not_empty']);
/** Shown first for a kind: what people mean when they name the field. */
const usual: Readonly<Record<string, string>> = {
  text: 'contains',
  serial: 'contains',
  date: 'between',
  money: 'gte',
  quantity: 'gte',
  unit_price: 'gte',
  integer: 'gte',
  references: 'contains',
  choice: 'in',
  state: 'in',
};
const offered: ReadonlySet<string> = new Set([
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts',
  'is_empty',
  'not_empty',
  'before',
  'after',
  'within_days',
]);

/** Field, operator, value: type, Tab, type, Enter — no mouse (web §8). */
export function FilterEditor({
  fields,
  leaf,
  done,
  cancel,
}: {
  readonly fields: readonly SchemaField[];
  readonly leaf: Leaf | undefined;
  readonly done: (leaf: Leaf) => void;
  readonly cancel: () => void;
}) {
  const t = useWords();
  const [name, setName] = useState(leaf?.field);
  const field = fields.find((one) => one.name === name);
  const operators = (field?.operators ?? []).filter((op) => offered.has(op));
  const [chosenOp, setOp] = useState(leaf?.op);
  const op = chosenOp && operators.includes(chosenOp) ? chosenOp : operators.includes(usual[field?.kind ?? ''] ?? '') ? (usual[field?.kind ?? ''] ?? 'eq') : (operators[0] ?? 'eq');
  const [value, setValue] = useState<unknown>(leaf?.value);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      const target = event.target as HTMLElement;
      if (!box.current?.contains(target) && !target.closest('.ant-select-dropdown,.ant-picker-dropdown,.popup')) cancel();
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [cancel]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!field) return;
    if (valueless.has(op)) done({ field: field.name, op });
    else if (given(value)) done({ field: field.name, op, value: field.kind === 'reference' && isReference(value) ? (value.code ?? value.id) : value });
  }
  return (
    <form
      ref={box}
      className="float filter-editor"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        cancel();
      }}
    >
      <ChoiceInput
        label={t('list.field')}
        choices={fields.map((one) => ({ value: one.name, label: t.of(one.label) }))}
        value={name}
        choose={(next) => {
          flushSync(() => {
            setName(next);
            setValue(undefined);
            setOp(undefined);
          });
          // The usual operator stands there already; Shift Tab goes back to change it.
          const place = box.current?.querySelector<HTMLElement>('.filter-value input') ?? box.current?.querySelector<HTMLElement>('.filter-op');
          place?.focus();
        }}
      />
      {field && (
        <select
          className="input filter-op"
          aria-label={t('list.filter')}
          value={op}
          onChange={(event) => {
            setOp(event.target.value);
            setValue(undefined);
          }}
        >
          {operators.map((one) => (
            <option key={one} value={one}>
              {t(`op.${one}` as Word)}
            </option>
          ))}
        </select>
      )}
      {field && !valueless.has(op) && (
        <span className="filter-value">
          <Value key={`${field.name} ${op}`} field={field} op={op} value={value} onChange={setValue} />
        </span>
      )}
      <button type="submit" className="button primary">
        {t('list.apply')}
      </button>
    </form>
  );
}
const given = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && (value.length === 0 || value.some((one) => one === null || one === undefined)));

function Value({ field, op, value, onChange }: { readonly field: SchemaField; readonly op: string; readonly value: unknown; readonly onChange: (value: unknown) => void }) {
  const t = useWords();
  const label = t('list.value');
  if (op === 'within_days')
    return (
      <input
        className="input num"
        style={{ width: 90 }}
        aria-label={label}
        inputMode="numeric"
        defaultValue={String(value ?? '')}
        onChange={(event) => onChange(Number(event.target.value) || null)}
      />
    );
  if (op === 'between') {
    const [from, to] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    return (
      <span className="row" style={{ width: 270 }}>
        <Control field={field} label={label} value={from} onChange={(next) => onChange([next, to ?? next])} />
        <span>–</span>
        <Control field={field} label={label} value={to} onChange={(next) => onChange([from ?? next, next])} />
      </span>
    );
  }
  if ((op === 'in' || op === 'not_in') && field.options)
    return (
      <span style={{ width: 220 }}>
        <Control field={{ ...field, kind: 'choices' }} label={label} value={value ?? []} onChange={onChange} />
      </span>
    );
  // Of several references a condition names one (P.7).
  const single = field.kind === 'state' ? { ...field, kind: 'choice' as const } : field.kind === 'references' ? { ...field, kind: 'reference' as const } : field;
  return (
    <span style={{ width: 190 }}>
      <Control field={single} label={label} value={value ?? null} onChange={onChange} />
    </span>
  );
}
