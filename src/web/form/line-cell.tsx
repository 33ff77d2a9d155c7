import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { FieldProblem } from '../api/problem.ts';
import type { SchemaField } from '../api/types.ts';
import { shown, StateMark } from '../record/cell.tsx';
import { isNumeric, isReference } from '../record/fields.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import { plainNumber, typedValue } from '../record/typed.ts';
import { isNegative, shiftPoint, toFraction } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { Availability } from './availability.tsx';
import type { Row } from './use-editor.ts';

export interface LineCellProps {
  readonly field: SchemaField;
  readonly row: Row;
  readonly index: number;
  readonly editable: boolean;
  readonly problem: FieldProblem | undefined;
  readonly set: (value: unknown) => void;
  readonly press: (event: KeyboardEvent<HTMLElement>) => void;
}
/** One cell: an input where it may change, text where it may not. */
export function LineCell(props: LineCellProps) {
  const { field, row, editable, problem } = props;
  const t = useWords();
  const id = useId();
  const value = row.values[field.name];
  const numeric = isNumeric(field.kind);
  const total = field.kind === 'money' && field.name === 'gross';
  return (
    <td className={`${numeric ? 'num' : ''}${total ? ' strong-figure' : ''}`} data-kind={field.kind}>
      {editable ? <CellInput {...props} describedBy={problem ? id : undefined} /> : <Text field={field} value={value} />}
      {problem && (
        <p className="problem-text" id={id}>
          {problem.title ?? t('common.required')}
        </p>
      )}
    </td>
  );
}
function Text({ field, value }: { readonly field: SchemaField; readonly value: unknown }) {
  const t = useWords();
  if (value === null || value === undefined || value === '') return <span className="faint">{t('common.none')}</span>;
  if (field.kind === 'choice' && field.options?.some((option) => option.color)) return <StateMark field={field} value={String(value)} />;
  if (field.kind === 'reference' && isReference(value) && value.code && value.code !== value.label && field.name === 'product') {
    return (
      <span>
        {value.label} <span className="faint">{value.code}</span>
      </span>
    );
  }
  const text = shown(field, value, t);
  return (
    <span className={isNegative(value) ? 'neg' : 'cut-cell'} title={text.length > 16 ? text : undefined}>
      {text}
    </span>
  );
}

function CellInput({ field, row, index, problem, set, press, describedBy }: LineCellProps & { readonly describedBy: string | undefined }) {
  const t = useWords();
  const value = row.values[field.name];
  const label = t('form.cell', { field: t.of(field.label), n: index + 1 });
  const cell = `${row.line.key}:${field.name}`;
  const given = row.line.touched.has(field.name) || row.line.id !== undefined;
  const marks = { 'aria-label': label, 'aria-invalid': problem ? true : undefined, 'aria-describedby': describedBy, 'data-cell': cell, onKeyDown: press };
  switch (field.kind) {
    case 'reference':
      return (
        <ReferenceInput
          target={field.target ?? ''}
          value={isReference(value) ? value : null}
          onChange={set}
          className={`cell-input${given ? '' : ' filled'}`}
          label={label}
          invalid={problem !== undefined}
          cell={cell}
          onKeyDown={press}
          {...(describedBy === undefined ? {} : { describedBy })}
        />
      );
    case 'choice':
      return (
        <select className="cell-input" {...marks} value={typeof value === 'string' ? value : ''} onChange={(event) => set(event.target.value === '' ? null : event.target.value)}>
          {!field.required && <option value="" />}
          {field.options?.map((option) => (
            <option key={option.key} value={option.key}>
              {t.of(option.label)}
            </option>
          ))}
        </select>
      );
    case 'flag':
      return <input type="checkbox" className="check" {...marks} checked={value === true} onChange={(event) => set(event.target.checked)} />;
    case 'rate': {
      const text = value === null || value === undefined || value === '' ? '' : `${shiftPoint(String(value), 2)}%`;
      return (
        <input
          key={text}
          className={`cell-input num${given ? '' : ' filled'}`}
          {...marks}
          inputMode="decimal"
          defaultValue={text}
          onFocus={(event) => event.target.select()}
          onBlur={(event) => event.target.value !== text && set(event.target.value.trim() === '' ? null : toFraction(plainNumber(event.target.value)))}
        />
      );
    }
    case 'date':
      return (
        <input
          className="cell-input"
          {...marks}
          placeholder="YYYY-MM-DD"
          defaultValue={typeof value === 'string' ? value : ''}
          key={String(value)}
          onBlur={(event) =>
            event.target.value !== (value ?? '') &&
            set(
              event.target.value.trim() === ''
                ? null
                : event.target.value
                    .trim()
                    .replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
                    .replace(/[/.]/g, '-'),
            )
          }
        />
      );
    default:
      return <PlainInput field={field} row={row} value={value} given={given} marks={marks} set={set} />;
  }
}
interface PlainProps {
  readonly field: SchemaField;
  readonly row: Row;
  readonly value: unknown;
  readonly given: boolean;
  readonly marks: object;
  readonly set: (value: unknown) => void;
}
function PlainInput({ field, row, value, given, marks, set }: PlainProps) {
  const input = useRef<HTMLInputElement>(null);
  const [inside, setInside] = useState(false);
  const numeric = isNumeric(field.kind);
  return (
    <>
      <input
        ref={input}
        className={`cell-input${numeric ? ' num' : ''}${given ? '' : ' filled'}`}
        {...marks}
        autoComplete="off"
        inputMode={numeric ? 'decimal' : undefined}
        value={value === null || value === undefined ? '' : String(value)}
        onFocus={(event) => {
          event.target.select();
          setInside(true);
        }}
        onBlur={() => setInside(false)}
        onChange={(event) => set(typedValue(field, event.target.value))}
      />
      {inside && field.name === 'qty' && <Availability anchor={input} values={row.values} />}
    </>
  );
}
