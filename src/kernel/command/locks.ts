import type { Lock } from '#declare';
import { newId } from '../ids.ts';
import { recordOf } from '../registry/build.ts';
import type { BalanceMeta } from '../registry/meta.ts';
import { columnsOf, quoted } from '../store/columns.ts';
import { balanceKey, hydrate, loadBalances, loadRecords } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import type { Principal } from './call.ts';
import { todayIn, type Environment } from './environment.ts';
import { balanceOf, lockedKey, type Locked } from './read.ts';

/*
 * One global order (index §3): classes ascending, rows of one class sorted by key, one statement a class. What was locked is kept, so that
 * facts read it without a second trip.
 */
interface Step {
  readonly order: string;
  readonly run: () => Promise<void>;
}

export async function acquire(environment: Environment, tx: Tx, principal: Principal, locks: readonly Lock[], locked: Locked): Promise<void> {
  const steps = [...rowSteps(environment, tx, principal, locks, locked), ...periodSteps(environment, tx, principal, locks), ...balanceSteps(environment, tx, principal, locks, locked)];
  for (const step of steps.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))) await step.run();
  if (steps.length > 0) forgetUnlocked(environment, locked);
}

/**
 * Waiting for a lock may have let another command finish: what hangs on the locked rows is read again. Catalogs stand by themselves; whoever
 * must be sure of one locks it.
 */
function forgetUnlocked({ registry }: Environment, { seen, asked }: Locked): void {
  asked.clear();
  for (const key of seen.keys()) if (registry.records.get(key.slice(0, key.indexOf(':')))?.type !== 'catalog') seen.delete(key);
}

function rowSteps(environment: Environment, tx: Tx, { org }: Principal, locks: readonly Lock[], locked: Locked): Step[] {
  const wanted = new Map<string, Set<string>>();
  for (const lock of locks) if ('rows' in lock) for (const id of lock.ids) wanted.set(lock.rows, (wanted.get(lock.rows) ?? new Set()).add(id));
  return [...wanted].map(([name, ids]) => {
    const meta = recordOf(environment.registry, name);
    const missing = [...ids].filter((id) => !locked.records.has(lockedKey(name, id))).sort();
    return {
      order: `${meta.lock} ${name}`,
      run: async () => {
        for (const [id, row] of await loadRecords(tx, org.id, meta, missing, { lock: true })) locked.records.set(lockedKey(name, id), row);
      },
    };
  });
}

function periodSteps(environment: Environment, tx: Tx, { org }: Principal, locks: readonly Lock[]): Step[] {
  const days = [...new Set(locks.flatMap((lock) => ('period' in lock ? [lock.period] : [])))].sort();
  return days.map((day) => ({
    order: `3 ${day}`,
    run: async () => {
      await environment.period?.(tx, org.id, day, todayIn(org.time_zone, environment.clock()));
    },
  }));
}

function balanceSteps(environment: Environment, tx: Tx, { org }: Principal, locks: readonly Lock[], locked: Locked): Step[] {
  const wanted = new Map<string, Map<string, Readonly<Record<string, unknown>>>>();
  for (const lock of locks) {
    if (!('balance' in lock)) continue;
    const meta = balanceOf(environment.registry, lock.balance);
    const keys = wanted.get(lock.balance) ?? new Map();
    for (const key of lock.keys as Readonly<Record<string, unknown>>[]) keys.set(balanceKey(meta, key), key);
    wanted.set(lock.balance, keys);
  }
  return [...wanted].map(([name, keys]) => {
    const meta = balanceOf(environment.registry, name);
    return {
      order: `${meta.lock} ${name}`,
      run: async () => {
        const rows = [...keys.values()].map((key) => Object.fromEntries(meta.keys.map((field) => [field.name, key[field.name] ?? null])));
        let found = await loadBalances(tx, org.id, meta, rows, true);
        if (found.length < rows.length) {
          const have = new Set(found.map((row) => balanceKey(meta, row)));
          const missing = rows.filter((row) => !have.has(balanceKey(meta, row)));
          const made = await insertMissing(tx, org.id, meta, missing);
          // Where another command was quicker, its row is there now and must be waited for.
          found = made.length === missing.length ? [...found, ...made] : await loadBalances(tx, org.id, meta, rows, true);
        }
        for (const row of found) locked.balances.set(`${name}:${balanceKey(meta, row)}`, row);
      },
    };
  });
}
/** New rows are this command's own until it ends; answers those that it made. */
async function insertMissing(tx: Tx, org: string, meta: BalanceMeta, rows: readonly Readonly<Record<string, unknown>>[]): Promise<Record<string, unknown>[]> {
  const columns = meta.keys.flatMap(columnsOf);
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const shape = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
  const sorted = rows.map((row) => ({ id: newId(), ...row })).sort((a, b) => (balanceKey(meta, a) < balanceKey(meta, b) ? -1 : 1));
  const made = await tx.query(`insert into ${meta.table} (org_id, id, ${names}) select $1::uuid, id, ${names} from jsonb_to_recordset($2) as x(id uuid, ${shape}) on conflict do nothing returning *`, [org, JSON.stringify(sorted)]);
  return made.map((raw) => hydrate({ fields: [...meta.keys, ...meta.measures] }, raw, true));
}
