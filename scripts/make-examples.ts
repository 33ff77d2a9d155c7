import { mkdir, writeFile } from 'node:fs/promises';
import { customersFile } from './examples/customers.ts';
import { openingBalancesFile, openingStockFile } from './examples/opening.ts';
import { categoriesFile, conversionsFile, priceListFile, productsFile } from './examples/products.ts';
import { workbookBytes, type WrittenSheet } from '../src/kernel/exchange/write-workbook.ts';

/*
 * Writes the example files in `examples/`: a trading company with 500 products, 300 customers, a price list, opening stock and
 * opening balances, to be imported in the order of their numbers. Names and numbers are invented and come out the same every time.
 */
const files: Readonly<Record<string, () => readonly WrittenSheet[]>> = {
  '1-product-categories': categoriesFile,
  '2-products': productsFile,
  '3-unit-conversions': conversionsFile,
  '4-customers': customersFile,
  '5-price-list': priceListFile,
  '6-opening-stock': openingStockFile,
  '7-opening-balances': openingBalancesFile,
};
const folder = new URL('../examples/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, sheets] of Object.entries(files)) {
  const bytes = await workbookBytes(sheets());
  await writeFile(new URL(`${name}.xlsx`, folder), bytes);
  process.stdout.write(`${name}.xlsx ${bytes.length} bytes\n`);
}
