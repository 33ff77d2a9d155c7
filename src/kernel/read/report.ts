import type { Label, ReportAnswer, ReportRow } from '#declare';
import type { Answer, Call } from '../command/call.ts';
import { resolveReferences } from '../command/references.ts';
import { emptyLocks, openRead } from '../command/read.ts';
import type { Environment } from '../command/environment.ts';
import { decimal, isDecimal, toMoney, toPlain } from '../decimal.ts';
import { kindOf } from '../kinds/index.ts';
import { grantsFor, may } from '../permission/grants.ts';
import { Refused, refuseAll, type Problem } from '../problem.ts';
import { nearest } from '../command/parse.ts';
import type { FieldMeta, ReportMeta } from '../registry/meta.ts';
import { reading } from './record.ts';

type Query = Readonly<Record<string, string>>;
/** `GET /api/{module}/report/{name}` and `…/drill?cell=`: one answer form for every report (P.2.2). */
export async function runReport(environment: Environment, call: Call, name: string, query: Query): Promise<Answer> {
  const meta = environment.registry.reports.get(name);
  const server = environment.servers.flatMap((one) => one.reports ?? []).find((one) => one.report === name);
  if (!meta || !server) throw new Refused('route.not_found');
  if (!mayRead(call, meta)) throw new Refused('forbidden', { declaration: name, action: 'read' });
  const { cell, format: _format, lang: _lang, ...given } = query;
  await environment.settled(call.principal.org.id);
  return reading(environment, call, async (tx) => {
    const read = openRead(environment, tx, call.principal, emptyLocks());
    const parameters = parseParameters(meta, given);
    const problems = await resolveReferences(tx, { principal: call.principal, registry: environment.registry }, { fields: meta.parameters, lines: [] }, parameters);
    if (problems.length > 0) refuseAll(problems);
    if (cell !== undefined && !server.drill) throw new Refused('route.not_found');
    const answer = cell === undefined ? await server.run(parameters as never, read) : await server.drill?.(parameters as never, cell, read);
    if (!answer) throw new Refused('not_found');
    return { status: 200, body: reportJson(meta, answer, given, read.now, call) };
  });
}
export const mayRead = (call: Call, meta: ReportMeta): boolean => may(call.principal, meta.name, 'read');
/** A figure of a part of the company says so, so that nobody takes it for the whole (P.8). */
const limited = (call: Call, meta: ReportMeta): boolean => !grantsFor(call.principal, meta.name, 'read').some((grant) => grant.scope === 'all');
const partial = { zh: '按你的数据范围', en: 'Within what you may see' } as const;

function parseParameters(meta: ReportMeta, given: Query): Record<string, unknown> {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(given))
    if (!meta.parameters.some((field) => field.name === name))
      problems.push({
        code: 'request.unknown_parameter',
        params: {
          name,
          nearest: nearest(
            name,
            meta.parameters.map((field) => field.name),
          ),
        },
        path: `/${name}`,
      });
  for (const field of meta.parameters) {
    const text = given[field.name];
    const parsed = text === undefined || text === '' ? { ok: true as const, value: field.default ?? null } : kindOf(field).fromText(periodDay(field, text), field);
    if (!parsed.ok) problems.push({ code: parsed.code, params: parsed.params, path: `/${field.name}` });
    else if (parsed.value === null && field.required) problems.push({ code: 'field.required', params: {}, path: `/${field.name}` });
    else values[field.name] = parsed.value;
  }
  if (problems.length > 0) refuseAll(problems);
  return values;
}
/** A month given for a day stands for its first day in `from`, else its last (P.2.2). */
function periodDay(field: FieldMeta, text: string): string {
  if (field.kind !== 'date' || !/^\d{4}-\d\d$/.test(text)) return text;
  const month = Temporal.PlainYearMonth.from(text);
  return month.toPlainDate({ day: field.name === 'from' ? 1 : month.daysInMonth }).toString();
}

function reportJson(meta: ReportMeta, answer: ReportAnswer, params: Query, now: string, call: Call): object {
  const columns = answer.columns ?? meta.columns.map((field) => ({ key: field.name, zh: field.zh, en: field.en, kind: field.kind }));
  const kinds = new Map(columns.map((column) => [column.key, column.kind]));
  return {
    report: meta.name,
    label: { zh: meta.zh, en: meta.en },
    params,
    columns: columns.map((column) => ({ key: column.key, label: column[call.locale], kind: column.kind })),
    rows: answer.rows.map((row) => rowJson(row, kinds, call.locale)),
    totals: Object.fromEntries(Object.entries(answer.totals ?? {}).map(([name, value]) => [name, cellJson(value, kinds.get(name))])),
    checks: (answer.checks ?? []).map((check) => ({ ...check, ...(check.difference === undefined ? {} : { difference: cellJson(check.difference, 'money') }) })),
    notes: [...(limited(call, meta) ? [partial] : []), ...(answer.notes ?? [])].map((note) => (typeof note === 'string' ? note : note[call.locale])),
    as_of: now,
  };
}
const rowJson = (row: ReportRow, kinds: ReadonlyMap<string, string>, locale: 'zh' | 'en'): object => ({
  ...row,
  label: typeof row.label === 'string' ? row.label : row.label[locale],
  cells: Object.fromEntries(Object.entries(row.cells).map(([name, value]) => [name, cellJson(value, kinds.get(name), locale)])),
});
/** A cell may hold words of the report (`期初余额`) in both languages. */
const isWords = (value: unknown): value is Label => typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
function cellJson(value: unknown, kind: string | undefined, locale: 'zh' | 'en' = 'zh'): unknown {
  if (value === undefined || value === null) return null;
  if (isWords(value)) return value[locale];
  if (isDecimal(value)) return kind === 'money' ? toMoney(value) : toPlain(value);
  return kind === 'money' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? toMoney(decimal(value)) : value;
}
