import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Story, tell } from './first-sale/client.ts';
import { checkBooks, checkVouchers, deliverTwice, drillToDelivery, expected, importFiles, invoiceAndReceive, keep, quoteAndOrder, reverseSecond } from './first-sale/examples.ts';
import { step2 } from './first-sale/set-up.ts';
import { foundCompany } from './support/company.ts';

/* The story of the first sale on the imported files of `examples/`: each test is one of its steps, in order. */
const started = Date.now();
const clock = (): Date => new Date(Date.parse('2026-03-02T02:00:00Z') + Date.now() - started);

describe('first sale on the example files', () => {
  let story: Story;
  beforeAll(async () => {
    story = tell(await foundCompany({ clock }));
    await step2(story);
  });
  afterAll(() => story.company.close());

  test('the files are imported', () => importFiles(story), 120_000);
  test('quotation, printed as PDF, and order', () => quoteAndOrder(story));
  test('delivered in two parts', () => deliverTwice(story));
  test('invoiced, and paid in part', () => invoiceAndReceive(story));
  test('vouchers without a gap, each balanced', () => checkVouchers(story));
  test('profit to the cent, a sheet that balances', async () => {
    const { first, second } = await expected();
    await checkBooks(story, '2026-01-31', [first, second]);
  });
  test('from the profit to the delivery', () => drillToDelivery(story));
  test('as of a day between the deliveries', async () => checkBooks(story, '2026-01-15', [(await expected()).first]));
  test('the second delivery reversed', async () => {
    await reverseSecond(story);
    await checkBooks(story, '2026-01-31', [(await expected()).first]);
    await checkVouchers(story);
  });
  test('verified, backed up, restored elsewhere, verified again', () => keep(story), 120_000);
});
