import { useRef } from 'react';
import type { ListPage, Money } from '../api/types.ts';
import { type FieldAt, isNumeric } from '../record/fields.ts';
import { money, quantity } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { HeadCell, usePins } from './table-head.tsx';
import { Row, type RowSetting } from './table-row.tsx';

export interface TableProps extends RowSetting {
  readonly page: ListPage;
  readonly sort: readonly string[];
  readonly onSort: (sort: readonly string[]) => void;
  readonly resize: (path: string, width: number) => void;
  readonly cursor: number;
  readonly moveTo: (row: number) => void;
  readonly stale: boolean;
}

/** A real table with sticky head and a totals row that covers the whole filter (web §4.1). */
export function Table(props: TableProps) {
  const { schema, columns, page, selected, select, stale } = props;
  const t = useWords();
  const head = useRef<HTMLTableRowElement>(null);
  const lefts = usePins(head, columns);
  const every = page.data.length > 0 && page.data.every((record) => selected.has(record.id));
  const some = page.data.some((record) => selected.has(record.id));
  const all = (): void => {
    const next = new Map(selected);
    for (const record of page.data)
      if (every) next.delete(record.id);
      else next.set(record.id, record);
    select(next);
  };
  return (
    <div className={`table-box${stale ? ' stale' : ''}${selected.size > 0 ? ' picking' : ''}`} tabIndex={-1}>
      <table className={lefts.length > 0 ? 'list-table pinned' : 'list-table'}>
        <caption className="unseen">{t.of(schema.label)}</caption>
        <thead>
          <tr ref={head}>
            <th className="pick">
              <input
                type="checkbox"
                className="check"
                aria-label={t('list.select_all')}
                checked={every}
                ref={(box) => void (box && (box.indeterminate = some && !every))}
                onChange={all}
              />
            </th>
            {columns.map((column, at) => (
              <HeadCell key={column.path} column={column} left={lefts[at]} sort={props.sort} onSort={props.onSort} resize={props.resize} />
            ))}
            <th className="menu">
              <span className="unseen">{t('common.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.data.map((record, index) => (
            <Row key={record.id} {...props} lefts={lefts} record={record} at={props.cursor === index} arrive={() => props.moveTo(index)} />
          ))}
        </tbody>
        <TotalsRow columns={columns} page={page} />
      </table>
    </div>
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
