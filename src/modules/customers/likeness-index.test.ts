import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { likeness } from './duplicate.ts';
import type { Candidate } from './likeness.facts.ts';
import { emptyIndex } from './likeness-index.ts';

/** Few characters and few values, so that likenesses of every degree occur. */
const text = (letters: string, min: number, max: number) => fc.string({ unit: fc.constantFrom(...letters), minLength: min, maxLength: max });
const few = (...values: readonly string[]) => fc.constantFrom(null, null, null, ...values);
const customer = fc.record({
  name_core: text('同启明德恒', 1, 7),
  name_norm: text('同启明', 3, 4),
  uscc: few('U1', 'U2'),
  tax_no: few('U1', 'T2'),
  own_mobile: few('13800000001', '13800000002'),
  mobiles: fc.subarray(['13800000001', '13800000003']),
  emails: fc.subarray(['a@x.cn', 'b@x.cn', 'c@qq.com']),
  phone: few('021-1', '021-2'),
  address: few('张杨路1号', '张杨路2号'),
});
const numbered = (given: readonly object[]): Candidate[] =>
  given.map((one, at) => ({ id: String(at), code: `C${at}`, name: `N${at}`, state: 'active', kind: 'company', id_no: null, ...one }) as unknown as Candidate);

test('the index finds everybody with whom a customer has any likeness', () => {
  fc.assert(
    fc.property(fc.array(customer, { maxLength: 40 }), customer, (others, one) => {
      const all = numbered(others);
      const [self] = numbered([one]);
      if (!self) return;
      const index = emptyIndex();
      for (const other of all) index.add(other);
      const found = new Set(index.candidates(self).map((candidate) => candidate.id));
      expect(all.filter((other) => likeness(self, other).score > 0 && !found.has(other.id))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe('duplicates within one file (1.1, P.10)', () => {
  let company: Company;
  beforeAll(async () => {
    company = await foundCompany();
  });
  afterAll(() => company.close());
  const imported = async (text: string): Promise<{ readonly counts: object; readonly errors: readonly { readonly row: number; readonly code: string }[] }> =>
    (await company.admin.upload<never>('/api/customers/customer/import', { name: 'a.csv', bytes: text }, { unit: 'row' })).body;

  test('a row is compared with those above it, and only the second of two is refused', async () => {
    const { counts, errors } = await imported(
      '名称,客户性质,统一社会信用代码\n昆山同创电子有限公司,企业,91320583MA1TC26047\n无锡华瑞包装设备有限公司,企业,\n无锡华瑞包装设备有限公司,企业,\n苏州明德贸易有限公司,企业,91320583MA1TC26047\n',
    );
    expect(counts).toMatchObject({ created: 2, failed: 2 });
    expect(errors.map(({ row, code }) => [row, code])).toEqual([
      [4, 'customer.duplicate_certain'],
      [5, 'uscc.taken'],
    ]);
  });
  test('a further file is compared with what is stored; acknowledged and new rows are made, with numbers in the order of the file', async () => {
    const { counts, errors } = await imported('名称,客户性质,确认重复\n无锡华瑞包装设备股份有限公司,企业,\n无锡华瑞包装设备集团有限公司,企业,是\n宁波远航物流有限公司,企业,\n');
    expect(counts).toMatchObject({ created: 2, failed: 1 });
    expect(errors.map(({ row, code }) => [row, code])).toEqual([[2, 'customer.duplicate_unacknowledged']]);
    const { body } = await company.admin.get<{ readonly data: readonly { readonly name: string }[] }>('/api/customers/customer?sort=code');
    expect(body.data.map(({ name }) => name)).toEqual(['昆山同创电子有限公司', '无锡华瑞包装设备有限公司', '无锡华瑞包装设备集团有限公司', '宁波远航物流有限公司']);
  });
});
