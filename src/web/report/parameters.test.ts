import { describe, expect, it } from 'vitest';
import { missingOf, twelveMonths, valuesOf } from './parameters.ts';

const label = { zh: '某', en: 'Some' };
const declared = {
  account: { ...label, kind: 'reference', required: true },
  from: { ...label, kind: 'date', required: true },
  level: { ...label, kind: 'choice', default: 'leaf' },
  with_advances: { ...label, kind: 'flag' },
} as const;

describe('parameters of a report (P.2.2)', () => {
  it('reads them from the address as text and fills what is usual', () => {
    const values = valuesOf(declared, { account: 1122, with_advances: false });
    expect(values).toMatchObject({ account: '1122', level: 'leaf' });
    expect(values['from']).toMatch(/^\d{4}-\d{2}-01$/);
    expect('with_advances' in values).toBe(false);
  });
  it('names what is still to be chosen', () => {
    expect(missingOf(declared, valuesOf(declared, {}))).toEqual(['account']);
    expect(missingOf(declared, { account: '1122', from: '2026-01-01' })).toEqual([]);
  });
  it('asks for twelve months up to the day, each by its last day', () => {
    const months = twelveMonths({ at: '2026-03-18' });
    expect(months).toHaveLength(12);
    expect(months[0]).toEqual({ month: '2025-04', values: { at: '2025-04-30' } });
    expect(months[10]).toEqual({ month: '2026-02', values: { at: '2026-02-28' } });
    expect(months[11]).toEqual({ month: '2026-03', values: { at: '2026-03-18' } });
    expect(twelveMonths({ from: '2026-01-01', to: '2026-01-31' })[11]?.values).toEqual({ from: '2026-01-01', to: '2026-01-31' });
  });
});
