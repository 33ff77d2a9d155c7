import { expect, test } from 'vitest';
import fc from 'fast-check';
import { type Decimal, decimal, sum, toMoney } from '#decimal';
import { allocate, discountExceeds, documentAmounts, lineBase, minus, noAmounts, type PricedLine, splitTax, upTo } from './amounts.ts';

const line = (qty: string, unit_price: string, tax_rate: string, discount_rate: string | null = null): PricedLine => ({
  qty: decimal(qty),
  unit_price: decimal(unit_price),
  tax_rate: decimal(tax_rate),
  discount_rate: discount_rate === null ? null : decimal(discount_rate),
});
const shown = (amounts: { readonly net: Decimal; readonly tax: Decimal; readonly gross: Decimal }): string => [amounts.net, amounts.tax, amounts.gross].map(toMoney).join(' / ');
const d = decimal;

test('2.0.2 A1 only the product is rounded, never the discounted price', () => {
  expect(toMoney(lineBase(line('3', '19.90', '0.13')))).toBe('59.70');
  expect(toMoney(lineBase(line('7', '5.50', '0.09', '0.05')))).toBe('36.58');
});
test('2.0.2 A3 missing cents go to the largest remainders, a negative amount is spread by magnitude', () => {
  expect(allocate(d('10'), [d('199.98'), d('33.33'), d('64')]).map(toMoney)).toEqual(['6.73', '1.12', '2.15']);
  expect(allocate(d('-10'), [d('199.98'), d('33.33'), d('64')]).map(toMoney)).toEqual(['-6.73', '-1.12', '-2.15']);
  expect(allocate(d('0.01'), [d('1'), d('1')]).map(toMoney)).toEqual(['0.01', '0.00']);
});
test('2.0.2 A4 both habits of computing the tax inside a price give the same cents', () => {
  const cents = fc.integer({ min: 1, max: 200_000 });
  fc.assert(
    fc.property(cents, fc.constantFrom('0.13', '0.09', '0.06', '0.05', '0.03', '0.01'), (amount, rate) => {
      const gross = d(amount).div(d(100));
      const { tax } = splitTax(gross, d(rate), true);
      expect(toMoney(tax)).toBe(toMoney(gross.times(d(rate)).div(d(rate).plus(d(1)))));
    }),
  );
});
test('E2.4-1 three rates, prices with and without tax', () => {
  const lines = [line('3', '19.90', '0.13'), line('7', '5.50', '0.09', '0.05'), line('1', '100', '0.06')];
  const including = documentAmounts(lines, null, true);
  expect(including.lines.map(shown)).toEqual(['52.83 / 6.87 / 59.70', '33.56 / 3.02 / 36.58', '94.34 / 5.66 / 100.00']);
  expect(shown(including)).toBe('180.73 / 15.55 / 196.28');
  const excluding = documentAmounts(lines, null, false);
  expect(excluding.lines.map(shown)).toEqual(['59.70 / 7.76 / 67.46', '36.58 / 3.29 / 39.87', '100.00 / 6.00 / 106.00']);
  expect(shown(excluding)).toBe('196.28 / 17.05 / 213.33');
});
test('E2.4-2 a header discount lives in the lines', () => {
  const { lines, ...total } = documentAmounts([line('2', '99.99', '0.13'), line('1', '33.33', '0.13'), line('5', '12.80', '0.09')], d('10'), true);
  expect(lines.map(({ net, tax }) => `${toMoney(net)}/${toMoney(tax)}`)).toEqual(['171.02/22.23', '28.50/3.71', '56.74/5.11']);
  expect(shown(total)).toBe('256.26 / 31.05 / 287.31');
});
test('first sale: step 6, amounts of the quotation', () => {
  const { lines, ...total } = documentAmounts([line('40', '124.50', '0.13'), line('12', '79', '0.13', '0.05'), line('30', '59.90', '0.09')], d('77.60'), true);
  expect(lines.map(shown)).toEqual(['4362.53 / 567.13 / 4929.66', '788.94 / 102.56 / 891.50', '1631.96 / 146.88 / 1778.84']);
  expect(shown(total)).toBe('6783.43 / 816.57 / 7600.00');
});
test('2.0.2 A2 more discount than there is to discount is refused', () => {
  const lines = [line('1', '10', '0.13')];
  expect(discountExceeds({ header_discount: d('10'), lines })).toBe(false);
  expect(discountExceeds({ header_discount: d('10.01'), lines })).toMatchObject({ at: '/header_discount' });
});
test('E2.1-2 three deliveries of one add up to the line', () => {
  const total = { qty: d('3'), net: d('265.49'), gross: d('300') };
  const steps = [1, 2, 3].map((to) => minus(upTo(total, d(to)), to === 1 ? noAmounts : upTo(total, d(to - 1))));
  expect(steps.map(shown)).toEqual(['88.50 / 11.50 / 100.00', '88.49 / 11.51 / 100.00', '88.50 / 11.50 / 100.00']);
});
test('E2.1-3 after an amendment the split is anchored at what was done', () => {
  const total = { qty: d('5'), net: d('147.48'), gross: d('166.65'), anchor: { qty: d('1'), net: d('29.50'), gross: d('33.33') } };
  expect(shown(minus(upTo(total, d('3')), upTo(total, d('1'))))).toBe('58.99 / 7.67 / 66.66');
  expect(shown(minus(upTo(total, d('5')), upTo(total, d('3'))))).toBe('58.99 / 7.67 / 66.66');
});
test('2.0.2 A7 any sequence of events adds up exactly, and a step’s tax is within two cents of net × rate', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('0.13', '0.09', '0.06'), fc.boolean(), (parts, cents, rate, includesTax) => {
      const qty = sum(parts, (part) => d(part));
      const whole = splitTax(lineBase({ qty, unit_price: d(cents).div(d(100)), discount_rate: null, tax_rate: d(rate) }), d(rate), includesTax);
      const total = { qty, net: whole.net, gross: whole.gross };
      let done = noAmounts;
      let moved = d(0);
      for (const part of parts) {
        moved = moved.plus(d(part));
        const step = minus(upTo(total, moved), done);
        expect(
          step.tax
            .minus(step.net.times(d(rate)))
            .abs()
            .lte(d('0.02')),
        ).toBe(true);
        done = upTo(total, moved);
      }
      expect(shown(done)).toBe(shown(whole));
    }),
  );
});
