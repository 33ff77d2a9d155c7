import { attribute, xmlScanner } from './xml.ts';

/** What a number format makes of a number. */
export type NumberShape = 'plain' | 'percent' | 'date';

/** The formats every spreadsheet knows by number; 27–36 and 50–58 are the East Asian dates. */
function builtIn(id: number): NumberShape {
  if (id === 9 || id === 10) return 'percent';
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58) ? 'date' : 'plain';
}
/** Literals, colours and conditions do not count; what is left says whether days, hours or hundredths are shown. */
export function shapeOf(format: string): NumberShape {
  const bare = format
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
    .replace(/\[(?:[hms]+)\]/gi, 'h')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general/gi, '')
    .replace(/e[+-]/gi, '');
  if (/[ymdhs]/i.test(bare)) return 'date';
  return bare.includes('%') ? 'percent' : 'plain';
}

/** The shape of every cell style, by its index. */
export function readStyles(pieces: Iterable<string>): readonly NumberShape[] {
  const custom = new Map<number, NumberShape>();
  const shapes: NumberShape[] = [];
  let inCells = false;
  const scan = xmlScanner({
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attribute(attributes, 'numFmtId')), shapeOf(attribute(attributes, 'formatCode') ?? ''));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        shapes.push(custom.get(id) ?? builtIn(id));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
    text: () => undefined,
  });
  for (const piece of pieces) scan(piece);
  return shapes;
}

const escape = /_x([0-9A-Fa-f]{4})_/g;
/** Characters that XML cannot carry are written as `_x000D_`. */
export const unescapedText = (text: string): string => (text.includes('_x') ? text.replace(escape, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);

/** The table of shared texts; runs of rich text are joined, phonetic readings left out. */
export function readSharedStrings(pieces: Iterable<string>): readonly string[] {
  const strings: string[] = [];
  let [current, inText, phonetic] = ['', false, 0];
  const scan = xmlScanner({
    open: (name) => {
      if (name === 'si') current = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') inText = phonetic === 0;
    },
    close: (name) => {
      if (name === 'si') strings.push(unescapedText(current));
      else if (name === 'rPh') phonetic--;
      else if (name === 't') inText = false;
    },
    text: (text) => {
      if (inText) current += text;
    },
  });
  for (const piece of pieces) scan(piece);
  return strings;
}
