import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listQuery } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { filterOf, type ListControl } from './list-state.ts';
import { ViewMenu } from './view-menu.tsx';
import type { ListView } from './views.ts';

export interface ViewTabsProps {
  readonly schema: Schema;
  readonly views: readonly ListView[];
  readonly usual: string;
  readonly control: ListControl;
  readonly ready: boolean;
  readonly saving: () => void;
}
/** Saved views with counts; an amber dot says that what is shown differs from the view (web §4.1). Keys 1 to 9 choose. */
export function ViewTabs({ schema, views, usual, control, ready, saving }: ViewTabsProps) {
  const t = useWords();
  const { state, view: current, change, changed } = control;
  const filters = useMemo(() => views.map((view) => filterOf(view, view.chips)), [views]);
  const counts = useQueries({
    queries: views.map((view, index) => ({
      ...listQuery(schema.name, { filter: filters[index], limit: 1, fields: schema.title, count: 'bounded' }),
      enabled: ready && view.saved?.usable !== false,
      staleTime: 30_000,
    })),
  });
  const open = views.filter((view) => view.saved?.usable !== false);
  return (
    <div className="view-bar">
      <div className="tabs" role="tablist" aria-label={t.of(schema.label)}>
        {views.map((view, index) => {
          const count = counts[index]?.data?.count;
          const on = state.view === view.key;
          const unusable = view.saved?.usable === false;
          return (
            <button
              key={view.key}
              type="button"
              role="tab"
              aria-selected={on}
              aria-disabled={unusable || undefined}
              title={unusable ? t('views.unusable') : view.saved && !view.saved.mine ? t('views.of', { who: view.saved.owner.label ?? '' }) : undefined}
              tabIndex={on ? 0 : -1}
              onClick={() => !unusable && change({ view: view.key })}
              onKeyDown={(event) =>
                arrow(
                  event,
                  open.map((one) => one.key),
                  open.indexOf(view),
                  (key) => change({ view: key }),
                )
              }
            >
              {view.saved?.scope === 'everybody' && <Icon name="customers" size={13} aria-label={t('views.shared')} />}
              {t.of(view.label)}
              {count && <span className="count">{`${count.value.toLocaleString('en')}${count.at_least ? '+' : ''}`}</span>}
              {on && changed && <i className="dot" />}
            </button>
          );
        })}
      </div>
      <ViewMenu schema={schema} view={current} usual={usual} control={control} saving={saving} />
      <button type="button" className="icon-button" aria-label={t('views.save_as')} title={t('views.save_as')} onClick={saving}>
        <Icon name="plus" size={15} />
      </button>
    </div>
  );
}
function arrow(event: React.KeyboardEvent, keys: readonly string[], index: number, go: (key: string) => void): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const next = keys[index + step];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  go(next);
  const tabs = (event.currentTarget as HTMLElement).parentElement?.querySelectorAll<HTMLElement>('[role=tab]:not([aria-disabled])');
  tabs?.[index + step]?.focus();
}
