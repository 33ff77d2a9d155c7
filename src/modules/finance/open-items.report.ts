import { type LocalDate, type Read, report, type ReportAnswer, type ReportRow } from '#declare';
import { isZero, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type ChartEntry, chartOfAccounts, dimensionNames } from './accounts.facts.ts';
import { bucketOf, buckets } from './ageing.ts';
import { agedSums, type ItemOn, itemsOfParty, itemsOn } from './open-items.facts.ts';
import { agingReport, openItemsReport } from './reports.ts';
import { dimensionTurnovers, netOf } from './turnovers.ts';

const rowOf = (item: ItemOn): ReportRow => ({
  key: item.item,
  label: item.document_no,
  level: 1,
  cells: { item: item.item, document: item.document_no, doc_date: item.doc_date, due_date: item.due_date, amount: item.amount, remaining: item.remaining },
  open: { declaration: item.document_type, id: item.document_id },
});
const columns = Object.entries(openItemsReport.spec.columns).map(([key, field]) => ({ key, zh: field.zh, en: field.en, kind: field.kind }));
const itemsAnswer = (items: readonly ItemOn[]): ReportAnswer => ({
  columns,
  rows: items.map(rowOf),
  totals: { amount: sum(items, (item) => item.amount), remaining: sum(items, (item) => item.remaining) },
});

/** Accounts whose balance is the sum of their open items: the receivable, and the advance where nothing else is kept on it (3.0.5). */
export const itemAccounts = (accounts: readonly ChartEntry[]): readonly ChartEntry[] =>
  accounts.filter((account) => account.roles.includes('ar') || (account.roles.includes('advance') && !account.roles.includes('contract_liability')));

interface Asked {
  readonly party: { readonly name: string; readonly id: string } | null;
  readonly account: string | null;
  readonly at: LocalDate;
}
/** 未核销明细: as of any day, with the proof that it is the general ledger's balance. */
async function openItems({ party, account, at }: Asked, read: Read): Promise<ReportAnswer> {
  const [items, chart] = await Promise.all([party === null ? itemsOn(read, at, { customer: null, account }) : itemsOfParty(read, at, party.id, account), chartOfAccounts(read)]);
  const proven = itemAccounts(chart.all).filter((one) => account === null || one.id === account);
  const ledger = await dimensionTurnovers(read, 'customer', { accounts: proven.map((one) => one.id), customer: party?.id ?? null }, [at]);
  const checks = proven.map((one) => {
    const net = ledger.keys.filter((key) => key.startsWith(one.id)).reduce((total, key) => total.plus(netOf(ledger.upTo(key, at).all)), zero);
    const difference = sum(
      items.filter((item) => item.account === one.id),
      (item) => item.remaining,
    ).minus(net);
    return { key: `subledger.${one.code}`, ok: isZero(difference), difference };
  });
  return { ...itemsAnswer(items), checks };
}
export const openItemsServer = report(openItemsReport, (asked, read) => openItems(asked as Asked, read));

interface AgingAsked {
  readonly at: LocalDate;
  readonly basis: 'due' | 'document' | null;
  readonly side: 'receivable' | 'payable' | null;
  readonly with_advances: boolean | null;
}
const bounds = buckets.slice(1).map((bucket) => bucket.from);
const sidesOf = ({ side, with_advances }: AgingAsked): readonly string[] => [side ?? 'receivable', ...(with_advances ? [side === 'payable' ? 'advance_out' : 'advance_in'] : [])];
/** 账龄: a row a party, a column an age (3.0.5). */
async function aging(asked: AgingAsked, read: Read): Promise<ReportAnswer> {
  const sums = await agedSums(read, asked.at, { sides: sidesOf(asked), basis: asked.basis ?? 'due', bounds });
  const names = await dimensionNames(
    read,
    'customer',
    sums.flatMap((one) => one.customer ?? []),
  );
  const parties = [...new Set(sums.map((one) => one.customer))].map((id) => ({
    id,
    code: (id === null ? undefined : names.get(id)?.code) ?? '',
    name: (id === null ? undefined : names.get(id)?.name) ?? '',
  }));
  const figures = (own: typeof sums): ReportRow['cells'] => ({
    remaining: sum(own, (one) => one.remaining),
    ...Object.fromEntries(
      buckets.map((bucket, index) => [
        bucket.key,
        sum(
          own.filter((one) => one.bucket === index),
          (one) => one.remaining,
        ),
      ]),
    ),
  });
  return {
    rows: parties
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ id, code, name }) => ({
        key: code,
        label: name,
        level: 1,
        cells: figures(sums.filter((one) => one.customer === id)),
        ...(id === null ? {} : { open: { declaration: 'customers.customer', id } }),
      })),
    totals: figures(sums),
  };
}
/** A figure goes to the items of that party and age. */
async function agingDrill(asked: AgingAsked, cell: string, read: Read): Promise<ReportAnswer> {
  const [code, column] = [cell.slice(0, cell.lastIndexOf('.')), cell.slice(cell.lastIndexOf('.') + 1)];
  const [customer] = await read.find('customers.customer', { code });
  if (!customer) throw new Refused('not_found');
  const sides = sidesOf(asked);
  const items = await itemsOfParty(read, asked.at, customer.id, null);
  const records = await read.rows(
    'finance.open_item',
    items.map((item) => item.item),
  );
  const aged = items.filter((item) => {
    const bucket = bucketOf(item, asked.at, asked.basis ?? 'due');
    return sides.includes(records.get(item.item)?.side ?? '') && (column === 'remaining' || bucket === column);
  });
  return itemsAnswer(aged);
}
export const agingServer = report(
  agingReport,
  (asked, read) => aging(asked as AgingAsked, read),
  (asked, cell, read) => agingDrill(asked as AgingAsked, cell, read),
);
