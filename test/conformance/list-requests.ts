import fc from 'fast-check';
import type { FieldMeta, LinesMeta } from '../../src/kernel/registry/meta.ts';
import { junk, mostly, words } from './junk.ts';

/* What a list is asked: paths of a record, conditions, sort, pages — right and wrong ones. */
export const pathsOf = (meta: { readonly fields: readonly FieldMeta[]; readonly lines?: readonly LinesMeta[] }): string[] => [
  ...meta.fields.flatMap((field) => [field.name, ...(field.kind === 'reference' ? [`${field.name}.code`, `${field.name}.name`, `${field.name}.created_at`] : [])]),
  ...(meta.lines ?? []).flatMap((child) => [child.name, ...child.fields.map((field) => `${child.name}.${field.name}`)]),
  'id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'tags',
  'x_grade',
  'a.b.c',
  '',
  '__proto__',
  'lines.',
];
export const operators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts',
  'ends',
  'is_empty',
  'not_empty',
  'before',
  'after',
  'within_days',
  'month_day_in',
  'under',
  'is_a',
  'zzz',
  '',
];
/** A condition tree of P.7, damaged here and there. */
export function tree(paths: readonly string[]): fc.Arbitrary<unknown> {
  const leaf = fc.record(
    { field: mostly(fc.constantFrom(...paths), junk, 8), op: mostly(fc.constantFrom(...operators), junk, 8), value: fc.oneof(junk, fc.array(junk, { maxLength: 3 })) },
    { requiredKeys: ['field'] },
  );
  const branch = fc.oneof(fc.record({ all: fc.array(leaf, { maxLength: 3 }) }), fc.record({ any: fc.array(leaf, { maxLength: 3 }) }), fc.record({ not: leaf }));
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 3, arbitrary: branch }, { weight: 1, arbitrary: junk });
}
export function listMembers(paths: readonly string[]): Record<string, fc.Arbitrary<unknown>> {
  const name = fc.constantFrom(...paths);
  return {
    filter: tree(paths),
    sort: mostly(
      fc.oneof(
        name,
        name.map((one) => `-${one}`),
        fc.tuple(name, name).map((two) => two.join()),
      ),
      junk,
    ),
    limit: fc.constantFrom<unknown>(1, 2, 200, 0, -1, 201, '2', 'x', 1.5, null, 1e9),
    after: fc.constantFrom<unknown>('x', '', 'eyJhIjoxfQ', 'e30', '%%%', 'W10', 'bnVsbA', null, 7, {}),
    before: fc.constantFrom<unknown>('x', 'W1tdXQ', 7),
    count: fc.constantFrom<unknown>('exact', 'bounded', 'none', 'zzz', 1),
    totals: mostly(name, junk),
    q: fc.constantFrom<unknown>(...words.slice(0, 20), 'zhang', 7, null, []),
    group: mostly(name, junk),
    fields: mostly(
      fc.array(name, { maxLength: 4 }).map((names) => names.join()),
      junk,
    ),
    expand: mostly(name, junk),
    labels: fc.constantFrom<unknown>('zh', 'en', 'xx'),
  };
}
