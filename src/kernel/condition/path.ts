import type { FieldMeta, LinesMeta, Registry } from '../registry/meta.ts';
import { nearest } from '../kinds/normal.ts';
import { fieldNamed, lineFields, type Source, sourceOf } from './source.ts';

/** A field of the row itself, of one of its lines, or of a record it refers to. */
export interface FieldPath {
  readonly text: string;
  readonly field: FieldMeta;
  /** The record that has the field: the listed one, or the target of the reference. */
  readonly owner: Source;
  readonly via?: FieldMeta;
  readonly lines?: LinesMeta;
}
export interface PathProblem {
  readonly code: 'condition.unknown_field' | 'condition.path_too_deep';
  readonly params: Readonly<Record<string, unknown>>;
}
export const isProblem = (found: FieldPath | PathProblem): found is PathProblem => 'code' in found;

/** `customer`, `customer.region`, `lines.product`; anything longer belongs in a report (P.2.5). */
export function resolvePath(registry: Registry, source: Source, text: string): FieldPath | PathProblem {
  const [first = '', second, ...more] = text.split('.');
  if (more.length > 0) return { code: 'condition.path_too_deep', params: { path: text } };
  if (second === undefined) {
    const field = fieldNamed(source, first);
    return field ? { text, field, owner: source } : unknown(text, names(source));
  }
  const lines = source.lines.find((one) => one.name === first);
  if (lines) {
    const field = lineFields(lines).find((one) => one.name === second);
    return field
      ? { text, field, owner: source, lines }
      : unknown(
          text,
          lineFields(lines).map((one) => `${first}.${one.name}`),
        );
  }
  const via = fieldNamed(source, first);
  if (!via) return unknown(text, names(source), first);
  const target = via.kind === 'reference' && via.target !== undefined && via.name !== 'id' ? registry.records.get(via.target) : undefined;
  if (!target) return { code: 'condition.path_too_deep', params: { path: text } };
  const owner = sourceOf(target);
  const field = fieldNamed(owner, second);
  return field
    ? { text, field, owner, via }
    : unknown(
        text,
        owner.fields.map((one) => `${first}.${one.name}`),
      );
}
const names = (source: Source): string[] => [...source.fields, ...source.lines].map((one) => one.name);
const unknown = (field: string, candidates: readonly string[], part = field): PathProblem => ({
  code: 'condition.unknown_field',
  params: { field, nearest: nearest(part, candidates) ?? null },
});
