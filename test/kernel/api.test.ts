import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Company } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());

test('a unit is created through the API, listed, changed and refused when stale', async () => {
  const { admin } = company;
  const made = await admin.post<{ id: string; version: number }>('/api/core/unit', { code: 'BOX9', name: '九盒' });
  expect(made.status).toBe(201);
  const list = await admin.get<{ data: { code: string }[] }>('/api/core/unit?f.code=BOX9');
  expect(list.status).toBe(200);
  expect(list.body.data.map((row) => row.code)).toEqual(['BOX9']);
  const changed = await admin.patch(`/api/core/unit/${made.body.id}`, { name: '九个盒' }, { 'if-match': '"1"' });
  expect(changed.status).toBe(200);
  const stale = await admin.patch(`/api/core/unit/${made.body.id}`, { name: '又一个' }, { 'if-match': '"1"' });
  expect([stale.status, stale.body['code']]).toEqual([409, 'conflict.stale']);
  expect((await admin.patch(`/api/core/unit/${made.body.id}`, { name: 'x' })).body['code']).toBe('request.version_required');
});

test('somebody who has not signed in gets nothing', async () => {
  const reply = await company.stranger().get('/api/core/unit');
  expect([reply.status, reply.body['code']]).toEqual([401, 'auth.required']);
});
