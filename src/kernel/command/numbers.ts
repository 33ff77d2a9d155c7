import { counterKey, readNumber, renderNumber, type NumberingFacts } from '../numbering/pattern.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import type { Call } from './call.ts';
import { todayIn, type Environment } from './environment.ts';

/**
 * Gives a record its cheap numbers (P.5): `create` those a draft has already, `all` also those it gets on leaving draft. A dry run takes
 * none. A number that was `typed` by hand must match the pattern and raises the counter.
 */
export async function takeNumbers(environment: Environment, call: Call, meta: RecordMeta, values: Record<string, unknown>, which: 'create' | 'all', typed = false): Promise<void> {
  const { org } = call.principal;
  for (const field of meta.fields) {
    if (field.kind !== 'serial' || field.gap_free || field.sql !== undefined || !field.pattern) continue;
    if (which === 'create' && field.at !== 'create' && meta.type === 'document') continue;
    const facts = numberingFacts(meta, values, org.code, todayIn(org.time_zone, environment.clock()));
    const key = counterKey(field.pattern, facts);
    const name = counterName(meta, field);
    const given = values[field.name];
    if (typeof given === 'string' && given !== '') {
      if (typed) await acceptManual(environment, call, org.id, name, key, field.pattern, facts, given);
      continue;
    }
    if (call.dryRun) continue;
    values[field.name] = renderNumber(field.pattern, facts, await environment.counters.take(org.id, name, key));
  }
}
export const counterName = (meta: RecordMeta, field: FieldMeta): string => (field.at === 'create' ? `${meta.name}.${field.name}` : meta.name);
async function acceptManual(environment: Environment, call: Call, org: string, name: string, key: string, pattern: string, facts: NumberingFacts, given: string): Promise<void> {
  const { principal } = call;
  if (!principal.unlimited && !principal.permissions.has('number.manual') && !principal.permissions.has('*') && call.via !== 'import') throw new Refused('number.manual_forbidden');
  const used = readNumber(pattern, facts, given);
  if (!call.dryRun) await environment.counters.raise(org, name, key, used);
}
export function numberingFacts(meta: RecordMeta, values: Readonly<Record<string, unknown>>, org: string, today: string): NumberingFacts {
  const day = meta.date ? values[meta.date] : undefined;
  return { date: typeof day === 'string' ? day : today, org, field: (path) => (typeof values[path] === 'string' ? (values[path] as string) : undefined) };
}
