/*
 * Normalisation of everything a person types (P.3). Free text is only composed (NFC): `60㎡` must not become `60m2`. Code-like
 * kinds are folded to their plain forms (NFKC) before they are checked.
 */

/** Trailing and leading white space, U+3000 included, is cut; inner blanks stay. */
export const trimmed = (text: string): string => text.replace(/^[\s\u3000\ufeff]+|[\s\u3000\ufeff]+$/gu, '');
export const freeText = (text: string): string => trimmed(text.normalize('NFC'));
export const codeText = (text: string): string => trimmed(text.normalize('NFKC'));

/** Control characters but line feed and tab, lone surrogates and U+0000 (which PostgreSQL cannot keep) are refused. */
export function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 ? unit !== 0x09 && unit !== 0x0a : unit >= 0x7f && unit <= 0x9f) return true;
  }
  return !text.isWellFormed();
}
/** Comparison of written choices and header names: NFKC, A–Z → a–z and nothing else (P.7 *fold*). */
export const fold = (text: string): string => text.normalize('NFKC').replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The candidate that needs the fewest single-character edits, if it is near enough to be meant. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let distance = Math.max(1, Math.floor([...text].length / 2)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(fold(text), fold(candidate));
    if (edits < distance) [best, distance] = [candidate, edits];
  }
  return best;
}
/** Insertions, deletions, replacements and swaps of neighbours (`VPI` is one step from `VIP`). */
function editDistance(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const rows: number[][] = [right.map((_, j) => j).concat(right.length)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      const swap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(i - 1, j - 1) + same, swap));
    }
  }
  return at(left.length, right.length);
}
