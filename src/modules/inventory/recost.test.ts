import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, type Company, foundCompany } from '../../../test/support/company.ts';
import { inTransaction } from '../../kernel/store/session.ts';

/*
 * Back-dated documents through the API: what they change in later costs is appended and booked (5.5). Every figure is read from the ledgers.
 */
let company: Company;
let admin: Client;
interface Document {
  readonly id: string;
  readonly version: number;
}
type Row = { readonly cells: Readonly<Record<string, string>> };

beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-01-31T04:00:00Z') });
  ({ admin } = company);
  expect((await admin.patch('/api/finance/settings', { go_live_period: '2026-01' })).status).toBe(200);
});
afterAll(() => company.close());

async function product(code: string): Promise<void> {
  expect((await admin.post('/api/inventory/product', { code, name: code, base_unit: '个' })).status).toBe(201);
}
async function post(kind: 'other_in' | 'internal_use', code: string, date: string, qty: number, amount?: string): Promise<Document> {
  const made = await admin.post<Document>('/api/inventory/adjustment', { kind, date, lines: [{ product: code, qty: String(qty), ...(amount ? { amount } : {}) }] });
  const posted = await admin.post<{ record: Document; code?: string }>(`/api/inventory/adjustment/${made.body.id}/actions/submit`, { version: made.body.version });
  expect(posted.body.code).toBeUndefined();
  return posted.body.record;
}
async function card(code: string): Promise<string[]> {
  const { body } = await admin.get<{ rows: readonly Row[] }>(`/api/inventory/report/cost_card?product=${code}&from=2026-01-01&to=2026-01-31`);
  return body.rows
    .slice(1)
    .map(({ cells }) => [cells['date']?.slice(8) ?? 'Σ', cells['kind'] ?? '', cells['in_value'] ?? '', cells['out_value'] ?? '', cells['qty'], cells['value']].join(' '));
}
/** Account 1405 by day, as the general ledger holds it. */
async function ledger(): Promise<Record<string, string>> {
  await company.settled();
  const rows = await inTransaction(company.pools.plain, company.org.id, (tx) =>
    tx.query(
      `select l.date::text as day, sum(l.debit - l.credit)::text as net from finance.gl_voucher_line l join finance.account a on a.org_id = $1 and a.id = l.account and a.code = '1405' where l.org_id = $1 group by 1 order by 1`,
      [company.org.id],
    ),
  );
  return Object.fromEntries(rows.map((row) => [String(row['day']).slice(8), String(row['net'])]));
}

it('EX-5.5-2: a receipt dated between recosts the issues after it, with its vouchers', async () => {
  await product('A');
  await post('other_in', 'A', '2026-01-01', 100, '1000.00');
  await post('internal_use', 'A', '2026-01-10', 40);
  await post('internal_use', 'A', '2026-01-20', 30);
  await post('other_in', 'A', '2026-01-05', 50, '650.00');
  expect(await card('A')).toEqual([
    '01 收入 1000.00  100 1000.00',
    '05 收入 650.00  150 1650.00',
    '10 发出  400.00 110 1250.00',
    '10 重算  40.00 110 1210.00',
    '20 发出  300.00 80 910.00',
    '20 重算  30.00 80 880.00',
    'Σ  1650.00 770.00 80 880.00',
  ]);
  expect(await ledger()).toEqual({ '01': '1000.00', '05': '650.00', '10': '-440.00', '20': '-330.00' });
});
it('reversing that receipt takes the corrections back, reversing an issue takes them along', async () => {
  await product('B');
  await post('other_in', 'B', '2026-01-01', 100, '1000.00');
  await post('internal_use', 'B', '2026-01-10', 40);
  const late = await post('other_in', 'B', '2026-01-05', 50, '650.00');
  const undo = async ({ id }: Document): Promise<void> => {
    const { version } = (await admin.get<Document>(`/api/inventory/adjustment/${id}`)).body;
    const undone = await admin.post<{ code?: string }>(`/api/inventory/adjustment/${id}/actions/reverse`, { version, input: { reason: '误录' } });
    expect(undone.body.code).toBeUndefined();
  };
  await undo(late);
  expect((await card('B')).at(-1)).toBe('Σ  1000.00 400.00 60 600.00');
  const second = await post('internal_use', 'B', '2026-01-12', 30);
  await post('other_in', 'B', '2026-01-11', 60, '900.00');
  expect((await card('B')).at(-1)).toBe('Σ  1900.00 775.00 90 1125.00');
  await undo(second);
  expect((await card('B')).at(-1)).toBe('Σ  1900.00 400.00 120 1500.00');
});
it('any order of posting gives the same cost of every issue and the same stock (5.5 invariant)', async () => {
  const documents = [
    { kind: 'other_in', date: '2026-01-02', qty: 7, amount: '10.00' },
    { kind: 'internal_use', date: '2026-01-03', qty: 2 },
    { kind: 'other_in', date: '2026-01-04', qty: 9, amount: '44.20' },
    { kind: 'internal_use', date: '2026-01-05', qty: 3 },
    { kind: 'internal_use', date: '2026-01-06', qty: 4 },
  ] as const;
  const orders = [
    [0, 1, 2, 3, 4],
    [2, 0, 4, 3, 1],
    [0, 2, 4, 1, 3],
  ];
  const ends = [];
  for (const [number, order] of orders.entries()) {
    const code = `O${number}`;
    await product(code);
    for (const at of order) {
      const document = documents[at];
      if (document) await post(document.kind, code, document.date, document.qty, 'amount' in document ? document.amount : undefined);
    }
    const days = new Map<string, number>();
    for (const line of (await card(code)).slice(0, -1)) {
      const [day = '', kind, ...rest] = line.split(' ');
      if (kind !== '收入') days.set(day, Math.round((days.get(day) ?? 0) * 100 + Number(rest[1]) * 100) / 100);
    }
    ends.push({ days: Object.fromEntries(days), closing: (await card(code)).at(-1) });
  }
  expect(ends[0]).toEqual({ days: { '03': 2.86, '05': 11, '06': 14.67 }, closing: 'Σ  54.20 28.53 7 25.67' });
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[2]).toEqual(ends[0]);
});
it('stock and general ledger agree to the cent', async () => {
  const value = await admin.get<{ totals: { value: string } }>('/api/inventory/report/stock_value?at=2026-01-31');
  const total = Object.values(await ledger()).reduce((sum, net) => Math.round(sum * 100 + Number(net) * 100) / 100, 0);
  expect(value.body.totals.value).toBe(total.toFixed(2));
});
