/*
 * Keys under which two spellings of one customer meet (1.1): the whole name folded, and its core without region and legal form.
 */

/** NFKC, upper case, everything but letters, digits and Han removed. */
export const nameNorm = (name: string): string =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const legalSuffixes = ['有限责任公司', '股份有限公司', '集团有限公司', '有限公司', '集团公司', '分公司', '公司', '集团', '经营部', '商行', '商店', '工厂', '厂', '中心'];
const upperLevelEnding = /(?:壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区|自治州|地区|省|市|盟)$/;
const shortestCore = 2;

/** A division as far as a name can carry it: provinces and prefectures also without their ending, counties only in full. */
export interface NamedRegion {
  readonly name: string;
  readonly level: number;
}
export function regionSpellings(regions: readonly NamedRegion[]): ReadonlySet<string> {
  return new Set(
    regions.flatMap(({ name, level }) => {
      const short = name.replace(upperLevelEnding, '');
      return level <= 2 && short.length >= 2 ? [name, short] : [name];
    }),
  );
}
/** Every piece of a name that could be a region, so that only those are looked up. */
export function regionCandidates(name: string): readonly string[] {
  const text = nameNorm(name).slice(0, 30);
  const pieces = new Set<string>();
  for (let from = 0; from < text.length; from += 1) for (let length = 2; length <= 12 && from + length <= text.length; length += 1) pieces.add(text.slice(from, from + length));
  return [...pieces];
}

/** Bracketed regions dropped, up to three leading regions dropped, then once the longest legal form; at least two characters remain. */
export function nameCore(name: string, regions: ReadonlySet<string>): string {
  const folded = name.normalize('NFKC').toUpperCase();
  const unbracketed = folded.replace(/[(（【[]([^)）】\]]*)[)）】\]]/g, (whole, inside: string) => (regions.has(nameNorm(inside)) ? '' : whole));
  let core = nameNorm(unbracketed);
  for (let dropped = 0; dropped < 3; dropped += 1) {
    const region = leadingRegion(core, regions);
    if (region === '' || core.length - region.length < shortestCore) break;
    core = core.slice(region.length);
  }
  const suffix = legalSuffixes.filter((one) => core.endsWith(one) && core.length - one.length >= shortestCore).sort((a, b) => b.length - a.length)[0];
  return suffix ? core.slice(0, -suffix.length) : core;
}
function leadingRegion(text: string, regions: ReadonlySet<string>): string {
  for (let length = Math.min(12, text.length); length >= 2; length -= 1) if (regions.has(text.slice(0, length))) return text.slice(0, length);
  return '';
}

export function bigrams(text: string): readonly string[] {
  const characters = [...text];
  return characters.length < 2 ? characters : characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
/** Dice coefficient on character bigrams as multisets, to two decimals; our own, because that of the database depends on its locale. */
export function similarity(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)];
  if (left.length === 0 || right.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const pair of left) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of right) {
    const count = counts.get(pair) ?? 0;
    if (count > 0) shared += 1;
    counts.set(pair, count - 1);
  }
  return Math.round((200 * shared) / (left.length + right.length)) / 100;
}
