import type { Instant, LocalDate, Read, Ref, Sql } from '#declare';
import { recordOf } from '../registry/build.ts';
import type { BalanceMeta, Registry } from '../registry/meta.ts';
import { kindOf } from '../kinds/index.ts';
import { balanceKey, findRecords, loadBalances, loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import { zero } from '../decimal.ts';
import { todayIn, type Environment } from './environment.ts';
import { nearest } from './parse.ts';
import type { Principal } from './call.ts';

/** What the locks of a command have read already, so that facts need no second trip. */
export interface Locked {
  readonly records: Map<string, Loaded>;
  readonly balances: Map<string, Readonly<Record<string, unknown>>>;
}
export const emptyLocks = (): Locked => ({ records: new Map(), balances: new Map() });
export const lockedKey = (name: string, id: string): string => `${name}:${id}`;

export function openRead(environment: Environment, tx: Tx, principal: Principal, locked: Locked): Read {
  const { registry, clock } = environment;
  const { org } = principal;
  const now = clock();
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
      const missing = ids.filter((id) => !locked.records.has(lockedKey(name, id as string))) as string[];
      const loaded = await loadRecords(tx, org.id, meta, missing);
      return new Map(ids.flatMap((id) => {
        const row = locked.records.get(lockedKey(name, id as string)) ?? loaded.get(id as string);
        return row ? [[id as string, row as never]] : [];
      }));
    },
    async find(name, where) {
      return (await findRecords(tx, org.id, recordOf(registry, name), where)) as never;
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
      return (await loadSettings(environment, tx, org.id, name)) as never;
    },
    declared: (name) => registry.records.get(name),
    nearestDeclared: (name) => nearest(name, [...registry.records.keys()]),
    may: (permission) => principal.unlimited || principal.permissions.has(permission) || principal.permissions.has('*'),
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
export async function loadSettings(environment: Environment, tx: Tx, org: string, name: string): Promise<Record<string, unknown>> {
  const meta = environment.registry.settings.get(name);
  if (!meta) throw new TypeError(`no settings ${name}`);
  const rows = await tx.query('select values from core.setting where org_id = $1 and module = $2', [org, meta.module]);
  const values = (rows[0]?.['values'] ?? {}) as Readonly<Record<string, unknown>>;
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
