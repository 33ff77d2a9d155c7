import type { LocalDate, Read, ReportAnswer, ReportRow } from '#declare';
import { type Decimal, isZero, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type ChartOfAccounts, dimensionNames } from './accounts.facts.ts';
import { ledgerEntries, pageSize } from './ledger-page.ts';
import { ledgerColumns } from './account-ledger.report.ts';
import type { Contribution } from './statements.ts';

/** `revenue.amount/6001.amount`: a cell of the statement, then one of the answer below it (P.2.2). */
export interface Cell {
  readonly key: string;
  readonly column: string;
}
export function cellsOf(path: string): readonly [Cell, Cell | undefined] {
  const [first, second, ...more] = path.split('/').map((part): Cell => ({ key: part.slice(0, part.lastIndexOf('.')), column: part.slice(part.lastIndexOf('.') + 1) }));
  if (!first || first.key === '' || more.length > 0) throw new Refused('not_found');
  return [first, second];
}
const accountColumns = [{ key: 'amount', zh: '金额', en: 'Amount', kind: 'money' }] as const;
const entryColumns = [...ledgerColumns.filter((column) => !['debit', 'credit', 'balance'].includes(column.key)), ...accountColumns];

/** The accounts, and their parties where the statement nets by party, that add up to a figure; signs as the figure shows them. */
export async function accountsAnswer(read: Read, chart: ChartOfAccounts, contributions: readonly Contribution[]): Promise<ReportAnswer> {
  const parties = await dimensionNames(
    read,
    'customer',
    contributions.flatMap((part) => (part.party === null ? [] : [part.party])),
  );
  const summed = new Map<string, { readonly label: string; amount: Decimal }>();
  for (const { account, party, net } of contributions) {
    const named = party === null ? undefined : parties.get(party);
    const key = named ? `${account}|${named.code}` : account;
    const name = chart.byCode.get(account)?.name ?? '';
    const row = summed.get(key) ?? { label: named ? `${name} · ${named.name}` : name, amount: zero };
    summed.set(key, { ...row, amount: row.amount.plus(net) });
  }
  const rows = [...summed].filter(([, row]) => !isZero(row.amount)).map(([key, { label, amount }]): ReportRow => ({ key, label, level: 1, cells: { amount } }));
  return { columns: accountColumns, rows: rows.sort((a, b) => (a.key < b.key ? -1 : 1)), totals: { amount: sum([...summed.values()], (row) => row.amount) } };
}
/** The entries of one account in a range, each opening its document; `sign` is how the line shows a debit. */
export async function entriesAnswer(read: Read, account: string, range: { readonly from: LocalDate; readonly to: LocalDate }, sign: 1 | -1): Promise<ReportAnswer> {
  const found = await ledgerEntries(read, { accounts: [account], ...range, ordinary: true });
  const entries = found.slice(0, pageSize).map((entry) => ({ ...entry, amount: sign === 1 ? entry.debit.minus(entry.credit) : entry.credit.minus(entry.debit) }));
  return {
    columns: entryColumns,
    rows: entries.map(
      ({ key, voucher, date, summary, document, amount, open }): ReportRow => ({ key, label: voucher, level: 1, cells: { date, voucher, summary, document, amount }, open }),
    ),
    totals: { amount: sum(entries, (entry) => entry.amount) },
    notes: found.length > pageSize ? [{ zh: `只列出前 ${pageSize} 行，缩小日期范围看其余`, en: `The first ${pageSize} rows only; narrow the dates for the rest` }] : [],
  };
}
