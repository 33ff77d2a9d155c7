import { round, toPlain, type Decimal } from '../../src/kernel/decimal.ts';
import type { WrittenSheet } from '../../src/kernel/exchange/write-workbook.ts';
import { categories, makeArticles } from '../../src/demo/goods.ts';

export const products = makeArticles(500, 20_260_101);

export const categoriesFile = (): readonly WrittenSheet[] => [
  { name: '商品分类', header: 1, widths: [12, 20], rows: [['编号', '名称'], ...categories.map(({ code, name }) => [code, name])] },
];
export const productsFile = (): readonly WrittenSheet[] => [
  {
    name: '商品',
    header: 1,
    widths: [10, 20, 16, 12, 10, 10, 24, 12],
    rows: [
      ['编号', '名称', '规格', '商品分类', '库存单位', '销售单位', '税收分类编码', '销售税码'],
      ...products.map(({ code, name, spec, category }) => [code, name, spec, category.code, category.unit, category.carton?.[0] ?? null, category.taxClass, category.taxCode]),
    ],
  },
];
export const conversionsFile = (): readonly WrittenSheet[] => [
  {
    name: '单位换算',
    header: 1,
    rows: [['商品', '单位', '分子', '分母'], ...products.flatMap(({ code, category: { carton } }) => (carton ? [[code, carton[0], whole(carton[1]), whole(1)]] : []))],
  },
];
const whole = (value: number) => ({ number: value, format: 'plain' as const });
const price = (value: Decimal) => ({ number: Number(toPlain(value)), format: 'plain' as const, text: toPlain(value) });

/** One list: every product from the first piece on, every fifth cheaper by the hundred. */
export function priceListFile(): readonly WrittenSheet[] {
  const tiers = products.flatMap((product, at) => [
    [product, 0, product.price] as const,
    ...(at % 5 === 0 ? [[product, 100, round(product.price.times('0.96'), 2)] as const] : []),
  ]);
  return [
    {
      name: '价格表',
      header: 1,
      widths: [10, 14, 8, 12, 10, 8, 10, 12, 8],
      rows: [
        ['编号', '名称', '含税', '生效日', '商品', '单位', '起订量', '价格', '操作'],
        ...tiers.map(([product, from, amount], at) => [
          ...(at === 0 ? ['STD', '标准价', '是', { date: '2026-01-01' }] : [null, null, null, null]),
          product.code,
          product.category.unit,
          whole(from),
          price(amount),
          at === 0 ? '发布' : null,
        ]),
      ],
    },
  ];
}
