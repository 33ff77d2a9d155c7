import { decimal, toMoney, toPlain } from '#decimal';
import type { PrintFacts } from '../../kernel/command/environment.ts';
import { amountInWords } from '../../kernel/amount-words.ts';
import { faceOf, type FaceSource } from './invoice-face.ts';

type Json = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const amount = (value: unknown) => decimal(text(value) ?? '0');
const label = (value: unknown): string | null => (typeof value === 'object' && value !== null && 'label' in value ? text(value.label) : null);

/** 大写 of the gross, with 元 (2.0.2 A8). */
const words = async (record: Json): Promise<object> => ({ words: amountInWords(amount(record['gross'])) });
const grouped = (value: string): string => value.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',').replace('-', '−');

/** Rows of the face as texts: pairs of discounted lines, rates as percentages. */
export function faceTexts(record: Json): readonly Json[] {
  const lines = (Array.isArray(record['lines']) ? record['lines'] : []) as readonly Json[];
  const sources = lines.map(
    (line): FaceSource => ({
      item_name: text(line['item_name']),
      spec: text(line['spec']),
      unit: label(line['unit']),
      qty: amount(line['qty']),
      tax_class_code: text(line['tax_class_code']),
      tax_rate: amount(line['tax_rate']),
      net: amount(line['net']),
      tax: amount(line['tax']),
      full_net: amount(line['full_net'] ?? line['net']),
      full_tax: amount(line['full_tax'] ?? line['tax']),
    }),
  );
  return faceOf(sources).map((row) => ({
    item_name: row.item_name ?? '',
    ...(row.spec === null ? {} : { spec: row.spec }),
    ...(row.unit === null ? {} : { unit: row.unit }),
    ...(row.qty === null ? {} : { qty: toPlain(row.qty) }),
    ...(row.unit_price_net === null ? {} : { unit_price_net: row.unit_price_net }),
    tax_rate: `${toPlain(row.tax_rate.times(decimal(100)))}%`,
    net: grouped(toMoney(row.net)),
    tax: grouped(toMoney(row.tax)),
  }));
}
async function invoiceFacts(record: Json): Promise<object> {
  const red = record['direction'] === 'red';
  const title = record['kind'] === 'special' ? '电子发票（增值税专用发票）' : '电子发票（普通发票）';
  return { title, words: amountInWords(amount(record['gross']), { yuan: '圆', red }), extra: { face: faceTexts(record) } };
}
export const salesPrints: readonly PrintFacts[] = [
  { record: 'sales.quotation', template: '*', facts: words },
  { record: 'sales.order', template: '*', facts: words },
  { record: 'sales.delivery', template: '*', facts: words },
  { record: 'sales.invoice', template: '*', facts: invoiceFacts },
];
