import type { RecordMeta } from '../registry/meta.ts';
import { type LetterReadings, searchText } from '../search/text.ts';
import type { Column } from '../store/columns.ts';

/** Text and bigrams of a record's own searched fields (P.12), stored beside it so that search needs no other table. */
export const searchColumns = {
  columns: (meta: RecordMeta): Column[] =>
    meta.search.length === 0
      ? []
      : [
          { name: 'search', type: 'text' },
          { name: 'search_grams', type: 'text[]' },
        ],
  values: (meta: RecordMeta, values: Readonly<Record<string, unknown>>, known?: LetterReadings): Record<string, unknown> => {
    if (meta.search.length === 0) return {};
    const { text, grams } = searchText(
      meta.search.flatMap((path) => ownText(values, path)),
      known,
    );
    return { search: text, search_grams: grams };
  },
};
/** A path one reference away is found through that record's own search; here only what the row itself holds. */
function ownText(values: Readonly<Record<string, unknown>>, path: string): string[] {
  const [head = '', tail] = path.split('.');
  const value = values[head];
  if (typeof value === 'string' && tail === undefined) return [value];
  if (Array.isArray(value) && tail !== undefined) return value.flatMap((line: Readonly<Record<string, unknown>>) => (typeof line[tail] === 'string' ? [line[tail]] : []));
  return [];
}
