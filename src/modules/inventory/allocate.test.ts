import { describe, expect, it } from 'vitest';
import type { LocalDate } from '#declare';
import { decimal, toPlain } from '#decimal';
import { type AllocationWish, type Candidate, allocate } from './allocate.ts';

const lot = (lot_no: string, expiry: string | null, free: number, received: string | null, lot_state: Candidate['lot_state'] = 'active'): Candidate => ({
  location: 'STOCK',
  lot: lot_no,
  lot_no,
  free: decimal(free),
  expiry: expiry as LocalDate | null,
  received,
  lot_state,
  pick_sequence: 0,
});
const lots = [
  lot('A', '2026-05-10', 10, '2026-01-01'),
  lot('B', '2026-04-30', 6, '2026-01-09'),
  lot('C', '2026-03-31', 5, null),
  lot('D', '2026-04-30', 4, '2026-01-05'),
  lot('E', '2026-04-10', 9, null, 'on_hold'),
  lot('F', null, 7, null),
];
function picked(qty: number, needed_on: string, more: Partial<AllocationWish> = {}): string {
  const { picks, shortage } = allocate(lots, { qty: decimal(qty), needed_on: needed_on as LocalDate, strategy: 'fefo', ...more });
  return `${picks.map((pick) => `${pick.lot} ${toPlain(pick.qty)}`).join(', ')}; ${toPlain(shortage)}`;
}

describe('allocation (5.0.4)', () => {
  it('EX-5.0-5: first expired first, the older receipt first within a day', () => {
    expect(picked(18, '2026-04-01')).toBe('D 4, B 6, A 8; 0');
  });
  it('EX-5.0-5: at least 30 days left', () => {
    expect(picked(18, '2026-04-01', { min_remaining_days: 30 })).toBe('A 10, F 7; 1');
  });
  it('EX-5.0-5: a lot is usable on its last day', () => {
    expect(picked(5, '2026-03-31')).toBe('C 5; 0');
  });
  it('takes the first received first, unknown dates last, when told fifo', () => {
    expect(picked(18, '2026-04-01', { strategy: 'fifo' })).toBe('A 10, D 4, B 4; 0');
  });
  it('walks the shelves in their order where nothing else differs', () => {
    const bins = ['B', 'A'].map((location, at): Candidate => ({ ...lot('', null, 5, null), location, lot: null, pick_sequence: 2 - at }));
    expect(allocate(bins, { qty: decimal(6), needed_on: '2026-04-01' as LocalDate, strategy: 'fefo' }).picks.map((pick) => pick.location)).toEqual(['A', 'B']);
  });
});
