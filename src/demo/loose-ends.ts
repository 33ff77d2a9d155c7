import { addDays } from '../modules/finance/index.ts';
import { pick } from './chance.ts';
import { workdayUpTo } from './days.ts';
import { bodyOf } from './bookkeeping.ts';
import { sellers } from './staff.ts';
import type { Story } from './story.ts';
import { bank } from './vouchers.ts';

/*
 * What lies on the desks on the last day: drafts, a receipt that waits for the accountant, vouchers that wait for a review. So lists and the
 * workbench of everybody have something to do.
 */
export function looseEnds(story: Story): void {
  const { diary, plan } = story;
  diary.close(workdayUpTo(plan.until), async () => {
    await drafts(story);
    await toShip(story);
    await toPost(story);
    await toReview(story);
  });
}
async function drafts({ office, plan, customer }: Story): Promise<void> {
  const line = (at: number, qty: string): object => ({ product: pick(plan.articles, at).code, qty });
  for (const [at, seller] of sellers.entries()) {
    office.at(office.today());
    // Each salesperson's own customers are those whose turn in the list is his.
    const buyer = customer(at + sellers.length * (1 + (at % 3))).code;
    const body = { customer: buyer, lines: [line(at * 5 + 1, '12'), line(at * 7 + 3, '30')] };
    if (at % 2 === 0) await office.of(seller).create('sales.order', { ...body, promised_date: addDays(office.today(), 7) });
    else await office.of(seller).create('sales.quotation', body);
  }
}
async function toShip({ office }: Story): Promise<void> {
  const open = await office.query(
    `select o.id from sales.order_v o where o.org_id = $1 and o.state = 'confirmed' and not o.on_hold and o.progress in ('to_deliver', 'partly_delivered') order by o.number limit 2`,
    [office.org.id],
  );
  for (const row of open) {
    office.at(office.today());
    await office.of('keeper').create('sales.delivery', { order: row['id'] });
  }
}
async function toPost({ office, customer }: Story): Promise<void> {
  const cashier = office.of('cashier');
  for (const [at, amount] of ['5000.00', '12800.00'].entries()) {
    office.at(office.today());
    const draft = await cashier.create('finance.receipt', { bank_account: 'ICBC', party: `customers.customer:${customer(at * 3 + 2).code}`, amount, doc_ref: '待核对' });
    if (at === 0) await cashier.act('finance.receipt', draft, 'submit');
  }
}
async function toReview({ office }: Story): Promise<void> {
  const accountant = office.of('accountant');
  const typed = [
    { summary: '报销差旅费', account: '660104', department: 'SALES1', amount: '1286.00' },
    { summary: '购买办公用品', account: '660205', department: 'HQ', amount: '342.50' },
    { summary: '报销业务招待费', account: '660106', department: 'SALES2', amount: '980.00' },
  ];
  for (const [at, { summary, account, department, amount }] of typed.entries()) {
    office.at(office.today());
    const lines = [
      { account, department, debit: amount },
      { account: bank, credit: amount },
    ];
    const draft = await accountant.create('finance.voucher', bodyOf({ date: office.today(), summary, lines, attachments: 1, controlled: false }));
    if (at < 2) await accountant.act('finance.voucher', draft, 'submit');
  }
}
