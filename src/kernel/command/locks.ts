import type { Lock } from '#declare';
import { newId } from '../ids.ts';
import { recordOf } from '../registry/build.ts';
import { columnsOf, quoted } from '../store/columns.ts';
import { balanceKey, loadBalances, loadRecords } from '../store/rows.ts';
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
  if (steps.length > 0) locked.seen.clear();
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
          await insertMissing(
            tx,
            org.id,
            name,
            environment,
            rows.filter((row) => !have.has(balanceKey(meta, row))),
          );
          found = await loadBalances(tx, org.id, meta, rows, true);
        }
        for (const row of found) locked.balances.set(`${name}:${balanceKey(meta, row)}`, row);
      },
    };
  });
}
async function insertMissing(tx: Tx, org: string, name: string, environment: Environment, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const meta = balanceOf(environment.registry, name);
  const columns = meta.keys.flatMap(columnsOf);
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const shape = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
  const sorted = rows.map((row) => ({ id: newId(), ...row })).sort((a, b) => (balanceKey(meta, a) < balanceKey(meta, b) ? -1 : 1));
  await tx.query(`insert into ${meta.table} (org_id, id, ${names}) select $1::uuid, id, ${names} from jsonb_to_recordset($2) as x(id uuid, ${shape}) on conflict do nothing`, [org, JSON.stringify(sorted)]);
}
