import type { LocalDate } from '#declare';
import { addDays } from '../modules/finance/index.ts';
import { pick } from './chance.ts';
import { workdayFrom, workdaysAfter } from './days.ts';
import type { Deal, PlannedDelivery, PlannedLine, Quote } from './deals.ts';
import type { Acted, Made } from './desk.ts';
import { collect, prepay, takeAdvance } from './collecting.ts';
import { headOf } from './staff.ts';
import type { Story } from './story.ts';

/* From the quotation to the invoice, each step by whoever does it in the company (2.1, 2.2, 2.4). */
type Sold = Made & { readonly lines: readonly { readonly id: string }[]; readonly gross: string };

export function planSales(story: Story): void {
  for (const [at, deal] of story.plan.deals.entries()) story.diary.add(deal.quoted ?? deal.ordered, () => (deal.quoted === null ? order(story, deal, at) : quote(story, deal, at)));
  for (const one of story.plan.quotes) story.diary.add(one.quoted, () => lostQuote(story, one));
}
const linesOf = ({ plan }: Story, lines: readonly PlannedLine[]): readonly object[] =>
  lines.map(({ article, qty, discount }) => ({ product: pick(plan.articles, article).code, qty: String(qty), ...(discount === null ? {} : { discount_rate: discount }) }));
const headerOf = (deal: Deal): object => (deal.header === null ? {} : { header_discount: deal.header });
/** Customers with a numbering of their own say it on the order. */
const poOf = (deal: Deal, at: number): object => (at % 5 < 3 ? { customer_po_no: `PO${deal.ordered.slice(2, 7).replace('-', '')}${String(at).padStart(4, '0')}` } : {});
const promiseOf = (deal: Deal): LocalDate => workdaysAfter(deal.deliveries[0]?.date ?? deal.ordered, 2);

async function quote(story: Story, deal: Deal, at: number): Promise<void> {
  const { office, customer, diary } = story;
  const seller = office.of(deal.seller);
  office.at(office.today());
  const quotation = await seller.create('sales.quotation', {
    customer: customer(deal.customer).code,
    valid_until: addDays(office.today(), 30),
    ...headerOf(deal),
    lines: linesOf(story, deal.lines),
  });
  const { record } = await seller.act('sales.quotation', quotation, 'send');
  diary.add(deal.ordered, async () => {
    office.at(office.today());
    const accepted = await seller.act('sales.quotation', record, 'accept', { name: pick(story.plan.firms, deal.customer).contact });
    const { created } = await seller.act('sales.quotation', accepted.record, 'to_order', { order_date: deal.ordered });
    const draft = await seller.read('sales.order', created[0]?.id ?? '');
    await confirm(story, deal, at, await seller.change('sales.order', draft, { ...poOf(deal, at), promised_date: promiseOf(deal) }));
  });
}
async function lostQuote({ office, customer, diary, ...story }: Story, planned: Quote): Promise<void> {
  const seller = office.of(planned.seller);
  office.at(office.today());
  const quotation = await seller.create('sales.quotation', {
    customer: customer(planned.customer).code,
    valid_until: addDays(planned.quoted, 15),
    lines: linesOf({ office, customer, diary, ...story }, planned.lines),
  });
  const { record } = await seller.act('sales.quotation', quotation, 'send');
  diary.add(planned.ended, async () => {
    office.at(office.today());
    if (planned.ends === 'expired') await office.system.act('sales.quotation', record, 'expire');
    else
      await seller.act('sales.quotation', record, planned.ends === 'rejected' ? 'reject' : 'cancel', {
        reason: planned.ends === 'rejected' ? '价格高于其他供应商' : '客户需求变更',
      });
  });
}

