import { parameters } from '../condition/parameters.ts';
import { isUuid, readingsOf } from '../kinds/index.ts';
import { grantsFor } from '../permission/grants.ts';
import { scopeSql } from '../permission/scope.ts';
import type { Problem } from '../problem.ts';
import type { FieldMeta, LinesMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import type { Tx } from '../store/session.ts';
import type { Principal } from './call.ts';

type Values = Record<string, unknown>;
/** One place in the parsed input where a reference stands, and how to put the id there. */
interface Place {
  readonly target: string;
  readonly given: { readonly id?: string; readonly code?: string };
  readonly path: string;
  readonly set: (id: string | null) => void;
}
interface Shape {
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
}

/** Who chooses, and what stood in the record before: that stays, whoever saves it again. */
export interface Chooser {
  readonly principal: Principal;
  readonly registry: Registry;
  readonly kept?: ReadonlySet<unknown>;
}
/**
 * Turns every code into the id it stands for, one query a target; what cannot be found is told with its path. A row outside the scope of who
 * chooses is not found (P.8: choosing it needs read), by its id as little as by its code.
 */
export async function resolveReferences(tx: Tx, chooser: Chooser, shape: Shape, values: Values): Promise<Problem[]> {
  const places = [...placesOf(shape.fields, values, ''), ...shape.lines.flatMap((lines) => ((values[lines.name] ?? []) as Values[]).flatMap((line, index) => placesOf(lines.fields, line, `/${lines.name}/${index}`)))];
  const targets = new Map<string, Place[]>();
  for (const place of places) targets.set(place.target, [...(targets.get(place.target) ?? []), place]);
  const problems = await Promise.all([...targets].map(([target, list]) => resolveTarget(tx, chooser, target, list)));
  return problems.flat();
}

function placesOf(fields: readonly FieldMeta[], values: Values, base: string): Place[] {
  return fields.flatMap((field): Place[] => {
    const value = values[field.name];
    const path = `${base}/${field.name}`;
    if (value === null || value === undefined) return [];
    if (field.kind === 'reference' && typeof value === 'object') return [{ target: field.target ?? '', given: value, path, set: (id) => (values[field.name] = id) }];
    if (field.kind === 'references' && Array.isArray(value)) {
      const ids: (string | null)[] = [];
      values[field.name] = ids;
      return value.flatMap((one: unknown, index): Place[] => {
        if (typeof one === 'string') ids[index] = one;
        return typeof one === 'object' && one !== null ? [{ target: field.target ?? '', given: one, path: `${path}/${index}`, set: (id) => (ids[index] = id) }] : [];
      });
    }
    if (field.kind === 'any_reference' && typeof value === 'object') {
      const { name, ...given } = value as { readonly name: string; readonly id?: string; readonly code?: string };
      return [{ target: name, given, path, set: (id) => (values[field.name] = id === null ? null : { name, id }) }];
    }
    return [];
  });
}

async function resolveTarget(tx: Tx, chooser: Chooser, target: string, places: readonly Place[]): Promise<Problem[]> {
  const meta = chooser.registry.records.get(target);
  if (!meta) return places.map(({ path }) => ({ code: 'field.choice', params: { value: target }, path }));
  const ids = places.flatMap(({ given }) => (given.id ? [given.id] : []));
  const texts = [...new Set(places.flatMap(({ given }) => (given.code === undefined ? [] : readingsOf(given.code).map((reading) => reading.text))))];
  const found = (await candidates(tx, chooser, meta, ids, texts)).filter((row) => row.within || chooser.kept?.has(row.id));
  return places.flatMap((place): Problem[] => {
    const hits = place.given.id ? found.filter((row) => row.id === place.given.id) : byReading(found, place.given.code ?? '');
    const [first] = hits;
    if (!first) return [{ code: 'reference.not_found', params: { code: place.given.code ?? place.given.id ?? '' }, path: place.path }];
    if (hits.length > 1) return [{ code: 'reference.ambiguous', params: { candidates: hits.map((row) => row.code) }, path: place.path }];
    if (first.archived && !place.given.id) return [{ code: 'reference.archived', params: { code: first.code }, path: place.path }];
    place.set(first.id);
    return [];
  });
}
interface Candidate {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly archived: boolean;
  readonly within: boolean;
}
async function candidates(tx: Tx, { principal, registry }: Chooser, meta: RecordMeta, ids: readonly string[], texts: readonly string[]): Promise<Candidate[]> {
  const params = parameters(principal.org.id, ids.filter(isUuid), texts);
  // Records that a person is granted nothing of are chosen for him by forms and effects; he cannot look for them.
  const within = grantsFor(principal, meta.name, 'read').length === 0 ? 'true' : scopeSql({ registry, principal, params, org: '$1' }, meta, 'read', 'o');
  const code = meta.code ? quoted(meta.code) : 'null::text';
  const title = quoted(meta.title);
  const titleIsText = meta.fields.find((field) => field.name === meta.title)?.kind === 'text';
  const tests = ['id = any($2::uuid[])', ...(meta.code ? [`${code} = any($3)`] : []), ...(titleIsText ? [`${title} = any($3)`] : [])];
  const rows = await tx.query(
    `select id, ${code} as code, ${title}::text as title, ${meta.type === 'catalog' ? 'archived_at is not null' : 'false'} as archived, ${within} as within from ${meta.table} o where org_id = $1 and ($3::text[] is not null) and (${tests.join(' or ')}) limit 2000`,
    params.values,
  );
  return rows as unknown as Candidate[];
}
function byReading(found: readonly Candidate[], code: string): readonly Candidate[] {
  for (const reading of readingsOf(code)) {
    const hits = found.filter((row) => (reading.by === 'code' ? row.code === reading.text : row.title === reading.text));
    if (hits.length > 0) return hits;
  }
  return [];
}
