import { isUuid, readingsOf } from '../kinds/index.ts';
import type { Problem } from '../problem.ts';
import type { FieldMeta, LinesMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import type { Tx } from '../store/session.ts';

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

/** Turns every code into the id it stands for, one query a target; what cannot be found is told with its path. */
export async function resolveReferences(tx: Tx, org: string, registry: Registry, shape: Shape, values: Values): Promise<Problem[]> {
  const places = [...placesOf(shape.fields, values, ''), ...shape.lines.flatMap((lines) => ((values[lines.name] ?? []) as Values[]).flatMap((line, index) => placesOf(lines.fields, line, `/${lines.name}/${index}`)))];
  const targets = new Map<string, Place[]>();
  for (const place of places) targets.set(place.target, [...(targets.get(place.target) ?? []), place]);
  const problems = await Promise.all([...targets].map(([target, list]) => resolveTarget(tx, org, registry, target, list)));
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

async function resolveTarget(tx: Tx, org: string, registry: Registry, target: string, places: readonly Place[]): Promise<Problem[]> {
  const meta = registry.records.get(target);
  if (!meta) return places.map(({ path }) => ({ code: 'field.choice', params: { value: target }, path }));
  const ids = places.flatMap(({ given }) => (given.id ? [given.id] : []));
  const texts = [...new Set(places.flatMap(({ given }) => (given.code === undefined ? [] : readingsOf(given.code).map((reading) => reading.text))))];
  const found = await candidates(tx, org, meta, ids, texts);
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
}
async function candidates(tx: Tx, org: string, meta: RecordMeta, ids: readonly string[], texts: readonly string[]): Promise<Candidate[]> {
  const code = meta.code ? quoted(meta.code) : 'null::text';
  const title = quoted(meta.title);
  const titleIsText = meta.fields.find((field) => field.name === meta.title)?.kind === 'text';
  const tests = ['id = any($2::uuid[])', ...(meta.code ? [`${code} = any($3)`] : []), ...(titleIsText ? [`${title} = any($3)`] : [])];
  const rows = await tx.query(`select id, ${code} as code, ${title}::text as title, ${meta.type === 'catalog' ? 'archived_at is not null' : 'false'} as archived from ${meta.table} where org_id = $1 and ($3::text[] is not null) and (${tests.join(' or ')}) limit 2000`, [org, ids.filter(isUuid), texts]);
  return rows as unknown as Candidate[];
}
function byReading(found: readonly Candidate[], code: string): readonly Candidate[] {
  for (const reading of readingsOf(code)) {
    const hits = found.filter((row) => (reading.by === 'code' ? row.code === reading.text : row.title === reading.text));
    if (hits.length > 0) return hits;
  }
  return [];
}
