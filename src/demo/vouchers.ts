import { type Decimal, decimal, negated, round, sum, toMoney } from '#decimal';
import type { LocalDate } from '#declare';
import { lastDay } from '../modules/finance/index.ts';
import { between, chance, type Chance, pick } from './chance.ts';
import { onDay, workdayFrom, workdayUpTo } from './days.ts';

/*
 * What the accountants type by hand (3.1): rent, wages, running costs, depreciation, taxes. Amounts come from the seed, those of taxes and
 * interest from the books as they stand that day.
 */
export interface TypedLine {
  readonly account: string;
  readonly department?: string;
  readonly debit?: string;
  readonly credit?: string;
}
export interface TypedVoucher {
  readonly date: LocalDate;
  readonly summary: string;
  readonly lines: readonly TypedLine[];
  readonly attachments: number;
  /** Accounts that documents write on are open to the chief accountant alone (I6). */
  readonly controlled: boolean;
}
/** What a voucher is made from when its amount stands in the books. */
export interface TaxFigures {
  readonly output_vat: Decimal;
  readonly unpaid_vat: Decimal;
  readonly surcharges: readonly { readonly account: string; readonly amount: Decimal }[];
  readonly profit: Decimal;
}
export const bank = '100201';
export const till = '1001';

const money = (value: number): string => value.toFixed(2);
const debit = (account: string, amount: string, department?: string): TypedLine => ({ account, debit: amount, ...(department === undefined ? {} : { department }) });
const credit = (account: string, amount: string): TypedLine => ({ account, credit: amount });
const total = (lines: readonly TypedLine[]): string => toMoney(sum(lines, (line) => decimal(line.debit ?? '0').minus(decimal(line.credit ?? '0'))));
/** Spent at once: the sum of the lines leaves the bank. */
const paid = (lines: readonly TypedLine[], from = bank): readonly TypedLine[] => [...lines, credit(from, total(lines))];

interface Month {
  readonly month: string;
  readonly at: number;
  readonly next: Chance;
}
const voucher = (date: LocalDate, summary: string, lines: readonly TypedLine[], more: Partial<TypedVoucher> = {}): TypedVoucher => ({
  date,
  summary,
  lines,
  attachments: 1,
  controlled: false,
  ...more,
});
const label = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

const wages = [
  ['660101', 'SALES1', 21_600],
  ['660101', 'SALES2', 20_800],
  ['660101', 'WH', 10_900],
  ['660201', 'FIN', 23_400],
  ['660201', 'HQ', 14_000],
] as const;
const socialShare = '0.162';
const fundShare = '0.05';
/** What the company owes its people at the end of a month: wages, and its own share of insurance and fund. */
function payroll({ at }: Pick<Month, 'at'>): { readonly expense: readonly TypedLine[]; readonly wage: string; readonly social: string; readonly fund: string } {
  const rise = 1 + Math.floor(at / 6) * 0.03;
  const gross = wages.map(([account, department, amount]) => ({ account, department, amount: round(decimal(amount).times(decimal(rise.toFixed(2)))) }));
  const share = (of: string): Decimal => sum(gross, (row) => round(row.amount.times(of)));
  const expense = gross.map((row) => debit(row.account, toMoney(row.amount.plus(round(row.amount.times(socialShare))).plus(round(row.amount.times(fundShare)))), row.department));
  return { expense, wage: toMoney(sum(gross, (row) => row.amount)), social: toMoney(share(socialShare)), fund: toMoney(share(fundShare)) };
}
/** Owed for the month before the first one. */
export const openingPayroll = payroll({ at: 0 });

