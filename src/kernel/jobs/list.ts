import { setTimeout as pause } from 'node:timers/promises';
import type { JobDeclaration } from '#declare';
import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { isObject } from '../personal/json.ts';
import { holds, requirePermission } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { cronOf } from './cron.ts';
import { nextRun, timesOf } from './schedule.ts';
import { declaredJobs, jobNamed, knownJobs, runJobNow } from './run.ts';

const refused = { declaration: 'core.job', action: 'run' } as const;
/** Failures in a row from which a job is shown as an alert (P.13). */
const alarming = 3;

/** `GET /api/core/job`: last and next run of every job here. */
export async function listJobs(environment: Environment, call: Call): Promise<Answer> {
  if (!holds(call.principal, 'audit.read')) requirePermission(call.principal, 'job.run', refused);
  await knownJobs(environment, call.principal.org);
  const rows = await rowsOf(environment, call);
  return {
    status: 200,
    body: { data: declaredJobs(environment).map(({ name, spec }) => ({ name, label: spec[call.locale], ...scheduleOf(spec, rows.get(name)), ...jobJson(rows.get(name)) })) },
  };
}
async function rowsOf(environment: Environment, call: Call): Promise<ReadonlyMap<string, Row>> {
  const rows = await reading(environment, call, (tx) =>
    tx.query('select name, schedule, next_at, paused, lease_until, started_at, finished_at, outcome, rows, error, failures from core.job where org_id = $1', [
      call.principal.org.id,
    ]),
  );
  return new Map(rows.map((row) => [String(row['name']), row]));
}
const scheduleOf = ({ at, every, seconds }: JobDeclaration['spec'], row: Row | undefined): object => {
  const declared = at === undefined ? { every_seconds: seconds ?? (every ?? 60) * 60 } : { at };
  return { schedule: typeof row?.['schedule'] === 'string' ? { cron: row['schedule'] } : declared, declared_schedule: declared };
};
function jobJson(row: Row | undefined): object {
  const [started, finished] = [text(row?.['started_at']), text(row?.['finished_at'])];
  const running = row?.['lease_until'] !== null && row?.['lease_until'] !== undefined;
  const took = !running && started !== null && finished !== null ? Math.max(0, Date.parse(finished) - Date.parse(started)) : null;
  return {
    paused: row?.['paused'] === true,
    running,
    next_at: row?.['paused'] === true ? null : text(row?.['next_at']),
    last: started === null ? null : { at: started, outcome: running ? 'running' : row?.['outcome'], took_ms: took, rows: row?.['rows'] ?? null, error: row?.['error'] ?? null },
    failures: Number(row?.['failures'] ?? 0),
    alert: Number(row?.['failures'] ?? 0) >= alarming,
  };
}
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

async function jobAnswer(environment: Environment, call: Call, name: string, status: number): Promise<Answer> {
  const { spec } = jobNamed(environment, name);
  const row = (await rowsOf(environment, call)).get(name);
  return { status, body: { name, label: spec[call.locale], ...scheduleOf(spec, row), ...jobJson(row) } };
}
/** `POST /api/core/job/{name}/run`: 200 with the outcome where it ends soon, else 202 and it goes on. */
export async function runJob(environment: Environment, call: Call, name: string, wait = 2_000): Promise<Answer> {
  requirePermission(call.principal, 'job.run', refused);
  jobNamed(environment, name);
  const done = new AbortController();
  const running = runJobNow(environment, call.principal.org, name).then(() => 200);
  try {
    const status = await Promise.race([running, pause(wait, 202, { signal: done.signal })]);
    // What goes on after the answer tells of its end in its row.
    running.catch(() => undefined);
    return await jobAnswer(environment, call, name, status);
  } finally {
    done.abort();
  }
}
/** `PATCH /api/core/job/{name}` {paused, schedule}: five fields of times in the company's zone, or null for the declared time. */
export async function changeJob(environment: Environment, call: Call, name: string, patch: unknown): Promise<Answer> {
  requirePermission(call.principal, 'job.run', refused);
  const { spec } = jobNamed(environment, name);
  if (!isObject(patch)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(patch), ['paused', 'schedule']);
  const { paused, schedule } = patch;
  if (paused === undefined && schedule === undefined) throw new Refused('field.required', {}, '/paused');
  if (paused !== undefined && typeof paused !== 'boolean') throw new Refused('field.type', { expected: 'boolean' }, '/paused');
  if (schedule !== undefined && schedule !== null && (typeof schedule !== 'string' || !cronOf(schedule))) throw new Refused('field.format', {}, '/schedule');
  const { org } = call.principal;
  const { zone } = await knownJobs(environment, org);
  await inTransaction(environment.pools.commands, org.id, async (tx) => {
    if (paused !== undefined) await tx.query('update core.job set paused = $3 where org_id = $1 and name = $2', [org.id, name, paused]);
    if (schedule === undefined) return;
    const next = nextRun(timesOf(spec, schedule), zone, environment.clock()).toISOString();
    await tx.query('update core.job set schedule = $3, next_at = $4 where org_id = $1 and name = $2', [org.id, name, schedule, next]);
  });
  return jobAnswer(environment, call, name, 200);
}
