import type { Answer, Call, Principal } from '../command/call.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { nearest, parseBody } from '../command/parse.ts';
import { isId, newId } from '../ids.ts';
import { parseListBody } from '../list/query-string.ts';
import { checkList, sourceFor } from '../list/run.ts';
import { may } from '../permission/grants.ts';
import { Refused, type Problem, refuseAll } from '../problem.ts';
import { reading } from '../read/record.ts';
import type { FieldMeta, LedgerMeta, RecordMeta } from '../registry/meta.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { isObject, keptJson } from './json.ts';

/** What a saved view remembers of a list (P.11); it never widens rights, each reader sees his own rows through it. */
interface ViewSpec {
  readonly filter?: unknown;
  readonly sort?: unknown;
  readonly columns?: readonly ViewColumn[];
  readonly group?: unknown;
  readonly display?: unknown;
}
interface ViewColumn {
  readonly path: string;
  readonly width?: number;
  readonly pinned?: boolean;
}
const members = ['filter', 'sort', 'columns', 'group', 'display'] as const;
const displays = ['table', 'kanban', 'calendar', 'tree'];
const mostViews = 200;
const mostBytes = 16 * 1024;
const base = { origin: 'input', required: false } as const;
const fields: readonly FieldMeta[] = [
  { ...base, name: 'declaration', kind: 'text', max: 80, zh: '档案或单据', en: 'Declaration' },
  { ...base, name: 'name', kind: 'text', max: 80, zh: '名称', en: 'Name' },
  {
    ...base,
    name: 'scope',
    kind: 'choice',
    zh: '范围',
    en: 'For whom',
    options: {
      private: { zh: '仅自己', en: 'Only me' },
      role: { zh: '岗位角色', en: 'A role' },
      department: { zh: '部门', en: 'A department' },
      everybody: { zh: '所有人', en: 'Everybody' },
    },
  },
];

/** `GET /api/core/saved_view?declaration=`: one's own and those for everybody; one that the reader cannot use says why. */
export async function savedViews(environment: Environment, call: Call, declaration: string | null): Promise<Answer> {
  const meta = listed(environment, call, declaration);
  const { principal } = call;
  return reading(environment, call, async (tx) => {
    const rows = await tx.query(`${selected} where v.org_id = $1 and v.declaration = $5 and ${offered} order by v.name, v.id`, [...readerOf(principal), meta.name]);
    return { status: 200, body: { data: rows.map((row) => viewJson(environment, call, meta, row)) } };
  });
}
/** One's own, everybody's, and those for a role one holds or a department one belongs to (P.11). */
const offered = `(v.owner = $2 or v.scope = 'everybody' or (v.scope = 'department' and v.for_id = any($4::uuid[]))
  or (v.scope = 'role' and exists (select 1 from core.role r where r.org_id = $1 and r.id = v.for_id and r.code = any($3::text[]))))`;
const readerOf = ({ org, user, roles, departments }: Principal): readonly unknown[] => [org.id, user, roles, departments];
const selected =
  'select v.id, v.version, v.declaration, v.name, v.owner, u.name as owner_name, v.scope, v.for_id, v.spec from core.saved_view v left join core."user" u on u.org_id = $1 and u.id = v.owner';

