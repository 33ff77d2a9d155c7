import type { Parameters } from '../condition/parameters.ts';
import { foldSql } from '../condition/sql.ts';
import { fieldNamed, type Source } from '../condition/source.ts';
import { Refused } from '../problem.ts';
import type { Registry } from '../registry/meta.ts';
import { searchTerms } from '../search/text.ts';
import { quoted } from '../store/columns.ts';

/**
 * Every word must be found. Three characters and more use the trigram index, one or two the grams kept beside it: patterns of two
 * have no trigram and would scan (kernel-storage §9). Records without a search text are searched by code and label.
 */
export function searchSql(registry: Registry, source: Source, q: string, params: Parameters): string {
  const terms = searchTerms(q);
  if (terms.length === 0 || terms.some((term) => [...term].length === 1 && !/\p{Script=Han}/u.test(term))) throw new Refused('search.query_too_short', {}, 'q');
  const meta = registry.records.get(source.name);
  const indexed = meta !== undefined && searchedPaths(meta).length > 0;
  const names = indexed ? [] : [...new Set([source.code, source.title])].flatMap((name) => (name && isText(source, name) ? [bareSql(`o.${quoted(name)}`)] : []));
  if (!indexed && names.length === 0) return 'false';
  const tests = terms.map((term) => {
    if (!indexed) return `(${names.map((name) => `strpos(${name}, ${params.add(term)}::text) > 0`).join(' or ')})`;
    return [...term].length <= 2 ? `o.search_grams @> ${params.add([term])}::text[]` : `o.search like ${params.add(`%${term.replace(/[\\%_]/g, '\\$&')}%`)}::text`;
  });
  return `(${tests.join(' and ')})`;
}
const searchedPaths = (meta: { readonly declaration: { readonly spec: object } }): readonly string[] =>
  (meta.declaration.spec as { readonly search?: readonly string[] }).search ?? [];
const isText = (source: Source, name: string): boolean => ['text', 'serial'].includes(fieldNamed(source, name)?.kind ?? '');

/** Marks that a query leaves out are left out of what it is compared with: `so260300187` is SO2603-00187 (P12-1). */
const bareSql = (x: string): string => `translate(${foldSql(x)}, '()·-_,.，。、', '')`;

/** How well a row is hit, best first; the scores are those of 7.1 for code and name. */
export function scoreSql(source: Source, q: string, params: Parameters): string {
  const code = source.code && isText(source, source.code) ? bareSql(`o.${quoted(source.code)}`) : undefined;
  const title = isText(source, source.title) ? bareSql(`o.${quoted(source.title)}`) : undefined;
  // Nothing to rank by: every hit is worth the same (a plain number would be read as a column's place).
  if (!code && !title) return '(60 + 0)';
  const wanted = `${params.add(searchTerms(q).join(' '))}::text`;
  const cases = [
    ...(code ? [`when ${code} = ${wanted} then 100`] : []),
    ...(title ? [`when ${title} = ${wanted} then 95`, `when starts_with(${title}, ${wanted}) then 90`, `when strpos(${title}, ${wanted}) > 0 then 80`] : []),
    ...(code ? [`when starts_with(${code}, ${wanted}) then 82`, `when strpos(${code}, ${wanted}) > 0 then 66`] : []),
  ];
  return `(case ${cases.join(' ')} else 60 end)`;
}
