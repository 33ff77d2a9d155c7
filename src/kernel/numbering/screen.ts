import type { Answer, Call } from '../command/call.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { counterName, isCheap, numberedName, numberingFacts } from '../command/numbers.ts';
import { nearest, refuseUnknown } from '../command/parse.ts';
import { isObject } from '../personal/json.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { counterKey, parsePattern, renderNumber, tokensOf } from './pattern.ts';
import { ruleFor } from './rule.ts';

/* The numbering screen (P.5): patterns with a live sample, counters per key, the next value, which can be raised only. */
interface Series {
  readonly meta: RecordMeta;
  readonly field: FieldMeta;
}
const seriesOf = ({ registry }: Environment): readonly Series[] => [...registry.records.values()].flatMap((meta) => meta.fields.filter(isCheap).map((field) => ({ meta, field })));
function requireNumbering({ principal }: Call, action: string): void {
  if (!may(principal, 'core.numbering', action)) throw new Refused('forbidden', { declaration: 'core.numbering', action });
}

/** `GET /api/core/counter`: what is numbered here, by which pattern, and where each counter stands. */
export async function listCounters(environment: Environment, call: Call, declaration: string | null): Promise<Answer> {
  requireNumbering(call, 'read');
  const { org } = call.principal;
  const all = seriesOf(environment).filter(({ meta }) => declaration === null || meta.name === declaration);
  const today = todayIn(org.time_zone, environment.clock());
  return reading(environment, call, async (tx) => {
    const counters = Map.groupBy(await tx.query('select declaration, key, next from core.counter where org_id = $1 order by declaration, key desc', [org.id]), (row) =>
      String(row['declaration']),
    );
    const data = await Promise.all(
      all.map(async ({ meta, field }) => {
        const rule = await ruleFor(tx, org.id, numberedName(meta, field), today);
        const pattern = rule?.pattern ?? field.pattern ?? '';
        return {
          declaration: meta.name,
          label: meta[call.locale],
          name: numberedName(meta, field),
          field: field.name,
          pattern,
          own: rule !== undefined,
          declared: field.pattern,
          sample: sampleOf(meta, pattern, org.code, today, 1),
          counters: (counters.get(counterName(meta, field)) ?? []).map((row) => ({ key: row['key'], next: Number(row['next']) })),
        };
      }),
    );
    return { status: 200, body: { data } };
  });
}
/** A number of today; what depends on the record stands as its token. */
function sampleOf(meta: RecordMeta, pattern: string, org: string, today: string, next: number): string {
  const facts = { ...numberingFacts(meta, {}, org, today), department: '{dept}', field: (path: string) => `{${path}}` };
  return renderNumber(pattern, facts, next);
}
/** `GET /api/core/numbering/preview?declaration=&pattern=`: the pattern as it would number, before it is saved. */
export async function previewPattern(environment: Environment, call: Call, declaration: string | null, pattern: string | null): Promise<Answer> {
  requireNumbering(call, 'read');
  if (!declaration) throw new Refused('field.required', {}, 'declaration');
  if (!pattern) throw new Refused('field.required', {}, 'pattern');
  const series = seriesNamed(environment, declaration);
  parsePattern(pattern);
  const { org } = call.principal;
  const today = todayIn(org.time_zone, environment.clock());
  const counted = tokensOf(pattern).every((token) => token !== 'dept' && !token.startsWith('field:'));
  const next = counted ? await environment.counters.peek(org.id, counterName(series.meta, series.field), counterKey(pattern, numberingFacts(series.meta, {}, org.code, today))) : 1;
  return { status: 200, body: { pattern, sample: sampleOf(series.meta, pattern, org.code, today, next) } };
}
function seriesNamed(environment: Environment, name: string): Series {
  const all = seriesOf(environment);
  const found = all.find(({ meta, field }) => numberedName(meta, field) === name);
  if (!found)
    throw new Refused(
      'field.choice',
      {
        nearest: nearest(
          name,
          all.map(({ meta, field }) => numberedName(meta, field)),
        ),
      },
      '/declaration',
    );
  return found;
}
/** `POST /api/core/counter/raise` {declaration, key, next}: below a number that was used already is `number.taken`. */
export async function raiseCounter(environment: Environment, call: Call, body: unknown): Promise<Answer> {
  requireNumbering(call, 'update');
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['declaration', 'key', 'next']);
  const { declaration, key, next } = body;
  if (typeof declaration !== 'string') throw new Refused('field.required', {}, '/declaration');
  if (typeof key !== 'string' || key.length > 200 || /[\p{Cc}\p{Cs}]/u.test(key)) throw new Refused('field.format', {}, '/key');
  if (typeof next !== 'number' || !Number.isInteger(next) || next < 1 || next > 999_999_999) throw new Refused('field.range', { min: 1, max: 999_999_999 }, '/next');
  const { meta, field } = seriesNamed(environment, declaration);
  const { org } = call.principal;
  const name = counterName(meta, field);
  const stands = await environment.counters.peek(org.id, name, key);
  if (next < stands) throw new Refused('number.taken', { next: stands });
  await environment.counters.raise(org.id, name, key, next - 1);
  return { status: 200, body: { declaration, key, next: await environment.counters.peek(org.id, name, key) } };
}
