import { useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import type { ApiRecord, ListPage, Money, Schema } from '../api/types.ts';
import { Cell, NoRight } from '../record/cell.tsx';
import { codeOf, type FieldAt, isNumeric, valueAt } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { money, quantity } from '../text/format.ts';
import { useWords } from '../words/index.ts';

export interface TableProps {
  readonly schema: Schema;
  readonly columns: readonly FieldAt[];
  readonly page: ListPage;
  readonly sort: readonly string[];
  readonly onSort: (sort: readonly string[]) => void;
  readonly selected: ReadonlySet<string>;
  readonly select: (ids: ReadonlySet<string>) => void;
  readonly cursor: number;
  readonly moveTo: (row: number) => void;
  readonly href: (record: ApiRecord) => string;
  readonly stale: boolean;
}

/** A real table with sticky head and a totals row that covers the whole filter (web §4.1). */
export function Table(props: TableProps) {
  const { schema, columns, page, selected, select, stale } = props;
  const t = useWords();
  const every = page.data.length > 0 && page.data.every((record) => selected.has(record.id));
  const some = page.data.some((record) => selected.has(record.id));
  return (
    <div className={`table-box${stale ? ' stale' : ''}${selected.size > 0 ? ' picking' : ''}`} tabIndex={-1}>
      <table className="list-table">
        <caption className="unseen">{t.of(schema.label)}</caption>
        <thead>
          <tr>
            <th className="pick">
              <input
                type="checkbox"
                className="check"
                aria-label={t('list.select_all')}
                checked={every}
                ref={(box) => void (box && (box.indeterminate = some && !every))}
                onChange={() => select(every ? new Set() : new Set(page.data.map((record) => record.id)))}
              />
            </th>
            {columns.map((column) => (
              <HeadCell key={column.path} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
            <th className="menu">
              <span className="unseen">{t('common.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.data.map((record, index) => (
            <Row key={record.id} {...props} record={record} index={index} />
          ))}
        </tbody>
        <TotalsRow columns={columns} page={page} />
      </table>
    </div>
  );
}

function HeadCell({ column, sort, onSort }: { readonly column: FieldAt; readonly sort: readonly string[]; readonly onSort: (sort: readonly string[]) => void }) {
  const t = useWords();
  const up = sort[0] === column.path;
  const down = sort[0] === `-${column.path}`;
  const label = t.of(column.label);
  const numeric = isNumeric(column.field.kind) && !isMeter(column);
  return (
    <th scope="col" className={numeric ? 'num' : undefined} aria-sort={up ? 'ascending' : down ? 'descending' : undefined} data-kind={column.field.kind}>
      {column.field.sortable && !column.hop ? (
        <button type="button" className="plain head-button" onClick={() => onSort([down ? column.path : `-${column.path}`])}>
          {label}
          {(up || down) && <Icon name={down ? 'down' : 'up'} size={13} />}
        </button>
      ) : (
        label
      )}
    </th>
  );
}
const isMeter = (column: FieldAt): boolean => column.field.kind === 'rate' && /share$|progress$/.test(column.field.name);

function Row({ schema, columns, record, index, selected, select, cursor, moveTo, href }: TableProps & { readonly record: ApiRecord; readonly index: number }) {
  const t = useWords();
  const navigate = useNavigate();
  const name = codeOf(schema, record);
  const on = selected.has(record.id);
  const toggle = (): void => {
    const next = new Set(selected);
    if (on) next.delete(record.id);
    else next.add(record.id);
    select(next);
  };
  const open = (): void => void navigate({ href: href(record) });
  const linkAt = Math.max(
    0,
    columns.findIndex((column) => column.path === (schema.code ?? schema.title)),
  );
  return (
    <tr
      className={`${on ? 'on' : ''}${cursor === index ? ' at' : ''}`}
      aria-selected={on}
      onClick={(event) => !(event.target as HTMLElement).closest('a,button,input,label') && (moveTo(index), open())}
    >
      <td className="pick">
        <input type="checkbox" className="check" aria-label={t('list.select', { name })} checked={on} onChange={toggle} />
      </td>
      {columns.map((column, at) => (
        <DataCell
          key={column.path}
          column={column}
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

function DataCell({
  column,
  record,
  link,
  fallback,
  part,
}: {
  readonly column: FieldAt;
  readonly record: ApiRecord;
  readonly link: string | undefined;
  readonly fallback: string | undefined;
  readonly part: string;
}) {
  const navigate = useNavigate();
  const value = valueAt(record, column.path);
  const { hidden = [], masked: _masked } = record._access ?? {};
  const numeric = isNumeric(column.field.kind) && !isMeter(column);
  if (hidden.includes(column.path))
    return (
      <td className={numeric ? 'num' : undefined}>
        <NoRight />
      </td>
    );
  const bold = column.field.kind === 'money' && column.field.origin !== 'input';
  return (
    <td
      className={`${numeric ? `num${bold ? ' strong-figure' : ''} ` : ''}${part}`}
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

function TotalsRow({ columns, page }: { readonly columns: readonly FieldAt[]; readonly page: ListPage }) {
  const t = useWords();
  const { totals } = page;
  const count = page.count;
  if (!totals || !count || Object.keys(totals).length === 0 || page.data.length === 0) return null;
  const first = columns.findIndex((column) => totals[column.path] !== undefined);
  if (first < 0) return null;
  const lead = Math.max(1, first);
  const number = count.at_least ? t('list.at_least', { count: count.value }) : count.value.toLocaleString('en');
  return (
    <tfoot>
      <tr>
        <td />
        <td colSpan={lead}>
          <span className="strong">{t('list.total')}</span> <span className="soft">{t('list.total_help', { count: number })}</span>
        </td>
        {columns.slice(lead).map((column) => (
          <td key={column.path} className={isNumeric(column.field.kind) ? 'num strong' : undefined}>
            {totalText(totals[column.path])}
          </td>
        ))}
        <td />
      </tr>
    </tfoot>
  );
}
/** One currency stands alone; several are named. */
export function totalText(total: readonly Money[] | string | number | null | undefined): string {
  if (total === null || total === undefined) return '';
  if (typeof total === 'number') return String(total);
  if (typeof total === 'string') return quantity(total);
  const [only] = total;
  if (total.length === 1 && only) return money(only.value);
  return total.map(({ currency, value }) => `${currency} ${money(value)}`).join(' · ');
}
