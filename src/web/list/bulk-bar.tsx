import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { decimal, sum } from '#decimal';
import { download, keep } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { pathOf, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, ListPage, Schema } from '../api/types.ts';
import { refusalText } from '../detail/refusal-text.ts';
import { useDeclarations } from '../record/declarations.ts';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { idsOf, mostBulk, type Progress, type Refusing, runBulk } from './bulk-run.ts';
import { totalText } from './table.tsx';

export interface BulkBarProps {
  readonly schema: Schema;
  readonly rows: readonly ApiRecord[];
  readonly clear: () => void;
  /** Narrows the list to these rows. */
  readonly show: (ids: readonly string[]) => void;
  /** The whole filter, where the page is fully selected and holds only a part of it. */
  readonly whole: { readonly filter: string | undefined; readonly q: string; readonly count: NonNullable<ListPage['count']>; readonly totals: ListPage['totals'] } | undefined;
}
/** Count, sum of the selection, verbs, Esc (web §4.1). Verbs are those the selected rows allow by their state; long work shows how far it is and can be stopped. */
export function BulkBar({ schema, rows, clear, show, whole }: BulkBarProps) {
  const t = useWords();
  const [wished, setWhole] = useState(false);
  const { run, stop, progress, told } = useBulk(schema);
  const all = wished ? whole : undefined;
  const ids = rows.map((row) => row.id);
  const count = all?.count.value ?? rows.length;
  const many = whole?.count.at_least ? `${whole.count.value.toLocaleString('en')}+` : whole?.count.value.toLocaleString('en');
  const measure =
    schema.fields.find((field) => field.kind === 'money' && field.measure && /gross|amount|total/.test(field.name)) ??
    schema.fields.find((field) => field.kind === 'money' && field.measure);
  const counted = measure ? rows.filter((row) => typeof row[measure.name] === 'string') : [];
  const total = measure && counted.length > 0 ? sum(counted, (row) => decimal(row[measure.name] as string)) : undefined;
  const verbs = schema.actions
    .filter((action) => action.asks.length === 0 && !action.danger && rows.every((row) => action.from.length === 0 || action.from.includes(String(row.state))))
    .slice(0, 3);
  const start = (action: string): void =>
    void run(
      action,
      (signal) => (all ? idsOf(schema, all.filter, all.q, signal) : Promise.resolve(ids)),
      all ? undefined : Object.fromEntries(rows.map((row) => [row.id, row.version])),
    );
  const print = async (): Promise<void> => {
    const { blob, name } = await download('POST', `${pathOf(schema.name)}/print`, { body: { ids } });
    keep(blob, name);
  };
  return (
    <div className="bulk-bar float" role="toolbar" aria-label={t('list.selected', { count })}>
      {progress ? (
        <Running progress={progress} stop={stop} show={show} />
      ) : (
        <>
          <span>
            <span className="strong">{t('list.selected', { count })}</span>
            {measure && (total || all) && (
              <span className="soft">
                {'  '}
                {t.of(measure.label)} <b className="strong-figure">{all ? totalText(all.totals?.[measure.name]) : money(total?.toFixed(2))}</b>
              </span>
            )}
          </span>
          {whole && !all && whole.count.value <= mostBulk && (
            <button type="button" className="link" onClick={() => setWhole(true)}>
              {t('list.select_whole', { count: many ?? '' })}
            </button>
          )}
          {verbs.map((action, index) => (
            <button key={action.name} type="button" className={index === 0 ? 'button small primary' : 'button small quiet'} onClick={() => start(action.name)}>
              {t.of(action.label)} {count}
            </button>
          ))}
          {schema.prints.length > 0 && !all && (
            <button type="button" className="button small quiet" onClick={() => void print()}>
              {t('common.print')}
            </button>
          )}
        </>
      )}
      {told !== undefined && (
        <span role="alert" className="neg">
          {told}
        </span>
      )}
      <span className="rule" />
      <button type="button" className="button small quiet" onClick={() => (stop(), clear())}>
        {t(progress && progress.done === progress.of ? 'common.close' : 'common.cancel')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}

/** One run at a time; leaving the list stops it after the portion at work. */
function useBulk(schema: Schema) {
  const t = useWords();
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress>();
  const [told, setTold] = useState<string>();
  const at = useRef<AbortController>(undefined);
  useEffect(() => () => at.current?.abort(), []);
  async function run(action: string, which: (signal: AbortSignal) => Promise<readonly string[]>, versions: Readonly<Record<string, number>> | undefined): Promise<void> {
    const stopping = new AbortController();
    at.current = stopping;
    setTold(undefined);
    try {
      const ids = await which(stopping.signal);
      await runBulk(ids, { schema, action, told: setProgress, signal: stopping.signal, ...(versions ? { versions } : {}) });
    } catch (error) {
      if (!stopping.signal.aborted) setTold(isProblem(error) && error.problem.title !== '' ? error.problem.title : t('state.failed_network'));
    }
    await refreshAfterWrite(client, schema.name);
  }
  return { run, stop: () => at.current?.abort(), progress, told };
}

function Running({ progress, stop, show }: { readonly progress: Progress; readonly stop: () => void; readonly show: (ids: readonly string[]) => void }) {
  const t = useWords();
  const { done, of, ok, refused } = progress;
  const [stopping, setStopping] = useState(false);
  if (done < of && !stopping) {
    return (
      <span className="bulk-run" role="status">
        <progress max={of} value={done} aria-label={t('list.bulk_progress', { done, of })} />
        {t('list.bulk_progress', { done, of })}
        <button type="button" className="button small" onClick={() => (setStopping(true), stop())}>
          {t('list.bulk_stop')}
        </button>
      </span>
    );
  }
  return (
    <span className="bulk-run" role="status">
      {t(done < of ? 'list.bulk_stopped' : 'list.bulk_done', { ok, refused: refused.length, left: of - done })}
      {refused.length > 0 && <Reasons refused={refused} />}
      {refused.length > 0 && (
        <button type="button" className="link" onClick={() => show(refused.slice(0, mostShown).map((one) => one.id))}>
          {t('list.bulk_show', { count: Math.min(mostShown, refused.length) })}
        </button>
      )}
    </span>
  );
}
/** An address holds this many ids. */
const mostShown = 100;
function Reasons({ refused }: { readonly refused: readonly Refusing[] }) {
  const t = useWords();
  const declarations = useDeclarations();
  const reasons = [...Map.groupBy(refused, (one) => one.code)].slice(0, 2);
  return (
    <span className="neg cut bulk-reasons">{reasons.map(([code, some]) => `${refusalText(declarations, code, some[0]?.params ?? {}, t.locale)} ×${some.length}`).join(' · ')}</span>
  );
}
