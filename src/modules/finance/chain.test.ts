import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { decimal } from '#decimal';
import type { LocalDate } from '#declare';
import { type ChainedVoucher, firstSeal, genesisText, linkText, sealText, voucherText } from './chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const example: ChainedVoucher = {
  org: 'ORG1',
  seq: 1,
  period: '2026-03',
  vtype: '记',
  voucher_date: '2026-03-05' as LocalDate,
  kind: 'normal',
  preparer: 'li',
  reviewer: 'wang',
  poster: 'zhao',
  entries: [
    { line_no: 1, account: '1002', debit: decimal('11300'), credit: decimal(0), currency: 'CNY', fc_amount: decimal('11300'), dimensions: {}, summary: '收货款' },
    { line_no: 2, account: '1122', debit: decimal(0), credit: decimal('11300'), currency: 'CNY', fc_amount: decimal('11300'), dimensions: { customer: 'C001' }, summary: '收货款' },
  ],
};

test('3.0.2 example: text and hash of the first voucher of ORG1', () => {
  const text = voucherText(example);
  expect(text).toBe('QT1|ORG1|1|2026-03|记|2026-03-05|normal|li|wang|zhao\n1|1002|D|11300.00|CNY|11300.00||收货款\n2|1122|C|11300.00|CNY|11300.00|customer=C001|收货款');
  const prev_hash = sha256(genesisText('ORG1'));
  expect(prev_hash).toBe('9dac19a983858967d499927bbf60060e60609fa51060f574b576600e233d1110');
  expect(sha256(linkText({ prev_hash, text }))).toBe('d49fe266906e682e869628315fd720b0ada9f67a31d1f1294ca2dc01b0c4ecf1');
});
test('3.0.2 separators inside text are escaped, dimensions sorted, red amounts keep their side', () => {
  const [entry] = example.entries;
  if (!entry) throw new Error('the example has entries');
  const red = { ...entry, debit: decimal('-5'), dimensions: { product: 'P1', department: 'HQ' }, summary: 'a|b\\c\nd' };
  expect(
    voucherText({ ...example, entries: [red] })
      .split('\n')
      .slice(1),
  ).toEqual(['1|1002|D|-5.00|CNY|11300.00|department=HQ;product=P1|a\\|b\\\\c\\nd']);
});
test('3.0.2 seal: last link and the vouchers of each type in code order', () => {
  expect(sealText(firstSeal, { org: 'ORG1', period: '2026-03', last_seq: 9, last_hash: 'abc', counts: { 转: 4, 付: 2, 收: 3 } })).toBe(
    `${'0'.repeat(64)}\nS1|ORG1|2026-03|9|abc|付:2,收:3,转:4`,
  );
});
