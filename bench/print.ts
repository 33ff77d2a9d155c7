import { createPrinter } from '../src/kernel/print/compiler.ts';
import { printData, shippedTemplate } from '../src/kernel/print/index.ts';
import { invoice as sampleInvoice, invoiceContext, invoiceSchema } from '../src/kernel/print/samples.ts';
import { signIn } from './client.ts';
import { goal, type Outcome, rounded, timed } from './measure.ts';
import type { Options } from './options.ts';
import { invoice, order, deliver, overHttp } from './sale.ts';
import { employ, openShop, staff } from './shop.ts';
import { openWorld, password } from './world.ts';

/** `print`: a thousand invoices to PDF through the API, in batches of what one request may ask for, against Typst alone with the same number of pages. */
export async function print(options: Options): Promise<Outcome> {
  const count = options.rows ?? 1_000;
  const world = await openWorld(options);
  const printer = createPrinter({ documents: 1_000_000 });
  try {
    const shop = await openShop(world, 12, 4);
    await employ(world, 'seller1', ['sales_manager', 'warehouse_supervisor', 'billing_clerk'], 'HQ');
    const [seller] = await staff(world, 1);
    const admin = await signIn(world.url, 'admin', password);
    if (!seller) throw new Error('nobody to sell');
    const made: string[] = [];
    const year = String(new Date().getFullYear()).slice(2);
    for (let at = 0; at < Math.min(count, 50); at += 1) {
      const caller = overHttp(seller);
      const sale = {
        customer: shop.customers[at % 4] ?? never(),
        products: shop.products.slice(at % 9, (at % 9) + 3),
        fapiao: `${year}${String(Date.now()).slice(-9)}${String(at).padStart(9, '0')}`,
        key: `print${Date.now()}-${at}`,
      };
      made.push((await invoice(caller, sale, await deliver(caller, sale, await order(caller, sale)))).id);
    }
    // Fifty real invoices, each printed as often as it takes: what is in them decides the time, not how many there are.
    const ids = Array.from({ length: count }, (_, at) => made[at % made.length] ?? '');
    const batches = Array.from({ length: Math.ceil(count / 250) }, (_, at) => ids.slice(at * 250, (at + 1) * 250));
    await admin.bytes('/api/sales/invoice/print', { ids: ids.slice(0, 20) });
    const before = world.processor();
    const product = await timed(async () => {
      let bytes = 0;
      for (const batch of batches) bytes += (await admin.bytes('/api/sales/invoice/print', { ids: batch })).length;
      return bytes;
    });
    const after = world.processor();
    const page = ready(ids.length);
    await printer.print(page.template, page.documents.slice(0, 20));
    const floor = await timed(() => printer.print(page.template, page.documents));
    const perSecond = (count * 1000) / product.ms;
    const alone = (count * 1000) / floor.ms;
    admin.close();
    return {
      name: 'print',
      rows: [
        {
          what: 'product',
          documents: count,
          seconds: rounded(product.ms / 1000),
          'documents/s': rounded(perSecond),
          ratio: rounded(perSecond / alone, 2),
          'server ms/document': rounded((after.server - before.server) / count),
          'database ms/document': rounded((after.database - before.database) / count),
        },
        { what: 'Typst alone', documents: floor.result.pages, seconds: rounded(floor.ms / 1000), 'documents/s': rounded(alone), ratio: '' },
      ],
      goals: [goal('documents a second', '≥ 100', rounded(perSecond), perSecond >= 100)],
      notes: [`${rounded(product.result / count / 1024)} KB a document; Typst alone compiles the same template with the data of an invoice of the same size that stands ready`],
    };
  } finally {
    await printer.close();
    await world.stop();
  }
}
function never(): never {
  throw new Error('no customer');
}
/** The invoice's template with the data of one invoice of three lines, as many times. */
function ready(count: number): { readonly template: string; readonly documents: readonly unknown[] } {
  const data = printData(sampleInvoice, invoiceSchema, invoiceContext);
  return { template: shippedTemplate('invoice'), documents: Array.from({ length: count }, () => data) };
}
