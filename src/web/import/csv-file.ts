/** A CSV file as rows of text, read the way the server reads it (P.10): by its mark, else as UTF-8, else as GB18030; the delimiter by the header line. */
export interface CsvFile {
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
}
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    try {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }
}
export function readCsv(text: string): CsvFile {
  const line = text.slice(0, text.search(/\r?\n/) < 0 ? text.length : text.search(/\r?\n/));
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  const delimiter = counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === delimiter) endCell();
    else if (letter === '\n') endRow();
    else if (letter !== '\r') cell += letter;
  }
  if (cell !== '' || row.length > 0) endRow();
  return { rows: rows.filter((cells) => cells.some((one) => one.trim() !== '')), delimiter };
}
export interface Wrong {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}
const written = (text: string): string => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** The rows that failed with their columns and what is wrong with each: corrected, it is imported as it is (P.10). */
export function errorCsv(text: string, wrong: readonly Wrong[], titles: { readonly column: string; readonly message: string }): string {
  const { rows, delimiter } = readCsv(text);
  const [header = [], ...data] = rows;
  const said = (parts: readonly (string | null)[]): string => [...new Set(parts.filter((part): part is string => part !== null))].join('；');
  // Row numbers are those of the file, the header's own counted.
  const failed = data.flatMap((cells, index) => {
    const mine = wrong.filter((one) => one.row === index + 2);
    return mine.length > 0 ? [[...cells, said(mine.map((one) => one.column)), said(mine.map((one) => one.message))]] : [];
  });
  return [[...header, titles.column, titles.message], ...failed].map((cells) => cells.map(written).join(delimiter)).join('\r\n');
}
