import { useQuery } from '@tanstack/react-query';
import { Fragment, useMemo, useRef, useState } from 'react';
import { listQuery } from '../api/queries.ts';
import type { Group, ListPage, SchemaField } from '../api/types.ts';
import { shown, StateMark } from '../record/cell.tsx';
import { isNumeric, isReference } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { Failed, SkeletonRows } from '../shell/states.tsx';
import { useWords, type Words } from '../words/index.ts';
import type { ListControl } from './list-state.ts';
import { HeadCell, usePins } from './table-head.tsx';
import { Row, type RowSetting } from './table-row.tsx';
import { totalText } from './table.tsx';
import { joined, type Leaf, type Tree } from './where.ts';

const rowsShown = 50;
interface GroupedProps extends RowSetting {
  readonly control: ListControl;
  readonly filter: string | undefined;
  readonly q: string;
  readonly fields: string;
  readonly measures: readonly string[];
  /** Count and sums over the whole filter, for the foot of the table. */
  readonly page: ListPage;
}
/** Rows by the value of a field, each group with its count and sums over the whole filter (web §4.1); its rows come when it is opened. */
export function Grouped(props: GroupedProps) {
  const { schema, columns, control, filter, q, measures, page } = props;
  const { state, change } = control;
  const t = useWords();
  const head = useRef<HTMLTableRowElement>(null);
  const lefts = usePins(head, columns);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const by = schema.fields.find((field) => field.name === state.group);
  const asked = useQuery(listQuery(schema.name, { filter, q, group: state.group, totals: measures.join(',') }));
  const groups = useMemo(() => sorted((asked.data as unknown as { readonly data: readonly Group[] } | undefined)?.data ?? [], by, t), [asked.data, by, t]);
  if (asked.error) return <Failed error={asked.error} thing={t.in(schema.label)} retry={() => void asked.refetch()} />;
  if (!by || !asked.data) return <SkeletonRows rows={8} columns={4} />;
  const first = columns.findIndex((column) => measures.includes(column.path));
  const lead = first < 0 ? columns.length : Math.max(1, first);
  const open = (key: string): void => setOpened((old) => (old.has(key) ? new Set([...old].filter((one) => one !== key)) : new Set([...old, key])));
  const all = opened.size === groups.length;
  return (
    <div className={props.selected.size > 0 ? 'table-box picking' : 'table-box'} tabIndex={-1}>
      <table className={lefts.length > 0 ? 'list-table pinned grouped' : 'list-table grouped'}>
        <caption className="unseen">{t.of(schema.label)}</caption>
        <thead>
          <tr ref={head}>
            <th className="pick">
              <button
                type="button"
                className="icon-button"
                aria-label={t(all ? 'list.collapse_all' : 'list.expand_all')}
                title={t(all ? 'list.collapse_all' : 'list.expand_all')}
                onClick={() => setOpened(new Set(all ? [] : groups.map((group) => keyText(group.key))))}
              >
                <Icon name={all ? 'up' : 'down'} size={13} />
              </button>
            </th>
            {columns.map((column, at) => (
              <HeadCell
                key={column.path}
                column={column}
                left={lefts[at]}
                sort={state.sort}
                onSort={(sort) => change({ sort })}
                resize={(path, width) => change({ columns: state.columns.map((one) => (one.path === path ? { ...one, width } : one)) })}
              />
            ))}
            <th className="menu">
              <span className="unseen">{t('common.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const key = keyText(group.key);
            const on = opened.has(key);
            return (
              <Fragment key={key}>
                <tr className="group-row">
                  <td colSpan={lead + 1}>
                    <button type="button" className="plain row" aria-expanded={on} onClick={() => open(key)}>
                      <Icon name={on ? 'down' : 'right'} size={13} />
                      <GroupName field={by} group={group} />
                      <span className="faint">{group.count.toLocaleString('en')}</span>
                    </button>
                  </td>
                  {columns.slice(lead).map((column) => (
                    <td key={column.path} className={isNumeric(column.field.kind) ? 'num strong' : undefined}>
                      {totalText(group.totals?.[column.path])}
                    </td>
                  ))}
                  <td />
                </tr>
                {on && <GroupRows {...props} lefts={lefts} group={group} leaf={leafOf(by, group)} />}
              </Fragment>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={lead + 1}>
              <span className="strong list-total">{t('list.total')}</span>{' '}
              <span className="soft">{t('list.groups', { groups: groups.length, count: groups.reduce((sum, group) => sum + group.count, 0).toLocaleString('en') })}</span>
            </td>
            {columns.slice(lead).map((column) => (
              <td key={column.path} className={isNumeric(column.field.kind) ? 'num strong' : undefined}>
                {totalText(page.totals?.[column.path])}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
function GroupRows({
  schema,
  columns,
  control,
  filter,
  q,
  fields,
  group,
  leaf,
  lefts,
  selected,
  select,
  href,
}: GroupedProps & { readonly group: Group; readonly leaf: Leaf; readonly lefts: readonly number[] }) {
  const t = useWords();
  const { state, change } = control;
  const whole = joined([...(filter === undefined ? [] : [JSON.parse(filter) as Tree]), leaf]);
  const found = useQuery(listQuery(schema.name, { filter: whole, q, sort: state.sort.join(','), limit: rowsShown, fields, count: 'none' }));
  const span = columns.length + 2;
  if (found.error) {
    return (
      <tr>
        <td colSpan={span}>
          <Failed error={found.error} thing={t.in(schema.label)} retry={() => void found.refetch()} />
        </td>
      </tr>
    );
  }
  return (
    <>
      {found.data?.data.map((record) => (
        <Row key={record.id} schema={schema} columns={columns} lefts={lefts} record={record} selected={selected} select={select} href={href} />
      ))}
      {group.count > rowsShown && found.data && (
        <tr className="group-more">
          <td />
          <td colSpan={span - 1}>
            <button type="button" className="link" onClick={() => change({ chips: [...state.chips, leaf], group: '' })}>
              {t('list.group_more', { count: (group.count - rowsShown).toLocaleString('en') })}
            </button>
          </td>
        </tr>
      )}
    </>
  );
}
function GroupName({ field, group }: { readonly field: SchemaField; readonly group: Group }) {
  const t = useWords();
  if ((field.kind === 'state' || field.options?.some((option) => option.color)) && typeof group.key === 'string') return <StateMark field={field} value={group.key} />;
  return <b>{nameOf(field, group, t)}</b>;
}
const nameOf = (field: SchemaField, { key }: Group, t: Words): string => (key === null ? t('common.empty_value') : shown(field, key, t));
const keyText = (key: Group['key']): string => (key === null ? '' : isReference(key) ? key.id : String(key));
const leafOf = (field: SchemaField, { key }: Group): Leaf =>
  key === null ? { field: field.name, op: 'is_empty' } : { field: field.name, op: 'eq', value: isReference(key) ? (key.code ?? key.id) : key };

/** States and choices in their declared order, days newest first, names as they are called; what has no value last. */
function sorted(groups: readonly Group[], field: SchemaField | undefined, t: Words): readonly Group[] {
  if (!field) return groups;
  const place = (group: Group): number => field.options?.findIndex((option) => option.key === group.key) ?? 0;
  const names = new Intl.Collator(t.locale === 'zh' ? 'zh-Hans-CN-u-co-pinyin' : 'en', { numeric: true });
  return [...groups].sort((left, right) => {
    if (left.key === null || right.key === null) return left.key === right.key ? 0 : left.key === null ? 1 : -1;
    if (field.options) return place(left) - place(right);
    if (field.kind === 'date' || field.kind === 'month') return String(right.key).localeCompare(String(left.key));
    return names.compare(nameOf(field, left, t), nameOf(field, right, t));
  });
}
