import { pinyin, polyphonic } from 'pinyin-pro';

/** What the index keeps of a record: a text for patterns of three characters and more, and grams for shorter ones. */
export interface SearchText {
  readonly text: string;
  readonly grams: readonly string[];
}
/** Readings of single characters that were looked up already: the rows of one writing share most of theirs. */
export type LetterReadings = Map<string, { readonly all: readonly string[]; readonly surname: string }>;
const most = { variants: 12, letters: 60 } as const;

/** NFKC, lower case, blanks to one, control characters and marks that people leave out dropped, ü as v (7.1 *Normalise*). */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[()·\-_,.，。、]/g, '')
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}
/** The words of a query, normalised like the text they are looked up in. */
export const searchTerms = (q: string): readonly string[] =>
  normalise(q)
    .split(' ')
    .filter((term) => term !== '');

/**
 * Values of one record as they are found: themselves, by full pinyin and by initials, in every reading of their characters
 * (7.1: never one guessed romanisation). A line feed keeps a pattern from matching across two values.
 */
export function searchText(values: readonly (string | null | undefined)[], known: LetterReadings = new Map()): SearchText {
  const parts = new Set<string>();
  for (const value of values) {
    const text = normalise(value ?? '');
    if (text === '') continue;
    // Blanks are dropped too: whoever types 昆山同创 finds 昆山 同创.
    for (const one of [text, text.replaceAll(' ', '')]) parts.add(one);
    for (const reading of readings(text, known)) parts.add(reading);
  }
  const grams = new Set<string>();
  for (const part of parts) addGrams(part, grams);
  return { text: [...parts].join('\n'), grams: [...grams] };
}

/** Single Han characters and all pairs of neighbours. */
function addGrams(text: string, into: Set<string>): void {
  let before = ' ';
  for (const letter of text) {
    if (before !== ' ' && letter !== ' ') into.add(before + letter);
    if (isHan(letter)) into.add(letter);
    before = letter;
  }
}
/** Nothing below the radicals is a Han character: most letters are told apart by their number. */
const isHan = (letter: string): boolean => letter >= '\u2e80' && /\p{Script=Han}/u.test(letter);

/** Full pinyin and initials; for long texts only the likeliest reading, or the index would be larger than the table. */
function readings(text: string, known: LetterReadings): string[] {
  const letters = [...text.replaceAll(' ', '')];
  if (!letters.some(isHan)) return [];
  const likely = syllables(letters);
  const choices = letters.length <= most.letters ? alternatives(letters, likely, known) : likely.map((syllable) => [syllable]);
  const full = combinations(choices);
  const initials = combinations(choices.map((all) => [...new Set(all.map((syllable) => syllable.slice(0, 1)))]));
  return [...new Set([...full, ...initials])];
}
/** The reading in context: 长沙 is chang, 银行 is hang. */
function syllables(letters: readonly string[]): string[] {
  const han = letters.join('');
  const found = pinyin(han, { toneType: 'none', type: 'array', v: true });
  return found.length === letters.length
    ? found.map((syllable, at) => (isHan(letters[at] ?? '') ? syllable.toLowerCase() : (letters[at] ?? '')))
    : letters.map((letter) => (isHan(letter) ? pinyin(letter, { toneType: 'none', v: true }) : letter));
}
function alternatives(letters: readonly string[], likely: readonly string[], known: LetterReadings): string[][] {
  return letters.map((letter, at) => {
    const first = likely[at] ?? letter;
    if (!isHan(letter)) return [letter];
    const { all, surname } = known.get(letter) ?? readingsOf(letter);
    known.set(letter, { all, surname });
    return [...new Set([first, ...(at < 2 ? [surname] : []), ...all])].filter((one) => one !== '');
  });
}
function readingsOf(letter: string): { readonly all: readonly string[]; readonly surname: string } {
  const all = polyphonic(letter, { toneType: 'none', type: 'array' }).flatMap((one) => String(one).split(/[ ,]+/));
  return { all: all.map((one) => one.replaceAll('ü', 'v')), surname: pinyin(letter, { toneType: 'none', mode: 'surname', v: true }) };
}
/** All combinations as one text each, the likeliest first, no more than are worth keeping. */
function combinations(choices: readonly (readonly string[])[]): string[] {
  let texts = [''];
  for (const choice of choices) {
    const [likely = ''] = choice;
    const room = Math.floor(most.variants / texts.length);
    const kept = room >= choice.length ? choice : room > 1 ? choice.slice(0, room) : [likely];
    texts = kept.flatMap((syllable) => texts.map((text) => text + syllable));
  }
  return texts;
}
