import { type LocalDate, type Read, type Ref, sql } from '#declare';
import { type Decimal, isDecimal, isZero, toMoney, zero } from '#decimal';
import { Refused, refuseAll } from '../../kernel/problem.ts';
import { type ChartOfAccounts, chartOfAccounts } from './accounts.facts.ts';
import { bookFacts, type Books, type LedgerLine, type LedgerVoucher, type Original } from './book.ts';
import { monthOf } from './calendar-day.ts';
import { itemAccounts } from './open-items.report.ts';
import type { Dimensions } from './posting.ts';
import { voucherProblems, voucherWord } from './voucher-check.ts';
import { voucherWords } from './voucher-words.ts';
import type { Voucher } from './voucher.ts';

export interface VoucherFacts {
  readonly chart: ChartOfAccounts;
  readonly books: Books;
  readonly settings: Awaited<ReturnType<typeof settingsOf>>;
  readonly lines: readonly LedgerLine[];
}
const settingsOf = (read: Read) => read.settings('finance.settings');

const dimensionsOf = ({ customer, department, product }: Voucher['lines'][number]): Dimensions => ({
  ...(customer === null ? {} : { customer }),
  ...(department === null ? {} : { department }),
  ...(product === null ? {} : { product }),
});
/** The typed lines as the ledger takes them; a person may post on controlled accounts only with the permission (I6). Everything wrong is told at once. */
export async function voucherFacts(read: Read, voucher: Voucher): Promise<VoucherFacts> {
  const [chart, books, settings, currencies] = await Promise.all([
    chartOfAccounts(read),
    bookFacts(read, { accounts: voucher.lines.map((line) => line.account) }),
    settingsOf(read),
    read.rows(
      'core.currency',
      voucher.lines.flatMap((line) => line.currency ?? []),
    ),
  ]);
  const lines = voucher.lines.map(
    (line, index): LedgerLine => ({
      line_no: index + 1,
      summary: line.summary,
      account: chart.byId.get(line.account)?.code ?? line.account,
      debit: line.debit ?? zero,
      credit: line.credit ?? zero,
      dimensions: dimensionsOf(line),
      due_date: line.due_date,
      doc_ref: line.doc_ref,
      cf_item: line.cf_item,
      currency: line.currency === null ? settings.base_currency : (currencies.get(line.currency)?.code ?? settings.base_currency),
      fc_amount: line.fc_amount,
      fx_rate: line.fx_rate,
      quantity: line.quantity,
      unit_price: line.unit_price,
    }),
  );
  const problems = voucherProblems(
    { voucher_date: voucher.voucher_date, lines },
    { account: (code) => chart.byCode.get(code), mayPostControlled: read.may('finance.post_controlled') },
  );
  if (problems.length > 0)
    refuseAll(
      problems.map((problem) => ({
        ...problem,
        params: Object.fromEntries(Object.entries(problem.params).map(([name, value]) => [name, isDecimal(value) ? toMoney(value) : value])),
      })),
    );
  const expected = wordOf(chart, books, lines);
  if (expected !== voucher.vtype) throw new Refused('voucher.type_mismatch', { expected: voucherWords[expected].zh }, '/vtype');
  return { chart, books, settings, lines };
}
/** R1: the 凭证字 that the lines ask for. */
export const wordOf = (chart: ChartOfAccounts, { scheme }: Pick<Books, 'scheme'>, lines: readonly Pick<LedgerLine, 'account' | 'debit' | 'credit'>[]): Voucher['vtype'] =>
  voucherWord(
    scheme,
    lines.map(({ account, debit, credit }) => ({ code: account, is_cash: chart.byCode.get(account)?.is_cash ?? false, debit, credit })),
  );
export const touchesCash = ({ chart, lines }: VoucherFacts): boolean => lines.some((line) => chart.byCode.get(line.account)?.is_cash === true);

/** The ledger voucher of a typed one, with the people who prepared, signed and reviewed it. */
export function ledgerVoucher(voucher: Voucher, facts: VoucherFacts, id: string, signed: { readonly reviewed_by: Ref<'core.user'> | null }): LedgerVoucher {
  return {
    id,
    date: voucher.voucher_date,
    period: monthOf(voucher.voucher_date),
    kind: voucher.kind,
    source: { name: 'finance.voucher', id: voucher.id },
    source_rev: 1,
    rule_code: null,
    reverses: null,
    lines: facts.lines,
    cashFlow: null,
    vtype: voucher.vtype,
    attachments: voucher.attachment_count,
    signed: { prepared_by: voucher.created_by, cashier_by: voucher.cashier_by, reviewed_by: signed.reviewed_by },
  };
}

/** Lines on accounts that are kept by open items make one each, so that the items stay the balance of the ledger (3.0.5). */
export interface ItemLine {
  readonly account: string;
  readonly side: 'receivable' | 'advance_in';
  readonly customer: string;
  readonly document_no: string;
  readonly due_date: LocalDate | null;
  readonly amount: Decimal;
}
export function itemLines(voucher: Voucher, { chart, lines }: VoucherFacts): readonly ItemLine[] {
  const kept = new Map(itemAccounts(chart.all).map((account) => [account.code, account]));
  return lines.flatMap((line): readonly ItemLine[] => {
    const account = kept.get(line.account);
    const customer = line.dimensions['customer'];
    const amount = line.debit.minus(line.credit);
    if (!account || customer === undefined || isZero(amount)) return [];
    return [
      {
        account: account.id,
        side: account.roles.includes('ar') ? 'receivable' : 'advance_in',
        customer,
        document_no: line.doc_ref ?? voucher.draft_no ?? '',
        due_date: line.due_date ?? null,
        amount,
      },
    ];
  });
}

/** The ledger voucher that stands for a typed one, and whether another has reversed it already. */
export async function originalOf(read: Read, posted: string): Promise<Original & { readonly reversed: boolean }> {
  const [voucher, [found]] = await Promise.all([
    read.row('finance.gl_voucher', posted),
    read.query<{
      number: number | null;
      reversed: boolean;
    }>(sql`select (select n.number from finance.gl_number n where n.org_id = ${read.org.id} and n.voucher = ${posted}) as number,
      exists (select 1 from finance.gl_voucher r where r.org_id = ${read.org.id} and r.reverses = ${posted}) as reversed`),
  ]);
  if (!voucher) throw new Refused('not_found');
  return { voucher, number: found?.number ?? null, reversed: found?.reversed ?? false };
}
/** While one person does everything, rules of separation warn instead of block (P.1). */
export async function worksAlone(read: Read): Promise<boolean> {
  const [row] = await read.query<{ n: number }>(sql`select count(*)::int as n from core."user" where org_id = ${read.org.id} and state = 'active'`);
  return row?.n === 1;
}
