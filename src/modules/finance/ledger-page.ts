import { type Decimal, decimal } from '#decimal';
import { type LocalDate, type Read, type ReportRow, sql } from '#declare';
import type { Narrowed } from './turnovers.ts';
import { voucherWords } from './voucher-words.ts';

/** One entry of the general ledger with the paper behind it. */
export interface LedgerEntryRow {
  readonly key: string;
  readonly date: LocalDate;
  /** 记-1; empty while the sequencer has not numbered it. */
  readonly voucher: string;
  readonly account: string;
  readonly summary: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly document: string | null;
  readonly open: NonNullable<ReportRow['open']>;
}
interface Found {
  readonly voucher: string;
  readonly line_no: number;
  readonly date: LocalDate;
  readonly account: string;
  readonly summary: string;
  readonly debit: string;
  readonly credit: string;
  readonly vtype: keyof typeof voucherWords;
  readonly number: number | null;
  readonly source_type: string | null;
  readonly source_id: string | null;
}
export interface PageRequest extends Narrowed {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Without the vouchers that carry results forward. */
  readonly ordinary?: boolean;
}
/** As many entries as a person reads; the next page begins at a later date. */
export const pageSize = 2000;

/** Entries of the accounts in the order of the ledger, one more than a page holds (kernel-storage §5: one account's page, by its index). */
export async function ledgerEntries(read: Read, request: PageRequest): Promise<readonly LedgerEntryRow[]> {
  const { accounts, from, to, customer = null, department = null, product = null, ordinary = false } = request;
  if (accounts.length === 0) return [];
  const org = read.org.id;
  const found =
    await read.query<Found>(sql`select e.parent as voucher, e.line_no, e.date, e.account, e.summary, e.debit::text as debit, e.credit::text as credit, v.vtype, n.number, v.source_type, v.source_id
    from finance.gl_voucher_line e join finance.gl_voucher v on v.org_id = ${org} and v.id = e.parent left join finance.gl_number n on n.org_id = ${org} and n.voucher = e.parent
    where e.org_id = ${org} and e.account = any(${accounts}::uuid[]) and e.date >= ${from}::date and e.date <= ${to}::date
      and (${customer}::uuid is null or e.customer = ${customer}) and (${department}::uuid is null or e.department = ${department}) and (${product}::uuid is null or e.product = ${product})
      and (not ${ordinary}::boolean or e.kind not in ('pl_close', 'year_close'))
    order by e.date, e.parent, e.line_no limit ${pageSize + 1}`);
  const numbers = await documentNumbers(read, found);
  return found.map((row) => ({
    key: `${row.voucher}:${row.line_no}`,
    date: row.date,
    voucher: row.number === null ? '' : `${voucherWords[row.vtype].zh}-${row.number}`,
    account: row.account,
    summary: row.summary,
    debit: decimal(row.debit),
    credit: decimal(row.credit),
    document: row.source_id === null ? null : (numbers.get(row.source_id) ?? null),
    open: row.source_type !== null && row.source_id !== null ? { declaration: row.source_type, id: row.source_id } : { declaration: 'finance.gl_voucher', id: row.voucher },
  }));
}

/** Numbers of the documents behind entries. Finance imports none of their modules: the name of a declaration is the name of its table. */
async function documentNumbers(read: Read, rows: readonly Pick<Found, 'source_type' | 'source_id'>[]): Promise<ReadonlyMap<string, string>> {
  const byType = new Map<string, Set<string>>();
  for (const { source_type, source_id } of rows) if (source_type !== null && source_id !== null) byType.set(source_type, (byType.get(source_type) ?? new Set()).add(source_id));
  const answers = await Promise.all(
    [...byType].flatMap(([name, ids]) => {
      const [, module, record] = /^([a-z_]+)\.([a-z_]+)$/.exec(name) ?? [];
      if (!module || !record) return [];
      return [
        read.query<{ id: string; number: string | null }>({
          text: `select o.id, coalesce(to_jsonb(o)->>'number', to_jsonb(o)->>'draft_no') as number from ${module}."${record}" o where o.org_id = $1 and o.id = any($2::uuid[])`,
          values: [read.org.id, [...ids]],
        }),
      ];
    }),
  );
  return new Map(answers.flat().flatMap((row) => (row.number === null ? [] : [[row.id, row.number] as const])));
}
