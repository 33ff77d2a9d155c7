import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { type Problem, Refused, refuseAll } from '../problem.ts';
import { notificationChoice } from '../notify/choice.ts';
import { reading } from '../read/record.ts';
import { inTransaction } from '../store/session.ts';
import { isObject, keptJson } from './json.ts';

/*
 * Preferences (P.11) roam with the person. The names are known, so that a slip is told; what a screen remembers of itself (widths, open
 * sections, the layout of the workbench) stands under `screens` as it likes.
 */
type Check = (value: unknown) => { readonly code: string; readonly params: Readonly<Record<string, unknown>>; readonly at?: string } | undefined;
const among =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(String(value)) ? undefined : { code: 'field.choice', params: { allowed, nearest: allowed[0] } };
const typed =
  (expected: string, is: (value: unknown) => boolean): Check =>
  (value) =>
    is(value) ? undefined : { code: 'field.type', params: { expected } };
const known: Readonly<Record<string, Check>> = {
  locale: among('zh', 'en'),
  theme: among('light', 'dark', 'system'),
  density: among('roomy', 'usual', 'dense'),
  rail: among('auto', 'open', 'rail'),
  time_format: among('24h', '12h'),
  first_page: typed('path', (value) => typeof value === 'string' && /^\/(?!\/)[^\s\\]{0,200}$/.test(value)),
  keyboard: typed('boolean', (value) => typeof value === 'boolean'),
  notifications: notificationChoice,
  workbench: typed('object', isObject),
  screens: typed('object', isObject),
};
const mostBytes = 64 * 1024;

/** `GET /api/me/preferences`: what was chosen; what was not is left to the program. */
export async function readPreferences(environment: Environment, call: Call): Promise<Answer> {
  const { principal } = call;
  return reading(environment, call, async (tx) => {
    const [row] = await tx.query('select "values" from core.preference where org_id = $1 and owner = $2', [principal.org.id, principal.user]);
    return { status: 200, body: row?.['values'] ?? {} };
  });
}
/** `PATCH /api/me/preferences`: a member left out stays, `null` takes it back. */
export async function changePreferences(environment: Environment, call: Call, patch: unknown): Promise<Answer> {
  if (!isObject(patch)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(patch), Object.keys(known));
  if (Object.keys(patch).length === 0) throw new Refused('field.required', {}, '');
  const problems = Object.entries(patch).flatMap(([name, value]): Problem[] => {
    const problem = value === null ? undefined : known[name]?.(value);
    return problem ? [{ code: problem.code, params: problem.params, path: `/${name}${problem.at ?? ''}` }] : [];
  });
  if (problems.length > 0) refuseAll(problems);
  const { principal } = call;
  return inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    const now = environment.clock().toISOString();
    await tx.query(`insert into core.preference (org_id, owner, "values", updated_at) values ($1, $2, '{}', $3) on conflict (org_id, owner) do nothing`, [
      principal.org.id,
      principal.user,
      now,
    ]);
    const [row] = await tx.query('select "values" from core.preference where org_id = $1 and owner = $2 for update', [principal.org.id, principal.user]);
    const merged = Object.fromEntries(Object.entries({ ...(row?.['values'] as object | undefined), ...patch }).filter(([, value]) => value !== null));
    await tx.query('update core.preference set "values" = $3, updated_at = $4 where org_id = $1 and owner = $2', [
      principal.org.id,
      principal.user,
      keptJson(merged, mostBytes, ''),
      now,
    ]);
    return { status: 200, body: merged };
  });
}
