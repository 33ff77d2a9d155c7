import { type PrintData, type PrintHead, printHead } from './generic.ts';
import { isFigure, type ShowContext, shown } from './shown.ts';

/** The answer of a report (P.2.2), as far as a print needs it. */
export interface ReportAnswer {
  readonly columns: readonly { readonly key: string; readonly label: string; readonly kind: string }[];
  readonly rows: readonly ReportRow[];
  readonly totals?: Readonly<Record<string, unknown>> | null;
  readonly checks?: readonly { readonly key: string; readonly ok: boolean; readonly difference?: unknown }[];
  readonly notes?: readonly unknown[];
}
export interface ReportRow {
  readonly key: string;
  readonly label: string;
  readonly level?: number;
  readonly cells: Readonly<Record<string, unknown>>;
}
export interface ReportContext extends PrintHead {
  readonly title: string;
  /** `2026-01-31`, `2026-01-01 – 2026-01-31`; stands under the title. */
  readonly period?: string;
  /** 单位：元 */
  readonly unit?: string;
  /** Form number: 会企01表. */
  readonly form?: string;
  /** Head of the row labels: 项目. */
  readonly rowLabel: string;
  /** Prints the row key as a column under this head: 科目编码. */
  readonly keyLabel?: string;
  /** Key of the row that opens the right half: a balance sheet in account form. */
  readonly rightFrom?: string;
  /** Rows in medium weight (sums); left out, the outermost level of a list that has levels. */
  readonly strong?: readonly string[];
  readonly signatures?: readonly string[];
}
interface PrintRow {
  readonly key: string;
  readonly label: string;
  readonly level: number;
  readonly strong: boolean;
  readonly cells: Readonly<Record<string, string>>;
}
export interface ReportData extends Pick<PrintData, 'lang' | 'organisation' | 'printed' | 'qr'> {
  readonly title: string;
  readonly number: null;
  readonly watermark: string | null;
  readonly period: string;
  readonly unit: string;
  readonly form: string;
  readonly row_label: string;
  readonly key_label: string | null;
  readonly columns: readonly { readonly key: string; readonly label: string; readonly align: 'left' | 'right' }[];
  /** One list, or the left and the right half of an account form. */
  readonly sides: readonly (readonly PrintRow[])[];
  readonly totals: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly signatures: readonly string[];
}

/** Any report's answer for the template `report`; figures come as the report computed them. */
export function printReport(answer: ReportAnswer, context: ReportContext): ReportData {
  const show: ShowContext = { lang: context.lang, zone: context.zone ?? 'Asia/Shanghai' };
  const kinds = new Map(answer.columns.map(({ key, kind }) => [key, kind]));
  const texts = (cells: Readonly<Record<string, unknown>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(cells).flatMap(([key, value]) => {
        const text = shown(value, { kind: kinds.get(key) ?? 'text' }, show);
        return text === null ? [] : [[key, text]];
      }),
    );
  const levelled = answer.rows.some((row) => (row.level ?? 0) > 0);
  const rows = answer.rows.map((row): PrintRow => {
    const level = row.level ?? 0;
    return { key: row.key, label: row.label, level, strong: context.strong ? context.strong.includes(row.key) : levelled && level === 0, cells: texts(row.cells) };
  });
  const cut = context.rightFrom === undefined ? -1 : rows.findIndex((row) => row.key === context.rightFrom);
  return {
    ...printHead(context),
    title: context.title,
    number: null,
    watermark: context.watermark ?? null,
    period: context.period ?? '',
    unit: context.unit ?? '',
    form: context.form ?? '',
    row_label: context.rowLabel,
    key_label: context.keyLabel ?? null,
    columns: answer.columns.map(({ key, label, kind }) => ({ key, label, align: isFigure(kind) ? 'right' : 'left' })),
    sides: cut > 0 ? [rows.slice(0, cut), rows.slice(cut)] : [rows],
    totals: texts(answer.totals ?? {}),
    notes: (answer.notes ?? []).filter((note) => typeof note === 'string'),
    signatures: context.signatures ?? [],
  };
}
