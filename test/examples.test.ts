import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { buildRegistry, recordOf } from '../src/kernel/registry/build.ts';
import type { AnyRecord } from '../src/kernel/registry/meta.ts';
import { decimal, isZero, negated, sum, toMoney } from '../src/kernel/decimal.ts';
import { openFile, readRecords, type ExtraColumn, type ReadRecords } from '../src/kernel/exchange/index.ts';
import { CustomerRecord } from '../src/modules/customers/customer.ts';
import { OpeningRecord } from '../src/modules/finance/opening.ts';
import { ProductCategoryRecord } from '../src/modules/inventory/product-category.ts';
import { ProductRecord } from '../src/modules/inventory/product.ts';
import { UnitConversionRecord } from '../src/modules/inventory/unit-conversion.ts';

const records: readonly AnyRecord[] = [CustomerRecord, OpeningRecord, ProductCategoryRecord, ProductRecord, UnitConversionRecord];
const registry = buildRegistry([{ name: 'examples', zh: '示例', en: 'Examples', records }]);
async function example(name: string, record: string, extras: readonly ExtraColumn[] = []): Promise<ReadRecords> {
  const bytes = new Uint8Array(await readFile(new URL(`../examples/${name}.xlsx`, import.meta.url)));
  const read = await readRecords(openFile({ name: `${name}.xlsx`, bytes }), recordOf(registry, record), { mode: 'upsert', extras });
  expect(read.problems).toEqual([]);
  expect(read.records.flatMap(({ problems }) => problems)).toEqual([]);
  return read;
}
const contacts: readonly ExtraColumn[] = [
  { zh: '联系人', en: 'Contact', path: 'contact_name' },
  { zh: '联系人手机', en: 'Contact mobile', path: 'contact_mobile', format: 'mobile' },
];

test('the example master data is read without a remark', async () => {
  const [categories, products, conversions, customers] = await Promise.all([
    example('1-product-categories', 'inventory.product_category'),
    example('2-products', 'inventory.product'),
    example('3-unit-conversions', 'inventory.unit_conversion'),
    example('4-customers', 'customers.customer', contacts),
  ]);
  expect([categories, products, customers].map((read) => read.records.length)).toEqual([12, 500, 300]);
  expect(products.records[0]).toMatchObject({
    key: 'P0001',
    values: { category: 'PAPER', base_unit: '包', sales_unit: '箱', tax_class_code: '1060105010000000000', sales_tax_code: 'VAT13' },
  });
  const codes = new Set(categories.records.map(({ key }) => key));
  expect(products.records.filter(({ values }) => !codes.has(String(values.category)))).toEqual([]);
  const converted = new Set(conversions.records.map(({ values }) => values.product));
  expect(products.records.filter(({ key, values }) => values.sales_unit !== undefined && !converted.has(key))).toEqual([]);
  expect(new Set(customers.records.map(({ values }) => values.uscc)).size).toBe(300);
  expect(new Set(customers.records.map(({ values }) => values.contact_mobile)).size).toBe(300);
});
interface Balance {
  readonly account: string;
  readonly customer?: string;
  readonly opening: string;
}
test('the example opening balances agree with each other and with the stock', async () => {
  const [read, stock] = await Promise.all([example('7-opening-balances', 'finance.opening'), readFile(new URL('../examples/6-opening-stock.xlsx', import.meta.url))]);
  const [opening] = read.records;
  const balances = (opening?.values.lines ?? []) as readonly Balance[];
  const credit = new Set(['1602', '200101', '222102', '4001', '410415']);
  expect(isZero(sum(balances, ({ account, opening: value }) => (credit.has(account) ? negated(decimal(value)) : decimal(value))))).toBe(true);
  const items = (opening?.values.items ?? []) as readonly { readonly party: { readonly code: string }; readonly amount: string }[];
  const owed = Map.groupBy(items, ({ party }) => party.code);
  const receivables = balances.filter(({ account }) => account === '1122');
  expect(receivables.map(({ customer, opening: value }) => [customer, value])).toEqual(
    [...owed].map(([code, list]) => [code, toMoney(sum(list, ({ amount }) => decimal(amount)))]).sort(),
  );
  let value = decimal('0');
  for await (const row of openFile({ name: '6.xlsx', bytes: new Uint8Array(stock) })
    .table()
    .rows()) {
    const cell = row.cells[3];
    if (cell?.kind === 'number') value = value.plus(decimal(String(cell.number)));
  }
  expect(balances.find(({ account }) => account === '1405')?.opening).toBe(toMoney(value));
});
