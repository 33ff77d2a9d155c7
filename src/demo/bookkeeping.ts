import { decimal } from '#decimal';
import type { LocalDate } from '#declare';
import { addMonths, firstDay, lastDay } from '../modules/finance/index.ts';
import { chance, pick } from './chance.ts';
import { onDay, workdayFrom, workdaysAfter, workdayUpTo } from './days.ts';
import type { Story } from './story.ts';
import { incomeTax, surchargeAccounts, taxOfMonth, taxPaid, type TypedVoucher } from './vouchers.ts';

/* Vouchers typed by hand, the taxes of each month, and what the office takes from the stock for itself. */
export function planBooks(story: Story): void {
  const { plan, diary } = story;
  for (const [at, voucher] of plan.vouchers.entries()) diary.add(voucher.date, () => type(story, voucher, at === Math.floor(plan.vouchers.length / 3)));
  for (const [at, month] of plan.months.entries()) {
    diary.close(workdayUpTo(lastDay(month)), () => closeTax(story, month));
    diary.add(workdayFrom(onDay(month, 15)), () => payTax(story, month));
    if (Number(month.slice(5)) % 3 === 1 && at > 0) diary.add(workdayFrom(onDay(month, 14)), () => payIncomeTax(story, month));
    diary.add(workdayFrom(onDay(month, 8)), () => useGoods(story, at));
  }
}
/** One writes it, another reviews it; what stands on controlled accounts is the chief's to write. */
async function type({ office, diary }: Story, voucher: TypedVoucher, wrong: boolean): Promise<void> {
  office.at(office.today());
  const [author, reviewer] = voucher.controlled ? (['chief', 'manager'] as const) : (['accountant', 'chief'] as const);
  const draft = await office.of(author).create('finance.voucher', bodyOf(voucher));
  const submitted = await office.of(author).act('finance.voucher', draft, 'submit');
  const { record } = await office.of(reviewer).act('finance.voucher', submitted.record, 'review');
  if (!wrong) return;
  diary.add(workdaysAfter(office.today(), 1), async () => {
    await office.settled();
    office.at(office.today());
    await office.of('chief').act('finance.voucher', record, 'reverse', { reason: '金额与发票不符' });
    await type({ office, diary } as Story, { ...voucher, date: office.today() }, false);
  });
}
export const bodyOf = (voucher: TypedVoucher): object => ({
  voucher_date: voucher.date,
  attachment_count: voucher.attachments,
  lines: voucher.lines.map(({ account, department, debit, credit }) => ({
    summary: voucher.summary,
    account,
    department: department ?? null,
    debit: debit ?? null,
    credit: credit ?? null,
  })),
});

/** Balance of accounts on their credit side, of entries between two days. */
async function creditOf({ office }: Story, codes: string, from: LocalDate | null, to: LocalDate): Promise<ReadonlyMap<string, string>> {
  const rows = await office.query(
    `select a.code, sum(l.credit - l.debit)::text as amount from finance.gl_voucher_line l join finance.account a on a.org_id = $1 and a.id = l.account
     where l.org_id = $1 and a.code ~ $2 and ($3::date is null or l.date >= $3) and l.date <= $4 group by a.code order by a.code`,
    [office.org.id, codes, from, to],
  );
  return new Map(rows.map((row) => [String(row['code']), String(row['amount'])]));
}
async function closeTax(story: Story, month: string): Promise<void> {
  const found = await creditOf(story, '^222101', null, lastDay(month));
  const output_vat = [...found.values()].reduce((total, amount) => total.plus(amount), decimal(0));
  for (const voucher of taxOfMonth(month, { output_vat })) await type(story, voucher, false);
}
async function payTax(story: Story, month: string): Promise<void> {
  const found = await creditOf(story, '^(222102|22211[345])$', null, lastDay(addMonths(month, -1)));
  const of = (account: string) => decimal(found.get(account) ?? '0');
  for (const voucher of taxPaid(month, { unpaid_vat: of('222102'), surcharges: surchargeAccounts.map((account) => ({ account, amount: of(account) })) }))
    await type(story, voucher, false);
}
async function payIncomeTax(story: Story, month: string): Promise<void> {
  const found = await creditOf(story, '^6', firstDay(addMonths(month, -3)), lastDay(addMonths(month, -1)));
  const profit = [...found.values()].reduce((total, amount) => total.plus(amount), decimal(0));
  for (const voucher of incomeTax(month, { profit })) await type(story, voucher, false);
}
async function useGoods({ office, plan }: Story, month: number): Promise<void> {
  const next = chance(plan.seed * 5_000_011 + month);
  const supervisor = office.of('supervisor');
  office.at(office.today());
  const chosen = [...new Set([next(plan.articles.length), next(plan.articles.length)])];
  const draft = await supervisor.create('inventory.adjustment', {
    kind: 'internal_use',
    department: 'HQ',
    reason: '办公室领用',
    lines: chosen.map((at) => ({ product: pick(plan.articles, at).code, qty: String(1 + next(4)) })),
  });
  await supervisor.act('inventory.adjustment', draft, 'submit');
}
