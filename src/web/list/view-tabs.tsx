import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listQuery } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { useWords } from '../words/index.ts';
import type { ListState } from './list-state.ts';
import { filterOf } from './list-state.ts';

/** Saved views with counts; an amber dot says that what is shown differs from the view (web §4.1). Keys 1 to 9 choose. */
export function ViewTabs({
  schema,
  state,
  change,
  changed,
  ready,
}: {
  readonly schema: Schema;
  readonly state: ListState;
  readonly change: (part: Partial<ListState>) => void;
  readonly changed: boolean;
  readonly ready: boolean;
}) {
  const t = useWords();
  const views = useMemo(
    () => [
      { key: '', label: t('list.all'), filter: undefined as string | undefined },
      ...Object.entries(schema.views.saved ?? {}).map(([key, view]) => ({ key, label: t.of(view), filter: filterOf(view, []) })),
    ],
    [schema, t],
  );
  const counts = useQueries({
    queries: views.map((view) => ({ ...listQuery(schema.name, { filter: view.filter, limit: 1, fields: schema.title, count: 'bounded' }), enabled: ready, staleTime: 30_000 })),
  });
  return (
    <div className="tabs" role="tablist" aria-label={t.of(schema.label)}>
      {views.map((view, index) => {
        const count = counts[index]?.data?.count;
        const on = state.view === view.key;
        return (
          <button
            key={view.key}
            type="button"
            role="tab"
            aria-selected={on}
            tabIndex={on ? 0 : -1}
            onClick={() => change({ view: view.key })}
            onKeyDown={(event) =>
              arrow(
                event,
                views.map((one) => one.key),
                index,
                (key) => change({ view: key }),
              )
            }
          >
            {view.label}
            {count && <span className="count">{`${count.value.toLocaleString('en')}${count.at_least ? '+' : ''}`}</span>}
            {on && changed && <i className="dot" />}
          </button>
        );
      })}
    </div>
  );
}
function arrow(event: React.KeyboardEvent, keys: readonly string[], index: number, go: (key: string) => void): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const next = keys[index + step];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  go(next);
  const tabs = (event.currentTarget as HTMLElement).parentElement?.querySelectorAll<HTMLElement>('[role=tab]');
  tabs?.[index + step]?.focus();
}
