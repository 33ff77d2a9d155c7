import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Company } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());

test('P.2.11 every answer names the version it has; one that never was is refused', async () => {
  const { admin } = company;
  expect((await admin.get('/api/core/unit')).headers.get('qiantai-version')).toBe('2026-11');
  expect((await admin.get('/api/core/unit', { 'qiantai-version': '2026-11' })).status).toBe(200);
  const wrong = await admin.get('/api/core/unit', { 'qiantai-version': '2019-01' });
  expect([wrong.status, wrong.body['code'], wrong.body['params']]).toEqual([422, 'request.unknown_parameter', { name: 'Qiantai-Version', nearest: '2026-11' }]);
});
