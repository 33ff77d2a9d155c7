import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery } from '../api/queries.ts';
import type { ApiRecord, Group, Schema, SchemaField } from '../api/types.ts';
import { toneOf } from '../record/cell.tsx';
import { codeOf, isReference } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { Failed } from '../shell/states.tsx';
import { monthOf, shiftMonth, today } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { weeksOf } from './calendar-days.ts';
import './calendar.css';
import { calendarField, type ListControl } from './list-state.ts';
import { totalText } from './table.tsx';
import { joined, type Tree } from './where.ts';

const shownPerDay = 3;
const mostRows = 200;
/** Records on the days they are dated (web §4.1): a month a page, each day with its count and sum over the whole filter. */
export function Calendar({
  schema,
  filter,
  q,
  href,
  control,
}: {
  readonly schema: Schema;
  readonly filter: string | undefined;
  readonly q: string;
  readonly href: (record: ApiRecord) => string;
  readonly control: ListControl;
}) {
  const t = useWords();
  const { state, change } = control;
  const by = calendarField(schema) ?? '';
  const month = state.month || monthOf(today());
  const weeks = weeksOf(month);
  const [from, to] = [weeks[0]?.[0] ?? '', weeks.at(-1)?.[6] ?? ''];
  const whole = joined([...(filter === undefined ? [] : [JSON.parse(filter) as Tree]), { field: by, op: 'between', value: [from, to] }]);
  const party = schema.fields.find((field) => field.kind === 'reference' && field.required === true && field.access !== 'hidden');
  const measure = schema.fields.find((field) => field.kind === 'money' && field.measure === true && field.access !== 'hidden' && /gross|amount|total/.test(field.name));
  const fields = [schema.title, schema.code, by, party?.name, schema.states.length > 0 ? 'state' : null].filter((name) => typeof name === 'string').join(',');
  const rows = useQuery(listQuery(schema.name, { filter: whole, q, sort: by, limit: mostRows, fields, count: 'none' }));
  const days = useQuery(listQuery(schema.name, { filter: whole, q, group: by, totals: measure?.name })).data as unknown as { readonly data: readonly Group[] } | undefined;
  const go = (next: string): void => change({ month: next === monthOf(today()) ? '' : next });
  useKeys({ pageup: () => go(shiftMonth(month, -1)), pagedown: () => go(shiftMonth(month, 1)) });
  if (rows.error) return <Failed error={rows.error} thing={t.in(schema.label)} retry={() => void rows.refetch()} />;
  const onDay = Map.groupBy(rows.data?.data ?? [], (record) => String(record[by]));
  const field = schema.fields.find((one) => one.name === by);
  return (
    <div className="calendar">
      <header className="calendar-head">
        <button type="button" className="icon-button" aria-label={t('list.month_before')} title={`${t('list.month_before')} PgUp`} onClick={() => go(shiftMonth(month, -1))}>
          <Icon name="left" />
        </button>
        <h2 aria-live="polite">{month}</h2>
        <button type="button" className="icon-button" aria-label={t('list.month_after')} title={`${t('list.month_after')} PgDn`} onClick={() => go(shiftMonth(month, 1))}>
          <Icon name="right" />
        </button>
        <button type="button" className="button small" disabled={month === monthOf(today())} onClick={() => go(monthOf(today()))}>
          {t('date.today')}
        </button>
        {field && <span className="faint">{t('list.calendar_by', { field: t.of(field.label) })}</span>}
      </header>
      <table className="calendar-table" aria-busy={rows.isFetching}>
        <caption className="unseen">
          {t.of(schema.label)} {month}
        </caption>
        <thead>
          <tr>
            {t('list.weekdays')
              .split(',')
              .map((day) => (
                <th key={day} scope="col">
                  {day}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day
                  key={day}
                  schema={schema}
                  day={day}
                  here={day.startsWith(month)}
                  records={onDay.get(day) ?? []}
                  group={days?.data.find((one) => one.key === day)}
                  party={party}
                  measure={measure}
                  href={href}
                  all={() => change({ display: 'table', chips: [...state.chips.filter((leaf) => leaf.field !== by), { field: by, op: 'eq', value: day }] })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
interface DayProps {
  readonly schema: Schema;
  readonly day: string;
  readonly here: boolean;
  readonly records: readonly ApiRecord[];
  readonly group: Group | undefined;
  readonly party: SchemaField | undefined;
  readonly measure: SchemaField | undefined;
  readonly href: (record: ApiRecord) => string;
  readonly all: () => void;
}
function Day({ schema, day, here, records, group, party, measure, href, all }: DayProps) {
  const t = useWords();
  const count = group?.count ?? records.length;
  const sum = measure ? totalText(group?.totals?.[measure.name]) : '';
  const classes = [here ? '' : 'other', day === today() ? 'today' : '', count === 0 ? 'bare' : ''].filter((name) => name !== '').join(' ');
  return (
    <td className={classes || undefined}>
      <div className="calendar-day">
        <time dateTime={day}>{Number(day.slice(8))}</time>
        {count > 0 && sum !== '' && <span className="faint num">{sum}</span>}
      </div>
      {records.slice(0, shownPerDay).map((record) => (
        <Entry key={record.id} schema={schema} record={record} party={party} to={href(record)} />
      ))}
      {count > shownPerDay && (
        <button type="button" className="link small" onClick={all}>
          {t('list.day_more', { count: count - Math.min(shownPerDay, records.length) })}
        </button>
      )}
    </td>
  );
}
function Entry({ schema, record, party, to }: { readonly schema: Schema; readonly record: ApiRecord; readonly party: SchemaField | undefined; readonly to: string }) {
  const t = useWords();
  const state = schema.states.find((one) => one.key === record.state);
  const who = party ? record[party.name] : undefined;
  const name = isReference(who) ? (who.label ?? who.code ?? '') : '';
  const code = codeOf(schema, record) || t('detail.draft');
  return (
    <Link to={to as string} className="calendar-entry" title={[code, name, state ? t.of(state.label) : ''].filter((part) => part !== '').join(' · ')}>
      {state && <span className={`state ${toneOf(state, state.key)}`} aria-hidden="true" />}
      <span className="cut">{name === '' ? code : name}</span>
      <span className="faint calendar-code">{name === '' ? '' : code.replace(/^.*-/, '')}</span>
    </Link>
  );
}
