import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Refused } from '../problem.ts';
import type { Cell, Table, TableFile, TableRow } from './cell.ts';

/** Decodes or says no; a wrong byte is never replaced by a question mark. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
const startsWith = (bytes: Uint8Array, ...mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte);
/** The mark at the start decides; else valid UTF-8, else GB18030, else nobody knows (P10-1). */
export function decodeText(bytes: Uint8Array, wanted?: string): { readonly text: string; readonly encoding: string } {
  const marked = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 'utf-8' : startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : undefined;
  const candidates = wanted === undefined ? (marked === undefined ? ['utf-8', 'gb18030'] : [marked]) : [wanted.toLowerCase()];
  for (const encoding of candidates) {
    const text = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'].includes(encoding) ? decoded(bytes, encoding) : undefined;
    // A NUL is no character of a table: the bytes are something else.
    if (text !== undefined && !text.includes('\0')) return { text, encoding };
  }
  throw new Refused('import.encoding');
}

/** The delimiter that divides the first line most often, outside quotes. */
function delimiterOf(text: string): string {
  const counts = new Map([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if ([...counts.values()].some((count) => count > 0)) break;
    } else if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** A leading `'` before what a spreadsheet would run as a formula was put there on the way out; one of them comes off (P10-5). */
const shielded = /^'+[=+\-@\t\r＝＋－＠]/;
export const unshielded = (text: string): string => (shielded.test(text) ? text.slice(1) : text);
export const shield = (text: string): string => (/^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

const cellOf = (text: string): Cell | null => (text === '' ? null : { kind: 'text', text: unshielded(text) });
function* pieces(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
}
async function* csvRows(text: string, delimiter: string): AsyncGenerator<TableRow, void, undefined> {
  const parser = Readable.from(pieces(text)).pipe(parse({ delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: 2 * 1024 * 1024 }));
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      number++;
      yield { number, cells: record.map(cellOf) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Refused('import.file_refused', { reason: 'csv', row: number + 1 });
    throw error;
  }
}

export function openCsv(bytes: Uint8Array, wanted?: string): TableFile {
  const { text, encoding } = decodeText(bytes, wanted);
  const delimiter = delimiterOf(text);
  const table: Table = { sheet: null, epoch1904: false, findings: { merged: [], hiddenRows: 0, hiddenColumns: 0 }, rows: () => csvRows(text, delimiter) };
  return { format: 'csv', encoding, delimiter, sheets: [], table: () => table };
}
