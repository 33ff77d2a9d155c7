import { Checkbox, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { type KeyboardEvent, useState } from 'react';
import type { Reference, SchemaField } from '../api/types.ts';
import { shiftPoint, toFraction } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { shown } from './cell.tsx';
import { useDeclarations } from './declarations.ts';
import { isReference } from './fields.ts';
import { ReferenceInput } from './reference-input.tsx';
import { plainNumber, typedValue } from './typed.ts';
import './record.css';

export interface ControlProps {
  readonly field: SchemaField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly id?: string;
  readonly label?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly autoFocus?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}
/** The control of a field kind (P.3): what can be changed has a border (web §1.4). */
export function Control(props: ControlProps) {
  const { field, value, onChange, id, label, invalid, describedBy, autoFocus } = props;
  const t = useWords();
  const marks = { 'aria-label': label, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy };
  switch (field.kind) {
    case 'reference':
      return (
        <ReferenceInput
          target={field.target ?? ''}
          value={isReference(value) ? value : null}
          onChange={onChange}
          {...(id === undefined ? {} : { id })}
          {...(label === undefined ? {} : { label })}
          invalid={invalid === true}
          {...(describedBy === undefined ? {} : { describedBy })}
          autoFocus={autoFocus === true}
        />
      );
    case 'references':
      return <References {...props} />;
    case 'any_reference':
      return <AnyReference {...props} />;
    case 'choice':
    case 'choices': {
      const options = (field.options ?? []).map((option) => ({ value: option.key, label: t.of(option.label) }));
      const several = field.kind === 'choices' ? { mode: 'multiple' as const } : {};
      return (
        <Select
          {...several}
          {...marks}
          {...(id === undefined ? {} : { id })}
          {...(invalid ? { status: 'error' as const } : {})}
          style={{ width: '100%' }}
          value={value ?? (field.kind === 'choices' ? [] : undefined)}
          options={options}
          allowClear={field.required !== true}
          showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
          autoFocus={autoFocus === true}
          onChange={(next: unknown) => onChange(next ?? null)}
        />
      );
    }
    case 'date':
    case 'month':
      return (
        <DatePicker
          {...marks}
          {...(id === undefined ? {} : { id })}
          {...(invalid ? { status: 'error' as const } : {})}
          placeholder=""
          style={{ width: '100%' }}
          picker={field.kind === 'month' ? 'month' : 'date'}
          value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
          autoFocus={autoFocus === true}
          format={field.kind === 'month' ? 'YYYY-MM' : { format: 'YYYY-MM-DD' }}
          onChange={(next) => onChange(next ? next.format(field.kind === 'month' ? 'YYYY-MM' : 'YYYY-MM-DD') : null)}
        />
      );
    case 'flag':
      return <Checkbox {...marks} {...(id === undefined ? {} : { id })} checked={value === true} onChange={(event) => onChange(event.target.checked)} />;
    case 'rate':
      return <RateInput {...props} />;
    case 'text':
      if (field.long)
        return (
          <textarea
            className="input"
            id={id}
            {...marks}
            value={asText(value)}
            autoFocus={autoFocus}
            onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          />
        );
      break;
    case 'instant':
      return (
        <DatePicker
          {...marks}
          {...(id === undefined ? {} : { id })}
          showTime
          placeholder=""
          style={{ width: '100%' }}
          value={typeof value === 'string' ? dayjs(value) : null}
          onChange={(next) => onChange(next ? next.toISOString() : null)}
        />
      );
    case 'attachments':
    case 'trace':
      // Files are added to the saved record and structures by the API; a line of text could only break them.
      return (
        <output id={id} {...marks} className="soft">
          {shown(field, value, t)}
        </output>
      );
    default:
  }
  const numeric = field.kind === 'money' || field.kind === 'quantity' || field.kind === 'unit_price' || field.kind === 'integer';
  return (
    <input
      className={numeric ? 'input num' : 'input'}
      id={id}
      {...marks}
      autoFocus={autoFocus}
      inputMode={numeric ? 'decimal' : undefined}
      autoComplete="off"
      value={asText(value)}
      onKeyDown={props.onKeyDown}
      onChange={(event) => onChange(typedValue(field, event.target.value))}
    />
  );
}
const asText = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
function RateInput({ value, onChange, id, label, invalid, describedBy, onKeyDown }: ControlProps) {
  const shown = value === null || value === undefined || value === '' ? '' : shiftPoint(String(value), 2);
  return (
    <span className="with-unit">
      <input
        key={shown}
        className="input num"
        id={id}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        inputMode="decimal"
        defaultValue={shown}
        onKeyDown={onKeyDown}
        onBlur={(event) => event.target.value !== shown && onChange(event.target.value.trim() === '' ? null : toFraction(plainNumber(event.target.value)))}
      />
      <span aria-hidden="true">%</span>
    </span>
  );
}
function References({ field, value, onChange, id, label }: ControlProps) {
  const chosen = (Array.isArray(value) ? value : []) as readonly Reference[];
  const t = useWords();
  return (
    <span className="chips">
      {chosen.map((one) => (
        <span key={one.id} className="tag line">
          {one.label ?? one.code}
          <button
            type="button"
            className="plain"
            aria-label={t('list.remove_filter', { field: one.label ?? one.code ?? '' })}
            onClick={() => onChange(chosen.filter((other) => other.id !== one.id))}
          >
            ×
          </button>
        </span>
      ))}
      <ReferenceInput
        target={field.target ?? ''}
        value={null}
        onChange={(one) => one && !chosen.some((other) => other.id === one.id) && onChange([...chosen, one])}
        {...(id === undefined ? {} : { id })}
        {...(label === undefined ? {} : { label })}
      />
    </span>
  );
}

/** A record of one of several kinds; with a single kind it is an ordinary choice (P.3 polymorphic reference). */
function AnyReference({ field, value, onChange, id, label, invalid, describedBy }: ControlProps) {
  const t = useWords();
  const declarations = useDeclarations();
  const kinds = field.among ?? [...(declarations?.records.values() ?? [])].filter((record) => record.type === 'document').map((record) => record.name);
  const current = isReference(value) ? value : null;
  const [chosen, setChosen] = useState<string>();
  const kind = chosen ?? (typeof current?.['declaration'] === 'string' ? current['declaration'] : kinds[0]);
  const input = (
    <ReferenceInput
      key={kind}
      target={kind ?? ''}
      value={current}
      onChange={(next) => onChange(next ? { ...next, declaration: kind } : null)}
      invalid={invalid === true}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { label })}
      {...(describedBy === undefined ? {} : { describedBy })}
    />
  );
  if (kinds.length < 2) return input;
  return (
    <span className="row">
      <select className="input" style={{ width: 110 }} aria-label={t.of(field.label)} value={kind} onChange={(event) => (setChosen(event.target.value), onChange(null))}>
        {kinds.map((name) => {
          const record = declarations?.records.get(name);
          return (
            <option key={name} value={name}>
              {record ? t.of(record) : name}
            </option>
          );
        })}
      </select>
      <span className="grow">{input}</span>
    </span>
  );
}
