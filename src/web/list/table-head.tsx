import { type KeyboardEvent, type PointerEvent, type RefObject, useLayoutEffect, useState } from 'react';
import { isNumeric } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { within } from './columns.ts';
import { isMeter, placed, type TableColumn } from './table-row.tsx';

interface HeadCellProps {
  readonly sort: readonly string[];
  readonly onSort: (sort: readonly string[]) => void;
  readonly resize: (path: string, width: number) => void;
  readonly column: TableColumn;
  readonly left: number | undefined;
}
export function HeadCell({ column, left, sort, onSort, resize }: HeadCellProps) {
  const t = useWords();
  const up = sort[0] === column.path;
  const down = sort[0] === `-${column.path}`;
  const label = t.of(column.label);
  const numeric = isNumeric(column.field.kind) && !isMeter(column);
  return (
    <th
      scope="col"
      className={`${numeric ? 'num' : ''}${left === undefined ? '' : ' pin'}`}
      style={placed(column, left)}
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
      data-kind={column.field.kind}
    >
      {column.field.sortable && !column.hop ? (
        <button type="button" className="plain head-button" onClick={() => onSort([down ? column.path : `-${column.path}`])}>
          {label}
          {(up || down) && <Icon name={down ? 'down' : 'up'} size={13} />}
        </button>
      ) : (
        label
      )}
      <Resizer label={t('list.resize', { field: label })} resize={(width) => resize(column.path, width)} />
    </th>
  );
}
/** The right edge of a head: dragged, or moved by the arrows. */
function Resizer({ label, resize }: { readonly label: string; readonly resize: (width: number) => void }) {
  const widthOf = (target: Element): number => target.closest('th')?.offsetWidth ?? 0;
  const drag = (event: PointerEvent<HTMLElement>): void => {
    event.preventDefault();
    const cell = event.currentTarget.closest('th');
    if (!cell) return;
    const [from, width] = [event.clientX, cell.offsetWidth];
    let now = width;
    const move = (to: globalThis.PointerEvent): void => {
      now = within(width + to.clientX - from);
      for (const side of ['width', 'minWidth', 'maxWidth'] as const) cell.style[side] = `${now}px`;
    };
    const stop = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', stop);
      if (now !== width) resize(now);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', stop);
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    resize(widthOf(event.currentTarget) + by);
  };
  return <button type="button" className="resizer" aria-label={label} title={label} onPointerDown={drag} onKeyDown={press} />;
}
/** How far from the left each pinned column stands still: the widths of those before it, as they were drawn. */
export function usePins(head: RefObject<HTMLTableRowElement | null>, columns: readonly TableColumn[]): readonly number[] {
  const [lefts, setLefts] = useState<readonly number[]>([]);
  const pins = columns.filter((column) => column.pinned).length;
  useLayoutEffect(() => {
    const row = head.current;
    if (!row || pins === 0) {
      setLefts((old) => (old.length === 0 ? old : []));
      return;
    }
    const measure = (): void => {
      const cells = [...row.cells].slice(0, pins);
      const next = cells.reduce<number[]>((all, cell) => [...all, (all.at(-1) ?? 0) + cell.offsetWidth], []);
      setLefts((old) => (old.join() === next.join() ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const cell of row.cells) observer.observe(cell);
    return () => observer.disconnect();
  }, [head, pins]);
  return lefts;
}