async function order(story: Story, deal: Deal, at: number): Promise<void> {
  const { office, customer } = story;
  office.at(office.today());
  const draft = await office.of(deal.seller).create('sales.order', {
    customer: customer(deal.customer).code,
    ...poOf(deal, at),
    promised_date: promiseOf(deal),
    ...headerOf(deal),
    lines: linesOf(story, deal.lines),
  });
  await confirm(story, deal, at, draft);
}
async function confirm(story: Story, deal: Deal, at: number, draft: Made): Promise<void> {
  const { office, diary } = story;
  const seller = office.of(deal.seller);
  const { record } = await seller.act('sales.order', draft, 'confirm');
  const sold = record as Sold;
  const next = workdaysAfter(deal.ordered, 1);
  const later =
    (action: string, reason: string, who = seller) =>
    async () => {
      office.at(office.today());
      await who.act('sales.order', await seller.read('sales.order', sold.id), action, reason === '' ? {} : { reason });
    };
  if (deal.fate === 'cancelled') diary.add(next, later('cancel', ''));
  const first = deal.deliveries[0]?.date;
  if (deal.fate === 'held' && first !== undefined) {
    const head = office.of(headOf[deal.seller]);
    diary.add(deal.ordered, later('hold', '等待客户确认收货地址', head));
    diary.add(first, later('release', '', head));
  }
  const advance = deal.prepaid > 0 && deal.fate === 'delivered' ? prepay(story, deal, sold) : undefined;
  const shipping: Shipping = { story, deal, at, sold, advance, left: { parts: deal.deliveries.length } };
  for (const part of deal.deliveries) diary.add(part.date, () => ship(shipping, part));
}

interface Shipping {
  readonly story: Story;
  readonly deal: Deal;
  readonly at: number;
  readonly sold: Sold;
  readonly advance: Promise<Made | undefined> | undefined;
  readonly left: { parts: number };
}
const carriers = ['德邦快递', '顺丰速运', '自有车辆', '安能物流'] as const;
async function ship(shipping: Shipping, part: PlannedDelivery): Promise<void> {
  const { story, deal, at, sold, left } = shipping;
  const { office, diary } = story;
  office.at(office.today());
  const draft = await office.of('keeper').create('sales.delivery', {
    order: sold.id,
    carrier: pick(carriers, at),
    tracking_no: `YD${office.today().replaceAll('-', '')}${String(at).padStart(4, '0')}`,
    lines: part.qty.flatMap((qty, index) => (qty > 0 ? [{ order_line: sold.lines[index]?.id, qty: String(qty) }] : [])),
  });
  const posted = await office.of('keeper').act('sales.delivery', draft, 'post');
  if (part.wrong) {
    await office.settled();
    office.at(office.today());
    await office.of('supervisor').act('sales.delivery', posted.record, 'reverse', { reason: '装车前发现拣货错误' });
    diary.add(workdaysAfter(office.today(), 1), () => ship(shipping, { ...part, wrong: false }));
    return;
  }
  left.parts -= 1;
  if (at % 3 > 0) diary.add(workdaysAfter(office.today(), 2), () => sign(story, deal, posted));
  const bills = workdaysAfter(office.today(), deal.billing.days);
  if (deal.billing.by === 'delivery') diary.add(bills, () => bill(shipping, { delivery: posted.record.id }));
  else if (left.parts === 0) diary.add(bills, () => bill(shipping, { order: sold.id }));
  if (left.parts === 0 && deal.fate === 'closed')
    diary.add(workdaysAfter(office.today(), 6), async () => {
      office.at(office.today());
      await office.of(deal.seller).act('sales.order', await office.of(deal.seller).read('sales.order', sold.id), 'close', { reason: '客户不再需要余量' });
    });
}
async function sign({ office, plan }: Story, deal: Deal, posted: Acted): Promise<void> {
  office.at(office.today());
  await office.of('keeper').act('sales.delivery', posted.record, 'sign', { signer: pick(plan.firms, deal.customer).contact });
}

/** Made ready and issued the same day, every sixth the day after. */
async function bill({ story, deal, at, advance }: Shipping, source: object): Promise<void> {
  const { office, diary, fapiao } = story;
  const clerk = office.of('billing');
  office.at(office.today());
  const draft = await clerk.create('sales.invoice', source);
  const ready = await clerk.act('sales.invoice', draft, 'ready');
  const issue = async (): Promise<void> => {
    const { record } = await clerk.act('sales.invoice', ready.record, 'issue', { fapiao_no: fapiao(office.today()), issue_date: office.today() });
    if (advance) await takeAdvance(story, await advance, record.id);
    const [item] = await office.query('select due_date from finance.open_item where org_id = $1 and id = $2', [office.org.id, record.id]);
    const due = (item?.['due_date'] ?? office.today()) as LocalDate;
    const date = workdayFrom(addDays(due, deal.payment.late));
    diary.add(date <= office.today() ? workdaysAfter(office.today(), 1) : date, () => collect(story, { customer: deal.customer, payment: deal.payment, at, opening: false }));
  };
  if (at % 6 === 5) diary.add(workdaysAfter(office.today(), 1), issue);
  else await issue();
}
