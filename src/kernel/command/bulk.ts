import { may } from '../permission/grants.ts';
import { Refused, refuseAll, type Problem } from '../problem.ts';
import { actOn } from './act.ts';
import type { Answer, Call } from './call.ts';
import { metaOf } from './command.ts';
import type { Environment } from './environment.ts';
import { changeRecord } from './save.ts';
import { isId } from '../ids.ts';
import { refuseUnknown } from './parse.ts';
import { inTransaction } from '../store/session.ts';

interface BulkBody {
  readonly action?: string;
  readonly patch?: object;
  readonly input?: object;
  readonly ids?: readonly string[];
  readonly versions?: Readonly<Record<string, number>>;
}
const most = 200;

/** `POST …/bulk`: each row is its own command with its own permission, version, guard and audit (P.2.7). */
export async function bulk(environment: Environment, call: Call, name: string, body: unknown): Promise<Answer> {
  const meta = metaOf(environment, name);
  refuseUnknown(Object.keys((body ?? {}) as object), ['action', 'patch', 'input', 'ids', 'versions', 'mode']);
  checkTypes(body);
  const { action, patch, input, ids = [], versions = {} } = dropNulls(body) as BulkBody;
  const wanted = action ?? 'update';
  if (!may(call.principal, name, wanted)) throw new Refused('forbidden', { declaration: name, action: wanted });
  if (ids.length === 0 || (action === undefined) === (patch === undefined)) throw new Refused('field.required', {}, '/ids');
  if (ids.length > most) throw new Refused('bulk.too_many', { max: most });
  const known = await versionsOf(environment, call, meta.table, ids.filter(isId));
  const results: object[] = [];
  const counts = { ok: 0, refused: 0, not_found: 0 };
  for (const id of ids) {
    const version = Object.hasOwn(versions, id) ? versions[id] : known.get(id);
    try {
      if (version === undefined || !isId(id)) throw new Refused('not_found');
      const answer = action === undefined ? await changeRecord(environment, call, name, id, version, patch) : await actOn(environment, call, name, id, action, { version, input });
      counts.ok += 1;
      results.push({ id, ok: true, version: versionOf(answer) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      counts[error.code === 'not_found' ? 'not_found' : 'refused'] += 1;
      results.push({ id, ok: false, ...problemOf(error) });
    }
  }
  return { status: 200, body: { counts, results } };
}
/** Members of the right type, so that the rows below meet what they expect (P.2.9, step 9). */
function checkTypes(body: unknown): void {
  const { action, patch, input, ids, versions } = dropNulls(body);
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  const wrong = [
    ...(ids === undefined || (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) ? [] : [['ids', 'list of ids']]),
    ...(action === undefined || typeof action === 'string' ? [] : [['action', 'text']]),
    ...[['patch', patch], ['input', input], ['versions', versions]].flatMap(([member, value]) => (value === undefined || isObject(value) ? [] : [[String(member), 'object']])),
  ];
  if (wrong.length > 0) refuseAll(wrong.map(([member, expected]) => ({ code: 'field.type', params: { expected }, path: `/${member}` })));
}
/** `null` is the same as left out. */
const dropNulls = (body: unknown): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries((body ?? {}) as object).filter(([, value]) => value !== null));
const problemOf = ({ code, params }: Refused): Pick<Problem, 'code' | 'params'> => ({ code, params });
const versionOf = (answer: Answer): number | undefined => {
  const body = answer.body as { readonly version?: number; readonly record?: { readonly version: number } };
  return body.record?.version ?? body.version;
};
async function versionsOf(environment: Environment, call: Call, table: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await inTransaction(environment.pools.reads, call.principal.org.id, (tx) => tx.query(`select id, version from ${table} where org_id = $1 and id = any($2)`, [call.principal.org.id, ids]), { readOnly: true });
  return new Map(rows.map((row) => [row['id'] as string, row['version'] as number]));
}
