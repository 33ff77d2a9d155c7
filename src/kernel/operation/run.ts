import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { callOfKept } from './caller.ts';
import { saveFile } from './file.ts';
import { errorOf, jsonText, lease } from './row.ts';
import type { OperationRun, Operations, Work, Worked } from './work.ts';

const beat = 20_000;
/** Progress is written at most so often, so that short rows do not wait for it. */
const between = 300;
/** Of one process at the same time; the others wait in line, their lease kept. */
const together = 2;

export function openOperations(environmentOf: () => Environment, kinds: ReadonlyMap<string, OperationRun>, failed: (error: unknown) => void): Operations {
  const me = newId();
  const under = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let stopping = false;
  let active = 0;
  const turn = async (): Promise<void> => {
    if (active >= together) await new Promise<void>((resolve) => waiting.push(resolve));
    active += 1;
  };
  const leave = (): void => {
    active -= 1;
    waiting.shift()?.();
  };
  const run = (org: string, id: string): Promise<void> => {
    const known = under.get(id);
    if (known) return known;
    const running = whole(org, id).finally(() => under.delete(id));
    under.set(id, running);
    return running;
  };
  async function whole(org: string, id: string): Promise<void> {
    const environment = environmentOf();
    const heart = setInterval(() => void keep(environment, org, id, me).catch(failed), beat);
    heart.unref();
    try {
      await turn();
      try {
        if (!stopping) await one(environment, org, id, { me, kinds, failed, stopping: () => stopping });
      } finally {
        leave();
      }
    } finally {
      clearInterval(heart);
    }
  }
  return {
    me,
    run,
    resume: async (org) => {
      const environment = environmentOf();
      const rows = await inTransaction(environment.pools.commands, org, (tx) =>
        tx.query(`select id from core.operation where org_id = $1 and state in ('queued', 'running') and (lease_until is null or lease_until < $2) order by at limit 20`, [
          org,
          environment.clock().toISOString(),
        ]),
      );
      for (const row of rows) void run(org, String(row['id'])).catch(failed);
      return rows.length;
    },
    stop: async () => {
      stopping = true;
      for (const next of waiting.splice(0)) next();
      await Promise.allSettled(under.values());
    },
  };
}

