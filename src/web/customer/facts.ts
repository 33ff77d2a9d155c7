import { useQuery } from '@tanstack/react-query';
import { decimal, type Decimal, sum, zero } from '#decimal';
import { listQuery, reportQuery } from '../api/queries.ts';
import type { ApiRecord, Report } from '../api/types.ts';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { monthOf, shiftMonth, today } from '../text/format.ts';
import { keyText, moneyOf, useGroups } from '../workbench/values.ts';

/** Documents of one customer, newest first, each kind only as far as the reader may open it. */
export interface DocumentKind {
  readonly name: 'sales.quotation' | 'sales.order' | 'sales.delivery' | 'sales.invoice' | 'finance.receipt';
  readonly party: 'customer' | 'party';
  readonly date: string;
  readonly amount: string;
}
export const kinds: readonly DocumentKind[] = [
  { name: 'sales.quotation', party: 'customer', date: 'quotation_date', amount: 'gross' },
  { name: 'sales.order', party: 'customer', date: 'order_date', amount: 'gross' },
  { name: 'sales.delivery', party: 'customer', date: 'delivery_date', amount: 'gross' },
  { name: 'sales.invoice', party: 'customer', date: 'issue_date', amount: 'gross' },
  { name: 'finance.receipt', party: 'party', date: 'date', amount: 'amount' },
];
export interface Doc {
  readonly kind: DocumentKind;
  readonly record: ApiRecord;
  readonly day: string;
}
export interface Documents {
  readonly of: (name: DocumentKind['name']) => readonly Doc[];
  readonly count: (name: DocumentKind['name']) => number | undefined;
  readonly all: readonly Doc[];
  readonly pending: boolean;
}
const of = (kind: DocumentKind, customer: ApiRecord) =>
  JSON.stringify({ field: kind.party, op: 'eq', value: kind.party === 'party' ? `customers.customer:${String(customer['code'])}` : customer.id });

export function useDocuments(customer: ApiRecord): Documents {
  const me = useWho();
  const asked = (kind: DocumentKind) => ({
    ...listQuery(kind.name, { limit: 50, sort: `-${kind.date}`, count: 'bounded', filter: of(kind, customer) }),
    enabled: mayOpen(me, kind.name),
  });
  const [quotation, order, delivery, invoice, receipt] = kinds as readonly [DocumentKind, DocumentKind, DocumentKind, DocumentKind, DocumentKind];
  const answers = [useQuery(asked(quotation)), useQuery(asked(order)), useQuery(asked(delivery)), useQuery(asked(invoice)), useQuery(asked(receipt))];
  const at = (name: DocumentKind['name']): number => kinds.findIndex((kind) => kind.name === name);
  const docs = kinds.map((kind, index) => (answers[index]?.data?.data ?? []).map((record): Doc => ({ kind, record, day: String(record[kind.date] ?? '') })));
  return {
    of: (name) => docs[at(name)] ?? [],
    count: (name) => answers[at(name)]?.data?.count?.value,
    all: docs.flat().sort((a, b) => b.day.localeCompare(a.day) || kinds.indexOf(b.kind) - kinds.indexOf(a.kind)),
    pending: answers.some((answer) => answer.isLoading),
  };
}
export function useOpenItems(customer: ApiRecord): { readonly report: Report | undefined; readonly remaining: string | undefined; readonly overdue: string | undefined } {
  const code = customer['code'];
  const report = useQuery({ ...reportQuery('finance.report.open_items', { party: `customers.customer:${String(code)}`, at: today() }), enabled: typeof code === 'string' }).data;
  if (!report) return { report: undefined, remaining: undefined, overdue: undefined };
  const late = report.rows.filter((row) => typeof row.cells['due_date'] === 'string' && row.cells['due_date'] < today());
  return { report, remaining: total(report.rows.map((row) => row.cells['remaining'])), overdue: total(late.map((row) => row.cells['remaining'])) };
}
const amount = (value: unknown): Decimal => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? decimal(value) : zero);
export const total = (values: readonly unknown[]): string => sum(values, amount).toFixed(2);

export interface Month {
  readonly month: string;
  readonly value: string;
}
/** Net sales of the last twelve months, this one included, from the posted deliveries. */
export function useMonths(customer: ApiRecord): readonly Month[] | undefined {
  const first = shiftMonth(monthOf(today()), -11);
  const tree = {
    all: [
      { field: 'customer', op: 'eq', value: customer.id },
      { field: 'state', op: 'in', value: ['posted', 'signed', 'reversed'] },
      { field: 'delivery_date', op: 'between', value: [`${first}-01`, today()] },
    ],
  };
  const me = useWho();
  const days = useGroups('sales.delivery', 'delivery_date', 'net', tree, mayOpen(me, 'sales.delivery')).data?.data;
  if (!days) return undefined;
  return Array.from({ length: 12 }, (_, back) => {
    const month = shiftMonth(first, back);
    return { month, value: total(days.filter((day) => keyText(day.key).startsWith(month)).map((day) => moneyOf(day.totals?.['net']))) };
  });
}
const dayNumber = (day: string): number => Math.round(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / 86_400_000);
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);
/** The mean distance of order days; one order has none. */
export function interval(days: readonly string[]): number | undefined {
  const ordered = [...new Set(days)].sort();
  const [first, last] = [ordered[0], ordered.at(-1)];
  return first === undefined || last === undefined || ordered.length < 2 ? undefined : Math.round(daysBetween(first, last) / (ordered.length - 1));
}
