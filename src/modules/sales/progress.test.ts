import { expect, test } from 'vitest';
import { type Decimal, decimal, toMoney, toPlain, zero } from '#decimal';
import { deliverySplit, type Done, invoiceSplit, openOf, progressOf } from './progress.ts';

const d = decimal;
const nothing: Done = {
  ordered: zero,
  cancelled: zero,
  delivered: zero,
  returned: zero,
  invoiced: zero,
  delivered_net: zero,
  delivered_tax: zero,
  invoiced_net: zero,
  invoiced_tax: zero,
};
const done = (values: Readonly<Record<string, string>>): Done => ({ ...nothing, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, d(value)])) });
const money = ({ net, tax, gross }: { readonly net: Decimal; readonly tax: Decimal; readonly gross: Decimal }): string => [net, tax, gross].map(toMoney).join(' / ');

test('E2.1-1 billing ahead: the delivery first takes what was billed', () => {
  const line = { qty: d('10'), net: d('1000'), gross: d('1130') };
  const first = invoiceSplit(line, done({ ordered: '10' }), d('6'));
  expect(money(first.delivered)).toBe('0.00 / 0.00 / 0.00');
  expect(money(first.ahead)).toBe('600.00 / 78.00 / 678.00');

  const billed = { ordered: '10', invoiced: '6', invoiced_net: '600', invoiced_tax: '78' };
  const four = deliverySplit(line, done(billed), d('4'));
  expect(money(four.prebilled)).toBe('400.00 / 52.00 / 452.00');
  expect(money(four.rest)).toBe('0.00 / 0.00 / 0.00');

  const six = deliverySplit(line, done({ ...billed, delivered: '4', delivered_net: '400', delivered_tax: '52' }), d('6'));
  expect(money(six.prebilled)).toBe('200.00 / 26.00 / 226.00');
  expect(money(six.rest)).toBe('400.00 / 52.00 / 452.00');

  const returned = done({ ...billed, delivered: '10', returned: '3', delivered_net: '700', delivered_tax: '91' });
  const last = invoiceSplit(line, returned, d('1'));
  expect(money(last.delivered)).toBe('100.00 / 13.00 / 113.00');
  expect(money(last.ahead)).toBe('0.00 / 0.00 / 0.00');

  const end = done({ ...billed, delivered: '10', returned: '3', invoiced: '7' });
  expect(openOf(end, 'ordered')).toMatchObject({ to_invoice: zero, to_credit: zero });
  expect(progressOf([end], 'ordered', d('791'))).toBe('to_collect');
});
test('E2.1-4 returned goods leave nothing to invoice, and the order completes', () => {
  const line = done({ ordered: '100', delivered: '100', invoiced: '90', returned: '10' });
  const open = openOf(line, 'delivered');
  expect([toPlain(open.to_invoice), toPlain(open.to_credit)]).toEqual(['0', '0']);
  expect(progressOf([line], 'delivered', zero)).toBe('completed');
});
test('E2.4-5 more invoiced than billable asks for a red invoice', () => {
  const line = done({ ordered: '10', delivered: '10', invoiced: '8', returned: '4' });
  expect(toPlain(openOf(line, 'delivered').to_credit)).toBe('2');
  expect(progressOf([line], 'delivered', zero)).toBe('needs_red');
});
test('2.0.3 Q4 the first condition that applies is the progress', () => {
  expect(progressOf([done({ ordered: '5' })], 'delivered', zero)).toBe('to_deliver');
  expect(progressOf([done({ ordered: '5', delivered: '2' }), done({ ordered: '1' })], 'delivered', zero)).toBe('partly_delivered');
  expect(progressOf([done({ ordered: '5', delivered: '2', cancelled: '3' })], 'delivered', zero)).toBe('to_invoice');
  expect(progressOf([done({ ordered: '5', delivered: '5', invoiced: '5' })], 'delivered', d('1'))).toBe('to_collect');
});
test('2.0.2 A7 after a reversal the next delivery starts from the sum posted so far', () => {
  const line = { qty: d('3'), net: d('265.49'), gross: d('300') };
  // Two deliveries of one (88.50, 88.49), the first reversed: 88.49 / 11.51 stay posted.
  const again = deliverySplit(line, done({ ordered: '3', delivered: '1', delivered_net: '88.49', delivered_tax: '11.51' }), d('2'));
  expect(money(again.whole)).toBe('177.00 / 23.00 / 200.00');
});
test('first sale: steps 8 and 9, the parts of the order', () => {
  const line = { qty: d('40'), net: d('4362.53'), gross: d('4929.66') };
  const first = deliverySplit(line, done({ ordered: '40' }), d('25'));
  expect(money(first.rest)).toBe('2726.58 / 354.46 / 3081.04');
  const second = deliverySplit(line, done({ ordered: '40', delivered: '25', delivered_net: '2726.58', delivered_tax: '354.46' }), d('15'));
  expect(money(second.rest)).toBe('1635.95 / 212.67 / 1848.62');
});
