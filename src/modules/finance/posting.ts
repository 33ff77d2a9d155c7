import { type Decimal, isZero, negated, zero } from '#decimal';
import type { Label, LocalDate } from '#declare';
import { Refused } from '../../kernel/problem.ts';

export type Side = 'debit' | 'credit';

/** One line of a rule (3.0.4): whose account, on which side, how much, analysed by what. */
export interface RuleLine {
  readonly side: Side;
  readonly role: string;
  readonly amount: string;
  readonly by?: readonly string[];
  readonly when?: string;
  readonly red?: true;
}
export interface Rule<F extends object = Facts> {
  readonly event: string;
  readonly lines: readonly RuleLine[];
  /** `same` (usual): lines of one account and the same dimensions become one; `none`: one line per line of the source. */
  readonly merge?: 'same' | 'none';
  /** For the compiler only: what the source must hand over. */
  readonly $facts?: F;
}
/** What a source hands over, once per line of its document; amounts are decimals, dimensions are ids. */
export type Facts = Readonly<Record<string, unknown>>;
export type Dimensions = Readonly<Record<string, string>>;

/** What a posting must know of an account to write on it. */
export interface PostingAccount {
  readonly code: string;
  readonly aux_required: readonly string[];
  readonly aux_optional: readonly string[];
}
/** Account determination: document line → product → category → warehouse → organisation role; nothing found is null. */
export type FindAccount = (role: string, facts: Facts) => PostingAccount | null;

export interface VoucherLine {
  readonly line_no: number;
  readonly summary: string;
  readonly account: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly dimensions: Dimensions;
}

const isAmount = (value: unknown): value is Decimal => typeof value === 'object' && value !== null && 'minus' in value;

/** The value of a fact when it says something: what decided an account, for the message that none was found. */
function keyOf(facts: Facts): string {
  for (const name of ['product', 'bank_account', 'customer', 'supplier', 'employee']) {
    const value = facts[name];
    if (typeof value === 'string') return value;
  }
  return '';
}

/** The dimensions the account takes, of those the rule offers; a required one that the facts do not have is `aux.missing` (I6). */
function dimensionsOf(line: RuleLine, facts: Facts, account: PostingAccount): Dimensions {
  const found: Record<string, string> = {};
  for (const name of line.by ?? []) {
    const value = facts[name];
    if (typeof value === 'string' && (account.aux_required.includes(name) || account.aux_optional.includes(name))) found[name] = value;
  }
  for (const name of account.aux_required) if (found[name] === undefined) throw new Refused('aux.missing', { dimension: name, account: account.code });
  return found;
}
const dimensionKey = (dimensions: Dimensions): string =>
  Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(';');

/**
 * The voucher of one event of one document (3.0.4): lines in the order of the rule, those of one account, side and dimensions merged into the
 * first of them, zero amounts left out. Signs are kept: a negative amount is a red one on its own side. Pure, so that the preview, the posting,
 * the reversal and the verification are the same lines; no lines at all means that there is nothing to book.
 */
export function voucherLines<F extends object>(rule: Rule<F>, facts: readonly NoInfer<F>[], find: FindAccount, summary: string): readonly VoucherLine[] {
  const merged = new Map<string, Omit<VoucherLine, 'line_no'>>();
  for (const [ruleNo, line] of rule.lines.entries()) {
    for (const [factNo, given] of facts.entries()) {
      const each = given as object as Facts;
      if (line.when !== undefined && each[line.when] !== true) continue;
      const value = each[line.amount];
      if (!isAmount(value) || isZero(value)) continue;
      const account = find(line.role, each);
      if (!account) throw new Refused('posting.no_account', { event: rule.event, role: line.role, key: keyOf(each) });
      const amount = line.red ? negated(value) : value;
      const dimensions = dimensionsOf(line, each, account);
      const key = `${line.side}|${account.code}|${dimensionKey(dimensions)}${rule.merge === 'none' ? `|${ruleNo}|${factNo}` : ''}`;
      const before = merged.get(key) ?? { summary, account: account.code, debit: zero, credit: zero, dimensions };
      merged.set(key, { ...before, [line.side]: before[line.side].plus(amount) });
    }
  }
  const lines = [...merged.values()].filter((line) => !isZero(line.debit) || !isZero(line.credit));
  return lines.map((line, index) => ({ ...line, line_no: index + 1 }));
}

/** What a reversal says of the voucher it corrects. */
export interface PostedVoucher {
  readonly voucher_date: LocalDate;
  /** 凭证字: 记, 收, 付 … */
  readonly vtype: string;
  /** Null while the month is numbered at its close; then the draft number stands in (3.1 R4). */
  readonly number: number | null;
  readonly draft_no: string;
}
const chineseDate = (date: LocalDate): string => `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
const nameOf = (voucher: PostedVoucher): string => (voucher.number === null ? voucher.draft_no : `${voucher.vtype}-${voucher.number}`);

/** 注销2026年3月5日记-1号凭证 (3.1 R2, 会计基础工作规范 art. 51). */
export const cancelSummary = (voucher: PostedVoucher): Label => ({
  zh: `注销${chineseDate(voucher.voucher_date)}${nameOf(voucher)}号凭证`,
  en: `Cancels voucher ${nameOf(voucher)} of ${voucher.voucher_date}`,
});
/** 订正2026年3月5日记-1号凭证: the blue voucher that replaces a cancelled one. */
export const correctSummary = (voucher: PostedVoucher): Label => ({
  zh: `订正${chineseDate(voucher.voucher_date)}${nameOf(voucher)}号凭证`,
  en: `Corrects voucher ${nameOf(voucher)} of ${voucher.voucher_date}`,
});

type Copied = Pick<VoucherLine, 'summary' | 'debit' | 'credit'>;
/** Zero has no sign in print, so that a red copy never carries −0.00. */
const red = (amount: Decimal): Decimal => (isZero(amount) ? zero : negated(amount));

/** 红字冲销 within the fiscal year: the same accounts and sides, negative amounts, so that both turnovers return to what they were (3.1 R2). */
export const redCopy = <L extends Copied>(lines: readonly L[], summary: string): readonly L[] =>
  lines.map((line) => ({ ...line, summary, debit: red(line.debit), credit: red(line.credit) }));
/** 蓝字冲销 of an earlier fiscal year: the sides are exchanged, so that this year's turnovers stay positive (3.1 R2). */
export const blueCopy = <L extends Copied>(lines: readonly L[], summary: string): readonly L[] =>
  lines.map((line) => ({ ...line, summary, debit: line.credit, credit: line.debit }));
/** Red within the fiscal year of the original, blue after it (3.1 R2). */
export const reversalKind = (original: LocalDate, on: LocalDate): 'red' | 'blue' => (original.slice(0, 4) === on.slice(0, 4) ? 'red' : 'blue');
