import type { Instant, LocalDate, ReportAnswer, ReportRow } from '#declare';
import { type Decimal, negated, zero } from '#decimal';
import { type CostHead, emptyHead, received, unitCost } from './moving-average.ts';

/** One value entry as the card shows it. */
export interface CardEntry {
  readonly id: string;
  readonly date: LocalDate;
  readonly effective_at: Instant;
  readonly kind: 'receipt' | 'issue' | 'recost';
  readonly qty: Decimal;
  readonly value: Decimal;
  readonly cause: { readonly name: string; readonly id: string };
  readonly reverses: string | null;
}
const words = { receipt: '收入', issue: '发出', recost: '重算' } as const;

/** Rows of the cost card: the opening, each entry with the balance after it, the closing (5.5). A reversal stands on the side it takes back, in red. */
export function cardRows(opening: CostHead, entries: readonly CardEntry[]): ReportAnswer {
  let balance = opening;
  const total = { in: emptyHead, out: emptyHead };
  const rows: ReportRow[] = [row('opening', '期初', 0, { ...balanceCells(opening) })];
  for (const entry of entries) {
    balance = received(balance, entry.qty, entry.value);
    const incoming = entry.qty.gt(zero) === (entry.reverses === null);
    if (incoming) total.in = received(total.in, entry.qty, entry.value);
    else total.out = received(total.out, negated(entry.qty), negated(entry.value));
    const cells = {
      date: entry.date,
      document: entry.cause,
      kind: entry.reverses === null ? words[entry.kind] : '冲销',
      ...(incoming ? { in_qty: entry.qty, in_value: entry.value } : { out_qty: negated(entry.qty), out_value: negated(entry.value) }),
      ...balanceCells(balance),
    };
    rows.push({ ...row(entry.id, '', 1, cells), open: { declaration: entry.cause.name, id: entry.cause.id } });
  }
  rows.push(row('closing', '期末', 0, { in_qty: total.in.qty, in_value: total.in.value, out_qty: total.out.qty, out_value: total.out.value, ...balanceCells(balance) }));
  return { rows, totals: { in_qty: total.in.qty, in_value: total.in.value, out_qty: total.out.qty, out_value: total.out.value, qty: balance.qty, value: balance.value } };
}
const row = (key: string, label: string, level: number, cells: ReportRow['cells']): ReportRow => ({ key, label, level, cells });
const balanceCells = (head: CostHead): ReportRow['cells'] => ({ qty: head.qty, unit_cost: unitCost(head), value: head.value });
