import { describe, expect, it } from 'vitest';
import type { LocalDate } from '#declare';
import { toPlain, zero } from '#decimal';
import { checkDigit, codeFault, hasCheckDigit, normalGtin } from './check-digit.ts';
import { gs1Date, lostSeparator, readGs1, saysGs1 } from './gs1.ts';
import { readWeightCode } from './weight-code.ts';

const today = '2026-03-15' as LocalDate;
const gs = '\u001d';

describe('check digits (5.0.6)', () => {
  it.each([
    ['690123456789', '2'],
    ['400638133393', '1'],
    ['1690123456789', '9'],
    ['9638507', '4'],
    ['03600029145', '2'],
  ])('EX-5.0-6: %s → %s', (body, digit) => {
    expect(checkDigit(body)).toBe(digit);
  });
  it('EX-5.0-6: a scale label names product and weight', () => {
    expect(hasCheckDigit('2012345003750')).toBe(true);
    const read = readWeightCode('2012345003750');
    expect([read?.product, toPlain(read?.weight ?? zero)]).toEqual(['12345', '0.375']);
    expect(readWeightCode('2012345003751')).toBeUndefined();
    expect(readWeightCode('6901234567892')).toBeUndefined();
  });
  it('says which digit or how many digits were expected', () => {
    expect(codeFault('6901234567893', 'ean13')).toEqual({ expected: '2' });
    expect(codeFault('690123456789', 'ean13')).toEqual({ expected: '13' });
    expect(codeFault('6901234567892', 'ean13')).toBeUndefined();
    expect(codeFault('P-001/a', 'code128')).toBeUndefined();
  });
  it('compares UPC-A and GTIN-14 with a leading zero as EAN-13', () => {
    expect([normalGtin('036000291452'), normalGtin('06901234567892'), normalGtin('16901234567899')]).toEqual(['0036000291452', '6901234567892', '16901234567899']);
  });
});

describe('GS1 (5.0.6)', () => {
  it('EX-5.0-7: GTIN, expiry, lot and serial', () => {
    const read = readGs1(`]C1010690123456789217270131` + `10A1B2${gs}21SN0007`, today);
    expect([read.gtin, read.expiry, read.lot, read.serial]).toEqual(['06901234567892', '2027-01-31', 'A1B2', 'SN0007']);
  });
  it('EX-5.0-7: net weight, last day of February, lot and quantity', () => {
    const read = readGs1(`]C101169012345678993103001250` + `1528020010L9${gs}3024`, today);
    expect([toPlain(read.net_weight ?? zero), read.expiry, read.lot, toPlain(read.quantity ?? zero)]).toEqual(['1.25', '2028-02-29', 'L9', '24']);
  });
  it('EX-5.0-7: a lost separator is a question, not a split', () => {
    const read = readGs1('010690123456789210A1B221SN0007', today);
    expect(read.lot).toBe('A1B221SN0007');
    expect(lostSeparator(read.lot ?? '', (lot) => lot === 'A1B2')).toEqual({ lot: 'A1B2', serial: 'SN0007' });
    expect(lostSeparator('A1B221SN0007', () => false)).toBeUndefined();
    expect(lostSeparator('A1B221SN0007', (lot) => lot === 'A1B221SN0007' || lot === 'A1B2')).toBeUndefined();
  });
  it('EX-5.0-7: two-digit years within half a century of today', () => {
    expect([gs1Date('760101', today), gs1Date('770101', today)]).toEqual(['2076-01-01', '1977-01-01']);
  });
  it('reads the bracketed form and full-width characters', () => {
    expect(readGs1('(01)06901234567892(10)A1(21)7', today)).toMatchObject({ gtin: '06901234567892', lot: 'A1', serial: '7' });
    expect(readGs1('（01）06901234567892（10）Ａ1', today)).toMatchObject({ lot: 'A1' });
  });
  it.each([
    ['990123', 'gs1.unknown_ai'],
    ['010690123', 'gs1.length'],
    [`10${'A'.repeat(21)}`, 'gs1.length'],
    ['17261301', 'gs1.date'],
  ])('refuses %s with %s', (text, code) => {
    expect(() => readGs1(text, today)).toThrow(expect.objectContaining({ code }));
  });
  it('knows which scans are GS1', () => {
    expect(['0106901234567892' + '10A', `10A${gs}21B`, '(10)A', ']d2'].map(saysGs1)).toEqual([true, true, true, true]);
    expect(['6901234567892', 'P001', '01069012345678931 0A'].map(saysGs1)).toEqual([false, false, false]);
  });
});
