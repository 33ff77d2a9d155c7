import type { JobDeclaration } from '#declare';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { tellAdministrators } from '../notify/notify.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { nextRun, retries, retryAt, timesOf } from './schedule.ts';

export interface JobOrganisation {
  readonly id: string;
  readonly code: string;
}
/** What a job works with; it answers how many rows it dealt with, and may be run again at any point. */
export interface JobContext {
  readonly environment: Environment;
  readonly org: JobOrganisation;
}
export type JobRun = (context: JobContext) => Promise<number>;
const lease = 60_000;
const beat = 20_000;

export const declaredJobs = ({ registry }: Environment): readonly JobDeclaration[] => registry.modules.flatMap((module) => module.jobs ?? []);
export function jobNamed(environment: Environment, name: string): JobDeclaration {
  const job = declaredJobs(environment).find((one) => one.name === name);
  if (!job) throw new Refused('not_found');
  return job;
}
function runOf({ servers }: Environment, name: string): JobRun {
  const run = servers.find((server) => server.jobs?.[name])?.jobs?.[name];
  if (!run) throw new TypeError(`job ${name} has no server part`);
  return run;
}

/** Runs what is due in one organisation, one job after the other; two processes never run the same (P13-2). */
export async function runDueJobs(environment: Environment, org: JobOrganisation, failed: (error: unknown) => void = () => undefined): Promise<readonly string[]> {
  const known = await knownJobs(environment, org);
  const ran: string[] = [];
  for (const job of declaredJobs(environment)) if (await runOnce(environment, org, job, known, 'due', failed)) ran.push(job.name);
  return ran;
}
/** Now, whatever its time; refused where it runs already. */
export async function runJobNow(environment: Environment, org: JobOrganisation, name: string, failed: (error: unknown) => void = () => undefined): Promise<void> {
  const job = jobNamed(environment, name);
  const known = await knownJobs(environment, org);
  if (!(await runOnce(environment, org, job, known, 'now', failed))) throw new Refused('job.already_running', { job: name });
}

/** The zone in which times are told, and the schedules that the company chose. */
export interface Known {
  readonly zone: string;
  readonly chosen: ReadonlyMap<string, unknown>;
}
/** A job that is new here gets its row and its first time. */
export async function knownJobs(environment: Environment, org: JobOrganisation): Promise<Known> {
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    const [[organisation], rows] = await Promise.all([
      tx.query('select time_zone from core.organisation where org_id = $1 and id = $1', [org.id]),
      tx.query('select name, schedule from core.job where org_id = $1', [org.id]),
    ]);
    const zone = String(organisation?.['time_zone'] ?? 'Asia/Shanghai');
    const known = new Map(rows.map((row) => [String(row['name']), row['schedule']]));
    for (const { name, spec } of declaredJobs(environment))
      if (!known.has(name))
        await tx.query('insert into core.job (org_id, name, next_at) values ($1, $2, $3) on conflict do nothing', [
          org.id,
          name,
          nextRun(spec, zone, environment.clock()).toISOString(),
        ]);
    return { zone, chosen: known };
  });
}

async function runOnce(
  environment: Environment,
  org: JobOrganisation,
  job: JobDeclaration,
  { zone, chosen }: Known,
  why: 'due' | 'now',
  failed: (error: unknown) => void,
): Promise<boolean> {
  const me = newId();
  const ordinary = nextRun(timesOf(job.spec, chosen.get(job.name)), zone, environment.clock());
  const taken = await take(environment, org, job.name, me, why, ordinary);
  if (!taken) return false;
  const heart = setInterval(() => void keep(environment, org, job.name, me).catch(failed), beat);
  heart.unref();
  try {
    const rows = await runOf(environment, job.name)({ environment, org });
    await finish(environment, org, job.name, me, { outcome: 'done', rows, error: null, failures: 0, next: ordinary });
  } catch (error) {
    failed(error);
    const failures = Number(taken['failures']) + 1;
    await finish(environment, org, job.name, me, { outcome: 'failed', rows: null, error: told(error), failures, next: retryAt(failures, environment.clock(), ordinary) });
    // After its retries, once a row of failures: who administers the company is told (P.13).
    if (failures === retries + 1)
      await tellAdministrators(environment, org.id, zone, { kind: 'job_failed', by: null, data: { job: job.name, failures, error: told(error) } }).catch(failed);
  } finally {
    clearInterval(heart);
  }
  return true;
}
const told = (error: unknown): string => (error instanceof Refused ? error.code : error instanceof Error ? error.message : String(error)).slice(0, 500);

/** The lease is one row's update: whoever comes second finds it taken, whoever died gives it up after a minute. */
async function take(environment: Environment, org: JobOrganisation, name: string, me: string, why: 'due' | 'now', next: Date): Promise<Row | undefined> {
  const now = environment.clock();
  const due = why === 'due' ? 'and not paused and next_at <= $3' : '';
  const [row] = await inTransaction(environment.pools.commands, org.id, (tx) =>
    tx.query(
      `update core.job set lease_until = $4, leased_by = $5, started_at = $3, next_at = $6 where org_id = $1 and name = $2 ${due} and (lease_until is null or lease_until < $3) returning failures`,
      [org.id, name, now.toISOString(), new Date(now.getTime() + lease).toISOString(), me, next.toISOString()],
    ),
  );
  return row;
}
async function keep(environment: Environment, org: JobOrganisation, name: string, me: string): Promise<void> {
  const until = new Date(environment.clock().getTime() + lease).toISOString();
  await inTransaction(environment.pools.commands, org.id, (tx) =>
    tx.query('update core.job set lease_until = $4 where org_id = $1 and name = $2 and leased_by = $3', [org.id, name, me, until]),
  );
}
interface Result {
  readonly outcome: 'done' | 'failed';
  readonly rows: number | null;
  readonly error: string | null;
  readonly failures: number;
  readonly next: Date;
}
async function finish(environment: Environment, org: JobOrganisation, name: string, me: string, { outcome, rows, error, failures, next }: Result): Promise<void> {
  await inTransaction(environment.pools.commands, org.id, (tx) =>
    tx.query(
      'update core.job set lease_until = null, leased_by = null, finished_at = $4, outcome = $5, rows = $6, error = $7, failures = $8, next_at = $9 where org_id = $1 and name = $2 and leased_by = $3',
      [org.id, name, me, environment.clock().toISOString(), outcome, rows, error, failures, next.toISOString()],
    ),
  );
}

export interface Jobs {
  /** Ends when the jobs under way have ended. */
  stop(): Promise<void>;
}
/** Looks every few seconds in every organisation; one look at a time. */
export function startJobs(environment: Environment, organisations: () => Promise<readonly JobOrganisation[]>, failed: (error: unknown) => void, every = 5_000): Jobs {
  let underWay: Promise<void> | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    try {
      for (const org of await organisations()) if (!stopped) await runDueJobs(environment, org, failed);
    } catch (error) {
      failed(error);
    }
  };
  const timer = setInterval(() => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
  }, every);
  timer.unref();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
