import type { Answer, Call } from '../command/call.ts';
import { counterName, isCheap, numberedName, numberingFacts } from '../command/numbers.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { kindOf } from '../kinds/index.ts';
import { counterKey, renderNumber } from '../numbering/pattern.ts';
import { ruleFor } from '../numbering/rule.ts';
import { may } from '../permission/grants.ts';
import type { FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { readable, reading } from './record.ts';

/** `GET …/schema`: what screens are made from, as this caller may use it (P.2.1). Labels in both languages, so that a switch needs no request. */
export async function schemaOf(environment: Environment, call: Call, name: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  const { views, prints, show } = meta.declaration.spec as { readonly views?: object; readonly prints?: object; readonly show?: object };
  return {
    status: 200,
    body: {
      name: meta.name,
      kind: meta.type,
      label: label(meta),
      title: meta.title,
      code: meta.code ?? null,
      date: meta.date ?? null,
      readonly: meta.readonly,
      editable: meta.editable,
      searchable: meta.search.length > 0,
      fields: [...meta.fields.map(fieldJson), ...meta.lines.map(linesJson)],
      states: Object.entries(meta.fields.find((field) => field.kind === 'state')?.options ?? {}).map(([key, option]) => ({ key, label: label(option), color: option.color ?? null, final: option.final === true, posted: option.posted === true })),
      actions: meta.actions
        .filter((action) => action.by !== 'job' && may(call.principal, name, action.name))
        .map((action) => ({ name: action.name, label: label(action), from: action.from, to: action.to ?? null, danger: action.danger, approval: Boolean(action.approval), asks: [...action.asks.map(fieldJson), ...action.asksLines.map(linesJson)], amends: action.amends })),
      may: Object.fromEntries(['create', 'update', 'delete', 'import', 'export', 'print'].map((action) => [action, (action !== 'create' && action !== 'update' && action !== 'delete' ? true : !meta.readonly) && may(call.principal, name, action)])),
      views: views ?? {},
      show: show ?? {},
      prints: Object.entries((prints ?? {}) as Readonly<Record<string, { readonly zh: string; readonly en: string }>>).map(([key, print]) => ({ key, label: label(print) })),
      next_number_example: await exampleNumber(environment, call, meta),
    },
  };
}
const label = ({ zh, en }: { readonly zh: string; readonly en: string }): { readonly zh: string; readonly en: string } => ({ zh, en });
function fieldJson(field: FieldMeta): object {
  const kind = kindOf(field);
  return {
    name: field.name,
    kind: field.kind,
    label: label(field),
    required: field.required,
    origin: field.origin,
    access: 'full',
    operators: kind.operators,
    sortable: kind.sortable,
    measure: kind.measure,
    ...(field.help ? { help: label(field.help) } : {}),
    ...(field.target ? { target: field.target } : {}),
    ...(field.choose ? { choose: field.choose } : {}),
    ...(field.among ? { among: field.among } : {}),
    ...(field.options ? { options: Object.entries(field.options).map(([key, option]) => ({ key, label: label(option), color: option.color ?? null })) } : {}),
    ...(field.max === undefined ? {} : { max: field.max }),
    ...(field.min === undefined ? {} : { min: field.min }),
    ...(field.long ? { long: true } : {}),
    ...(field.format ? { format: field.format } : {}),
    ...(field.hidden ? { hidden: true } : {}),
    ...(field.immutable ? { immutable: true } : {}),
    ...(field.custom ? { custom: true } : {}),
    ...(field.signed ? { signed: true } : {}),
    ...(field.default === undefined ? {} : { default: field.default }),
  };
}
const linesJson = (lines: LinesMeta): object => ({ name: lines.name, kind: 'lines', label: label(lines), min: lines.min, generated: lines.generated, lines: lines.fields.map(fieldJson) });

/** Not reserved: what the next number would be today (P.5). */
async function exampleNumber(environment: Environment, call: Call, meta: RecordMeta): Promise<string | null> {
  const field = meta.fields.find((one) => isCheap(one));
  if (!field) return null;
  const { org } = call.principal;
  const today = todayIn(org.time_zone, environment.clock());
  const rule = await reading(environment, call, (tx) => ruleFor(tx, org.id, numberedName(meta, field), today));
  const pattern = rule?.pattern ?? field.pattern ?? '';
  if (/\{(field|dept)/.test(pattern)) return null;
  const facts = numberingFacts(meta, {}, org.code, today);
  return renderNumber(pattern, facts, await environment.counters.peek(org.id, counterName(meta, field), counterKey(pattern, facts)));
}