interface Runner {
  readonly me: string;
  readonly kinds: ReadonlyMap<string, OperationRun>;
  readonly failed: (error: unknown) => void;
  readonly stopping: () => boolean;
}
async function one(environment: Environment, org: string, id: string, runner: Runner): Promise<void> {
  const row = await take(environment, org, id, runner.me);
  const run = row && runner.kinds.get(String(row['kind']));
  if (!row || !run) return;
  const call = callOfKept(row['caller']);
  const own: Environment = { ...environment, registry: await environment.custom.registryFor(org) };
  try {
    if (!(await stillActive(environment, org, call.principal.user))) throw new Refused('auth.session_expired');
    const worked = await run(workOf(own, runner, row, call));
    if (worked.stopped && !(await cancelled(environment, org, id))) return await giveUp(environment, org, id, runner.me);
    await finish(environment, org, id, runner.me, worked);
  } catch (error) {
    if (!(error instanceof Refused)) runner.failed(error);
    await fail(environment, org, id, runner.me, error);
  }
}
function workOf(environment: Environment, { me, stopping }: Runner, row: Row, call: Work['call']): Work {
  const [org, id] = [call.principal.org.id, String(row['id'])];
  let told = 0;
  return {
    environment,
    call,
    id,
    request: row['request'] as Work['request'],
    at: async (done, total) => {
      if (stopping()) return false;
      const now = Date.now();
      if (now - told < between && done < total) return true;
      told = now;
      const at = environment.clock();
      const [kept] = await inTransaction(environment.pools.commands, org, (tx) =>
        tx.query(
          `update core.operation set done = $4, total = $5, updated_at = $6, lease_until = $7, version = version + 1
           where org_id = $1 and id = $2 and leased_by = $3 and state = 'running' returning cancel_at`,
          [org, id, me, done, total, at.toISOString(), new Date(at.getTime() + lease).toISOString()],
        ),
      );
      // Whoever lost the lease has been given up for dead; another process goes on.
      return kept !== undefined && kept['cancel_at'] === null;
    },
  };
}
/** A person who was disabled meanwhile does nothing more; the command line and jobs act as nobody in particular. */
async function stillActive(environment: Environment, org: string, user: string): Promise<boolean> {
  const [row] = await inTransaction(environment.pools.reads, org, (tx) => tx.query('select state from core."user" where org_id = $1 and id = $2', [org, user]), { readOnly: true });
  return row === undefined || row['state'] !== 'disabled';
}
async function take(environment: Environment, org: string, id: string, me: string): Promise<Row | undefined> {
  const now = environment.clock();
  const [row] = await inTransaction(environment.pools.commands, org, (tx) =>
    tx.query(
      `update core.operation set state = 'running', lease_until = $4, leased_by = $3, started_at = coalesce(started_at, $5), updated_at = $5, version = version + 1
       where org_id = $1 and id = $2 and state in ('queued', 'running') and (leased_by = $3 or lease_until is null or lease_until < $5) returning id, kind, caller, request`,
      [org, id, me, new Date(now.getTime() + lease).toISOString(), now.toISOString()],
    ),
  );
  return row;
}
async function keep(environment: Environment, org: string, id: string, me: string): Promise<void> {
  const until = new Date(environment.clock().getTime() + lease).toISOString();
  await inTransaction(environment.pools.commands, org, (tx) =>
    tx.query('update core.operation set lease_until = $4 where org_id = $1 and id = $2 and leased_by = $3', [org, id, me, until]),
  );
}
async function cancelled(environment: Environment, org: string, id: string): Promise<boolean> {
  const [row] = await inTransaction(environment.pools.commands, org, (tx) => tx.query('select cancel_at from core.operation where org_id = $1 and id = $2', [org, id]));
  return row?.['cancel_at'] !== null && row !== undefined;
}
/** The process ends: another may go on at once, it need not wait for the lease to run out (P.17). */
async function giveUp(environment: Environment, org: string, id: string, me: string): Promise<void> {
  await inTransaction(environment.pools.commands, org, (tx) =>
    tx.query(`update core.operation set state = 'queued', lease_until = null, leased_by = null, version = version + 1 where org_id = $1 and id = $2 and leased_by = $3`, [
      org,
      id,
      me,
    ]),
  );
}
async function finish(environment: Environment, org: string, id: string, me: string, worked: Worked): Promise<void> {
  const now = environment.clock().toISOString();
  await inTransaction(environment.pools.commands, org, async (tx) => {
    const file = worked.file ? await saveFile(tx, org, now, worked.file) : null;
    await tx.query(
      `update core.operation set state = $4, result = $5, file = $6, file_name = $7, done = case when $4 = 'succeeded' then total else done end,
       finished_at = $8, updated_at = $8, lease_until = null, leased_by = null, version = version + 1 where org_id = $1 and id = $2 and leased_by = $3`,
      [org, id, me, worked.stopped ? 'cancelled' : 'succeeded', jsonText(worked.result), file, worked.file?.name ?? null, now],
    );
  });
}
async function fail(environment: Environment, org: string, id: string, me: string, error: unknown): Promise<void> {
  const now = environment.clock().toISOString();
  await inTransaction(environment.pools.commands, org, (tx) =>
    tx.query(
      `update core.operation set state = 'failed', error = $4, finished_at = $5, updated_at = $5, lease_until = null, leased_by = null, version = version + 1
       where org_id = $1 and id = $2 and leased_by = $3`,
      [org, id, me, jsonText(errorOf(error)), now],
    ),
  );
}
