import { describe, expect, it } from 'vitest';
import { inPeriod, leavesOf, type Widget } from './figures.ts';

const widget: Widget = {
  name: 'sales.sales_of_month',
  zh: '本月销售额',
  en: 'Sales of the month',
  kind: 'figure',
  of: 'sales.delivery',
  measure: { sum: 'net' },
  where: { state: ['posted', 'signed'], delivery_date: { between: ['month_start', 'month_end'] } },
  by: 'delivery_date',
  roles: [],
};

describe('key figures (P.14)', () => {
  it('compares under the same condition over another period', () => {
    expect(inPeriod(widget, 'month_start-1m', 'today-1m')).toEqual({
      all: [
        { field: 'state', op: 'in', value: ['posted', 'signed'] },
        { field: 'delivery_date', op: 'between', value: ['month_start-1m', 'today-1m'] },
      ],
    });
  });
  it('opens the list it counts by the same leaves', () => {
    expect(leavesOf({ all: [{ field: 'a', op: 'eq', value: 1 }] })).toEqual([{ field: 'a', op: 'eq', value: 1 }]);
    expect(leavesOf({ any: [{ field: 'a', op: 'eq', value: 1 }] })).toBeUndefined();
  });
});
