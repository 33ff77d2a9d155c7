import type { Answer, Call } from '../command/call.ts';
import { metaOf } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { isObject, keptJson } from './json.ts';

/*
 * 暂存 (P.4): what somebody typed and has not saved. Private to user, declaration and record (or the id the client gave a new one); no record, no
 * number, no audit, no effect. The latest wins; after thirty days it is gone.
 */
const mostBytes = 512 * 1024;
const mostDays = 30;
/** Nothing older is offered; the nightly job removes it. */
export const oldestDraft = (now: Date): string => new Date(now.getTime() - mostDays * 86_400_000).toISOString();

export async function ownDrafts(environment: Environment, call: Call): Promise<Answer> {
  const { principal } = call;
  return reading(environment, call, async (tx) => {
    const rows = await tx.query('select declaration, key, base_version, at from core.form_draft where org_id = $1 and owner = $2 and at > $3 order by at desc limit 200', [
      principal.org.id,
      principal.user,
      oldestDraft(environment.clock()),
    ]);
    return { status: 200, body: { data: rows.map((row) => draftJson(row)) } };
  });
}
export async function readDraft(environment: Environment, call: Call, declaration: string, key: string): Promise<Answer> {
  checkPlace(environment, call, declaration, key);
  const { principal } = call;
  return reading(environment, call, async (tx) => {
    const [row] = await tx.query(
      'select declaration, key, base_version, values, at from core.form_draft where org_id = $1 and owner = $2 and declaration = $3 and key = $4 and at > $5',
      [principal.org.id, principal.user, declaration, key, oldestDraft(environment.clock())],
    );
    if (!row) throw new Refused('not_found');
    return { status: 200, body: { ...draftJson(row), values: row['values'] } };
  });
}
const draftJson = (row: Row): object => ({ declaration: row['declaration'], key: row['key'], version: row['base_version'], at: row['at'] });

/** `values` as the form holds them, `version` of the record they were typed over. */
export async function keepDraft(environment: Environment, call: Call, declaration: string, key: string, body: unknown): Promise<Answer> {
  checkPlace(environment, call, declaration, key);
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['version', 'values']);
  const { version = null, values } = body;
  if (values === undefined) throw new Refused('field.required', {}, '/values');
  if (!isObject(values)) throw new Refused('field.type', { expected: 'object' }, '/values');
  if (version !== null && !(typeof version === 'number' && Number.isInteger(version) && Math.abs(version) < 2 ** 31))
    throw new Refused('field.type', { expected: 'integer' }, '/version');
  const text = keptJson(values, mostBytes, '/values');
  const { principal } = call;
  const at = environment.clock().toISOString();
  await inTransaction(environment.pools.commands, principal.org.id, (tx) =>
    tx.query(
      'insert into core.form_draft as d (org_id, owner, declaration, key, base_version, "values", at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (org_id, owner, declaration, key) do update set base_version = $5, "values" = $6, at = $7',
      [principal.org.id, principal.user, declaration, key, version, text, at],
    ),
  );
  return { status: 200, body: { declaration, key, version, at } };
}
/** Saved or given up. */
export async function dropDraft(environment: Environment, call: Call, declaration: string, key: string): Promise<Answer> {
  checkPlace(environment, call, declaration, key);
  const { principal } = call;
  await inTransaction(environment.pools.commands, principal.org.id, (tx) =>
    tx.query('delete from core.form_draft where org_id = $1 and owner = $2 and declaration = $3 and key = $4', [principal.org.id, principal.user, declaration, key]),
  );
  return { status: 204, body: undefined };
}
function checkPlace(environment: Environment, { principal }: Call, declaration: string, key: string): void {
  if (!environment.registry.records.has(declaration)) throw new Refused('not_found');
  const meta = metaOf(environment, declaration);
  if (!['create', 'update', ...meta.actions.map((action) => action.name)].some((action) => may(principal, declaration, action)))
    throw new Refused('forbidden', { declaration, action: 'create' });
  if (!/^[\w.:-]{1,80}$/.test(key)) throw new Refused('field.format', {}, '/key');
}
