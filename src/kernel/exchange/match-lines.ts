import { readingsOf } from '../kinds/index.ts';

type Line = Readonly<Record<string, unknown>>;
/** Lines of a file with the ids of the stored lines they mean, ready to be the `lines` of a PATCH. */
export interface MatchedLines {
  readonly lines: readonly Line[];
  /** Positions in the file's list that were to be removed and are not there. */
  readonly missing: readonly number[];
}

/**
 * Finds the stored line that each line of a file means: by `line_no`, by the natural key the record declares, or because it says
 * nothing else than the stored one. What matches nothing is a new line; a near miss is never taken for a change (P.10, lines).
 */
export function matchLines(given: readonly Line[], stored: readonly Line[], key: readonly string[] = []): MatchedLines {
  const free = new Set(stored);
  const claim = (test: (line: Line) => boolean): Line | undefined => {
    for (const line of free) {
      if (!test(line)) continue;
      free.delete(line);
      return line;
    }
    return undefined;
  };
  const missing: number[] = [];
  const lines = given.flatMap((line, at): Line[] => {
    const { line_no: number, ...values } = line;
    const found = claim(
      number !== undefined
        ? (each) => each.line_no === number
        : key.length > 0 && key.every((name) => Object.hasOwn(line, name))
          ? (each) => key.every((name) => means(line[name], each[name]))
          : (each) => says(values, each),
    );
    if (found) return [{ ...values, id: found.id }];
    if (line._delete === true) {
      missing.push(at);
      return [];
    }
    return [values];
  });
  return { lines, missing };
}
const says = (values: Line, stored: Line): boolean => Object.entries(values).every(([name, value]) => name === '_delete' || means(value, stored[name]));
/** A stored reference is meant by its id, its code, `code label` or its label. */
function means(given: unknown, stored: unknown): boolean {
  if (typeof given === 'string' && typeof stored === 'object' && stored !== null) {
    const { id, code, label } = stored as Line;
    return given === id || readingsOf(given).some((reading) => reading.text === (reading.by === 'code' ? code : label));
  }
  return JSON.stringify(given ?? null) === JSON.stringify(stored ?? null);
}
