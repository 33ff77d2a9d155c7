import type { RecordMeta } from '../../kernel/registry/meta.ts';
import { normalise, type SearchText, searchText } from '../../kernel/search/text.ts';
import { arrayLiteral } from './customers.ts';
import { escaped, type Program, render, type Replacement } from './rows.ts';
import type { Row, Stored } from './template.ts';

/*
 * The search columns of a copied document (P.12): what every copy has in common is worked out once, numbers and the customer's name are put
 * to it.
 */
interface Making {
  readonly meta: RecordMeta;
  readonly stored: readonly Stored[];
  readonly known: Replacement;
  readonly nameSearch: ReadonlyMap<string, (copy: number) => SearchText>;
}
interface SearchCells {
  readonly text: Program;
  readonly grams: Program;
}
type VaryingPart = (copy: number) => SearchText;

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
    const join = (text: (part: SearchText) => string) => (copy: number) => parts.map((part) => text(part(copy))).join('');
    const grams = arrayLiteral(same.grams);
    return {
      text: [escaped(same.text), join((part) => `\\n${escaped(part.text)}`)],
      grams: [escaped(grams.slice(0, -1)), (copy) => escaped(gramsAfter(same.grams.length > 0, parts.flatMap((part) => part(copy).grams)))],
    };
  };
}
const gramsAfter = (following: boolean, grams: readonly string[]): string => (grams.length === 0 ? '}' : `${following ? ',' : ''}${arrayLiteral(grams).slice(1)}`);
/** Numbers have no readings: they are found by themselves and by their pairs. */
const plain =
  (program: Program): VaryingPart =>
  (copy) => {
    const text = normalise(render(program, copy));
    return { text, grams: Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)) };
  };
