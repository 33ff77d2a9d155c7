import { describe, expect, it } from 'vitest';
import type { LocalDate } from '#declare';
import { decimal, toMoney } from '#decimal';
import { before, type LaterValue, replay } from './replay.ts';

const entry = (id: string, qty: number, value: string, more: Partial<LaterValue> = {}): LaterValue => ({
  id,
  product: 'p',
  qty: decimal(qty),
  value: decimal(value),
  averaged: qty < 0,
  void: false,
  date: '2026-01-10' as LocalDate,
  effective_at: '2026-01-10',
  cause: { name: 'sales.delivery', id },
  line: null,
  role: 'cogs',
  department: null,
  ...more,
});
const head = (qty: number, value: string) => ({ qty: decimal(qty), value: decimal(value) });
const corrected = (start: ReturnType<typeof head>, later: readonly LaterValue[]): string[] => replay(start, later).map((one) => `${one.entry.id} ${toMoney(one.value)}`);

describe('recost (5.5)', () => {
  it('EX-5.5-2: 50 for 650.00 on day 5 cost the issues of day 10 and 20 another 40.00 and 30.00', () => {
    const later = [entry('d10', -40, '-400.00'), entry('d20', -30, '-300.00')];
    expect(corrected(head(150, '1650.00'), later)).toEqual(['d10 -40.00', 'd20 -30.00']);
    expect(toMoney(before(head(80, '950.00'), later).value)).toBe('1650.00');
  });
  it('says nothing where nothing changes', () => {
    expect(corrected(head(100, '1000.00'), [entry('d10', -40, '-400.00'), entry('d20', -30, '-300.00')])).toEqual([]);
  });
  it('leaves receipts and void pairs alone', () => {
    const later = [entry('in', 10, '200.00'), entry('a', -5, '-1.00', { void: true }), entry('a again', 5, '1.00', { void: true, averaged: false }), entry('out', -20, '-300.00')];
    expect(corrected(head(10, '100.00'), later)).toEqual([]);
  });
  it('a return at an original cost counts as what it is', () => {
    const later = [entry('return', 5, '40.00', { averaged: false }), entry('out', -15, '-100.00')];
    expect(corrected(head(10, '100.00'), later)).toEqual(['out -40.00']);
  });
});
