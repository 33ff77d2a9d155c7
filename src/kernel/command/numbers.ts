import { counterKey, readNumber, renderNumber, tokensOf, type NumberingFacts } from '../numbering/pattern.ts';
import type { NumberingRule } from '../numbering/rule.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import type { Tx } from '../store/session.ts';
import type { Call } from './call.ts';
import { todayIn, type Environment } from './environment.ts';
import { type Opening, ruleOn } from './opening.ts';

type Values = Readonly<Record<string, unknown>>;
/** What numbering needs of a command. */
interface Numbering {
  readonly environment: Environment;
  readonly tx: Tx;
  readonly call: Call;
  readonly opening: Opening;
}
/**
 * Gives a record its cheap numbers (P.5): `create` those a draft has already, `all` also those it gets on leaving draft. A dry run takes
 * none. A number that was `typed` by hand must match the pattern and raises the counter. The organisation's own rule goes before the declared
 * pattern.
 */
export async function takeNumbers(
  { environment, tx, call, opening }: Numbering,
  meta: RecordMeta,
  values: Record<string, unknown>,
  which: 'create' | 'all',
  typed = false,
): Promise<void> {
  const { org } = call.principal;
  for (const field of meta.fields) {
    if (!isCheap(field)) continue;
    const day = dayOf(meta.date, values, todayIn(org.time_zone, environment.clock()));
    const rule = ruleOn(opening, numberedName(meta, field), day);
    if (which === 'create' && field.at !== 'create' && meta.type === 'document' && rule?.assign !== 'on_create') continue;
    const pattern = rule?.pattern ?? field.pattern ?? '';
    const given = values[field.name];
    const manual = typeof given === 'string' && given !== '';
    if (manual && !typed) continue;
    if (manual && rule?.manual === 'free') {
      acceptFree(call, given, pattern);
      continue;
    }
    const facts = await recordFacts(environment.registry, tx, org, meta, values, pattern, dayOf(rule?.date_field ?? meta.date, values, day));
    const key = counterKey(pattern, facts);
    const name = counterName(meta, field);
    if (manual) await acceptManual(environment, call, name, key, pattern, facts, given, rule);
    else if (!call.dryRun) values[field.name] = renderNumber(pattern, facts, await environment.counters.take(org.id, name, key));
  }
}
/** Numbers without gaps come after the commit, by the sequencer; these are taken here. */
export const isCheap = (field: FieldMeta): boolean => field.kind === 'serial' && !field.gap_free && field.sql === undefined && Boolean(field.pattern);
export const counterName = (meta: RecordMeta, field: FieldMeta): string => (field.at === 'create' ? `${meta.name}.${field.name}` : meta.name);
/** What a rule names: the declaration for its own number, `declaration.field` for a further one. */
export const numberedName = (meta: RecordMeta, field: FieldMeta): string =>
  field.name === meta.code || meta.fields.find(isCheap) === field ? meta.name : `${meta.name}.${field.name}`;

function mayNumber({ principal, via }: Call): void {
  if (!principal.unlimited && !principal.permissions.has('number.manual') && !principal.permissions.has('*') && via !== 'import') throw new Refused('number.manual_forbidden');
}
function acceptFree(call: Call, given: string, pattern: string): void {
  mayNumber(call);
  if (!/^[A-Za-z0-9._/-]{1,40}$/.test(given)) throw new Refused('number.format', { pattern });
}
async function acceptManual(
  environment: Environment,
  call: Call,
  name: string,
  key: string,
  pattern: string,
  facts: NumberingFacts,
  given: string,
  rule: NumberingRule | undefined,
): Promise<void> {
  mayNumber(call);
  if (rule?.manual === 'never') throw new Refused('number.manual_forbidden');
  const used = readNumber(pattern, facts, given);
  if (!call.dryRun) await environment.counters.raise(call.principal.org.id, name, key, used);
}

function dayOf(name: string | undefined, values: Values, otherwise: string): string {
  const day = name === undefined ? undefined : values[name];
  return typeof day === 'string' && day !== '' ? day.slice(0, 10) : otherwise;
}
/** Facts of a pattern that names no other record. */
export function numberingFacts(meta: RecordMeta, values: Values, org: string, today: string): NumberingFacts {
  return { date: dayOf(meta.date, values, today), org, field: (path) => (typeof values[path] === 'string' ? values[path] : undefined) };
}
/** `{dept}` and `{field:warehouse}` stand for the code of the record that is referred to, not for its id. */
export async function recordFacts(
  registry: Registry,
  tx: Tx,
  org: { readonly id: string; readonly code: string },
  meta: RecordMeta,
  values: Values,
  pattern: string,
  date: string,
): Promise<NumberingFacts> {
  const wanted = tokensOf(pattern).flatMap((token) => (token === 'dept' ? [meta.department ?? 'department'] : token.startsWith('field:') ? [token.slice('field:'.length)] : []));
  const found = new Map<string, string>();
  for (const path of new Set(wanted)) {
    const text = await codeAt(registry, tx, org.id, meta, values, path);
    if (text !== undefined) found.set(path, text);
  }
  return { date, org: org.code, department: found.get(meta.department ?? 'department'), field: (path) => found.get(path) };
}
async function codeAt(registry: Registry, tx: Tx, org: string, meta: RecordMeta, values: Values, path: string): Promise<string | undefined> {
  const value = values[path];
  if (typeof value !== 'string' || value === '') return undefined;
  const field = meta.fields.find((one) => one.name === path);
  const target = field?.kind === 'reference' ? registry.records.get(field.target ?? '') : undefined;
  if (!target) return value;
  const [row] = await tx.query(`select ${quoted(target.code ?? target.title)}::text as code from ${target.table} where org_id = $1 and id = $2`, [org, value]);
  return typeof row?.['code'] === 'string' ? row['code'] : undefined;
}
