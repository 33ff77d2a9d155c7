import { useQuery } from '@tanstack/react-query';
import { decimal, round, sum, zero } from '#decimal';
import { request } from '../api/client.ts';
import { pathOf, reportQuery } from '../api/queries.ts';
import type { Group, Reference, Report } from '../api/types.ts';
import type { Tree } from '../list/where.ts';
import type { ReportFigure, Widget } from './figures.ts';

export interface Value {
  readonly value: string | undefined;
  readonly before: string | undefined;
  readonly pending: boolean;
  readonly error: unknown;
}
/** A total of money in the books' currency; nothing at all is 0.00, what the reader may not see is nothing. */
export function moneyOf(given: unknown): string | null {
  if (given === null || given === undefined) return null;
  if (typeof given === 'string' || typeof given === 'number') return String(given);
  if (!Array.isArray(given)) return null;
  return sum(given as readonly { readonly value: string }[], (one) => decimal(one.value)).toFixed(2);
}
interface WidgetAnswer {
  readonly value: string | number | null;
  readonly previous: string | number | null;
  readonly limited: boolean;
  readonly spark: readonly { readonly period: string; readonly value: string | number | null }[];
}
const textOf = (value: string | number | null | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));
/** Value, comparison and course of a declared figure, as the server computes them by the condition of the page it opens (P.14). */
export function useWidget(widget: Widget): Value & { readonly course: readonly number[]; readonly limited: boolean } {
  const { data, isPending, error } = useQuery({
    queryKey: ['list', 'widget', widget.name],
    queryFn: ({ signal }) => request<WidgetAnswer>('GET', `/core/widget/${widget.name}`, { signal }),
  });
  return {
    value: textOf(data?.value),
    before: textOf(data?.previous),
    pending: isPending,
    error,
    course: (data?.spark ?? []).map((one) => Number(one.value ?? 0)),
    limited: data?.limited === true,
  };
}
export function cellOf(report: Report | undefined, figure: Pick<ReportFigure, 'rows' | 'column'>): string | undefined {
  if (!report) return undefined;
  if (figure.rows === 'total') {
    const given = report.totals[figure.column];
    if (typeof given === 'string') return given;
    return sum(report.rows, (row) => decimalOf(row.cells[figure.column])).toFixed(2);
  }
  const row = report.rows.find((one) => figure.rows.includes(one.key));
  const value = row?.cells[figure.column];
  return typeof value === 'string' ? value : undefined;
}
export const decimalOf = (value: unknown) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? decimal(value) : zero);
export function useReportFigure(figure: ReportFigure): Value & { readonly report: Report | undefined } {
  const now = useQuery(reportQuery(figure.report, figure.now));
  const before = useQuery({ ...reportQuery(figure.report, figure.before ?? {}), enabled: figure.before !== undefined });
  return { value: cellOf(now.data, figure), before: cellOf(before.data, figure), pending: now.isPending, error: now.error, report: now.data };
}

/** Sums or counts by one field: days for a chart, customers for a ranking. */
export function useGroups(name: string, group: string, measure: string | undefined, tree: Tree | undefined, enabled = true) {
  const query = { group, totals: measure, filter: tree === undefined ? undefined : JSON.stringify(tree) };
  return useQuery({ queryKey: ['list', name, query], queryFn: ({ signal }) => request<{ readonly data: readonly Group[] }>('GET', pathOf(name), { query, signal }), enabled });
}
export const keyText = (key: Group['key']): string => (key === null ? '' : typeof key === 'object' ? ((key as Reference).label ?? (key as Reference).code ?? '') : key);

/** `+8.2 %` of what was before; nothing where that was not above zero (P.14). */
export function ratio(value: string | undefined, before: string | undefined): { readonly up: boolean; readonly text: string } | undefined {
  if (value === undefined || before === undefined) return undefined;
  const was = decimalOf(before);
  if (was.lte(zero)) return undefined;
  const change = decimalOf(value).minus(was);
  return { up: change.gte(zero), text: `${round(change.abs().div(was).times(decimal(100)), 1).toFixed(1)}%` };
}
/** Running totals by day of the month; days to come have none. */
export function cumulated(groups: readonly Group[], measure: string, days: number, until: number): readonly (string | null)[] {
  let running = zero;
  return Array.from({ length: days }, (_, at) => {
    const day = at + 1;
    const found = groups.find((group) => Number(keyText(group.key).slice(8, 10)) === day);
    running = running.plus(decimalOf(moneyOf(found?.totals?.[measure]) ?? '0'));
    return day > until ? null : running.toFixed(2);
  });
}
