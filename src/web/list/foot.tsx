import { Select } from 'antd';
import type { ListPage } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { FieldAt } from '../record/fields.ts';
import type { ListControl } from './list-state.ts';
import { totalText } from './table.tsx';

/** Where we are, how old the data is, sums that have no column, and keyset paging (web §4.1). */
export function Foot({
  page,
  control,
  paged,
  measures,
  columns,
  refresh,
}: {
  readonly page: ListPage;
  readonly control: ListControl;
  /** Grouped rows have no pages; their count stands alone. */
  readonly paged: boolean;
  readonly measures: readonly FieldAt[];
  readonly columns: readonly FieldAt[];
  readonly refresh: () => void;
}) {
  const t = useWords();
  const { state } = control;
  const { count, totals } = page;
  const range = { from: state.from + 1, to: state.from + page.data.length };
  const text =
    count && !count.at_least
      ? t('list.range', { ...range, count: count.value.toLocaleString('en') })
      : count
        ? t('list.range', { ...range, count: `${count.value.toLocaleString('en')}+` })
        : t('list.range_open', range);
  const further = measures.filter((measure) => !columns.some((column) => column.path === measure.path)).slice(0, 5);
  return (
    <div className="list-foot">
      <span className="soft">{page.data.length === 0 ? '' : paged ? text : count ? `${count.value.toLocaleString('en')}${count.at_least ? '+' : ''}` : ''}</span>
      <button type="button" className="plain soft" title={t('common.refresh')} onClick={refresh}>
        {t('list.as_of', { time: new Date(page.as_of).toTimeString().slice(0, 8) })}
      </button>
      <span className="grow" />
      {page.data.length > 0 &&
        further.map((measure) => (
          <span key={measure.path} className="further">
            <span className="soft">{t.of(measure.label)}</span> {totalText(totals?.[measure.path])}
          </span>
        ))}
      {paged && <Pages page={page} control={control} />}
    </div>
  );
}

function Pages({ page, control }: { readonly page: ListPage; readonly control: ListControl }) {
  const t = useWords();
  const { state, change } = control;
  return (
    <>
      <Select
        size="small"
        variant="borderless"
        aria-label={t('list.page_size', { n: state.size })}
        value={state.size}
        options={[50, 100, 200].map((n) => ({ value: n, label: t('list.page_size', { n }) }))}
        onChange={(size) => change({ size })}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={t('common.previous')}
        disabled={page.page.prev === null}
        onClick={() => change({ before: page.page.prev ?? undefined, after: undefined, from: Math.max(0, state.from - state.size) })}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('common.next')}
        disabled={page.page.next === null}
        onClick={() => change({ after: page.page.next ?? undefined, before: undefined, from: state.from + page.data.length })}
      >
        <Icon name="right" />
      </button>
    </>
  );
}
