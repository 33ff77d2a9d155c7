import { pinyin, polyphonic } from 'pinyin-pro';

/** What the index keeps of a record: a text for patterns of three characters and more, and grams for shorter ones. */
export interface SearchText {
  readonly text: string;
  readonly grams: readonly string[];
}
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
export function searchText(values: readonly (string | null | undefined)[]): SearchText {
  const parts = new Set<string>();
  for (const value of values) {
    const text = normalise(value ?? '');
    if (text === '') continue;
    // Blanks are dropped too: whoever types 昆山同创 finds 昆山 同创.
    for (const one of [text, text.replaceAll(' ', '')]) parts.add(one);
    for (const reading of readings(text)) parts.add(reading);
  }
  const grams = new Set<string>();
  for (const part of parts) for (const gram of gramsOf(part)) grams.add(gram);
  return { text: [...parts].join('\n'), grams: [...grams] };
}

/** Single Han characters and all pairs of neighbours. */
function gramsOf(text: string): string[] {
  const letters = [...text];
  return letters.flatMap((letter, at) => {
    const next = letters[at + 1];
    const pair = next === undefined || letter === ' ' || next === ' ' ? [] : [letter + next];
    return isHan(letter) ? [letter, ...pair] : pair;
  });
}
const isHan = (letter: string): boolean => /\p{Script=Han}/u.test(letter);

/** Full pinyin and initials; for long texts only the likeliest reading, or the index would be larger than the table. */
function readings(text: string): string[] {
  const letters = [...text.replaceAll(' ', '')];
  if (!letters.some(isHan)) return [];
  const likely = syllables(letters);
  const choices = letters.length <= most.letters ? alternatives(letters, likely) : likely.map((syllable) => [syllable]);
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
function alternatives(letters: readonly string[], likely: readonly string[]): string[][] {
  return letters.map((letter, at) => {
    const first = likely[at] ?? letter;
    if (!isHan(letter)) return [letter];
    const all = polyphonic(letter, { toneType: 'none', type: 'array' }).flatMap((one) => String(one).split(/[ ,]+/));
    const surname = pinyin(letter, { toneType: 'none', mode: 'surname', v: true });
    return [...new Set([first, ...(at < 2 ? [surname] : []), ...all.map((one) => one.replaceAll('ü', 'v'))])].filter((one) => one !== '');
  });
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
