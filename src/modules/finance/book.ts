import { type AnyRef, create, insert, link, type LocalDate, type Read, type Ref, sql, type Write } from '#declare';
import { type Decimal, isZero, negated, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { monthOf } from './calendar-day.ts';
import { cashFlowTags, type CashTag } from './cash-flow.ts';
import type { GlVoucher } from './gl-voucher.ts';
import { blueCopy, cancelSummary, type Dimensions, type FindAccount, type PostingAccount, redCopy, reversalKind, voucherLines, type VoucherLine } from './posting.ts';
import type { PostingRule } from './posting-rules.ts';
import { type VoucherScheme, voucherWord } from './voucher-check.ts';
import { voucherWords } from './voucher-words.ts';

/*
 * How a document of any module comes to its voucher (3.0.4): `bookFacts` reads what the rules need, after the caller's locks; the rest is
 * pure. The caller locks the period with `lockPeriod(date)` and writes what `bookVoucher` answers.
 */
export interface BookAccount extends PostingAccount {
  readonly id: string;
  readonly name: string;
  readonly is_cash: boolean;
  readonly control: boolean;
  readonly direction: string;
  readonly cf_in: string | null;
  readonly cf_out: string | null;
}
/** What a posting must know; opaque to callers. */
export interface Books {
  readonly byRole: ReadonlyMap<string, BookAccount>;
  readonly byCode: ReadonlyMap<string, BookAccount>;
  readonly byId: ReadonlyMap<string, BookAccount>;
  /** Leaf of each bank account, by the bank account's id. */
  readonly byBank: ReadonlyMap<string, BookAccount>;
  readonly scheme: VoucherScheme;
  readonly user: Ref<'core.user'>;
  readonly now: string;
}
export interface Wanted {
  readonly rules?: readonly { readonly lines: readonly { readonly role: string }[] }[];
  readonly roles?: readonly string[];
  /** Ids of bank accounts whose leaf a rule debits or credits. */
  readonly banks?: readonly string[];
  /** Ids of accounts. */
  readonly accounts?: readonly string[];
}
interface AccountRow extends BookAccount {
  readonly roles: readonly string[];
  readonly bank: string | null;
}

/** Accounts by role, by bank account and by id, one statement. Several accounts of one role: the lowest code. */
export async function bookFacts(read: Read, wanted: Wanted): Promise<Books> {
  const roles = [...new Set([...(wanted.roles ?? []), ...(wanted.rules ?? []).flatMap((rule) => rule.lines.map((line) => line.role))])];
  const [settings, rows] = await Promise.all([
    read.settings('finance.settings'),
    read.query<AccountRow>(sql`select a.id, a.code, a.name, a.is_cash, a.control, a.direction, a.aux_required, a.aux_optional, a.cf_in, a.cf_out, a.roles, b.id as bank
      from finance.account a left join finance.bank_account b on b.org_id = ${read.org.id} and b.account = a.id and b.id = any(${wanted.banks ?? []}::uuid[])
      where a.org_id = ${read.org.id} and a.active and (a.roles && ${roles}::text[] or a.id = any(${wanted.accounts ?? []}::uuid[]) or b.id is not null) order by a.code`),
  ]);
  const byRole = new Map<string, BookAccount>();
  for (const row of rows) for (const role of row.roles) if (!byRole.has(role)) byRole.set(role, row);
  return {
    byRole,
    byCode: new Map(rows.map((row) => [row.code, row])),
    byId: new Map(rows.map((row) => [row.id, row])),
    byBank: new Map(rows.flatMap((row) => (row.bank ? [[row.bank, row] as const] : []))),
    scheme: settings.voucher_scheme,
    user: read.user,
    now: read.now,
  };
}

export interface Posting<F extends object> {
  readonly rule: PostingRule<F>;
  /** Once per line of the document. */
  readonly facts: readonly F[];
  readonly date: LocalDate;
  readonly summary: string;
  readonly source: AnyRef;
  readonly sourceRev?: number;
  /** A cash-flow item that the document decides. */
  readonly cashFlow?: string | null;
}
export interface Booked {
  /** Null where there was nothing to book. */
  readonly voucher: string | null;
  readonly lines: readonly VoucherLine[];
  readonly writes: readonly Write[];
}
/** The voucher of one event: entries by the rule, cash-flow tags, a place in the sequencer's queue, and the link from the document. */
export function bookVoucher<F extends object>(books: Books, posting: Posting<F>): Booked {
  const find: FindAccount = (role, facts) =>
    role === 'bank' && typeof facts['bank_account'] === 'string' ? (books.byBank.get(facts['bank_account']) ?? null) : (books.byRole.get(role) ?? null);
  const lines = voucherLines(posting.rule, posting.facts, find, posting.summary);
  if (lines.length === 0) return { voucher: null, lines, writes: [] };
  const id = newId();
  const writes = voucherWrites(books, {
    id,
    date: posting.date,
    period: monthOf(posting.date),
    kind: 'normal',
    source: posting.source,
    source_rev: posting.sourceRev ?? 1,
    rule_code: posting.rule.code,
    reverses: null,
    lines,
    cashFlow: posting.cashFlow ?? null,
  });
  return { voucher: id, lines, writes };
}

export interface LedgerVoucher {
  readonly id: string;
  readonly date: LocalDate;
  readonly period: string;
  readonly kind: GlVoucher['kind'];
  readonly source: AnyRef | null;
  readonly source_rev: number;
  readonly rule_code: string | null;
  readonly reverses: string | null;
  readonly lines: readonly LedgerLine[];
  readonly cashFlow: string | null;
  /** Tags made elsewhere: those of a reversal, and what an accountant chose. */
  readonly tags?: readonly CashTag[];
  readonly vtype?: GlVoucher['vtype'];
  readonly signed?: Partial<Pick<GlVoucher, 'prepared_by' | 'cashier_by' | 'reviewed_by'>>;
  readonly attachments?: number;
}
/** A line by account code, as the rules make it; what a typed voucher adds may be left out. */
export interface LedgerLine extends Pick<VoucherLine, 'line_no' | 'summary' | 'account' | 'debit' | 'credit' | 'dimensions'> {
  readonly due_date?: LocalDate | null;
  readonly doc_ref?: string | null;
  readonly cf_item?: string | null;
  readonly currency?: string;
  readonly fc_amount?: Decimal | null;
  readonly fx_rate?: Decimal | null;
  readonly quantity?: Decimal | null;
  readonly unit_price?: Decimal | null;
}
/** Header, entries and tags of a ledger voucher as writes. Every voucher of the system is made here. */
export function voucherWrites(books: Books, voucher: LedgerVoucher): readonly Write[] {
  const accountOf = (code: string): BookAccount => {
    const account = books.byCode.get(code);
    if (!account) throw new Refused('reference.not_found', { code });
    return account;
  };
  const full = voucher.lines.map((line) => ({ ...line, of: accountOf(line.account) }));
  const tags =
    voucher.tags ??
    (voucher.kind === 'opening'
      ? []
      : cashFlowTags(
          full.map(({ of, ...line }) => ({ ...line, is_cash: of.is_cash, cf_in: of.cf_in, cf_out: of.cf_out, cf_item: line.cf_item ?? null })),
          voucher.cashFlow,
        ));
  const values = {
    period: voucher.period,
    vtype:
      voucher.vtype ??
      voucherWord(
        books.scheme,
        full.map(({ of, debit, credit }) => ({ code: of.code, is_cash: of.is_cash, debit, credit })),
      ),
    voucher_date: voucher.date,
    kind: voucher.kind,
    source: voucher.source,
    source_rev: voucher.source_rev,
    rule_code: voucher.rule_code,
    reverses: voucher.reverses as Ref<'finance.gl_voucher'> | null,
    attachment_count: voucher.attachments ?? 0,
    prepared_by: voucher.signed?.prepared_by ?? books.user,
    cashier_by: voucher.signed?.cashier_by ?? null,
    reviewed_by: voucher.signed?.reviewed_by ?? null,
    posted_by: books.user,
    posted_at: books.now,
    debit: sum(voucher.lines, (line) => line.debit),
    lines: full.map(({ of, dimensions, line_no: _no, cf_item: _item, ...line }) => ({
      ...line,
      account: of.id,
      customer: dimensions['customer'] ?? null,
      department: dimensions['department'] ?? null,
      product: dimensions['product'] ?? null,
      currency: line.currency ?? 'CNY',
      fc_amount: line.fc_amount ?? null,
      fx_rate: line.fx_rate ?? null,
      quantity: line.quantity ?? null,
      unit_price: line.unit_price ?? null,
      due_date: line.due_date ?? null,
      doc_ref: line.doc_ref ?? null,
      date: voucher.date,
      period: voucher.period,
      kind: voucher.kind,
    })),
    cash_flow: tags.map((tag) => ({ entry_no: tag.line_no, cf_item: tag.cf_item, amount: tag.amount })),
  };
  const self: AnyRef = { name: 'finance.gl_voucher', id: voucher.id };
  return [
    create('finance.gl_voucher', voucher.id, values as never),
    insert('finance.gl_pending', { voucher: voucher.id }),
    ...(voucher.source ? [link(voucher.source, self, 'causes')] : []),
    ...(voucher.reverses ? [link(self, { name: 'finance.gl_voucher', id: voucher.reverses }, 'reverses')] : []),
  ];
}

/** A posted voucher with what its reversal must say and repeat. */
export interface Original {
  readonly voucher: GlVoucher;
  readonly number: number | null;
}
/** Vouchers of a document that no voucher has reversed yet, oldest first. */
export async function vouchersOf(read: Read, source: AnyRef): Promise<readonly Original[]> {
  const found = await read.query<{
    id: string;
    number: number | null;
  }>(sql`select v.id, n.number from finance.gl_voucher v left join finance.gl_number n on n.org_id = ${read.org.id} and n.voucher = v.id
    where v.org_id = ${read.org.id} and v.source_type = ${source.name} and v.source_id = ${source.id} and v.kind not in ('red', 'blue')
    and not exists (select 1 from finance.gl_voucher r where r.org_id = ${read.org.id} and r.reverses = v.id) order by v.posted_at, v.id`);
  const rows = await read.rows(
    'finance.gl_voucher',
    found.map((row) => row.id),
  );
  return found.flatMap(({ id, number }) => {
    const voucher = rows.get(id);
    return voucher ? [{ voucher, number }] : [];
  });
}
/** Red within the fiscal year, blue after it (3.1 R2): the same accounts, the tags turned, dated as the reversal. */
export function reverseVoucher(books: Books, { voucher, number }: Original, on: { readonly date: LocalDate; readonly source: AnyRef | null }): Booked {
  const kind = reversalKind(voucher.voucher_date, on.date);
  const { zh } = cancelSummary({ voucher_date: voucher.voucher_date, vtype: voucherWords[voucher.vtype].zh, number, draft_no: '—' });
  const lines = voucher.lines.map(
    (line): LedgerLine => ({
      line_no: line.line_no,
      summary: line.summary,
      account: codeOf(books, line.account),
      debit: line.debit,
      credit: line.credit,
      dimensions: dimensionsOf(line),
      due_date: line.due_date,
      doc_ref: line.doc_ref,
      currency: line.currency,
      fx_rate: line.fx_rate,
      unit_price: line.unit_price,
      fc_amount: turned(line.fc_amount, kind),
      quantity: turned(line.quantity, kind),
    }),
  );
  const copied = kind === 'red' ? redCopy(lines, zh) : blueCopy(lines, zh);
  const tags = voucher.cash_flow.map((tag): CashTag => ({ line_no: tag.entry_no, account: '', cf_item: tag.cf_item, amount: negated(tag.amount) }));
  const id = newId();
  const writes = voucherWrites(books, {
    id,
    date: on.date,
    period: monthOf(on.date),
    kind,
    source: on.source,
    source_rev: voucher.source_rev,
    rule_code: voucher.rule_code,
    reverses: voucher.id,
    lines: copied,
    cashFlow: null,
    tags,
    vtype: voucher.vtype,
  });
  return { voucher: id, lines: copied.map((line) => ({ ...line })), writes };
}
/** A red copy takes quantities and foreign amounts back; a blue one states them on the other side. */
const turned = (amount: Decimal | null, kind: 'red' | 'blue'): Decimal | null => (amount === null || kind === 'blue' ? amount : isZero(amount) ? zero : negated(amount));
const dimensionsOf = (line: GlVoucher['lines'][number]): Dimensions => ({
  ...(line.customer ? { customer: line.customer } : {}),
  ...(line.department ? { department: line.department } : {}),
  ...(line.product ? { product: line.product } : {}),
});
function codeOf(books: Books, id: string): string {
  const account = books.byId.get(id);
  if (!account) throw new Refused('account.inactive', { account: id });
  return account.code;
}
/** Accounts that reversing these vouchers writes on; give them to `bookFacts`. */
export const accountsOf = (originals: readonly Original[]): readonly string[] => [
  ...new Set(originals.flatMap(({ voucher }) => voucher.lines.map((line) => line.account as string))),
];
