import type { Label, LocalDate } from '#declare';
import { type Decimal, isZero, zero } from '#decimal';
import { bucketOf, buckets } from '../../modules/finance/ageing.ts';
import type { Report } from '../api/types.ts';
import { decimalOf } from '../workbench/values.ts';

export interface Aged {
  readonly parts: readonly { readonly key: string; readonly label: Label; readonly value: string }[];
  /** Advances and credits not yet set off, below zero; nothing when there are none. */
  readonly credits: string | undefined;
}
/** The open items of one customer by age (3.0.5), with the rule of the ageing report: what is owed by bucket, what is owed back apart from it. */
export function agedItems(report: Pick<Report, 'rows'>, at: string): Aged {
  const figures = new Map<string, Decimal>();
  let credits = zero;
  for (const { cells } of report.rows) {
    const remaining = decimalOf(cells['remaining']);
    if (remaining.lt(zero)) credits = credits.plus(remaining);
    else {
      const due = typeof cells['due_date'] === 'string' ? (cells['due_date'] as LocalDate) : null;
      const key = bucketOf({ doc_date: at as LocalDate, due_date: due }, at as LocalDate, 'due');
      figures.set(key, (figures.get(key) ?? zero).plus(remaining));
    }
  }
  return {
    parts: buckets.map(({ key, zh, en }) => ({ key, label: { zh, en }, value: (figures.get(key) ?? zero).toFixed(2) })),
    credits: isZero(credits) ? undefined : credits.toFixed(2),
  };
}
