/** Numbers that look random and are the same on every run (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
export const pick = <T>(list: readonly T[], at: number): T => {
  const item = list[at % list.length];
  if (item === undefined) throw new RangeError('an empty list has nothing to pick');
  return item;
};
export const padded = (value: number, width: number): string => String(value).padStart(width, '0');
export type Chance = (below: number) => number;
/** A whole number from one bound to the other, both possible. */
export const between = (next: Chance, from: number, to: number): number => from + next(to - from + 1);
/** Does something happen that does in so many of a hundred cases? */
export const happens = (next: Chance, percent: number): boolean => next(100) < percent;
