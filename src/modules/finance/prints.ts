import { decimal } from '#decimal';
import { amountInWords } from '../../kernel/amount-words.ts';
import type { PrintFacts } from '../../kernel/command/environment.ts';

type Json = Readonly<Record<string, unknown>>;
/** 大写 under the figures; a red amount says 负 (2.0.2 A8). */
const words =
  (name: string) =>
  (record: Json): Promise<object> => {
    const value = record[name];
    return Promise.resolve({ words: typeof value === 'string' ? amountInWords(decimal(value)) : null });
  };
const voucherWordsOf = words('debit');
/** What the voucher template and the receipt need beside the record (3.1, 3.0.5). */
export const financePrints: readonly PrintFacts[] = [
  { record: 'finance.gl_voucher', template: '*', facts: voucherWordsOf },
  { record: 'finance.voucher', template: '*', facts: voucherWordsOf },
  { record: 'finance.receipt', template: '*', facts: async (record) => ({ ...(await words('amount')(record)), ...(record['reverses'] ? { title: '收款单（冲销）' } : {}) }) },
];
