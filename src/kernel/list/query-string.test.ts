import { describe, expect, test } from 'vitest';
import { sourceOf } from '../condition/source.ts';
import { exampleRegistry } from '../permission/worked-example.ts';
import { type Problem, Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import { parseListBody, parseListQuery } from './query-string.ts';

const registry = exampleRegistry();
const parse = (query: string): ReturnType<typeof parseListQuery> => parseListQuery(new URLSearchParams(query), sourceOf(recordOf(registry, 'sales.order')));
function refusal(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error.errors[0] as Problem;
  }
  throw new Error('not refused');
}

describe('query string', () => {
  test('P2-6 an unknown parameter is refused with what was meant', () => {
    expect(refusal(() => parse('stat=confirmed'))).toMatchObject({ code: 'request.unknown_parameter', params: { name: 'stat', nearest: 'f.state' } });
    expect(refusal(() => parse('limits=5'))).toMatchObject({ params: { nearest: 'limit' } });
    expect(refusal(() => parse('limit=500'))).toMatchObject({ code: 'request.limit', params: { max: 200 } });
  });
  test('short terms and filter are joined by "and"', () => {
    expect(parse('f.state=confirmed&f.due.gte=month_start&f.number.in=a,b\\,c&f.owner.is_empty=1&filter={"field":"net","op":"gt","value":"1"}').filter).toEqual({
      all: [
        { field: 'net', op: 'gt', value: '1' },
        { field: 'state', op: 'eq', value: 'confirmed' },
        { field: 'due', op: 'gte', value: 'month_start' },
        { field: 'number', op: 'in', value: ['a', 'b,c'] },
        { field: 'owner', op: 'is_empty' },
      ],
    });
    expect(parse('f.customer.name.contains=A').filter).toEqual({ field: 'customer.name', op: 'contains', value: 'A' });
    expect(parse('f.owner.is_empty=0').filter).toEqual({ field: 'owner', op: 'not_empty' });
  });
  test('a body has the same members', () => {
    const source = sourceOf(recordOf(registry, 'sales.order'));
    expect(parseListBody({ filter: { field: 'state', op: 'eq', value: 'draft' }, sort: ['-net'], totals: ['net'], limit: 10 }, source)).toMatchObject({
      filter: { field: 'state', op: 'eq', value: 'draft' },
      sort: [{ path: 'net', descending: true }],
      totals: ['net'],
      limit: 10,
    });
  });
  test.each([
    ['filter=%7B', 'condition.type'],
    ['sort=a,b,c,d', 'field.type'],
    ['limit=0', 'field.type'],
    ['limit=x', 'field.type'],
    ['count=some', 'field.choice'],
    ['after=a&before=b', 'request.unknown_parameter'],
    [`filter=${'x'.repeat(8200)}`, 'condition.too_complex'],
  ])('%s is refused', (query, code) => {
    expect(refusal(() => parse(query)).code).toBe(code);
  });
});