export function monthlyVouchers(seed: number, months: readonly string[], until: LocalDate): readonly TypedVoucher[] {
  return months
    .flatMap((month, at) => {
      const one: Month = { month, at, next: chance(seed * 3_000_017 + at) };
      return [...wagesOf(one), ...runningCosts(one), ...smallThings(one), ...financing(one), depreciation(one)];
    })
    .filter(({ date }) => date <= until)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
function wagesOf({ month, at }: Month): readonly TypedVoucher[] {
  const before = payroll({ at: Math.max(0, at - 1) });
  const now = payroll({ at });
  const accrued = [...now.expense, credit('221101', now.wage), credit('221103', now.social), credit('221104', now.fund)];
  return [
    voucher(workdayFrom(onDay(month, 10)), '发放上月工资', paid([debit('221101', before.wage)]), { attachments: 2 }),
    voucher(workdayFrom(onDay(month, 15)), '缴纳上月社保、公积金', paid([debit('221103', before.social), debit('221104', before.fund)]), { attachments: 2 }),
    voucher(workdayUpTo(lastDay(month)), `计提${label(month)}工资、社保、公积金`, accrued),
  ];
}
function runningCosts({ month, next }: Month): readonly TypedVoucher[] {
  const power = between(next, 1_900, 3_800);
  const freight = between(next, 6_200, 12_800);
  return [
    voucher(workdayFrom(onDay(month, 3)), `支付${label(month)}房租`, paid([debit('660208', money(9_800), 'HQ'), debit('660108', money(4_200), 'WH')])),
    voucher(workdayFrom(onDay(month, 18)), '支付水电物业费', paid([debit('660209', money(power), 'HQ'), debit('660109', money(Math.round(power * 0.6)), 'WH')]), {
      attachments: 2,
    }),
    voucher(workdayFrom(onDay(month, 22)), '支付物流公司运费', paid([debit('660110', money(freight), 'WH')]), { attachments: 4 }),
    voucher(workdayFrom(onDay(month, 25)), '银行手续费', paid([debit('660303', toMoney(decimal(between(next, 9_000, 26_000)).div('100')))])),
  ];
}
const spent = [
  ['660104', 'SALES1', '报销差旅费', 600, 3_200],
  ['660104', 'SALES2', '报销差旅费', 600, 3_200],
  ['660106', 'SALES1', '报销业务招待费', 300, 1_800],
  ['660205', 'HQ', '购买办公用品', 80, 600],
  ['660107', 'SALES2', '网络推广费', 2_000, 6_000],
  ['660211', 'WH', '叉车维修费', 400, 2_200],
  ['660212', 'FIN', '咨询服务费', 800, 2_500],
] as const;
function smallThings({ month, next }: Month): readonly TypedVoucher[] {
  const chosen = Array.from({ length: between(next, 3, 5) }, () => pick(spent, next(spent.length)));
  return [
    voucher(workdayFrom(onDay(month, 2)), '提取备用金', [debit(till, money(2_000)), credit(bank, money(2_000))]),
    ...chosen.map(([account, department, summary, least, most]) => {
      const amount = toMoney(decimal(between(next, least * 10, most * 10)).div('10'));
      const fromTill = Number(amount) < 1_000;
      return voucher(workdayFrom(onDay(month, between(next, 4, 26))), summary, paid([debit(account, amount, department)], fromTill ? till : bank), {
        attachments: between(next, 1, 6),
      });
    }),
  ];
}
function financing({ month, at }: Month): readonly TypedVoucher[] {
  const quarter = Number(month.slice(5)) % 3 === 0;
  const principal = at >= 6 ? 700_000 : 1_000_000;
  const interest = Math.round(principal * 0.0345) / 4;
  return [
    ...(quarter ? [voucher(workdayFrom(onDay(month, 21)), '支付短期借款利息', paid([debit('660301', money(interest))]))] : []),
    ...(quarter ? [voucher(workdayFrom(onDay(month, 21)), '银行存款利息', [debit(bank, money(312.4 + at * 11.2)), credit('660302', money(312.4 + at * 11.2))])] : []),
    ...(at === 6 ? [voucher(workdayFrom(onDay(month, 12)), '归还短期借款', paid([debit('200101', money(300_000))]))] : []),
    ...(at === 4 ? [voucher(workdayFrom(onDay(month, 14)), '购入电动叉车', paid([debit('1601', money(86_000))]), { controlled: true, attachments: 3 })] : []),
  ];
}
function depreciation({ month, at }: Month): TypedVoucher {
  const admin = money(4_050);
  const selling = money(at > 4 ? 3_416.67 : 2_700);
  const lines = [debit('660202', admin, 'HQ'), debit('660102', selling, 'WH')];
  return voucher(workdayUpTo(lastDay(month)), `计提${label(month)}折旧`, [...lines, credit('1602', total(lines))], { controlled: true, attachments: 0 });
}

const surcharges = [
  ['222113', '0.07'],
  ['222114', '0.03'],
  ['222115', '0.02'],
] as const;
/** At the end of a month: its output tax becomes payable, with the surcharges on it. */
export function taxOfMonth(month: string, { output_vat }: Pick<TaxFigures, 'output_vat'>): readonly TypedVoucher[] {
  if (!output_vat.gt('0')) return [];
  const date = workdayUpTo(lastDay(month));
  const vat = toMoney(output_vat);
  const shares = surcharges.map(([account, share]) => credit(account, toMoney(round(output_vat.times(share)))));
  const due = toMoney(negated(sum(shares, (line) => negated(decimal(line.credit ?? '0')))));
  return [
    voucher(date, `转出${label(month)}未交增值税`, [debit('22210104', vat), credit('222102', vat)], { controlled: true, attachments: 0 }),
    voucher(date, `计提${label(month)}附加税费`, [debit('6403', due), ...shares], { controlled: true, attachments: 0 }),
  ];
}
/** In the middle of the next month: what was declared is paid. */
export function taxPaid(month: string, figures: Pick<TaxFigures, 'unpaid_vat' | 'surcharges'>): readonly TypedVoucher[] {
  const lines = [
    ...(figures.unpaid_vat.gt('0') ? [debit('222102', toMoney(figures.unpaid_vat))] : []),
    ...figures.surcharges.filter(({ amount }) => amount.gt('0')).map(({ account, amount }) => debit(account, toMoney(amount))),
  ];
  return lines.length === 0 ? [] : [voucher(workdayFrom(onDay(month, 15)), '缴纳上月增值税及附加税费', paid(lines), { controlled: true, attachments: 2 })];
}
/** After a quarter with a profit: income tax of a small company, declared and paid. */
export function incomeTax(month: string, { profit }: Pick<TaxFigures, 'profit'>): readonly TypedVoucher[] {
  const tax = round(profit.times('0.05'));
  if (!tax.gt('0')) return [];
  const date = workdayFrom(onDay(month, 14));
  return [voucher(date, '预缴上季度企业所得税', paid([debit('6801', toMoney(tax))]), { controlled: true, attachments: 1 })];
}
export const surchargeAccounts: readonly string[] = surcharges.map(([account]) => account);
