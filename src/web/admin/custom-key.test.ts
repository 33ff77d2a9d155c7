import { describe, expect, it } from 'vitest';
import { keyFrom } from './custom-key.ts';

describe('the key of a custom field (P.11)', () => {
  it('follows from the English name', () => {
    expect(keyFrom('Delivery window (h)', [])).toBe('x_delivery_window_h');
  });
  it('counts on where it is taken, and for a name without Latin letters', () => {
    expect(keyFrom('Grade', ['x_grade', 'x_grade_2'])).toBe('x_grade_3');
    expect(keyFrom('等级', ['x_field_1'])).toBe('x_field_2');
  });
  it('stays within the form the server takes, however long the name', () => {
    expect(keyFrom('A very long name that goes on and on and never ends at all', [])).toMatch(/^x_[a-z0-9_]{1,38}$/);
  });
});
