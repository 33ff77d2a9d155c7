import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { listQuery, schemaQuery } from '../api/queries.ts';
import type { ApiRecord, Reference, Schema } from '../api/types.ts';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { codeOf, nameOf } from './fields.ts';
import { Popup } from './popup.tsx';

export interface ReferenceInputProps {
  readonly target: string;
  readonly value: Reference | null;
  readonly onChange: (value: Reference | null) => void;
  readonly id?: string;
  readonly label?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly className?: string;
  /** Only these rows may be chosen, as a filter of P.7. */
  readonly filter?: string;
  /** In the line grid Enter and the arrows mean the grid's own moves while nothing is offered. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly cell?: string;
}

/** Choice of a record by code, name, pinyin or initials: the server's own search, nothing is kept here. */
export function ReferenceInput(props: ReferenceInputProps) {
  const { target, value, onChange } = props;
  const t = useWords();
  const [typed, setTyped] = useState<string>();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  /** Enter or Tab was pressed before the answer to what is typed had come. */
  const [eager, setEager] = useState(false);
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const box = useId();
  const q = useDeferredValue(typed ?? '').trim();
  const { rows, schema, waiting } = useCandidates(target, q, open, props.filter);
  const settled = !waiting && q === (typed ?? '').trim();
  const label = value === null ? '' : (value.label ?? value.code ?? '');
  const offered = open && (rows.length > 0 || (q !== '' && !waiting));

  const choose = (record: ApiRecord): void => {
    if (!schema) return;
    onChange({ id: record.id, code: codeOf(schema, record), label: nameOf(schema, record) });
    close();
  };
  const close = (): void => {
    setOpen(false);
    setTyped(undefined);
    setAt(0);
    setEager(false);
  };
  // A record of an earlier search is never taken for what was typed since: the choice waits for its own answer.
  useEffect(() => {
    if (!eager || !settled) return;
    setEager(false);
    const [first] = rows;
    if (!first) return;
    choose(first);
    setChosen((times) => times + 1);
  });
  // Then the key that chose does what it does on a chosen cell: the grid goes on to the next one.
  useEffect(() => {
    if (chosen > 0) input.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  }, [chosen]);
  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && (open || event.altKey)) {
      event.preventDefault();
      event.stopPropagation();
      if (open) setAt((at + step + rows.length) % Math.max(1, rows.length));
      else setOpen(true);
      return;
    }
    if (event.key === 'F7' && !open) {
      event.preventDefault();
      setOpen(true);
      return;
    }
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      close();
      return;
    }
    const choosing = event.key === 'Enter' || event.key === 'Tab';
    if (choosing && open && typed !== undefined && typed.trim() !== '' && !settled) {
      event.preventDefault();
      event.stopPropagation();
      setEager(true);
      return;
    }
    const row = rows[at];
    if (choosing && open && row && (q !== '' || event.key === 'Enter')) {
      choose(row);
      if (event.key === 'Enter') {
        event.preventDefault();
        event.stopPropagation();
        props.onKeyDown?.(event);
      }
      return;
    }
    props.onKeyDown?.(event);
  }
  return (
    <>
      <input
        ref={input}
        id={props.id}
        className={props.className ?? 'input'}
        role="combobox"
        aria-expanded={offered}
        aria-controls={offered ? box : undefined}
        aria-activedescendant={offered && rows[at] ? `${box}-${at}` : undefined}
        aria-autocomplete="list"
        aria-label={props.label}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder}
        autoFocus={props.autoFocus}
        data-cell={props.cell}
        value={typed ?? label}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
          setEager(false);
          if (event.target.value === '') onChange(null);
        }}
        onClick={() => setOpen(true)}
        onFocus={(event) => event.target.select()}
        onBlur={close}
        onKeyDown={press}
      />
      {offered && (
        <Popup anchor={input} minWidth={280}>
          <Options id={box} rows={rows} schema={schema} at={at} choose={choose} />
          {rows.length === 0 && <p className="popup-note">{t('form.pick_none', { q })}</p>}
        </Popup>
      )}
    </>
  );
}

function useCandidates(
  target: string,
  q: string,
  on: boolean,
  filter: string | undefined,
): { readonly rows: readonly ApiRecord[]; readonly schema: Schema | undefined; readonly waiting: boolean } {
  const schema = useQuery({ ...schemaQuery(target), enabled: on }).data;
  const fields = schema ? [...new Set([schema.code, schema.title, figureOf(schema)].filter((name): name is string => typeof name === 'string'))].join(',') : undefined;
  const found = useQuery({ ...listQuery(target, { q, limit: 12, count: 'none', fields, filter }), enabled: on && schema !== undefined, placeholderData: (old) => old });
  return { rows: found.data?.data ?? [], schema, waiting: schema === undefined || found.isFetching || found.isPlaceholderData };
}

/** A document is known by its amount as much as by its number: what is still open, else what its list shows. */
function figureOf(schema: Schema): string | undefined {
  if (schema.kind !== 'document') return undefined;
  const shown = (schema.views.list ?? []).filter((path) => schema.fields.some((field) => field.name === path && field.kind === 'money'));
  return shown.includes('remaining') ? 'remaining' : shown.at(-1);
}
function Options({
  id,
  rows,
  schema,
  at,
  choose,
}: {
  readonly id: string;
  readonly rows: readonly ApiRecord[];
  readonly schema: Schema | undefined;
  readonly at: number;
  readonly choose: (record: ApiRecord) => void;
}) {
  if (!schema) return null;
  const figure = figureOf(schema);
  return (
    <div role="listbox" id={id} className="options">
      {rows.map((record, index) => {
        const [code, name] = [codeOf(schema, record), nameOf(schema, record)];
        return (
          <div
            key={record.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className="option"
            ref={(row) => void (index === at && row?.scrollIntoView({ block: 'nearest' }))}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(record)}
            onKeyDown={() => undefined}
          >
            {code !== name && <span className="option-code">{code}</span>}
            <span className="cut grow">{name}</span>
            {figure !== undefined && <span className="num">{money(record[figure])}</span>}
          </div>
        );
      })}
    </div>
  );
}
