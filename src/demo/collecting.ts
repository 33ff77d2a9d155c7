import { decimal, type Decimal, min, round, sum, toMoney } from '#decimal';
import type { LocalDate } from '#declare';
import { addDays, firstDay } from '../modules/finance/index.ts';
import { workdayFrom, workdaysAfter } from './days.ts';
import { type Deal, paysSlowly } from './deals.ts';
import type { Acted, Made } from './desk.ts';
import type { Story } from './story.ts';

/* What customers pay: on time or late, all or a part, several invoices at once, in advance (3.0.5). */
interface Owed {
  readonly id: string;
  readonly remaining: Decimal;
}
/** What a customer is ready to pay today, the oldest first: what is due, or within the week. */
async function owedBy({ office, customer }: Story, { customer: at, opening }: Payer): Promise<readonly Owed[]> {
  const rows = await office.query(
    `select i.id, b.remaining::text as remaining from finance.open_item i join finance.open_item_balance b on b.org_id = $1 and b.item = i.id
     join customers.customer c on c.org_id = $1 and c.id = i.customer where i.org_id = $1 and c.code = $2 and i.side = 'receivable' and b.remaining > 0 and i.due_date <= $3 and (i.document_type = 'finance.opening') = $4 order by i.due_date, i.document_no`,
    [office.org.id, customer(at).code, addDays(office.today(), paysSlowly(at) && !opening ? -25 : 7), opening],
  );
  return rows.map((row) => ({ id: String(row['id']), remaining: decimal(String(row['remaining'])) }));
}
export interface Payer {
  readonly customer: number;
  readonly payment: Deal['payment'];
  /** Which of many it is: decides the account it comes to. */
  readonly at: number;
  /** What was owed before the first period is paid by itself. */
  readonly opening: boolean;
}
export async function collect(story: Story, payer: Payer): Promise<void> {
  const { office, diary } = story;
  const items = await owedBy(story, payer);
  if (items.length === 0) return;
  const whole = sum(items, (item) => item.remaining);
  const { percent, rounded, rest } = payer.payment;
  const asked = percent === 100 ? whole : round(whole.times(decimal(percent)).div('100'), 0);
  const amount = rounded ? hundreds(asked) : asked;
  const posted = await receive(story, payer, amount, items);
  if (percent < 100) diary.add(workdayFrom(addDays(office.today(), rest)), () => collect(story, { ...payer, payment: { ...payer.payment, percent: 100 } }));
  if (payer.at % 97 === 41) {
    // The bank sends it back; the customer pays again a week later.
    diary.add(workdaysAfter(office.today(), 1), async () => {
      await office.settled();
      office.at(office.today());
      await office.of('accountant').act('finance.receipt', posted.record, 'reverse', { reason: '银行退票' });
    });
    diary.add(workdaysAfter(office.today(), 6), () => collect(story, { ...payer, at: payer.at + 1 }));
  }
}
const hundreds = (amount: Decimal): Decimal => amount.div('100').round(0, 3).times('100');

async function receive({ office, customer }: Story, payer: Payer, amount: Decimal, items: readonly Owed[]): Promise<Acted> {
  office.at(office.today());
  const cashier = office.of('cashier');
  let left = amount;
  const allocations = items.flatMap((item) => {
    const part = min(left, item.remaining);
    left = left.minus(part);
    return part.gt('0') ? [{ item: item.id, amount: toMoney(part) }] : [];
  });
  const draft = await cashier.create('finance.receipt', {
    bank_account: payer.at % 7 === 3 ? 'CMB' : 'ICBC',
    party: `customers.customer:${customer(payer.customer).code}`,
    method: payer.at % 11 === 4 ? 'cheque' : 'transfer',
    amount: toMoney(amount),
    allocations,
  });
  const submitted = await cashier.act('finance.receipt', draft, 'submit');
  return office.of('accountant').act('finance.receipt', submitted.record, 'post');
}

/** Money before goods: the whole of it is an advance until something is invoiced. */
export function prepay(story: Story, deal: Deal, sold: { readonly gross: string }): Promise<Made | undefined> {
  const amount = round(decimal(sold.gross).times(decimal(deal.prepaid)).div('100'), 0);
  const { promise, resolve, reject } = Promise.withResolvers<Made | undefined>();
  const date = workdaysAfter(deal.ordered, 1);
  const first = deal.deliveries[0]?.date;
  if (first === undefined || date >= first) resolve(undefined);
  else
    story.diary.add(date, () =>
      receive(story, { customer: deal.customer, payment: deal.payment, at: 0, opening: false }, amount, []).then(({ record }) => resolve(record), reject),
    );
  return promise;
}
export async function takeAdvance({ office }: Story, advance: Made | undefined, item: string): Promise<void> {
  if (!advance) return;
  const rows = await office.query('select item, remaining::text as remaining from finance.open_item_balance where org_id = $1 and item = any($2)', [
    office.org.id,
    [advance.id, item],
  ]);
  const of = (id: string): Decimal => decimal(String(rows.find((row) => row['item'] === id)?.['remaining'] ?? '0')).abs();
  const amount = min(of(advance.id), of(item));
  if (!amount.gt('0')) return;
  const current = await office.of('accountant').read('finance.receipt', advance.id);
  await office.of('accountant').act('finance.receipt', current, 'allocate', { allocations: [{ item, amount: toMoney(amount) }], on: office.today() });
}

export function planOpeningItems(story: Story): void {
  const first = firstDay(story.plan.goLive);
  for (const [at, item] of story.plan.items.entries()) {
    const wanted = addDays(item.due, item.late);
    const date: LocalDate = workdayFrom(wanted < first ? addDays(first, at % 9) : wanted);
    story.diary.add(date, () => collect(story, { customer: item.customer, payment: { late: item.late, percent: 100, rest: 0, rounded: false }, at: 1_000 + at, opening: true }));
  }
}