function listed({ registry }: Environment, call: Call, declaration: unknown): RecordMeta | LedgerMeta {
  if (typeof declaration !== 'string' || declaration === '') throw new Refused('field.required', {}, '/declaration');
  const meta = registry.records.get(declaration) ?? registry.ledgers.get(declaration);
  if (!meta) throw new Refused('field.choice', { nearest: nearest(declaration, [...registry.records.keys(), ...registry.ledgers.keys()]) }, '/declaration');
  if (!may(call.principal, meta.name, 'read')) throw new Refused('forbidden', { declaration: meta.name, action: 'read' });
  return meta;
}
function viewJson(environment: Environment, call: Call, meta: RecordMeta | LedgerMeta, row: Row): object {
  const { principal } = call;
  const spec = row['spec'] as ViewSpec;
  const problem = problemOf(() => checkSpec(environment, call, meta, spec));
  return {
    id: row['id'],
    version: row['version'],
    declaration: row['declaration'],
    name: row['name'],
    scope: row['scope'],
    for: row['for_id'],
    owner: { id: row['owner'], label: row['owner_name'] },
    mine: row['owner'] === principal.user,
    filter: spec.filter ?? null,
    sort: spec.sort ?? null,
    columns: spec.columns ?? null,
    group: spec.group ?? null,
    display: spec.display ?? 'table',
    usable: problem === undefined,
    ...(problem ? { code: problem.code, params: problem.params } : {}),
  };
}
function problemOf(check: () => void): Problem | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}
/** Every path and type is resolved when a view is saved, and again for each reader (P.7, P.8). */
function checkSpec({ registry, clock }: Environment, { principal }: Call, meta: RecordMeta | LedgerMeta, spec: ViewSpec): void {
  const given = { filter: spec.filter ?? undefined, sort: spec.sort ?? undefined, group: spec.group ?? undefined, fields: spec.columns?.map((column) => column.path) };
  const query = parseListBody(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), sourceFor(meta));
  checkList({ registry, today: todayIn(principal.org.time_zone, clock()) }, principal, meta, query);
}

/** `POST /api/core/saved_view`. Offering a view to everybody asks for the right to share what it lists. */
export async function createView(environment: Environment, call: Call, body: unknown): Promise<Answer> {
  const parsed = parseBody({ fields, lines: [] }, body, [...members, 'for']).values;
  const meta = listed(environment, call, parsed['declaration']);
  if (typeof parsed['name'] !== 'string') throw new Refused('field.required', {}, '/name');
  const scope = parsed['scope'] ?? 'private';
  checkSharing(call, meta.name, scope);
  const spec = specOf(parsed, {});
  checkSpec(environment, call, meta, spec);
  const { principal } = call;
  const id = newId();
  await inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    const target = await targetOf(tx, principal.org.id, scope, parsed['for']);
    const [count] = await tx.query('select count(*)::int as views from core.saved_view where org_id = $1 and owner = $2', [principal.org.id, principal.user]);
    if (Number(count?.['views']) >= mostViews) throw new Refused('view.too_many', { max: mostViews });
    await tx.query('insert into core.saved_view (org_id, id, declaration, name, owner, scope, spec, updated_at, for_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      principal.org.id,
      id,
      meta.name,
      parsed['name'],
      principal.user,
      scope,
      keptJson(spec, mostBytes, ''),
      environment.clock().toISOString(),
      target,
    ]);
  });
  const answer = await readView(environment, call, id);
  return { ...answer, status: 201, location: `/api/core/saved_view/${id}` };
}
function checkSharing({ principal }: Call, declaration: string, scope: unknown): void {
  if (scope !== 'private' && !may(principal, declaration, 'share')) throw new Refused('forbidden', { declaration, action: 'share' });
}
/** The role or department that a view is for. */
async function targetOf(tx: Tx, org: string, scope: unknown, given: unknown): Promise<string | null> {
  if (scope !== 'role' && scope !== 'department') return null;
  if (given === undefined || given === null) throw new Refused('field.required', {}, '/for');
  const rows =
    typeof given === 'string' && isId(given) ? await tx.query(`select id from core.${scope === 'role' ? 'role' : 'department'} where org_id = $1 and id = $2`, [org, given]) : [];
  if (rows.length === 0) throw new Refused('reference.not_found', { code: given }, '/for');
  return String(given);
}
async function readView(environment: Environment, call: Call, id: string): Promise<Answer> {
  return reading(environment, call, async (tx) => {
    const row = await viewRow(tx, call, id);
    const meta = listed(environment, call, row['declaration']);
    return { status: 200, body: viewJson(environment, call, meta, row), etag: `"${String(row['version'])}"` };
  });
}
/** Somebody else's private view is as absent as none. */
async function viewRow(tx: Tx, { principal }: Call, id: string, lock = ''): Promise<Row> {
  const [row] = isId(id) ? await tx.query(`${selected} where v.org_id = $1 and v.id = $5 and ${offered}${lock}`, [...readerOf(principal), id]) : [];
  if (!row) throw new Refused('not_found');
  return row;
}

