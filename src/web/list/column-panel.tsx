import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Schema } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { fieldAt, showable } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { type ListColumn, moved, repinned, toggled } from './columns.ts';

interface ColumnPanelProps {
  readonly schema: Schema;
  readonly columns: readonly ListColumn[];
  readonly choose: (columns: readonly ListColumn[]) => void;
}
/** Which columns, in which order, which of them stay in sight (web §4.1): by mouse, or Alt ↑ ↓ to move and P to pin. */
export function ColumnMenu(props: ColumnPanelProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => void (box.current?.contains(event.target as Node) || setOpen(false));
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);
  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    <span className="panel-anchor hide-phone" ref={box} onKeyDown={close} role="presentation">
      <button type="button" ref={button} className="button quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="columns" size={15} /> {t('list.columns')}
      </button>
      {open && <ColumnPanel {...props} />}
    </span>
  );
}
function ColumnPanel({ schema, columns, choose }: ColumnPanelProps) {
  const t = useWords();
  const declarations = useDeclarations();
  const list = useRef<HTMLUListElement>(null);
  const own = schema.fields.filter(showable).map((field) => field.name);
  const paths = [...columns.map((one) => one.path), ...own.filter((name) => !columns.some((one) => one.path === name))];
  useEffect(() => list.current?.querySelector<HTMLElement>('input')?.focus(), []);
  const press = (event: KeyboardEvent, path: string): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && by !== 0) choose(moved(columns, path, by));
    else if (by !== 0) {
      const boxes = [...(list.current?.querySelectorAll<HTMLElement>('input[type=checkbox]') ?? [])];
      boxes[boxes.indexOf(event.target as HTMLElement) + by]?.focus();
    } else if (event.key.toLowerCase() === 'p') choose(repinned(columns, path));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="float column-panel" role="group" aria-label={t('list.columns')}>
      <ul ref={list}>
        {paths.map((path) => {
          const found = fieldAt(schema, declarations, path);
          const column = columns.find((one) => one.path === path);
          if (!found) return null;
          const label = t.of(found.label);
          return (
            <li key={path}>
              <label className="row grow">
                <input
                  type="checkbox"
                  className="check"
                  checked={column !== undefined}
                  disabled={column !== undefined && columns.length === 1}
                  onChange={() => choose(toggled(columns, path))}
                  onKeyDown={(event) => column && press(event, path)}
                />
                <span className="cut">{label}</span>
              </label>
              {column && (
                <>
                  <button type="button" className="icon-button" tabIndex={-1} aria-label={t('list.move_up', { field: label })} onClick={() => choose(moved(columns, path, -1))}>
                    <Icon name="up" size={13} />
                  </button>
                  <button type="button" className="icon-button" tabIndex={-1} aria-label={t('list.move_down', { field: label })} onClick={() => choose(moved(columns, path, 1))}>
                    <Icon name="down" size={13} />
                  </button>
                  <button
                    type="button"
                    className="icon-button"
                    aria-pressed={column.pinned === true}
                    aria-label={t('list.pin', { field: label })}
                    title={t('list.pin', { field: label })}
                    onClick={() => choose(repinned(columns, path))}
                  >
                    <Icon name="pin" size={13} />
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <footer>
        <span className="faint small grow">{t('list.column_keys')}</span>
        <button type="button" className="link" onClick={() => choose([])}>
          {t('list.reset_columns')}
        </button>
      </footer>
    </div>
  );
}
