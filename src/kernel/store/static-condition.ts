import { quoted } from './columns.ts';

/** A text as an SQL literal; used only for what a declaration says, never for what a person sends. */
export const literal = (value: string): string => `'${value.replace(/'/g, "''")}'`;

const constant = (value: unknown): string => (typeof value === 'string' ? literal(value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : fail(value));
const fail = (value: unknown): never => {
  throw new TypeError(`a declared condition cannot hold ${JSON.stringify(value)}`);
};

/** The predicate of a partial index: `{ state: { not: 'merged' } }`, `{ kind: ['a', 'b'] }`, `{ owner: { is_empty: true } }`. */
export function staticCondition(where: object): string {
  return Object.entries(where)
    .map(([name, test]: [string, unknown]) => {
      const column = quoted(name);
      if (Array.isArray(test)) return `${column} in (${test.map(constant).join(', ')})`;
      if (typeof test === 'object' && test !== null) return comparison(column, test as Readonly<Record<string, unknown>>);
      return `${column} = ${constant(test)}`;
    })
    .join(' and ');
}
function comparison(column: string, test: Readonly<Record<string, unknown>>): string {
  if ('is_empty' in test) return test['is_empty'] === true ? `${column} is null` : `${column} is not null`;
  const not = test['not'];
  if (Array.isArray(not)) return `${column} not in (${not.map(constant).join(', ')})`;
  if (not !== undefined) return `${column} <> ${constant(not)}`;
  return fail(test);
}