/** `PATCH /api/core/saved_view/{id}`: a member left out stays, `null` clears it. */
export async function changeView(environment: Environment, call: Call, id: string, version: number | undefined, patch: unknown): Promise<Answer> {
  const { principal } = call;
  await inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    const row = await ownView(environment, tx, call, id, version, () => parseBody({ fields, lines: [] }, patch, [...members, 'for']));
    const parsed = parseBody({ fields, lines: [] }, patch, [...members, 'for']).values;
    if ('declaration' in parsed && parsed['declaration'] !== row['declaration']) throw new Refused('field.readonly', { field: 'declaration' }, '/declaration');
    if ('name' in parsed && typeof parsed['name'] !== 'string') throw new Refused('field.required', {}, '/name');
    const meta = listed(environment, call, row['declaration']);
    const scope = parsed['scope'] ?? row['scope'];
    if (scope !== row['scope']) checkSharing(call, meta.name, scope);
    const spec = specOf(parsed, row['spec'] as ViewSpec);
    checkSpec(environment, call, meta, spec);
    const target = await targetOf(tx, principal.org.id, scope, 'for' in parsed ? parsed['for'] : row['for_id']);
    await tx.query('update core.saved_view set name = $3, scope = $4, spec = $5, version = version + 1, updated_at = $6, for_id = $7 where org_id = $1 and id = $2', [
      principal.org.id,
      id,
      parsed['name'] ?? row['name'],
      scope,
      keptJson(spec, mostBytes, ''),
      environment.clock().toISOString(),
      target,
    ]);
  });
  return readView(environment, call, id);
}
export async function removeView(environment: Environment, call: Call, id: string, version: number | undefined): Promise<Answer> {
  const { principal } = call;
  await inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    await ownView(environment, tx, call, id, version, () => undefined);
    await tx.query('delete from core.saved_view where org_id = $1 and id = $2', [principal.org.id, id]);
  });
  return { status: 204, body: undefined };
}
/** One's own, or as administrator one that everybody is offered; then the version, as P.2.9 orders them. */
async function ownView(environment: Environment, tx: Tx, call: Call, id: string, version: number | undefined, shape: () => unknown): Promise<Row> {
  const row = await viewRow(tx, call, id, ' for update of v');
  shape();
  const { principal } = call;
  if (row['owner'] !== principal.user && !principal.unlimited && !principal.roles.includes('administrator'))
    throw new Refused('forbidden', { declaration: 'core.saved_view', action: 'update' });
  if (version === undefined) throw new Refused('request.version_required');
  if (version !== row['version']) {
    const current = viewJson(environment, call, listed(environment, call, row['declaration']), row);
    throw new Refused('conflict.stale', { your_version: version, version: row['version'], current });
  }
  return row;
}

function specOf(parsed: Readonly<Record<string, unknown>>, before: ViewSpec): ViewSpec {
  const spec: Record<string, unknown> = { ...before };
  for (const name of members) if (name in parsed) spec[name] = parsed[name] ?? undefined;
  if (spec['columns'] !== undefined) spec['columns'] = columnsOf(spec['columns']);
  if (spec['display'] !== undefined && !displays.includes(String(spec['display']))) throw new Refused('field.choice', { allowed: displays, nearest: 'table' }, '/display');
  return spec as ViewSpec;
}
function columnsOf(given: unknown): ViewColumn[] {
  const wrong = { code: 'field.type', params: { expected: 'list of {path, width, pinned}' }, path: '/columns' };
  if (!Array.isArray(given) || given.length > 100) refuseAll([wrong]);
  return (given as readonly unknown[]).map((one) => {
    const column = typeof one === 'string' ? { path: one } : one;
    if (!isObject(column) || typeof column['path'] !== 'string') refuseAll([wrong]);
    const { path, width, pinned, ...more } = column as Readonly<Record<string, unknown>>;
    const fits =
      (width === undefined || (typeof width === 'number' && width > 0 && width < 5000)) && (pinned === undefined || typeof pinned === 'boolean') && Object.keys(more).length === 0;
    if (!fits) refuseAll([wrong]);
    return { path: String(path), ...(typeof width === 'number' ? { width } : {}), ...(pinned === true ? { pinned: true } : {}) };
  });
}
