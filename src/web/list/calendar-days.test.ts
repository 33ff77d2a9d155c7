import { describe, expect, it } from 'vitest';
import { weeksOf } from './calendar-days.ts';

describe('weeks of a month', () => {
  it('begin on Monday and hold the whole month', () => {
    const weeks = weeksOf('2026-03');
    expect(weeks[0]?.[0]).toBe('2026-02-23');
    expect(weeks.at(-1)?.[6]).toBe('2026-04-05');
    expect(weeks).toHaveLength(6);
    expect(weeks.flat()).toContain('2026-03-31');
  });
  it('are four where February begins on a Monday', () => {
    expect(weeksOf('2027-02')).toHaveLength(4);
    expect(weeksOf('2027-02')[0]?.[0]).toBe('2027-02-01');
  });
});
