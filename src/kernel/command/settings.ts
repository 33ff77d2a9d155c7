import { Refused } from '../problem.ts';
import { isDecimal, toPlain } from '../decimal.ts';
import { kindOf } from '../kinds/index.ts';
import type { SettingsMeta } from '../registry/meta.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import type { Answer, Call } from './call.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { parseBody } from './parse.ts';
import { loadSettings } from './read.ts';
import { labelsOfFields } from './answer.ts';
import { resolveReferences } from './references.ts';
import { refuseAll } from '../problem.ts';

/** One row per module and organisation (P.15). */
export async function readSettings(environment: Environment, call: Call, module: string): Promise<Answer> {
  const meta = settingsOf(environment, module);
  return inTransaction(environment.pools.reads, call.principal.org.id, async (tx) => answer(environment, tx, call, meta), { readOnly: true });
}
/** PATCH of some values; what the module's own guard refuses (`settings.locked`) stands in its server part. */
export async function changeSettings(environment: Environment, call: Call, module: string, patch: unknown): Promise<Answer> {
  const meta = settingsOf(environment, module);
  if (!call.principal.unlimited && !call.principal.permissions.has('*') && !call.principal.permissions.has(`settings.${module}`) && !call.principal.roles.includes('administrator')) throw new Refused('forbidden', { declaration: `${module}.settings`, action: 'update' });
  const parsed = parseBody({ fields: meta.fields, lines: [] }, patch);
  return runCommand(environment, call, undefined, { action: 'settings', reason: undefined }, async ({ tx, read, unit }) => {
    const values = { ...parsed.values };
    const problems = await resolveReferences(tx, { principal: call.principal, registry: environment.registry }, { fields: meta.fields, lines: [] }, values);
    if (problems.length > 0) refuseAll(problems);
    const before = await loadSettings(environment, tx, call.principal.org.id, meta.name);
    await tx.query('insert into core.setting (org_id, module, values, updated_at) values ($1, $2, $3, $4) on conflict (org_id, module) do nothing', [call.principal.org.id, module, '{}', read.now]);
    await tx.query('select module from core.setting where org_id = $1 and module = $2 for update', [call.principal.org.id, module]);
    for (const server of environment.servers) if (server.name === module) await server.settingsChanged?.(tx, { registry: environment.registry, id: call.principal.org.id, code: call.principal.org.code, now: read.now, today: read.today }, before, { ...before, ...values });
    await tx.query('update core.setting set values = values || $3::jsonb, version = version + 1, updated_at = $4 where org_id = $1 and module = $2', [call.principal.org.id, module, JSON.stringify(stored(values)), read.now]);
    unit.noted.push({ declaration: meta.name, record: call.principal.org.id, label: meta.name, action: 'settings', before, after: { ...before, ...values }, fields: meta.fields });
    return (own) => answer(environment, own, call, meta);
  });
}
function settingsOf(environment: Environment, module: string): SettingsMeta {
  const meta = [...environment.registry.settings.values()].find((one) => one.module === module);
  if (!meta) throw new Refused('route.not_found');
  return meta;
}
const stored = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isDecimal(value) ? toPlain(value) : value]));
async function answer(environment: Environment, tx: Tx, call: Call, meta: SettingsMeta): Promise<Answer> {
  const values = await loadSettings(environment, tx, call.principal.org.id, meta.name);
  const references = await labelsOfFields(environment.registry, tx, call.principal.org.id, meta.fields, values);
  const body = Object.fromEntries(
    meta.fields.map((field) => {
      const value = values[field.name];
      return [field.name, field.kind === 'reference' && typeof value === 'string' ? { id: value, ...references.record(field.target ?? '', value) } : kindOf(field).toJson(value, field)];
    }),
  );
  return { status: 200, body };
}
