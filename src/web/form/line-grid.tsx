import { useVirtualizer } from '@tanstack/react-virtual';
import { Dropdown } from 'antd';
import { type ClipboardEvent, type KeyboardEvent, lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SchemaField } from '../api/types.ts';
import { isNumeric } from '../record/fields.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import { Icon } from '../shell/icons.tsx';
import { keyName } from '../shell/keys.ts';
import { useWords } from '../words/index.ts';
import { LineRow } from './line-row.tsx';
import { OpenItems } from './open-items.tsx';
import { isEditable, lineColumns } from './sections.ts';
import type { Editor, Row } from './use-editor.ts';

const PasteDialog = lazy(() => import('./paste-dialog.tsx').then((module) => ({ default: module.PasteDialog })));
/** Beyond this many lines only the visible ones are drawn. */
const virtualFrom = 50;
const rowHeight = 36;

/** The line editor (web §4.2): plain inputs, the keyboard alone is enough, the last row is always empty and waits. */
export function LineGrid({ editor, lines, editing, main }: { readonly editor: Editor; readonly lines: SchemaField; readonly editing: boolean; readonly main: boolean }) {
  const t = useWords();
  const rows = editor.rows[lines.name] ?? [];
  const editable = editing && isEditable(editor.schema, lines, editor.record) && lines.generated !== true;
  const [more, setMore] = useState<ReadonlySet<string>>();
  const saved = editor.record?.[lines.name];
  const usual = useMemo(() => lineColumns(lines, Array.isArray(saved) ? (saved as readonly Readonly<Record<string, unknown>>[]) : [], editable), [lines, saved, editable]);
  const columns = useMemo(() => (more ? (lines.lines ?? []).filter((field) => more.has(field.name)) : usual), [more, lines, usual]);
  const [pasted, setPasted] = useState<string>();
  const grid = useRef<HTMLDivElement>(null);
  const inputs = columns.filter((field) => (field.origin ?? 'input') === 'input');
  const [opened, setOpened] = useState(false);
  const [lead] = usual;
  const first = lead?.kind === 'reference' && (lead.origin ?? 'input') === 'input' ? lead : undefined;
  // Lines that come from lines of another document are not typed in; the document they come from brings them.
  const flowing = (lines.lines ?? []).some((field) => field.kind === 'line_reference' && field.required && (field.origin ?? 'input') === 'input');

  const focus = (key: string, name: string | undefined): void => {
    const find = () => grid.current?.querySelector<HTMLElement>(`[data-cell="${key}:${name ?? ''}"]`);
    const now = find();
    // At once where the row is there, so that the next key already belongs to it.
    if (now) now.focus();
    else requestAnimationFrame(() => find()?.focus());
  };
  const keyAt = (index: number): string | undefined => rows[index]?.line.key;
  function press(event: KeyboardEvent<HTMLElement>, index: number, name: string): void {
    if (event.nativeEvent.isComposing) return;
    const pressed = keyName(event);
    const to = pressed === 'enter' || pressed === 'arrowdown' ? index + 1 : pressed === 'arrowup' ? index - 1 : undefined;
    if (to !== undefined) {
      if ((event.target as HTMLElement).tagName === 'SELECT' && pressed !== 'enter') return;
      event.preventDefault();
      const key = keyAt(to);
      if (key !== undefined) focus(key, name);
      else if (to >= rows.length) grid.current?.querySelector<HTMLElement>('[data-cell="new"]')?.focus();
    } else if (pressed === 'ctrl+d') {
      event.preventDefault();
      const above = rows[index - 1];
      const key = keyAt(index);
      if (above && key !== undefined)
        for (const field of inputs)
          if (above.values[field.name] !== null && above.values[field.name] !== undefined)
            editor.dispatch({ type: 'cell', lines: lines.name, key, name: field.name, value: above.values[field.name] });
    } else if (pressed === 'ctrl+delete' || pressed === 'ctrl+backspace') {
      event.preventDefault();
      const key = keyAt(index);
      if (key !== undefined) editor.dispatch({ type: 'remove', lines: lines.name, key });
      const neighbour = keyAt(index + 1) ?? keyAt(index - 1);
      if (neighbour !== undefined) focus(neighbour, name);
    } else if (pressed === 'f2') (event.target as HTMLInputElement).select?.();
  }
  // One function for all rows and all times, so that a row is not drawn again because its keys were made anew.
  const latest = useRef(press);
  latest.current = press;
  const stable = useCallback((event: KeyboardEvent<HTMLElement>, index: number, name: string) => latest.current(event, index, name), []);
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!editable || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    setPasted(text);
  };
  const add = (values: Readonly<Record<string, unknown>>): void => {
    editor.dispatch({ type: 'add', lines: lines.name, rows: [values] });
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const last = [...(grid.current?.querySelectorAll<HTMLElement>('tbody tr[data-row]') ?? [])].at(-1);
        const next = last?.querySelectorAll<HTMLElement>('input:not([type=checkbox]),select')[Object.keys(values).length];
        next?.focus();
      }),
    );
  };
  // A second table that is empty takes one line until somebody wants it.
  if (rows.length === 0 && !main && !opened) {
    if (!editable) return null;
    return (
      <section className="lines">
        <header className="section-head">
          <h2>{t.of(lines.label)}</h2>
          <button type="button" className="link" onClick={() => setOpened(true)}>
            {t('form.add_row')}
          </button>
        </header>
      </section>
    );
  }
  return (
    <section className="lines" aria-label={t.of(lines.label)}>
      <header className="section-head">
        <h2>{t.of(lines.label)}</h2>
        <span className="faint">{t('form.line_count', { count: rows.length })}</span>
        <span className="grow" />
        {editable && (lines.lines ?? []).some((field) => field.target === 'finance.open_item') && <OpenItems editor={editor} lines={lines} />}
        {editable && !flowing && (
          <button type="button" className="button quiet hide-phone" onClick={() => setPasted('')}>
            <Icon name="paste" size={15} /> {t('form.paste')} <kbd>Ctrl V</kbd>
          </button>
        )}
        <LineColumns lines={lines} shown={columns} choose={setMore} />
      </header>
      <div className="line-box" ref={grid} onPaste={paste} {...(editing ? {} : { tabIndex: 0, role: 'group', 'aria-label': t.of(lines.label) })}>
        <table className="line-table" role="grid" aria-label={t('form.grid', { name: t.of(lines.label) })} aria-rowcount={rows.length + 1}>
          <thead>
            <tr>
              <th className="line-no">#</th>
              {columns.map((field) => (
                <th key={field.name} scope="col" className={isNumeric(field.kind) ? 'num' : undefined} data-kind={field.kind}>
                  {t.of(field.label)}
                </th>
              ))}
              {editable && (
                <th className="line-end">
                  <span className="unseen">{t('common.delete')}</span>
                </th>
              )}
            </tr>
          </thead>
          <Rows rows={rows} box={grid}>
            {(row, index) => (
              <LineRow
                key={row.line.key}
                row={row}
                index={index}
                columns={columns}
                editable={editable}
                saved={editor.record !== undefined}
                problems={editor.refusal?.at}
                lines={lines.name}
                dispatch={editor.dispatch}
                press={stable}
              />
            )}
          </Rows>
          {editable && !flowing && (
            <tfoot>
              <tr>
                <td className="line-no">
                  <Icon name="plus" size={13} />
                </td>
                <td colSpan={columns.length + 1}>
                  {first ? (
                    <ReferenceInput
                      key={rows.length}
                      target={first.target ?? ''}
                      value={null}
                      className="cell-input ghost"
                      label={t('form.add_line')}
                      placeholder={t('form.add_line')}
                      cell="new"
                      onChange={(value) => value && add({ [first.name]: value })}
                    />
                  ) : (
                    <button type="button" className="cell-input ghost" data-cell="new" onClick={() => add({})}>
                      {t('form.add_row')}
                    </button>
                  )}
                </td>
              </tr>
            </tfoot>
          )}
        </table>
        {rows.length === 0 && !editable && <p className="faint none">{t('detail.no_lines')}</p>}
      </div>
      {pasted !== undefined && (
        <Suspense fallback={null}>
          <PasteDialog fields={inputs} text={pasted} close={() => setPasted(undefined)} write={(values) => editor.dispatch({ type: 'add', lines: lines.name, rows: values })} />
        </Suspense>
      )}
    </section>
  );
}
/** Few lines are drawn as they are; many through a window, with the rest as two empty stretches. */
function Rows({
  rows,
  box,
  children,
}: {
  readonly rows: readonly Row[];
  readonly box: React.RefObject<HTMLDivElement | null>;
  readonly children: (row: Row, index: number) => React.ReactNode;
}) {
  const many = rows.length > virtualFrom;
  // The box is attached after its rows are laid out: without drawing once more a page that is only read would stay empty.
  const [, attached] = useState(false);
  useEffect(() => attached(true), []);
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current?.closest<HTMLElement>('.page-body') ?? null,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: box.current?.offsetTop ?? 0,
    enabled: many,
  });
  if (!many) return <tbody>{rows.map(children)}</tbody>;
  const items = view.getVirtualItems();
  const before = (items[0]?.start ?? view.options.scrollMargin) - view.options.scrollMargin;
  const after = view.getTotalSize() - ((items.at(-1)?.end ?? view.options.scrollMargin) - view.options.scrollMargin);
  return (
    <tbody>
      {before > 0 && <tr aria-hidden="true" style={{ height: before }} />}
      {items.map((item) => {
        const row = rows[item.index];
        return row ? children(row, item.index) : null;
      })}
      {after > 0 && <tr aria-hidden="true" style={{ height: after }} />}
    </tbody>
  );
}

function LineColumns({ lines, shown, choose }: { readonly lines: SchemaField; readonly shown: readonly SchemaField[]; readonly choose: (names: ReadonlySet<string>) => void }) {
  const t = useWords();
  const on = new Set(shown.map((field) => field.name));
  const items = (lines.lines ?? [])
    .filter((field) => !['trace', 'line_reference'].includes(field.kind) && field.hidden !== true && field.name !== 'line_no')
    .map((field) => ({
      key: field.name,
      label: (
        <span className="row">
          <span style={{ width: 15 }}>{on.has(field.name) && <Icon name="check" size={14} />}</span>
          {t.of(field.label)}
        </span>
      ),
    }));
  const toggle = (name: string): void => {
    const next = new Set(on);
    if (!next.delete(name)) next.add(name);
    choose(next);
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, style: { maxHeight: 380, overflow: 'auto' }, onClick: ({ key }) => toggle(key) }}>
      <button type="button" className="button quiet hide-phone">
        <Icon name="columns" size={15} /> {t('list.columns')}
      </button>
    </Dropdown>
  );
}
