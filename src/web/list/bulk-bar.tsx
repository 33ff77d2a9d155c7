import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decimal, sum } from '#decimal';
import { download, keep, request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { pathOf, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';

interface BulkAnswer {
  readonly counts: { readonly ok: number; readonly refused: number; readonly not_found?: number };
}
/** Count, sum of the selection, verbs, Esc (web §4.1). Verbs are those the selected rows allow by their state. */
export function BulkBar({
  schema,
  rows,
  clear,
  ids,
  count,
}: {
  readonly schema: Schema;
  readonly rows: readonly ApiRecord[];
  readonly clear: () => void;
  readonly ids: readonly string[];
  readonly count: number;
}) {
  const t = useWords();
  const client = useQueryClient();
  const [told, setTold] = useState<string>();
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
    const body = { action, input: {}, ids, mode: 'each', versions: Object.fromEntries(rows.map((row) => [row.id, row.version])) };
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
            {measure && t.of(measure.label)} <b className="strong-figure">{money(total.toFixed(2))}</b>
          </span>
        )}
      </span>
      {told !== undefined && <span role="status">{told}</span>}
      {verbs.map((action, index) => (
        <button key={action.name} type="button" className={index === 0 ? 'button small primary' : 'button small quiet'} onClick={() => void run(action.name)}>
          {t.of(action.label)}
        </button>
      ))}
      {schema.prints.length > 0 && (
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
