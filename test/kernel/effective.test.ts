import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordOf } from '../../src/kernel/registry/build.ts';
import { recordInForce } from '../../src/kernel/store/rows.ts';
import { inTransaction } from '../../src/kernel/store/session.ts';
import { create, refused } from '../first-sale/client.ts';
import { type Company, foundCompany } from '../support/company.ts';

let company: Company;
const code = (rate: string, valid_from: string, valid_to: string | null) => ({ code: 'VATX', name: 'X', rate, source: '样例', valid_from, valid_to });
beforeAll(async () => {
  company = await foundCompany();
  await create(company.admin, 'finance.tax_code', code('0.17', '2026-01-01', '2026-06-30'));
  await create(company.admin, 'finance.tax_code', code('0.16', '2026-07-01', null));
});
afterAll(() => company.close());

test('effective-dated rows of one key never overlap, not by a day', async () => {
  refused(await company.admin.post('/api/finance/tax_code', code('0.15', '2025-01-01', '2026-01-01')), 409, 'record.duplicate', { field: 'code' });
  refused(await company.admin.post('/api/finance/tax_code', code('0.15', '2027-01-01', '2027-12-31')), 409, 'record.duplicate', { field: 'code' });
  expect((await company.admin.post('/api/finance/tax_code', code('0.15', '2025-01-01', '2025-12-31'))).status).toBe(201);
});
test('an effective-dated row ends no earlier than it begins', async () => {
  refused(await company.admin.post('/api/finance/tax_code', code('0.13', '2024-06-01', '2024-05-31')), 422, 'field.range', { min: '2024-06-01' });
  expect((await company.admin.post('/api/finance/tax_code', { ...code('0.13', '2024-06-01', '2024-06-01'), code: 'VATY' })).status).toBe(201);
});
test('the row in force on a day: its first, its last, the day after, a day before any', async () => {
  const tax = recordOf(company.kernel.registry, 'finance.tax_code');
  const rates = await inTransaction(company.pools.reads, company.org.id, async (tx) => {
    const found: (string | undefined)[] = [];
    for (const day of ['2026-01-01', '2026-06-30', '2026-07-01', '2099-12-31', '2024-12-31'])
      found.push((await recordInForce(tx, company.org.id, tax, { code: 'VATX' }, day))?.['rate']?.toString());
    return found;
  });
  expect(rates).toEqual(['0.17', '0.17', '0.16', '0.16', undefined]);
});
