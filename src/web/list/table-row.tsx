import { useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import type { CSSProperties } from 'react';
import type { ApiRecord, Schema } from '../api/types.ts';
import { Cell, NoRight } from '../record/cell.tsx';
import { codeOf, type FieldAt, isNumeric, valueAt } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { ListColumn } from './columns.ts';

export type TableColumn = FieldAt & ListColumn;
export interface RowSetting {
  readonly schema: Schema;
  readonly columns: readonly TableColumn[];
  readonly selected: ReadonlyMap<string, ApiRecord>;
  readonly select: (chosen: ReadonlyMap<string, ApiRecord>) => void;
  readonly href: (record: ApiRecord) => string;
}
export const isMeter = (column: FieldAt): boolean => column.field.kind === 'rate' && /share$|progress$/.test(column.field.name);

/** A width that a person gave holds in every row of the column. */
export const placed = (column: TableColumn, left: number | undefined): CSSProperties | undefined =>
  column.width === undefined && left === undefined
    ? undefined
    : { ...(column.width === undefined ? {} : { width: column.width, minWidth: column.width, maxWidth: column.width }), ...(left === undefined ? {} : { left }) };

interface RowProps extends RowSetting {
  readonly record: ApiRecord;
  readonly lefts?: readonly number[];
  readonly at?: boolean;
  readonly arrive?: () => void;
}
export function Row({ schema, columns, record, lefts = [], at: here = false, arrive, selected, select, href }: RowProps) {
  const t = useWords();
  const navigate = useNavigate();
  const name = codeOf(schema, record);
  const on = selected.has(record.id);
  const toggle = (): void => {
    const next = new Map(selected);
    if (on) next.delete(record.id);
    else next.set(record.id, record);
    select(next);
  };
  const open = (): void => void navigate({ href: href(record) });
  const linkAt = Math.max(
    0,
    columns.findIndex((column) => column.path === (schema.code ?? schema.title)),
  );
  return (
    <tr
      className={`${on ? 'on' : ''}${here ? ' at' : ''}`}
      aria-selected={on}
      onClick={(event) => !(event.target as HTMLElement).closest('a,button,input,label') && (arrive?.(), open())}
    >
      <td className="pick">
        <input type="checkbox" className="check" aria-label={t('list.select', { name })} checked={on} onChange={toggle} />
      </td>
      {columns.map((column, at) => (
        <DataCell
          key={column.path}
          column={column}
          left={lefts[at]}
          record={record}
          link={at === linkAt ? href(record) : undefined}
          fallback={at === linkAt ? draftName(schema, record, t('detail.draft')) : undefined}
          part={partOf(columns, at, linkAt)}
        />
      ))}
      <td className="menu">
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'open', label: t('common.open') },
              { key: 'tab', label: t('list.new_tab') },
            ],
            onClick: ({ key }) => (key === 'tab' ? window.open(href(record), '_blank', 'noopener') : open()),
          }}
        >
          <button type="button" className="icon-button" aria-label={t('list.open_menu', { name })}>
            <Icon name="more" />
          </button>
        </Dropdown>
      </td>
    </tr>
  );
}
/** What a phone keeps of a row: its name, whose it is, its amount and its state. */
function partOf(columns: readonly FieldAt[], at: number, linkAt: number): string {
  const kind = (index: number): string => columns[index]?.field.kind ?? '';
  if (at === linkAt) return 'part-name';
  if (at === columns.findIndex((_, index) => kind(index) === 'state')) return 'part-state';
  if (at === columns.findLastIndex((_, index) => kind(index) === 'money')) return 'part-sum';
  if (at === columns.findIndex((_, index) => index !== linkAt && (kind(index) === 'reference' || kind(index) === 'text'))) return 'part-party';
  return '';
}
/** A draft has no number yet; it is called by what it is (P.4). */
const draftName = (schema: Schema, record: ApiRecord, draft: string): string => {
  const at = schema.date === null ? undefined : record[schema.date];
  return typeof at === 'string' ? `${draft} ${at.slice(5)}` : draft;
};

interface DataCellProps {
  readonly column: TableColumn;
  readonly left: number | undefined;
  readonly record: ApiRecord;
  readonly link: string | undefined;
  readonly fallback: string | undefined;
  readonly part: string;
}
function DataCell({ column, left, record, link, fallback, part }: DataCellProps) {
  const navigate = useNavigate();
  const value = valueAt(record, column.path);
  const { hidden = [], masked: _masked } = record._access ?? {};
  const numeric = isNumeric(column.field.kind) && !isMeter(column);
  if (hidden.includes(column.path))
    return (
      <td className={`${numeric ? 'num' : ''}${left === undefined ? '' : ' pin'}`} style={placed(column, left)}>
        <NoRight />
      </td>
    );
  const bold = column.field.kind === 'money' && column.field.origin !== 'input';
  return (
    <td
      className={`${numeric ? `num${bold ? ' strong-figure' : ''} ` : ''}${part}${left === undefined ? '' : ' pin'}`}
      style={placed(column, left)}
      data-kind={column.field.kind}
      title={typeof value === 'string' && value.length > 18 ? value : undefined}
    >
      {link !== undefined ? (
        <a
          href={link}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            void navigate({ href: link });
          }}
        >
          {value === null || value === undefined ? fallback : <Cell field={column.field} value={value} />}
        </a>
      ) : (
        <Cell field={column.field} value={value} />
      )}
    </td>
  );
}
