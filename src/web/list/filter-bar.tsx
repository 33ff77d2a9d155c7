import { Dropdown } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '../api/types.ts';
import { showable } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { Chip } from './chip.tsx';
import { ColumnMenu } from './column-panel.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { GroupMenu } from './group-menu.tsx';
import type { ListControl, ListState } from './list-state.ts';

export interface FilterBarProps {
  readonly schema: Schema;
  readonly control: ListControl;
  readonly exporting: (format: 'xlsx' | 'csv') => void;
  /** Writes what is shown into the view at hand; absent where that is not one's own. */
  readonly save: (() => void) | undefined;
  readonly saveAs: () => void;
}

/** One bar: search, conditions as chips, sort, columns, export (web §4.1). */
export function FilterBar({ schema, control, exporting, save, saveAs }: FilterBarProps) {
  const t = useWords();
  const { state, view, change, reset, changed } = control;
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
      {view.saved && view.base.length > 0 && (
        <span className="chip fixed" title={t('views.base_help')}>
          <span className="chip-body">
            <span>{t('views.base')}</span>
          </span>
        </span>
      )}
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
        <>
          <button type="button" className="link" onClick={save ?? saveAs}>
            {t(save ? 'views.save' : 'views.save_as')}
          </button>
          <button type="button" className="link quiet" onClick={reset}>
            {t('list.reset')}
          </button>
        </>
      )}
      <span className="side">
        <SortMenu schema={schema} state={state} change={change} />
        <GroupMenu schema={schema} state={state} change={change} />
        <ColumnMenu schema={schema} columns={state.columns} choose={(columns) => change({ columns })} />
        {schema.may['export'] !== false && (
          <Dropdown
            trigger={['click']}
            placement="bottomRight"
            menu={{
              items: [
                { key: 'xlsx', label: t('list.export_xlsx') },
                { key: 'csv', label: t('list.export_csv') },
              ],
              onClick: ({ key }) => exporting(key === 'csv' ? 'csv' : 'xlsx'),
            }}
          >
            <button type="button" className="icon-button" aria-label={t('common.export')} title={`${t('common.export')} E`}>
              <Icon name="download" />
            </button>
          </Dropdown>
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

interface MenuProps {
  readonly schema: Schema;
  readonly state: ListState;
  readonly change: ListControl['change'];
}
function SortMenu({ schema, state, change }: MenuProps) {
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
