import type { Decimal, Ref } from '#declare';
import type { PostingRule } from '../finance/index.ts';

export interface StockAdjusted {
  readonly department: Ref<'core.department'> | null;
  readonly product: Ref<'inventory.product'>;
  readonly value: Decimal;
}
/** I4, other receipt (5.0.7): goods found or given come against other income. */
export const otherReceived: PostingRule<StockAdjusted> = {
  event: 'inventory.other_in',
  code: 'I4',
  zh: '其他入库',
  en: 'Other receipt',
  lines: [
    { side: 'debit', role: 'inventory', amount: 'value' },
    { side: 'credit', role: 'non_operating_income', amount: 'value' },
  ],
};
/** I4, internal use: an expense of the department that takes the goods. */
export const usedInternally: PostingRule<StockAdjusted> = {
  event: 'inventory.internal_use',
  code: 'I4',
  zh: '领用',
  en: 'Internal use',
  lines: [
    { side: 'debit', role: 'admin_expense', amount: 'value', by: ['department'] },
    { side: 'credit', role: 'inventory', amount: 'value' },
  ],
};
