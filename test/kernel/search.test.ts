import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Company } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());

test('a search where there is nothing to search by answers an empty list, not a fault', async () => {
  const { admin } = company;
  expect((await admin.post('/api/finance/period/list', { q: '9999999999' })).status).toBe(200);
  expect((await admin.get('/api/finance/open_item_entry?q=zhang')).status).toBe(200);
});
test('P.12 the search finds a unit by its name across declarations', async () => {
  const reply = await company.admin.get<{ data: { declaration: string; label: string }[] }>(`/api/search?q=${encodeURIComponent('主仓')}`);
  expect(reply.status).toBe(200);
  expect(reply.body.data.map((hit) => [hit.declaration, hit.label])).toContainEqual(['inventory.warehouse', '主仓']);
});
