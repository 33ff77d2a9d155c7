import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordOf } from '../../src/kernel/registry/build.ts';
import { findRecords } from '../../src/kernel/store/rows.ts';
import { inTransaction } from '../../src/kernel/store/session.ts';
import { foundCompany, type Company } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());

test('a list of values finds the rows that have any of them, in a column of text too', async () => {
  const unit = recordOf(company.kernel.registry, 'core.unit');
  const codes = (value: unknown): Promise<unknown[]> =>
    inTransaction(company.pools.reads, company.org.id, async (tx) => (await findRecords(tx, company.org.id, unit, { code: value })).map((row) => row['code']), { readOnly: true });
  expect((await codes(['PCS', 'BOX', 'NONE'])).toSorted()).toEqual(['BOX', 'PCS']);
  expect(await codes('PCS')).toEqual(['PCS']);
  expect(await codes([])).toEqual([]);
});
