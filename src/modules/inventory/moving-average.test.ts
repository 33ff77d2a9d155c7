import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, sum, toMoney, toPlain, zero } from '#decimal';
import { type CostHead, emptyHead, issueCost, issued, received, unitCost } from './moving-average.ts';

function issueAll(head: CostHead, quantities: readonly string[]): { readonly costs: readonly string[]; readonly head: CostHead } {
  let left = head;
  const costs = quantities.map((text) => {
    const qty = decimal(text);
    const cost = issueCost(left, qty) ?? zero;
    left = issued(left, qty, cost);
    return toMoney(cost);
  });
  return { costs, head: left };
}

describe('moving average (5.5)', () => {
  it('EX-5.5-1: 3 for 10.00 and 4 for 44.20, issues 2, 3, 2 leave 0 and 0.00', () => {
    const stock = received(received(emptyHead, decimal(3), decimal('10.00')), decimal(4), decimal('44.20'));
    const { costs, head } = issueAll(stock, ['2', '3', '2']);
    expect(costs).toEqual(['15.49', '23.23', '15.48']);
    expect([toPlain(head.qty), toMoney(head.value)]).toEqual(['0', '0.00']);
  });
  it('EX-5.5-1: 2 for 2.00 and 1 for 1.01, issue of all 3 costs 3.01', () => {
    const stock = received(received(emptyHead, decimal(2), decimal('2.00')), decimal(1), decimal('1.01'));
    expect(issueAll(stock, ['3']).costs).toEqual(['3.01']);
  });
  it('first sale: step 8: 125 of 5,500.00 / 300 cost 2,291.67', () => {
    expect(issueAll({ qty: decimal(300), value: decimal('5500.00') }, ['125', '75']).costs).toEqual(['2291.67', '1375.00']);
  });
  it('answers nothing for more than there is', () => {
    expect(issueCost({ qty: decimal(2), value: decimal('5.00') }, decimal(3))).toBeUndefined();
  });
  it('shows the quotient with six decimals, none without stock', () => {
    expect(toPlain(unitCost({ qty: decimal(990), value: decimal('8300.00') }) ?? zero)).toBe('8.383838');
    expect(unitCost(emptyHead)).toBeNull();
  });
  it('issues always add up to what came in, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 9_999_999 }), (parts, cents) => {
        const value: Decimal = decimal(cents).div(decimal(100));
        const { costs, head } = issueAll({ qty: decimal(parts.reduce((total, part) => total + part, 0)), value }, parts.map(String));
        return sum(costs, (cost) => decimal(cost)).eq(value) && head.value.eq(zero) && costs.every((cost) => decimal(cost).gte(zero));
      }),
    );
  });
});
