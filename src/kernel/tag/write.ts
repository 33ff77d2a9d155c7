import type { Answer, Call } from '../command/call.ts';
import { metaOf, runCommand } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { reaches } from '../command/reach.ts';
import type { Unit } from '../command/unit.ts';
import { isId } from '../ids.ts';
import { may } from '../permission/grants.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import { tagsField } from './field.ts';

const most = 500;
/** As a stored field: what SQL derives is not audited. */
const auditedField: FieldMeta = { name: 'tags', kind: 'references', target: 'core.tag', origin: 'derived', required: false, zh: tagsField.zh, en: tagsField.en };
interface Tag {
  readonly id: string;
  readonly name: string;
  readonly group: string | null;
  readonly group_name: string | null;
  readonly exclusive: boolean;
  readonly roles: readonly string[];
}
interface Wish {
  readonly ids: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}
function idsOf(given: unknown, name: string, required: boolean): readonly string[] {
  if (given === undefined && !required) return [];
  if (given === undefined) throw new Refused('field.required', {}, `/${name}`);
  if (!Array.isArray(given) || !given.every((id): id is string => typeof id === 'string' && isId(id))) throw new Refused('field.type', { expected: 'array of ids' }, `/${name}`);
  if (given.length > most) throw new Refused('request.limit', { max: most }, `/${name}`);
  return [...new Set(given)];
}
/** `POST …/tags` {ids, add, remove}: on all of the records or on none (P.11, 1.3). */
export async function tagRecords(environment: Environment, call: Call, name: string, body: unknown): Promise<Answer> {
  const meta = metaOf(environment, name);
  if (!may(call.principal, name, 'update')) throw new Refused('forbidden', { declaration: name, action: 'update' });
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['ids', 'add', 'remove']);
  const wish: Wish = { ids: idsOf(body['ids'], 'ids', true), add: idsOf(body['add'], 'add', false), remove: idsOf(body['remove'], 'remove', false) };
  return runCommand(environment, call, undefined, { action: 'tag', reason: undefined }, async ({ tx, unit, read }) => {
    const { org } = call.principal;
    const tags = await tagsNamed(tx, call, wish);
    const records = await changeable(environment, tx, call, meta, wish.ids);
    const before = await tagsOf(tx, org.id, wish.ids);
    const gone = new Set(wish.remove);
    // Of a group that excludes, the new one takes the place of the old one.
    for (const tag of tags.added) if (tag.exclusive) for (const other of tags.groups.get(tag.group ?? '') ?? []) if (!wish.add.includes(other)) gone.add(other);
    await tx.query('delete from core.tag_link where org_id = $1 and record = any($2::uuid[]) and tag = any($3::uuid[])', [org.id, wish.ids, [...gone]]);
    await tx.query(
      `insert into core.tag_link (org_id, record, tag, declaration, source, "by", at) select $1::uuid, r, t, $4, 'manual', $5::uuid, $6::timestamptz from unnest($2::uuid[]) r cross join unnest($3::uuid[]) t on conflict do nothing`,
      [org.id, wish.ids, wish.add, name, call.principal.user, read.now],
    );
    const after = await tagsOf(tx, org.id, wish.ids);
    for (const [id, record] of records) note(unit, meta, record, before.get(id) ?? [], after.get(id) ?? []);
    return () => Promise.resolve({ status: 200, body: { data: wish.ids.map((id) => ({ id, tags: after.get(id) ?? [] })) } });
  });
}
function note(unit: Unit, meta: RecordMeta, record: Loaded, before: readonly string[], after: readonly string[]): void {
  const label = record[meta.code ?? meta.title] ?? record[meta.title];
  unit.noted.push({
    declaration: meta.name,
    record: record.id,
    label: typeof label === 'string' ? label : '-',
    action: 'tag',
    before: { tags: before },
    after: { tags: after },
    fields: [auditedField],
  });
}
async function tagsOf(tx: Tx, org: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.query('select record, array_agg(tag order by tag) as tags from core.tag_link where org_id = $1 and record = any($2::uuid[]) group by record', [org, ids]);
  return new Map(rows.map((row) => [String(row['record']), row['tags'] as readonly string[]]));
}
/** Rows that the person may change, locked in one order; one that is out of reach refuses all. */
async function changeable(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, ids: readonly string[]): Promise<ReadonlyMap<string, Loaded>> {
  const { org } = call.principal;
  await tx.query(`select id from ${meta.table} where org_id = $1 and id = any($2::uuid[]) order by id for no key update`, [org.id, ids]);
  const records = await loadRecords(tx, org.id, meta, ids);
  for (const [at, id] of ids.entries()) {
    const record = records.get(id);
    if (!record || !(await reaches(environment, tx, call.principal, meta, 'read', record))) throw new Refused('not_found', {}, `/ids/${at}`);
    if (!(await reaches(environment, tx, call.principal, meta, 'update', record))) throw new Refused('forbidden', { declaration: meta.name, action: 'update' }, `/ids/${at}`);
  }
  return records;
}
/** The tags that are asked for, with all the tags of their groups; who may not apply them is refused, and two of a group that excludes. */
async function tagsNamed(tx: Tx, call: Call, { add, remove }: Wish): Promise<{ readonly added: readonly Tag[]; readonly groups: ReadonlyMap<string, readonly string[]> }> {
  const { org, roles } = call.principal;
  const rows = (await tx.query(
    `select t.id, t.name, t."group", g.name as group_name, coalesce(g.exclusive, false) as exclusive, t.archived_at,
       (select coalesce(array_agg(r.code), '{}') from core.role r where r.org_id = $1 and r.id = any(g.roles)) as roles
     from core.tag t left join core.tag_group g on g.org_id = $1 and g.id = t."group" where t.org_id = $1 and t.id = any($2::uuid[])`,
    [org.id, [...add, ...remove]],
  )) as unknown as readonly (Tag & { readonly archived_at: string | null })[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const named = (ids: readonly string[], at: string): readonly Tag[] =>
    ids.map((id, index) => {
      const tag = byId.get(id);
      if (!tag) throw new Refused('reference.not_found', { code: id }, `/${at}/${index}`);
      if (at === 'add' && tag.archived_at !== null) throw new Refused('reference.archived', {}, `/${at}/${index}`);
      if (tag.roles.length > 0 && !call.principal.unlimited && !tag.roles.some((role) => roles.includes(role)))
        throw new Refused('tag.not_allowed', { tag: tag.name }, `/${at}/${index}`);
      return tag;
    });
  const added = named(add, 'add');
  named(remove, 'remove');
  const taken = new Set<string>();
  for (const [at, tag] of added.entries()) {
    if (!tag.exclusive || tag.group === null) continue;
    if (taken.has(tag.group)) throw new Refused('tag.exclusive_conflict', { group: tag.group_name }, `/add/${at}`);
    taken.add(tag.group);
  }
  const others = await tx.query('select id, "group" from core.tag where org_id = $1 and "group" = any($2::uuid[])', [org.id, [...taken]]);
  return { added, groups: new Map([...Map.groupBy(others, (row) => String(row['group']))].map(([group, list]) => [group, list.map((row) => String(row['id']))])) };
}

/** `POST /api/core/tag/{id}/merge` {into}: every record that had the one has the other; the one is archived. */
export async function mergeTag(environment: Environment, call: Call, id: string, body: unknown): Promise<Answer> {
  const meta = metaOf(environment, 'core.tag');
  if (!may(call.principal, meta.name, 'update')) throw new Refused('forbidden', { declaration: meta.name, action: 'update' });
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['into']);
  const { into } = body;
  if (typeof into !== 'string' || !isId(into)) throw new Refused(into === undefined ? 'field.required' : 'field.type', { expected: 'reference' }, '/into');
  return runCommand(environment, call, { name: meta.name, id }, { action: 'merge', reason: undefined }, async ({ tx, unit, read }) => {
    const { org } = call.principal;
    await tx.query('select id from core.tag where org_id = $1 and id = any($2::uuid[]) order by id for no key update', [org.id, [id, into]]);
    const tags = await loadRecords(tx, org.id, meta, [id, into]);
    const from = tags.get(id);
    if (!from) throw new Refused('not_found');
    if (!tags.get(into) || into === id) throw new Refused('reference.not_found', { code: into }, '/into');
    const moved = await tx.query(
      `insert into core.tag_link (org_id, record, tag, declaration, source, "by", at) select org_id, record, $3, declaration, source, "by", at from core.tag_link where org_id = $1 and tag = $2 on conflict do nothing returning record`,
      [org.id, id, into],
    );
    await tx.query('delete from core.tag_link where org_id = $1 and tag = $2', [org.id, id]);
    unit.changed.set(`core.tag:${id}`, { meta, before: from, values: { archived_at: read.now } });
    return () => Promise.resolve({ status: 200, body: { outcome: 'applied', moved: moved.length } });
  });
}
