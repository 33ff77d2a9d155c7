import { change, create, effect, link, prepare, type Rows, type Write } from '#declare';
import { type Decimal, isZero, round } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { addDays } from '../finance/index.ts';
import { prepareSale } from './priced.effects.ts';
import { discountOf, type Ordered, orderedOf, orderLineOf, type Part, partsOf } from './quotation.facts.ts';
import { type Quotation, QuotationRecord } from './quotation.ts';

export const prepareQuotation = prepare(QuotationRecord, async (draft, read, context) => {
  const date = draft.quotation_date ?? read.today;
  const [{ header, lines }, settings] = await Promise.all([prepareSale(draft, draft.lines, date, read, context), read.settings('sales.settings')]);
  return { ...header, lines, valid_until: draft.valid_until ?? addDays(date, settings.quotation_valid_days) };
});

const accept = effect(QuotationRecord, 'accept', {
  facts: async (_quotation, read) => ({ today: read.today, now: read.now }),
  guard: { 'quotation.expired': ({ valid_until }, { today }) => valid_until < today && { valid_until } },
  entries: (quotation, { now }, { name }) => [change('sales.quotation', quotation.id, { accepted_by: name, accepted_at: now })],
});
const reject = effect(QuotationRecord, 'reject', { entries: (quotation, _facts, { reason }) => [change('sales.quotation', quotation.id, { closed_reason: reason })] });
const cancel = effect(QuotationRecord, 'cancel', {
  facts: async (quotation, read) => ({ ordered: await orderedOf(read, quotation.id) }),
  entries: (quotation, { ordered }, { reason }) => {
    if ([...ordered.lines.values()].some((qty) => !isZero(qty))) throw new Refused('document.has_followups', { documents: ['sales.order'] });
    return [change('sales.quotation', quotation.id, { closed_reason: reason })];
  },
});
/** The number stays, the revision counts up; what was sent before is superseded. */
const revise = effect(QuotationRecord, 'revise', {
  entries: (quotation) => [change('sales.quotation', quotation.id, { revision: (quotation.revision ?? 1) + 1, accepted_by: null, accepted_at: null, closed_reason: null })],
});

interface ToOrder {
  readonly ordered: Ordered;
  readonly today: Quotation['valid_until'];
  readonly billing: Rows['sales.order']['billing_policy'];
  readonly shipTo: string | null;
}
const toOrder = effect(QuotationRecord, 'to_order', {
  facts: async (quotation, read): Promise<ToOrder> => {
    const [ordered, settings, customer] = await Promise.all([orderedOf(read, quotation.id), read.settings('sales.settings'), read.row('customers.customer', quotation.customer)]);
    return { ordered, today: read.today, billing: settings.billing_policy, shipTo: customer ? deliveryAddress(customer) : null };
  },
  guard: {
    'quotation.expired': ({ state, valid_until }, { today }) => state === 'sent' && valid_until < today && { valid_until },
    'quotation.qty_exceeded': (quotation, { ordered }, { lines }) => exceeded(partsOf(quotation, ordered, lines)),
  },
  entries: (quotation, facts, { order_date, lines }): Write[] => {
    const parts = partsOf(quotation, facts.ordered, lines);
    if (parts.length === 0) throw new Refused('document.incomplete', { fields: ['/lines'] }, '/input/lines');
    const id = newId();
    return [
      create('sales.order', id, orderOf(quotation, parts, facts, order_date ?? facts.today), { told: true }),
      link({ name: 'sales.quotation', id: quotation.id }, { name: 'sales.order', id }, 'source'),
    ];
  },
});
const exceeded = (parts: readonly Part[]): readonly { readonly line_no: number; readonly open: Decimal; readonly at: string }[] =>
  parts.flatMap((part, index) => (part.qty.gt(part.open) ? [{ line_no: part.index + 1, open: part.open, at: `/input/lines/${index}/qty` }] : []));

type OrderValues = Parameters<typeof create<'sales.order'>>[2];
function orderOf(quotation: Quotation, parts: readonly Part[], facts: ToOrder, order_date: Quotation['quotation_date']): OrderValues {
  const { customer, contact, salesperson, department, channel, price_list, price_includes_tax, currency, payment_term, warehouse } = quotation;
  const lines = parts.map(({ line, qty }) => ({
    ...orderLineOf({ line, qty }),
    line_uid: newId(),
    // The unit's factor is the quotation's; a part of its quantity is the same part of its base quantity.
    base_qty: line.base_qty === null ? null : round(line.base_qty.times(qty).div(line.qty), 6),
    warehouse: null,
    promised_date: null,
  }));
  return {
    customer,
    contact,
    salesperson,
    department,
    channel,
    price_list,
    price_includes_tax,
    currency,
    payment_term,
    warehouse,
    bill_to: customer,
    order_date,
    ship_to: facts.shipTo,
    delivery_policy: 'partial_ok',
    billing_policy: facts.billing,
    header_discount: discountOf(quotation, parts, facts.ordered),
    quotation: QuotationRecord.id(quotation.id),
    revision: 1,
    lines: lines as unknown as Rows['sales.order']['lines'],
  };
}
/** Where goods go unless the order says otherwise: the default delivery address, the first of them, the customer's own. */
export function deliveryAddress(customer: Rows['customers.customer']): string | null {
  const addresses = customer.addresses.filter((address) => address.kind === 'delivery');
  const chosen = addresses.find((address) => address.is_default) ?? addresses[0];
  return chosen ? [chosen.detail, chosen.receiver, chosen.mobile].filter((part) => part !== null).join(' ') : customer.address;
}

export const quotationEffects = [accept, reject, cancel, revise, toOrder];
