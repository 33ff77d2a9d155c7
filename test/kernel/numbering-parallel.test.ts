import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, create, type Doc, setting } from '../first-sale/client.ts';
import { type Company, foundCompany, type Reply } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-02-10T02:00:00.000Z') });
  await setting(company.admin, 'finance', { go_live_period: '2026-01', allow_self_review: true });
  await create(company.admin, 'inventory.product', { code: 'P001', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' });
  await create(company.admin, 'customers.customer', { name: '昆山同创机电有限公司' });
});
afterAll(() => company.close());

const clients = 64;
/** So many clients, each with one request under way at a time, until all work is done. */
async function together<T>(count: number, work: (index: number) => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next; index < count; index = next) {
      next += 1;
      done[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done;
}
/** Every sixteenth of 640 is refused: 40. */
const bad = (index: number): boolean => index % 16 === 0;
const codesOf = (replies: readonly Reply[]): readonly unknown[] => [...new Set(replies.map((reply) => (reply.status === 200 ? 200 : reply.body['code'])))];

test('P5-5 640 orders confirmed by 64 clients, 40 of them refused: 600 distinct numbers', async () => {
  const drafts = await together(640, (index) =>
    create(company.admin, 'sales.order', { customer: 'C000001', order_date: '2026-02-10', lines: [{ product: 'P001', qty: bad(index) ? '-1' : '1' }] }),
  );
  const replies = await together(640, (index) => company.admin.post(`/api/sales/order/${drafts[index]?.id ?? ''}/actions/confirm`, { version: 1, input: {} }));
  expect(codesOf(replies)).toEqual(['order.qty_not_positive', 200]);
  const numbers = replies.filter((reply) => reply.status === 200).map((reply) => (reply.body['record'] as Doc).number);
  expect([numbers.length, new Set(numbers).size]).toEqual([600, 600]);
  for (const number of numbers) expect(number).toMatch(/^SO2602-\d{5}$/);
}, 240_000);

test('P5-5 640 vouchers posted by 64 clients, 40 of them refused: 1 … 600 without a hole', async () => {
  const drafts = await together(640, (index) =>
    create(company.admin, 'finance.voucher', {
      voucher_date: '2026-02-10',
      lines: [
        { summary: '办公费', account: '660205', debit: '12.50' },
        { summary: '办公费', account: '224199', credit: bad(index) ? '12.51' : '12.50' },
      ],
    }),
  );
  const submitted = await together(640, (index) => company.admin.post(`/api/finance/voucher/${drafts[index]?.id ?? ''}/actions/submit`, { version: 1, input: {} }));
  expect(codesOf(submitted)).toEqual(['voucher.unbalanced', 200]);
  const good = submitted.flatMap((reply) => (reply.status === 200 ? [reply.body['record'] as Doc] : []));
  const posted = await together(good.length, (index) => {
    const { id, version } = good[index] as Doc;
    return company.admin.post(`/api/finance/voucher/${id}/actions/review`, { version, input: {}, ack: ['voucher.self_review'] });
  });
  expect(codesOf(posted)).toEqual([200]);
  await company.settled();
  const numbers: number[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: { readonly data: readonly { readonly number: string }[]; readonly page: { readonly next: string | null } } = answered(
      await company.admin.get(`/api/finance/gl_voucher?limit=200${after ? `&after=${after}` : ''}`),
      200,
    );
    numbers.push(...page.data.map((row) => Number(row.number.slice(2))));
    after = page.page.next;
  }
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_each, index) => index + 1));
}, 240_000);
