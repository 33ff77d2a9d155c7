import { afterAll, beforeAll, describe, test } from 'vitest';
import { step12, step13, step14, step15 } from './first-sale/books.ts';
import { type Story, tell } from './first-sale/client.ts';
import { step16, step17 } from './first-sale/keep.ts';
import { step10, step11, step6, step7, step8, step9, twoReceiptsAtOnce } from './first-sale/sale.ts';
import { step1, step2, step3, step4, step5 } from './first-sale/set-up.ts';
import { foundCompany } from './support/company.ts';

/*
 * The first sale, end to end, through the public API: each test is a step of the chapter, on one company, in its order. The day is one on
 * which January and February 2026 are open; the clock goes on from there.
 */
const started = Date.now();
const clock = (): Date => new Date(Date.parse('2026-03-02T02:00:00Z') + Date.now() - started);

describe('under CAS', () => {
  let story: Story;
  beforeAll(async () => {
    story = tell(await foundCompany({ clock }));
  });
  afterAll(() => story.company.close());

  test('first sale: step 1', () => step1(story));
  test('first sale: step 2', () => step2(story));
  test('first sale: step 3', () => step3(story));
  test('first sale: step 4', () => step4(story));
  test('first sale: step 5', () => step5(story));
  test('first sale: step 6', () => step6(story));
  test('first sale: step 7', () => step7(story));
  test('first sale: step 8', () => step8(story));
  test('first sale: step 9', () => step9(story));
  test('first sale: step 10', () => step10(story));
  test('first sale: step 11', () => step11(story));
  test('first sale: step 12', () => step12(story));
  test('first sale: step 13', () => step13(story));
  test('first sale: step 14', () => step14(story));
  test('first sale: step 15', () => step15(story));
  test('first sale: step 16', () => step16(story));
});

describe('under SBE', () => {
  let story: Story;
  beforeAll(async () => {
    story = tell(await foundCompany({ clock }), 'sbe');
  });
  afterAll(() => story.company.close());

  test('first sale: step 17', async () => {
    for (const step of [step2, step3, step4, step5, step6, step7, step8, step9, step10, step11]) await step(story);
    await step17(story);
  });
  test('first sale: step 11, two receipts at once', () => twoReceiptsAtOnce(story));
});
