import { describe, expect, it } from 'vitest';
import { arranged, moved } from './layout.ts';

describe('the workbench of one person (P.14)', () => {
  it('is the usual one until something is chosen, and forgets what is no longer offered', () => {
    expect(arranged('main', undefined, ['course', 'ageing'], ['course'])).toEqual(['course']);
    expect(arranged('main', { main: ['gone', 'ageing'] }, ['course', 'ageing'], ['course'])).toEqual(['ageing']);
    expect(arranged('rail', { rail: [] }, ['alerts'], ['alerts'])).toEqual([]);
  });
  it('has five figures at most', () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(arranged('figures', { figures: six }, six, [])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
  it('moves a card, not past the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });
});
