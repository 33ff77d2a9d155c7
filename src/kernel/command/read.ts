import type { Instant, LocalDate, Read, Ref, Sql } from '#declare';
import { recordOf } from '../registry/build.ts';
import type { BalanceMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { kindOf } from '../kinds/index.ts';
import { balanceKey, findRecords, loadBalances, loadRecords, recordInForce, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import { zero } from '../decimal.ts';
import { parameters } from '../condition/parameters.ts';
import { checkGrants } from '../permission/check-grants.ts';
import { conflictsOf } from '../permission/duties.ts';
import { grantsFor, grantsOfRole, type HeldRole } from '../permission/grants.ts';
import { scopeSql } from '../permission/scope.ts';
import { todayIn, type Environment } from './environment.ts';
import { nearest } from './parse.ts';
import { type Asked, remembering } from '../store/remember.ts';
import type { Principal } from './call.ts';
import type { Opening } from './opening.ts';

/** What a command has read already, so that its next step needs no second trip. */
export interface Locked {
  readonly records: Map<string, Loaded>;
  readonly balances: Map<string, Readonly<Record<string, unknown>>>;
  /** Rows read without a lock. Taking locks forgets them: whoever had to wait reads what is true afterwards. */
  readonly seen: Map<string, Promise<Loaded | undefined>>;
  /** Other questions, under the same rule. */
  readonly asked: Asked;
}
export const emptyLocks = (): Locked => ({ records: new Map(), balances: new Map(), seen: new Map(), asked: new Map() });
export const lockedKey = (name: string, id: string): string => `${name}:${id}`;

export function openRead(environment: Environment, straight: Tx, principal: Principal, locked: Locked, opening?: Opening): Read {
  const tx = remembering(straight, locked.asked);
  const { registry, clock } = environment;
  const { org } = principal;
  const now = clock();
  const settings = new Map<string, Record<string, unknown>>();
  /** Several readings of a turn share one trip. */
  const look = (meta: RecordMeta, missing: readonly string[]): void => {
    const loading = missing.length === 0 ? undefined : loadRecords(tx, org.id, meta, missing);
    for (const id of loading ? missing : []) {
      const one = loading?.then((rows) => rows.get(id)) ?? Promise.resolve(undefined);
      one.catch(() => undefined);
      locked.seen.set(lockedKey(meta.name, id), one);
    }
  };
  const read: Read = {
    org: { id: org.id, code: org.code, time_zone: org.time_zone },
    today: todayIn(org.time_zone, now),
    now: now.toISOString() as Instant,
    user: principal.user as Ref<'core.user'>,
    async row(name, id) {
      const found = await read.rows(name, [id as string]);
      return found.get(id as string) ?? null;
    },
    async rows(name, ids) {
      const meta = recordOf(registry, name);
      const keys = ids.map((id) => lockedKey(name, id as string));
      look(meta, ids.filter((_id, at) => !locked.records.has(keys[at] ?? '') && !locked.seen.has(keys[at] ?? '')) as string[]);
      const rows = await Promise.all(keys.map((key) => locked.records.get(key) ?? locked.seen.get(key)));
      return new Map(rows.flatMap((row) => (row ? [[row.id, row as never]] : [])));
    },
    async find(name, where) {
      return (await findRecords(tx, org.id, recordOf(registry, name), where)) as never;
    },
    async asOf(name, key, day) {
      return ((await recordInForce(tx, org.id, recordOf(registry, name), key, day)) ?? null) as never;
    },
    async balances(name, keys) {
      const meta = balanceOf(registry, name);
      const full = keys.every((key) => meta.keys.every((field) => field.name in key));
      const unlocked = full ? keys.filter((key) => !locked.balances.has(`${name}:${balanceKey(meta, key)}`)) : keys;
      const loaded = await loadBalances(tx, org.id, meta, unlocked, false);
      if (!full) return loaded as never;
      const found = new Map(loaded.map((row) => [balanceKey(meta, row), row]));
      return keys.map((key) => locked.balances.get(`${name}:${balanceKey(meta, key)}`) ?? found.get(balanceKey(meta, key)) ?? { ...key, ...zeros(meta) }) as never;
    },
    async settings(name) {
      const values = settings.get(name) ?? (await loadSettings(environment, tx, org.id, name, opening?.settings));
      settings.set(name, values);
      return values as never;
    },
    declared: (name) => registry.records.get(name),
    nearestDeclared: (name) => nearest(name, [...registry.records.keys()]),
    may: (permission) => principal.unlimited || principal.permissions.has(permission) || principal.permissions.has('*'),
    bound: (permission, name) => (principal.unlimited || principal.permissions.has('*') ? null : (principal.bounds?.get(permission)?.[name] ?? null)),
    readable(name, alias) {
      const params = parameters(org.id);
      const text = scopeSql({ registry, principal, params, org: '$1' }, { name }, 'read', alias);
      return { text, values: params.values };
    },
    reach(name, scope) {
      const grants = grantsFor(principal, name, 'read');
      if (grants.some((grant) => grant.scope === 'all' && !grant.condition)) return null;
      return grants.some((grant) => grant.scope === scope) ? (principal.reach?.get(scope) ?? []) : [];
    },
    async conflicts(codes) {
      const rows = await tx.query('select code, grants, permissions from core.role where org_id = $1 and code = any($2)', [org.id, codes]);
      const grants = (rows as unknown as readonly HeldRole[]).flatMap((role) => grantsOfRole(registry, role));
      return conflictsOf(await environment.duties.of(org.id), grants);
    },
    checkGrants: (grants, permissions) => checkGrants(registry, { today: read.today, zone: org.time_zone, user: principal.user, department: principal.department }, grants, permissions),
    batch: environment.batch ?? null,
    query: async <T extends object>(sql: Sql) => (await tx.query(sql.text, sql.values)) as readonly T[],
  };
  return read;
}
export function balanceOf(registry: Registry, name: string): BalanceMeta {
  const meta = registry.balances.get(name);
  if (!meta) throw new TypeError(`no balance ${name}`);
  return meta;
}
const zeros = (meta: BalanceMeta): Record<string, unknown> => Object.fromEntries(meta.measures.map((field) => [field.name, zero]));

/** The organisation's values, the declared defaults where it has none. */
export async function loadSettings(environment: Environment, tx: Tx, org: string, name: string, known?: Opening['settings']): Promise<Record<string, unknown>> {
  const meta = environment.registry.settings.get(name);
  if (!meta) throw new TypeError(`no settings ${name}`);
  const stored = known ? known[meta.module] : (await tx.query('select values from core.setting where org_id = $1 and module = $2', [org, meta.module]))[0]?.['values'];
  const values = (stored ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    meta.fields.map((field) => {
      const given = values[field.name] ?? field.default ?? (field.kind === 'flag' ? false : null);
      if (given === null) return [field.name, null];
      const parsed = kindOf(field).fromJson(typeof given === 'number' && field.kind !== 'integer' ? String(given) : given, field);
      if (!parsed.ok) throw new TypeError(`setting ${name}.${field.name} is ${parsed.code}`);
      return [field.name, referenceId(parsed.value)];
    }),
  );
}
const referenceId = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value);

export const isLocalDate = (text: string): text is LocalDate => /^\d{4}-\d\d-\d\d$/.test(text);
