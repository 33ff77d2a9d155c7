/*
 * Rows in the text form of COPY, made from one row of the year for each of its copies: what stays the same is one constant, what differs a slot.
 */
/** A part of a row: constant, or worked out for a copy. */
export type Piece = string | ((copy: number) => string);
export type Program = readonly Piece[];

const hex = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));
/**
 * The id that stands for this one in a copy: the last eight digits with the copy turned in, so that references find each other without a
 * list. The lowest digit is left alone, because a counter-delivery is found by turning one of its bits (2.1).
 */
export function copiedId(id: string): (copy: number) => string {
  const head = id.slice(0, 28);
  const low = Number.parseInt(id.slice(28), 16);
  return (copy) => {
    const turned = (low ^ (copy << 4)) >>> 0;
    return head + (hex[turned >>> 16] ?? '') + (hex[turned & 0xffff] ?? '');
  };
}
/** `SO2603-00187` counted on: so many numbers are taken for this document, one a copy. */
export const countedOn =
  (prefix: string, width: number, first: number) =>
  (copy: number): string =>
    prefix + String(first + copy).padStart(width, '0');

const marks: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
export const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (mark) => marks[mark] ?? mark);

/** The cells of a row with tabs between them; constants that meet become one. */
export function rowProgram(cells: readonly Program[]): Program {
  const pieces: Piece[] = [];
  const add = (piece: Piece): void => {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  };
  cells.forEach((cell, at) => {
    if (at > 0) add('\t');
    cell.forEach(add);
  });
  add('\n');
  return pieces;
}
export function render(program: Program, copy: number): string {
  let text = '';
  for (const piece of program) text += typeof piece === 'string' ? piece : piece(copy);
  return text;
}

/** What is looked for in a text and what stands there in a copy. */
export interface Replacement {
  readonly pattern: RegExp;
  readonly slot: (found: string) => Piece | undefined;
}
/** A text with its slots; whatever no replacement knows stays. */
export function textProgram(text: string, { pattern, slot }: Replacement): Program {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const piece = slot(match[0]);
    if (piece === undefined) continue;
    pieces.push(escaped(text.slice(from, match.index)), piece);
    from = match.index + match[0].length;
  }
  pieces.push(escaped(text.slice(from)));
  return pieces.filter((piece) => piece !== '');
}
export const nothing: Program = ['\\N'];

/** What a value adds to the search columns: its text, and its grams as they stand inside the braces of a `text[]`. */
export interface SearchPart {
  readonly text: string;
  readonly grams: string;
}
export const gramList = (grams: readonly string[]): string => escaped(grams.map((gram) => `"${gram.replace(/["\\]/g, '\\$&')}"`).join(','));
