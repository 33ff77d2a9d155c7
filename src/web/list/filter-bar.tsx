import { Dropdown } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { fieldAt, showable } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { Chip } from './chip.tsx';
import { FilterEditor } from './filter-editor.tsx';
import type { ListState } from './list-state.ts';

export interface FilterBarProps {
  readonly schema: Schema;
  readonly state: ListState;
  readonly change: (part: Partial<ListState>) => void;
  readonly changed: boolean;
  readonly exporting: () => void;
  /** `F` and `/` of the page reach in here. */
  readonly focus: { readonly search: () => void; readonly filter: () => void };
}

/** One bar: search, conditions as chips, sort, columns, export (web §4.1). */
export function FilterBar({ schema, state, change, changed, exporting }: Omit<FilterBarProps, 'focus'>) {
  const t = useWords();
  const [editing, setEditing] = useState<number>();
  const add = useRef<HTMLButtonElement>(null);
  const fields = schema.fields.filter((field) => (field.operators?.length ?? 0) > 0 && showable(field));
  const close = (): void => {
    setEditing(undefined);
    add.current?.focus();
  };
  return (
    <div className="filter-bar" role="search">
      <SearchBox key={state.view} schema={schema} q={state.q} change={(q) => change({ q })} />
      {state.chips.map((leaf, index) => (
        <Chip
          key={`${leaf.field} ${index}`}
          leaf={leaf}
          schema={schema}
          edit={() => setEditing(index)}
          remove={() => change({ chips: state.chips.filter((_, other) => other !== index) })}
        />
      ))}
      <span className="filter-add">
        <button
          ref={add}
          type="button"
          className="chip-add"
          id="add-filter"
          aria-expanded={editing !== undefined}
          onClick={() => setEditing(editing === undefined ? state.chips.length : undefined)}
        >
          <Icon name="filter" size={14} /> {t('list.filter')} <kbd>F</kbd>
        </button>
        {editing !== undefined && (
          <FilterEditor
            key={editing}
            fields={fields}
            leaf={state.chips[editing]}
            done={(leaf) => {
              const chips = [...state.chips];
              chips[editing] = leaf;
              change({ chips });
              close();
            }}
            cancel={close}
          />
        )}
      </span>
      {changed && (
        <button type="button" className="link" onClick={() => change({ chips: [], q: '', view: state.view, sort: [], columns: [] })}>
          {t('list.reset')}
        </button>
      )}
      <span className="side">
        <SortMenu schema={schema} state={state} change={change} />
        <ColumnMenu schema={schema} state={state} change={change} />
        {schema.may['export'] !== false && (
          <button type="button" className="icon-button" aria-label={t('common.export')} title={`${t('common.export')} E`} onClick={exporting}>
            <Icon name="download" />
          </button>
        )}
      </span>
    </div>
  );
}

function SearchBox({ schema, q, change }: { readonly schema: Schema; readonly q: string; readonly change: (q: string) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(q);
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(() => latest.current(typed), 250);
    return () => clearTimeout(timer);
  }, [typed, q]);
  useEffect(() => setTyped(q), [q]);
  return (
    <label className="search-box">
      <Icon name="search" size={15} />
      <input
        id="list-search"
        value={typed}
        placeholder={t('list.search', { what: t.in(schema.label) })}
        aria-label={t('list.search', { what: t.in(schema.label) })}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && (typed === '' ? event.currentTarget.blur() : setTyped(''))}
      />
      <kbd>/</kbd>
    </label>
  );
}

function SortMenu({ schema, state, change }: Pick<FilterBarProps, 'schema' | 'state' | 'change'>) {
  const t = useWords();
  const now = state.sort[0]?.replace('-', '');
  const items = schema.fields
    .filter((field) => field.sortable && showable(field))
    .map((field) => ({
      key: field.name,
      label: (
        <span className="row">
          <span style={{ width: 15 }}>{now === field.name && <Icon name={state.sort[0]?.startsWith('-') ? 'down' : 'up'} size={14} />}</span>
          {t.of(field.label)}
        </span>
      ),
    }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, style: { maxHeight: 380, overflow: 'auto' }, onClick: ({ key }) => change({ sort: [state.sort[0] === `-${key}` ? key : `-${key}`] }) }}
    >
      <button type="button" className="button quiet hide-phone">
        <Icon name="sort" size={15} /> {t('list.sort')}
      </button>
    </Dropdown>
  );
}
function ColumnMenu({ schema, state, change }: Pick<FilterBarProps, 'schema' | 'state' | 'change'>) {
  const t = useWords();
  const declarations = useDeclarations();
  const own = schema.fields.filter(showable).map((field) => field.name);
  const paths = [...state.columns, ...own.filter((name) => !state.columns.includes(name))];
  const items = [
    ...paths.flatMap((path) => {
      const found = fieldAt(schema, declarations, path);
      if (!found) return [];
      const on = state.columns.includes(path);
      return [{ key: path, label: <ColumnChoice on={on} label={t.of(found.label)} /> }];
    }),
    { type: 'divider' as const, key: 'rule' },
    { key: '', label: t('list.reset_columns') },
  ];
  const toggle = (path: string): void => {
    if (path === '') change({ columns: [] });
    else change({ columns: state.columns.includes(path) ? state.columns.filter((one) => one !== path) : [...state.columns, path] });
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, style: { maxHeight: 420, overflow: 'auto' }, onClick: ({ key }) => toggle(key) }}>
      <button type="button" className="button quiet hide-phone">
        <Icon name="columns" size={15} /> {t('list.columns')}
      </button>
    </Dropdown>
  );
}
const ColumnChoice = ({ on, label }: { readonly on: boolean; readonly label: string }) => (
  <span className="row">
    <span style={{ width: 15 }}>{on && <Icon name="check" size={14} />}</span>
    {label}
  </span>
);
