import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decimal, sum } from '#decimal';
import { download, keep, request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { pathOf, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, ListPage, Schema } from '../api/types.ts';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { totalText } from './table.tsx';

interface BulkAnswer {
  readonly counts: { readonly ok: number; readonly refused: number; readonly not_found?: number };
}
export interface BulkBarProps {
  readonly schema: Schema;
  readonly rows: readonly ApiRecord[];
  readonly clear: () => void;
  /** The whole filter, where the page is fully selected and holds only a part of it. */
  readonly whole: { readonly filter: unknown; readonly count: number; readonly totals: ListPage['totals'] } | undefined;
}
/** Count, sum of the selection, verbs, Esc (web §4.1). Verbs are those the selected rows allow by their state. */
export function BulkBar({ schema, rows, clear, whole }: BulkBarProps) {
  const t = useWords();
  const client = useQueryClient();
  const [told, setTold] = useState<string>();
  const [wished, setWhole] = useState(false);
  const all = wished ? whole : undefined;
  const ids = rows.map((row) => row.id);
  const count = all?.count ?? rows.length;
  const measure =
    schema.fields.find((field) => field.kind === 'money' && field.measure && /gross|amount|total/.test(field.name)) ??
    schema.fields.find((field) => field.kind === 'money' && field.measure);
  const total = measure
    ? sum(
        rows.filter((row) => typeof row[measure.name] === 'string'),
        (row) => decimal(row[measure.name] as string),
      )
    : undefined;
  const verbs = schema.actions
    .filter((action) => action.asks.length === 0 && !action.danger && rows.every((row) => action.from.length === 0 || action.from.includes(String(row.state))))
    .slice(0, 3);
  async function run(action: string): Promise<void> {
    const which = all ? { filter: all.filter, expected_count: all.count } : { ids, versions: Object.fromEntries(rows.map((row) => [row.id, row.version])) };
    const body = { action, input: {}, mode: 'each', ...which };
    try {
      const { counts } = await request<BulkAnswer>('POST', `${pathOf(schema.name)}/bulk`, { body });
      setTold(t('list.bulk_done', { ok: counts.ok, refused: counts.refused + (counts.not_found ?? 0) }));
    } catch (error) {
      setTold(isProblem(error) ? error.problem.title : t('state.failed_network'));
    }
    await refreshAfterWrite(client, schema.name);
  }
  const print = async (): Promise<void> => {
    const { blob, name } = await download('POST', `${pathOf(schema.name)}/print`, { body: { ids } });
    keep(blob, name);
  };
  return (
    <div className="bulk-bar float" role="toolbar" aria-label={t('list.selected', { count })}>
      <span>
        <span className="strong">{t('list.selected', { count })}</span>
        {total && (
          <span className="soft">
            {'  '}
            {measure && t.of(measure.label)} <b className="strong-figure">{all ? totalText(all.totals?.[measure?.name ?? '']) : money(total.toFixed(2))}</b>
          </span>
        )}
      </span>
      {whole && !all && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {t('list.select_whole', { count: whole.count.toLocaleString('en') })}
        </button>
      )}
      {told !== undefined && <span role="status">{told}</span>}
      {verbs.map((action, index) => (
        <button key={action.name} type="button" className={index === 0 ? 'button small primary' : 'button small quiet'} onClick={() => void run(action.name)}>
          {t.of(action.label)} {count}
        </button>
      ))}
      {schema.prints.length > 0 && !all && (
        <button type="button" className="button small quiet" onClick={() => void print()}>
          {t('common.print')}
        </button>
      )}
      <span className="rule" />
      <button type="button" className="button small quiet" onClick={clear}>
        {t('common.cancel')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}
