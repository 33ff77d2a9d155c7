import { expect, test } from 'vitest';
import { auditText, firstHash, nextHash, type AuditRow } from './chain.ts';
import { digest } from '../command/audit.ts';
import { redacted } from './redact.ts';
import { firstSeal, sealOf } from './seal.ts';

const created: AuditRow = {
  at: '2026-03-05T01:30:00.000Z',
  actor: 'lin',
  via: 'web',
  declaration: 'customers.customer',
  label: 'C000001',
  action: 'create',
  request: 'r-1',
  fields: [
    { path: 'name', salt: '101112131415161718191a1b1c1d1e1f', old: null, new: '上海启泰贸易有限公司' },
    { path: 'mobile', salt: '000102030405060708090a0b0c0d0e0f', old: null, new: '13800138000' },
  ],
};
const moved: AuditRow = {
  ...created,
  at: '2026-03-06T02:00:00.000Z',
  actor: 'wang',
  via: 'import',
  action: 'update',
  request: 'r-2',
  fields: [{ path: 'mobile', salt: '202122232425262728292a2b2c2d2e2f', old: '13800138000', new: '13900139000' }],
};

test('P9-1 the first row of the chain', () => {
  expect(firstHash('ORG1')).toBe('3a5052ee2a60a8384c2683617f3cb3f4d9f5caa2b39bc624670ccf183360bcc0');
  expect(nextHash(firstHash('ORG1'), auditText('ORG1', 1, created))).toBe('cf6b6335ef593146a170066e1a783970925af0c681a320474f380953b9c07e7a');
});

test('P9-2 the second row, its digests', () => {
  const [field] = moved.fields;
  expect(digest(field?.salt ?? '', field?.old)).toBe('1fa006e29887ec12490970bbd7fbb44f12fa1258a741021d849a35120db89cf5');
  expect(digest(field?.salt ?? '', field?.new)).toBe('b2791db63356c88f515a1180d66d0546efe1ab39da2f4f508643aa9ace559e4c');
  const first = nextHash(firstHash('ORG1'), auditText('ORG1', 1, created));
  expect(nextHash(first, auditText('ORG1', 2, moved))).toBe('a741fa158a276ae34f727acb35895cb3455523916efb7b77b718c2cbaa2a5fd5');
});

test('P9-3 another actor gives another hash', () => {
  const first = nextHash(firstHash('ORG1'), auditText('ORG1', 1, created));
  expect(nextHash(first, auditText('ORG1', 2, { ...moved, actor: 'li' }))).toBe('27f270d6234dbc1d3141595ab64be4cfafe93784f26df9a03db4943a90200f0c');
});

test('P9-2 the seal of the day over the chain', () => {
  expect(sealOf(firstSeal, 'ORG1', { day: '2026-03-06', last_seq: 2, last_hash: 'a741fa158a276ae34f727acb35895cb3455523916efb7b77b718c2cbaa2a5fd5', reads: null })).toBe(
    '1248cc7409913904a5ea34736009dcbe48295caaa6c61d40581622cd2d9d00f5',
  );
});

test('P9-3 a row whose values were erased has the hash it had', () => {
  const erased: AuditRow = { ...created, fields: created.fields.map((field) => (field.path === 'mobile' ? redacted(field) : field)) };
  expect(erased.fields[1]).toMatchObject({ path: 'mobile', salt: null, old: null, new: null });
  expect(auditText('ORG1', 1, erased)).toBe(auditText('ORG1', 1, created));
  expect(erased.fields.map(redacted)[1]).toBe(erased.fields[1]);
});
