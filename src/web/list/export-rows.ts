import { download, keep } from '../api/client.ts';
import { pathOf } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';

interface Shown {
  readonly filter: string | undefined;
  readonly q: string;
  readonly sort: readonly string[];
  readonly columns: readonly string[];
  readonly totals: readonly string[];
}
/** Exactly what the list shows — its rows, columns, order and sums — for the whole filter, as a file (P.10). */
export async function exportRows(schema: Schema, shown: Shown, format: 'xlsx' | 'csv'): Promise<void> {
  const body = {
    ...(shown.filter === undefined ? {} : { filter: JSON.parse(shown.filter) as unknown }),
    ...(shown.q === '' ? {} : { q: shown.q }),
    ...(shown.sort.length > 0 ? { sort: shown.sort.join(',') } : {}),
    fields: shown.columns,
    totals: shown.totals,
    format,
    // Excel reads UTF-8 only behind its mark.
    ...(format === 'csv' ? { encoding: 'utf-8-bom' } : {}),
  };
  const { blob, name } = await download('POST', `${pathOf(schema.name)}/export`, { body });
  keep(blob, name === 'download' ? `${schema.label.zh}.${format}` : name);
}
