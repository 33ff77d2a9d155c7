import { decimal, negated, round, sum, toMoney, zero, type Decimal } from '../../src/kernel/decimal.ts';
import type { WrittenSheet } from '../../src/kernel/exchange/write-workbook.ts';
import { chance, padded } from '../../src/demo/chance.ts';
import { customers } from './customers.ts';
import { products } from './products.ts';

const amount = (value: Decimal) => ({ number: Number(toMoney(value)), format: 'money' as const, text: toMoney(value) });
const stock = products.map((product) => ({ product, value: round(product.cost.times(product.stock.toString()), 2) }));
const stockValue = sum(stock, ({ value }) => value);

/** 期初 of the stock (5.0.7): what lies in the warehouse on the opening day, and its value. */
export const openingStockFile = (): readonly WrittenSheet[] => [
  {
    name: '其他出入库单',
    header: 1,
    rows: [
      ['kind', '商品', '数量', '金额', '操作'],
      ...stock.map(({ product, value }, at) => [
        at === 0 ? 'opening' : null,
        product.code,
        { number: product.stock, format: 'plain' as const },
        amount(value),
        at === 0 ? '提交' : null,
      ]),
    ],
  },
];

interface OpenItem {
  readonly customer: string;
  readonly no: string;
  readonly date: string;
  readonly due: string;
  readonly value: Decimal;
}
/** Forty customers owe something from the last quarter, some of them twice. */
function makeItems(): readonly OpenItem[] {
  const next = chance(20_260_103);
  return Array.from({ length: 60 }, (_, at) => {
    const customer = customers[(at * 7) % 280]?.code ?? '';
    const [month, day] = [10 + (at % 3), 1 + next(27)];
    const due = month === 12 ? `2026-01-${padded(day, 2)}` : `2025-${month + 1}-${padded(day, 2)}`;
    return { customer, no: `XS-${padded(1001 + at, 4)}`, date: `2025-${month}-${padded(day, 2)}`, due, value: decimal(50_000 + next(4_000_000)).times('0.01') };
  });
}
/** 期初 of the general ledger (3.1 R7): amounts in each account's own direction, equity takes up the rest. */
export function openingBalancesFile(): readonly WrittenSheet[] {
  const items = makeItems();
  const owed = [...Map.groupBy(items, (item) => item.customer)].map(([customer, list]) => [customer, sum(list, (item) => item.value)] as const).sort();
  const debits: readonly (readonly [string, string])[] = [
    ['1001', '8000.00'],
    ['100201', '1250000.00'],
    ['1601', '486000.00'],
  ];
  const credits: readonly (readonly [string, string])[] = [
    ['1602', '91200.00'],
    ['200101', '300000.00'],
    ['222102', '23680.00'],
    ['4001', '1000000.00'],
  ];
  const total = (list: readonly (readonly [string, string])[]): Decimal => sum(list, ([, value]) => decimal(value));
  const rest = sum([total(debits), stockValue, sum(owed, ([, value]) => value), negated(total(credits))], (value) => value);
  if (rest.lt(zero)) throw new RangeError('the example company would start with a loss');
  const balances = [
    ...debits.slice(0, 2).map(([account, value]) => [account, null, amount(decimal(value))]),
    ...owed.map(([customer, value]) => ['1122', customer, amount(value)]),
    ['1405', null, amount(stockValue)],
    ['1601', null, amount(decimal('486000.00'))],
    ...credits.map(([account, value]) => [account, null, amount(decimal(value))]),
    ['410415', null, amount(rest)],
  ];
  return [
    { name: '期初余额', header: 1, widths: [12, 14, 18, 8], rows: [['科目', '客户', '期初余额', '操作'], ...balances.map((row, at) => [...row, at === 0 ? '过账' : null])] },
    {
      name: '往来明细',
      header: 1,
      widths: [12, 32, 14, 14, 14, 16],
      rows: [
        ['科目', '往来单位', '单据号', '单据日期', '到期日', '金额'],
        ...items.map((item) => ['1122', `customers.customer:${item.customer}`, item.no, { date: item.date }, { date: item.due }, amount(item.value)]),
      ],
    },
  ];
}
