import { isProblem, resolvePath } from '../condition/path.ts';
import { fieldNamed, lineFields, type Source, sourceOf } from '../condition/source.ts';
import { permitChoice } from '../permission/access.ts';
import { type Problem, refuseAll } from '../problem.ts';
import type { FieldMeta } from '../registry/meta.ts';
import type { ListContext } from './context.ts';

/** Members of the answer that `fields` names; left out, all of the record's own. */
export interface Selection {
  readonly own: ReadonlySet<string>;
  readonly lines: ReadonlyMap<string, ReadonlySet<string> | 'all'>;
  readonly actions: boolean;
}
/** A reference whose record is read too: some fields of it, or all that are readable. */
export interface Expansion {
  /** `customer` or `lines.product` */
  readonly path: string;
  readonly field: FieldMeta;
  readonly lines: string | undefined;
  readonly target: Source;
  readonly members: ReadonlySet<string> | 'all';
}
export interface Choice {
  readonly selection: Selection | undefined;
  readonly expansions: readonly Expansion[];
}

/** Looks up `fields` and `expand`; a hidden name in them is refused like one in a filter (P.2.2). */
export function resolveChoice(context: ListContext, fields: readonly string[] | undefined, expand: readonly string[]): Choice {
  const problems: Problem[] = [];
  const own = new Set<string>();
  const lines = new Map<string, Set<string> | 'all'>();
  const hops = new Map<string, Set<string>>();
  for (const text of fields ?? []) {
    if (text === '_actions') continue;
    const whole = context.source.lines.find((one) => one.name === text);
    if (whole) {
      permitChoice(context.access(context.source.name), whole, text);
      lines.set(text, 'all');
      continue;
    }
    const path = resolvePath(context.registry, context.source, text);
    if (isProblem(path)) {
      problems.push({ code: path.code === 'condition.unknown_field' ? 'field.unknown' : path.code, params: path.params, path: 'fields' });
      continue;
    }
    permitChoice(context.access(path.via ? path.owner.name : context.source.name), path.field, text);
    if (path.lines) addTo(lines, path.lines.name, path.field.name);
    else if (path.via) {
      own.add(path.via.name);
      addTo(hops, path.via.name, path.field.name);
    } else own.add(path.field.name);
  }
  const expansions = [...hops].flatMap(([via, members]): Expansion[] => [...expansionOf(context, via, expand.includes(via) ? 'all' : members)]);
  for (const path of expand) {
    if (hops.has(path)) continue;
    const found = expansionOf(context, path, 'all');
    if (found.length === 0) problems.push({ code: 'field.unknown', params: { field: path }, path: 'expand' });
    expansions.push(...found);
  }
  if (problems.length > 0) refuseAll(problems);
  // An expanded reference is part of the answer, though `fields` may not name it.
  if (fields !== undefined) {
    for (const { path, lines: within, field } of expansions) {
      if (within === undefined) own.add(path);
      else addTo(lines, within, field.name);
    }
  }
  const selection = fields === undefined ? undefined : { own, lines, actions: fields.includes('_actions') };
  return { selection, expansions };
}
function addTo<V extends Set<string> | 'all'>(map: Map<string, V | Set<string>>, key: string, name: string): void {
  const known = map.get(key);
  if (known === 'all') return;
  if (known === undefined) map.set(key, new Set([name]));
  else (known as Set<string>).add(name);
}
function expansionOf(context: ListContext, path: string, members: ReadonlySet<string> | 'all'): Expansion[] {
  const [first = '', second] = path.split('.');
  const lines = second === undefined ? undefined : context.source.lines.find((one) => one.name === first);
  const field = lines ? lineFields(lines).find((one) => one.name === second) : second === undefined ? fieldNamed(context.source, first) : undefined;
  const target = field?.kind === 'reference' ? context.registry.records.get(field.target ?? '') : undefined;
  return field && target ? [{ path, field, lines: lines?.name, target: sourceOf(target), members }] : [];
}
