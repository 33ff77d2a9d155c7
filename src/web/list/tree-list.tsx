import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import type { ApiRecord, ListPage, Schema } from '../api/types.ts';
import { request } from '../api/client.ts';
import { pathOf } from '../api/queries.ts';
import { Cell, NoRight } from '../record/cell.tsx';
import { codeOf, isNumeric, isReference, nameOf, valueAt } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { Failed, SkeletonRows } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import './calendar.css';
import { parentField } from './list-state.ts';
import type { TableColumn } from './table-row.tsx';
import { openRows, type TreeRow, treeRows } from './tree-rows.ts';

const pageSize = 200;
/** Beyond this a tree is no overview any more; the table has pages. */
const mostRows = 3000;
interface TreeListProps {
  readonly schema: Schema;
  readonly columns: readonly TableColumn[];
  readonly filter: string | undefined;
  readonly q: string;
  readonly fields: string;
  readonly href: (record: ApiRecord) => string;
  readonly empty: ReactNode;
}
/** A catalog whose records stand under each other (categories, accounts, departments), opened by click or arrows. */
export function TreeList({ schema, columns, filter, q, fields, href, empty }: TreeListProps) {
  const t = useWords();
  const navigate = useNavigate();
  const parent = parentField(schema) ?? '';
  const query = { filter, q, sort: schema.code ?? schema.title, fields: `${fields},${parent}`, limit: pageSize, count: 'none' };
  const found = useQuery({ queryKey: ['list', schema.name, 'tree', query], queryFn: ({ signal }) => everyPage(schema, query, signal) });
  const rows = useMemo(() => treeRows(found.data ?? [], (record) => idOf(record[parent])), [found.data, parent]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  if (found.error) return <Failed error={found.error} thing={t.in(schema.label)} retry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={12} columns={4} />;
  if (found.data.length === 0) return empty;
  const set = (id: string, open: boolean): void => setClosed((old) => (open ? new Set([...old].filter((one) => one !== id)) : new Set([...old, id])));
  const visible = openRows(rows, closed);
  const press = (event: KeyboardEvent<HTMLElement>, row: TreeRow<ApiRecord>): void => {
    const all = [...(event.currentTarget.closest('tbody')?.querySelectorAll<HTMLElement>('tr') ?? [])];
    const at = all.indexOf(event.currentTarget);
    const focus = (index: number): void => all[index]?.focus();
    switch (event.key) {
      case 'ArrowDown':
        focus(at + 1);
        break;
      case 'ArrowUp':
        focus(at - 1);
        break;
      case 'ArrowRight':
        if (row.children > 0 && closed.has(row.record.id)) set(row.record.id, true);
        else focus(at + 1);
        break;
      case 'ArrowLeft':
        if (row.children > 0 && !closed.has(row.record.id)) set(row.record.id, false);
        else focus(visible.findLastIndex((other, index) => index < at && other.level < row.level));
        break;
      case 'Enter':
        if (event.target !== event.currentTarget) return;
        void navigate({ href: href(row.record) });
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = columns.filter((column) => column.path !== parent);
  const linkAt = Math.max(
    0,
    shown.findIndex((column) => column.path === (schema.code ?? schema.title)),
  );
  const branches = rows.filter((row) => row.children > 0).map((row) => row.record.id);
  return (
    <div className="table-box" tabIndex={-1}>
      <table className="list-table tree-table" role="treegrid" aria-label={t.of(schema.label)}>
        <thead>
          <tr>
            {shown.map((column, at) => (
              <th key={column.path} scope="col" className={isNumeric(column.field.kind) ? 'num' : undefined}>
                {at === linkAt && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t(closed.size > 0 ? 'list.expand_all' : 'list.collapse_all')}
                    onClick={() => setClosed(new Set(closed.size > 0 ? [] : branches))}
                  >
                    <Icon name={closed.size > 0 ? 'down' : 'up'} size={13} />
                  </button>
                )}
                {t.of(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {visible.map((row, index) => (
            <tr
              key={row.record.id}
              tabIndex={index === 0 ? 0 : -1}
              aria-level={row.level + 1}
              aria-expanded={row.children > 0 ? !closed.has(row.record.id) : undefined}
              onKeyDown={(event) => press(event, row)}
            >
              {shown.map((column, at) => (
                <TreeCell
                  key={column.path}
                  schema={schema}
                  row={row}
                  column={column}
                  href={at === linkAt ? href(row.record) : undefined}
                  open={!closed.has(row.record.id)}
                  turn={(open) => set(row.record.id, open)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
interface TreeCellProps {
  readonly schema: Schema;
  readonly row: TreeRow<ApiRecord>;
  readonly column: TableColumn;
  readonly href: string | undefined;
  readonly open: boolean;
  readonly turn: (open: boolean) => void;
}
function TreeCell({ schema, row, column, href, open, turn }: TreeCellProps) {
  const t = useWords();
  const { record, level, children } = row;
  const numeric = isNumeric(column.field.kind);
  const content = record._access?.hidden?.includes(column.path) ? <NoRight /> : <Cell field={column.field} value={valueAt(record, column.path)} />;
  if (href === undefined) return <td className={numeric ? 'num' : undefined}>{content}</td>;
  const name = nameOf(schema, record) || codeOf(schema, record);
  return (
    <td>
      <span className="tree-name" style={{ paddingLeft: level * 20 }}>
        {children > 0 ? (
          <button type="button" className="icon-button" tabIndex={-1} aria-label={`${t(open ? 'form.collapse' : 'form.expand')} ${name}`} onClick={() => turn(!open)}>
            <Icon name={open ? 'down' : 'right'} size={13} />
          </button>
        ) : (
          <span className="tree-space" />
        )}
        <Link to={href as string}>{content}</Link>
        {children > 0 && <span className="faint">{children}</span>}
      </span>
    </td>
  );
}
const idOf = (value: unknown): string | undefined => (isReference(value) ? value.id : undefined);

async function everyPage(schema: Schema, query: Readonly<Record<string, string | number | undefined>>, signal: AbortSignal): Promise<readonly ApiRecord[]> {
  const all: ApiRecord[] = [];
  let after: string | undefined;
  do {
    const page: ListPage = await request('GET', pathOf(schema.name), { query: { ...query, after }, signal });
    all.push(...page.data);
    after = page.page.next ?? undefined;
  } while (after !== undefined && all.length < mostRows);
  return all;
}
