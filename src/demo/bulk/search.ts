import type { RecordMeta } from '../../kernel/registry/meta.ts';
import { normalise, searchText } from '../../kernel/search/text.ts';
import { escaped, gramList, type Program, render, type SearchPart } from './rows.ts';
import type { Row, Stored } from './template.ts';

/*
 * The search columns of a copied document (P.12): what every copy has in common is worked out once, numbers and the customer's name are put
 * to it.
 */
interface Making {
  readonly meta: RecordMeta;
  readonly stored: readonly Stored[];
  readonly nameSearch: ReadonlyMap<string, (copy: number) => SearchPart>;
}
interface SearchCells {
  readonly text: Program;
  readonly grams: Program;
}
type VaryingPart = (copy: number) => SearchPart;

export function searchCells({ meta, stored, nameSearch }: Making): (row: Row, varied: (name: string) => Program) => SearchCells {
  const own = meta.search.filter((path) => !path.includes('.'));
  const deep = meta.search.flatMap((path) => {
    const [head = '', tail] = path.split('.');
    const lines = tail === undefined ? undefined : meta.lines.find((one) => one.name === head);
    return lines && tail !== undefined ? [{ rows: Map.groupBy(stored.find((one) => one.table === lines.table)?.rows ?? [], (line) => line['parent']), column: tail }] : [];
  });
  return (row, varied) => {
    const below = deep.flatMap(({ rows, column }) => (rows.get(row['id'] ?? '') ?? []).map((line) => line[column] ?? null));
    const named = own.map((name) => ({ value: row[name] ?? null, program: varied(name) })).filter(({ value }) => value !== null);
    const constant = (program: Program): boolean => program.every((piece) => typeof piece === 'string');
    const same = searchText([...named.filter(({ program }) => constant(program)).map(({ value }) => value), ...below]);
    const parts = named.filter(({ program }) => !constant(program)).map(({ value, program }): VaryingPart => nameSearch.get(value ?? '') ?? plain(program));
    const grams = gramList(same.grams);
    return {
      text: [escaped(same.text), ...parts.flatMap((part) => ['\\n', (copy: number) => part(copy).text])],
      grams: [`{${grams}`, ...parts.flatMap((part, at) => [at === 0 && grams === '' ? '' : ',', (copy: number) => part(copy).grams]), '}'],
    };
  };
}
/** Numbers have no readings: they are found by themselves and by their pairs. */
const plain =
  (program: Program): VaryingPart =>
  (copy) => {
    const text = normalise(render(program, copy));
    let grams = '';
    for (let at = 0; at + 2 <= text.length; at += 1) grams += `${at === 0 ? '' : ','}"${text.slice(at, at + 2)}"`;
    return { text, grams };
  };
