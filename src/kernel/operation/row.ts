import type { Call } from '../command/call.ts';
import { localise } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { Refused } from '../problem.ts';
import type { Row, Tx } from '../store/session.ts';
import { keptCall } from './caller.ts';

export type OperationState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
/** How long a process may be silent before another takes its work over. */
export const lease = 60_000;
/** Results and files are kept so many days. */
export const keptDays = 7;

/** Text that jsonb takes: no U+0000 and no half of a surrogate pair, whatever a file held. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_name, one: unknown) => (typeof one === 'string' ? one.replaceAll('\0', '\uFFFD').toWellFormed() : one)) ?? 'null';

export interface NewOperation {
  readonly kind: string;
  readonly declaration: string;
  readonly request: object;
  readonly unit: 'row' | 'record' | 'document';
  readonly total: number;
}
/** Written down with this process's lease on it, so that no other begins it meanwhile. */
export async function insertOperation(environment: Environment, tx: Tx, call: Call, { kind, declaration, request, unit, total }: NewOperation): Promise<string> {
  const id = newId();
  const now = environment.clock();
  await tx.query(
    `insert into core.operation (org_id, id, kind, declaration, state, by, caller, request, unit, done, total, at, updated_at, lease_until, leased_by)
     values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, 0, $9, $10, $10, $11, $12)`,
    [
      call.principal.org.id,
      id,
      kind,
      declaration,
      call.principal.user,
      jsonText(keptCall(call)),
      jsonText(request),
      unit,
      total,
      now.toISOString(),
      new Date(now.getTime() + lease).toISOString(),
      environment.operations.me,
    ],
  );
  return id;
}
export const operationColumns = 'id, kind, declaration, state, by, unit, done, total, version, at, started_at, finished_at, result, error, file_name, cancel_at';

/** As P.2.7 shows it, its error in the reader's language. */
export function operationJson(environment: Environment, call: Call, row: Row): object {
  const error = row['error'] as { readonly code: string; readonly params: Readonly<Record<string, unknown>>; readonly path?: string } | null;
  const [done, total] = [Number(row['done']), Number(row['total'])];
  const running = row['state'] === 'running';
  return {
    id: row['id'],
    kind: row['kind'],
    declaration: row['declaration'],
    state: row['state'],
    done,
    total,
    unit: row['unit'],
    message: messageOf(call, String(row['state']), done, total, row['cancel_at'] !== null),
    at: row['at'],
    started_at: row['started_at'],
    finished_at: row['finished_at'],
    eta_s: running ? remaining(environment, row, done, total) : null,
    version: row['version'],
    ...(row['result'] ? { result: row['result'] } : {}),
    ...(row['file_name'] ? { file: { name: row['file_name'], url: `/api/core/operation/${String(row['id'])}/file` } } : {}),
    ...(error ? { error: { ...error, ...localise(environment.registry, error.code, error.params, call.locale) } } : {}),
  };
}
function remaining(environment: Environment, row: Row, done: number, total: number): number | null {
  const spent = environment.clock().getTime() - Date.parse(String(row['started_at']));
  return done > 0 && total > done ? Math.max(1, Math.round((spent / done) * (total - done) * 0.001)) : null;
}
function messageOf(call: Call, state: string, done: number, total: number, cancelling: boolean): string {
  const figures = `${done.toLocaleString('en-US')} / ${total.toLocaleString('en-US')}`;
  const zh: Readonly<Record<string, string>> = {
    queued: '排队中',
    running: cancelling ? `正在取消，已处理 ${figures}` : `已处理 ${figures}`,
    succeeded: '已完成',
    failed: '未完成',
    cancelled: `已取消，已处理 ${figures}`,
  };
  const en: Readonly<Record<string, string>> = {
    queued: 'Waiting',
    running: cancelling ? `Cancelling, ${figures} done` : `${figures} done`,
    succeeded: 'Done',
    failed: 'Failed',
    cancelled: `Cancelled, ${figures} done`,
  };
  return (call.locale === 'zh' ? zh : en)[state] ?? state;
}
/** What a failure leaves in the row: a refusal as it is, anything else without its inside. */
export const errorOf = (error: unknown): object =>
  error instanceof Refused ? { code: error.code, params: error.params, ...(error.path === undefined ? {} : { path: error.path }) } : { code: 'system.unexpected', params: {} };
