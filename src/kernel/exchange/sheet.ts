import { setImmediate } from 'node:timers/promises';
import { Refused } from '../problem.ts';
import { excelDate } from '../kinds/index.ts';
import type { Cell, TableRow } from './cell.ts';
import { unescapedText, type NumberShape } from './styles.ts';
import { attribute, xmlScanner } from './xml.ts';

export interface SheetParts {
  readonly strings: readonly string[];
  readonly shapes: readonly NumberShape[];
  readonly epoch1904: boolean;
}
export interface Findings {
  merged: string[];
  hiddenRows: number;
  hiddenColumns: number;
}
/** A day, with the time of day where there is one. */
export function serialText(serial: number, epoch1904: boolean): string | undefined {
  const seconds = Math.round(serial * 86_400);
  const day = excelDate(Math.floor(seconds / 86_400), epoch1904);
  const rest = seconds % 86_400;
  if (day === undefined || rest === 0) return day;
  const clock = new Date(rest * 1000).toISOString().slice(11, 19);
  return `${day} ${clock}`;
}
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  if (column > 16_384) throw new Refused('import.file_refused', { reason: 'damaged' });
  return column - 1;
}

interface Open {
  type: string;
  style: number;
  column: number;
  value: string;
  hasValue: boolean;
  formula: boolean;
}
function cellOf(open: Open, parts: SheetParts): Cell | null {
  const { type, value } = open;
  if (type === 's' || type === 'inlineStr' || type === 'str') {
    if (open.formula && !open.hasValue) return { kind: 'formula' };
    const text = type === 's' ? (parts.strings[Number(value)] ?? '') : unescapedText(value);
    return text === '' ? null : { kind: 'text', text };
  }
  if (value === '') return open.formula && !open.hasValue ? { kind: 'formula' } : null;
  if (type === 'b') return { kind: 'flag', flag: value === '1' || value === 'true' };
  if (type === 'e') return { kind: 'error', text: value };
  if (type === 'd')
    return {
      kind: 'date',
      text: value
        .slice(0, 19)
        .replace('T', ' ')
        .replace(/ 00:00:00$/, ''),
    };
  const number = Number(value);
  if (!Number.isFinite(number)) return { kind: 'error', text: value };
  const shape = parts.shapes[open.style] ?? 'plain';
  const day = shape === 'date' ? serialText(number, parts.epoch1904) : undefined;
  return day === undefined ? { kind: 'number', number, percent: shape === 'percent' } : { kind: 'date', text: day };
}

/** Collects whole rows; `take` empties what is complete so far. */
function rowCollector(parts: SheetParts, findings: Findings) {
  let ready: TableRow[] = [];
  let [row, next] = [0, 0];
  let cells: (Cell | null)[] = [];
  let [inRow, inValue, inFormula, phonetic] = [false, false, false, 0];
  let open: Open | undefined;
  const scan = xmlScanner({
    open: (name, attributes) => {
      if (name === 'row') {
        row = Number(attribute(attributes, 'r') ?? row + 1);
        [inRow, cells, next] = [true, [], 0];
        if (attribute(attributes, 'hidden') === '1') findings.hiddenRows++;
      } else if (name === 'c' && inRow) {
        const reference = attribute(attributes, 'r');
        const column = reference === undefined ? next : columnOf(reference);
        next = column + 1;
        open = { type: attribute(attributes, 't') ?? 'n', style: Number(attribute(attributes, 's') ?? 0), column, value: '', hasValue: false, formula: false };
      } else if (open && (name === 'v' || name === 't')) {
        inValue = phonetic === 0;
        open.hasValue = true;
      } else if (open && name === 'f') [open.formula, inFormula] = [true, true];
      else if (name === 'rPh') phonetic++;
      else if (name === 'mergeCell') findings.merged.push(attribute(attributes, 'ref') ?? '');
      else if (name === 'col' && attribute(attributes, 'hidden') === '1') findings.hiddenColumns += Number(attribute(attributes, 'max')) - Number(attribute(attributes, 'min')) + 1;
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'f') inFormula = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'c' && open) {
        const cell = cellOf(open, parts);
        if (cell) cells[open.column] = cell;
        open = undefined;
      } else if (name === 'row') {
        ready.push({ number: row, cells });
        inRow = false;
      }
    },
    text: (text) => {
      if (open && inValue && !inFormula) open.value += text;
    },
  });
  return {
    feed: scan,
    take: (): TableRow[] => {
      const taken = ready;
      ready = [];
      return taken;
    },
  };
}
/** Rows as they are inflated; other requests get their turn between two pieces. */
export async function* sheetRows(pieces: Iterable<string>, parts: SheetParts, findings: Findings): AsyncGenerator<TableRow, void, undefined> {
  const collector = rowCollector(parts, findings);
  for (const piece of pieces) {
    collector.feed(piece);
    yield* collector.take();
    await setImmediate();
  }
}
