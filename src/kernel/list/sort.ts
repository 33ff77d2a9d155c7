import { Refused, refuseAll, type Problem } from '../problem.ts';
import { type FieldPath, isProblem, resolvePath } from '../condition/path.ts';
import { isSortable, shapeOf } from '../condition/shape.ts';
import { sourceOf } from '../condition/source.ts';
import type { FieldMeta } from '../registry/meta.ts';
import { fieldSql, quoted } from '../store/columns.ts';
import { type Base, hasField, type ListContext, permitPath } from './context.ts';
import type { SortTerm } from './query-string.ts';
import { scoreSql } from './search.ts';

/** A sort that has been looked up; `score` ranks hits of a search. */
export type SortKey = { readonly descending: boolean } & ({ readonly path: FieldPath } | { readonly score: string });

/** Asked for, or the declaration's own order; never both empty: `id` closes every sort (P.2.5). */
export function resolveSort(context: ListContext, terms: readonly SortTerm[] | undefined, q: string | undefined): readonly SortKey[] {
  if (terms === undefined && q !== undefined) return [{ score: q, descending: true }];
  const problems: Problem[] = [];
  const keys = (terms ?? usualSort(context)).flatMap((term): SortKey[] => {
    const path = resolvePath(context.registry, context.source, term.path);
    if (isProblem(path)) problems.push({ ...path, path: 'sort' });
    else if (path.lines || !isSortable(path.field)) problems.push({ code: 'condition.type', params: { expected: 'sortable field', field: term.path }, path: 'sort' });
    else {
      permitPath(context, path, 'sort');
      return [{ path, descending: term.descending }];
    }
    return [];
  });
  if (problems.length > 0) refuseAll(problems);
  return keys;
}
function usualSort({ registry, source }: ListContext): readonly SortTerm[] {
  const meta = registry.records.get(source.name);
  if (!meta) return [{ path: hasField(source, 'posted_at') ? 'posted_at' : 'id', descending: true }];
  const declared = (meta.declaration.spec as { readonly views?: { readonly sort?: readonly string[] } }).views?.sort;
  if (declared && declared.length > 0) return declared.map((term) => ({ path: term.replace(/^-/, ''), descending: term.startsWith('-') }));
  if (meta.type === 'document') return [{ path: meta.date ?? 'created_at', descending: true }];
  const title = meta.fields.find((field) => field.name === (meta.code ?? meta.title));
  return title && isSortable(title) ? [{ path: title.name, descending: false }] : [{ path: 'created_at', descending: true }];
}

/** A sort key as SQL: what is compared, and the type its value in a cursor is read back with. */
export interface SortSql {
  readonly expression: string;
  readonly cast: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}
const never = new Set(['id', 'version', 'created_at', 'updated_at', 'posted_at']);
export function sortSql(context: ListContext, base: Base, key: SortKey): SortSql {
  if ('score' in key) return { expression: scoreSql(context.source, key.score, base.params), cast: 'integer', descending: true, nullable: false };
  const { path, descending } = key;
  const nullable = path.via !== undefined || !(never.has(path.field.name) || path.field.kind === 'flag');
  if (shapeOf(path.field) === 'reference' && path.field.name !== 'id') {
    if (path.via) throw new Refused('condition.path_too_deep', { path: path.text }, 'sort');
    return { ...labelSql(context, base, path), descending, nullable: true };
  }
  return { ...columnSql(context, base, path.field, path.via ? base.join(path) : 'o', path.owner.code), descending, nullable };
}
/** References stand in the order of their labels. */
function labelSql(context: ListContext, base: Base, path: FieldPath): { readonly expression: string; readonly cast: string } {
  const target = context.registry.records.get(path.field.target ?? '');
  const owner = target && sourceOf(target);
  const title = owner?.fields.find((field) => field.name === owner.title);
  if (!owner || !title || shapeOf(title) === 'reference') return { expression: `o.${quoted(path.field.name)}`, cast: 'uuid' };
  return columnSql(context, base, title, base.join({ text: path.text, field: title, owner, via: path.field }), owner.code);
}
function columnSql(context: ListContext, base: Base, field: FieldMeta, alias: string, code: string | undefined): { readonly expression: string; readonly cast: string } {
  const [column = ''] = fieldSql(alias, field);
  switch (shapeOf(field)) {
    case 'text':
      // Codes and numbers are the same in every language: byte order, which their index has.
      return field.kind === 'serial' || field.name === code ? { expression: column, cast: 'text' } : { expression: `${column} collate ${context.collation}`, cast: 'text' };
    case 'key':
      return { expression: `array_position(${base.params.add(Object.keys(field.options ?? {}))}::text[], ${column})`, cast: 'integer' };
    case 'number':
      return { expression: column, cast: field.kind === 'integer' ? 'integer' : 'numeric' };
    case 'instant':
      return { expression: column, cast: 'timestamptz' };
    case 'date':
      return { expression: column, cast: 'date' };
    case 'flag':
      return { expression: column, cast: 'boolean' };
    case 'reference':
      return { expression: column, cast: 'uuid' };
    default:
      return { expression: column, cast: 'text' };
  }
}
