import type { Call } from '../command/call.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { type ExportColumn, writeTable } from '../exchange/index.ts';
import { kindOf } from '../kinds/index.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta } from '../registry/meta.ts';
import { type FileAnswer, logPrint } from './print.ts';
import { runReport } from './report.ts';

type Query = Readonly<Record<string, string>>;
type Cells = Readonly<Record<string, unknown>>;
interface Shown {
  readonly label: { readonly zh: string; readonly en: string };
  readonly columns: readonly { readonly key: string; readonly label: string; readonly kind: string }[];
  readonly rows: readonly { readonly key: string; readonly label: string; readonly level: number; readonly cells: Cells }[];
  readonly totals: Cells;
  readonly checks: readonly { readonly key: string; readonly ok: boolean; readonly difference?: unknown }[];
  readonly notes: readonly string[];
  readonly as_of: string;
}
/** A report, or a level of what stands behind one of its figures, as a file: the same answer that the screen shows, under the same permission (P.10, P.2.2). */
export async function reportFile(environment: Environment, call: Call, name: string, query: Query): Promise<FileAnswer> {
  const { format, ...given } = query;
  if (format !== 'xlsx' && format !== 'csv') throw new Refused('field.choice', { allowed: ['xlsx', 'csv', 'pdf'], nearest: 'xlsx' }, '/format');
  const shown = (await runReport(environment, call, name, given)).body as Shown;
  const { locale } = call;
  const columns = columnsOf(shown, locale);
  const table = {
    title: shown.label,
    columns,
    rows: shown.rows.map((row) => ({ ...read(row.cells, columns), [rowName]: format === 'xlsx' ? `${'　'.repeat(row.level)}${row.label}` : row.label })),
    ...(Object.keys(shown.totals).length > 0 ? { totals: read(shown.totals, columns) } : {}),
    conditions: conditionsOf(environment, call, shown, given),
  };
  const written = await writeTable(table, { format, locale });
  await logPrint(environment, call, name, shown.rows.length, 'export');
  const day = given['at'] ?? given['to'] ?? todayIn(call.principal.org.time_zone, environment.clock());
  return { status: 200, body: Buffer.from(written.bytes), file: { type: written.type, name: `${shown.label[locale]}-${day}.${format}` } };
}
const rowName = '_row';
const known: ReadonlySet<string> = new Set(['money', 'quantity', 'unit_price', 'rate', 'integer', 'date', 'instant', 'month', 'flag']);
const field = (name: string, kind: string, title: string): FieldMeta => ({
  name,
  kind: (known.has(kind) ? kind : 'text') as FieldMeta['kind'],
  origin: 'derived',
  required: false,
  signed: true,
  zh: title,
  en: title,
});
/** Names of rows have a column of their own unless each only repeats one of its cells. */
function columnsOf({ rows, columns }: Shown, locale: 'zh' | 'en'): readonly ExportColumn[] {
  const named = rows.some((row) => row.label !== '' && !columns.some((column) => textOf(row.cells[column.key]) === row.label));
  const title = locale === 'zh' ? '项目' : 'Item';
  return [
    ...(named ? [{ name: rowName, title, field: field(rowName, 'text', title) }] : []),
    ...columns.map(({ key, label, kind }) => ({ name: key, title: label, field: field(key, kind, label) })),
  ];
}
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? '' : String(value);
  const { code, label } = value as { readonly code?: unknown; readonly label?: unknown };
  return typeof code === 'string' ? code : typeof label === 'string' ? label : '';
}
/** Figures come as text; a workbook wants numbers, so they are read again. */
function read(cells: Cells, columns: readonly ExportColumn[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ name, field: of }) => {
      const value = cells[name];
      if (value === null || value === undefined || value === '') return [name, null];
      if (of.kind === 'text') return [name, textOf(value)];
      const parsed = kindOf(of).fromJson(value, of);
      return [name, parsed.ok ? parsed.value : textOf(value)];
    }),
  );
}
function conditionsOf(environment: Environment, call: Call, { checks, notes, as_of }: Shown, given: Query): readonly (readonly [string, string])[] {
  const zh = call.locale === 'zh';
  const meta = [...environment.registry.reports.values()].flatMap((report) => report.parameters);
  const label = (name: string): string => meta.find((one) => one.name === name)?.[call.locale] ?? name;
  return [
    ...Object.entries(given)
      .filter(([name]) => name !== 'lang')
      .map(([name, value]) => [label(name), value] as const),
    ...checks.map(({ key, ok, difference }) => [key, ok ? (zh ? '平衡' : 'agrees') : `${zh ? '差' : 'differs by'} ${textOf(difference)}`] as const),
    ...notes.map((note) => [zh ? '说明' : 'Note', note] as const),
    [zh ? '数据时间' : 'As of', as_of],
    [zh ? '导出人' : 'By', call.principal.name],
  ];
}
