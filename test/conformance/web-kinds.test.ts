import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FieldKind } from '../../src/kernel/registry/meta.ts';
import { records } from './whole.ts';

/*
 * The browser's parts of a field kind (P.3): a control where a person gives it, a cell where he reads it. Kinds whose JSON form is a text or a number
 * may share the plain input; all others are objects or lists, which a plain input would show as nonsense.
 */
/** What comes along from a source line is typed by nobody. */
const plain: ReadonlySet<FieldKind> = new Set(['text', 'serial', 'integer', 'money', 'quantity', 'unit_price', 'month', 'date', 'line_reference']);
const source = (path: string): string => readFileSync(join(import.meta.dirname, '../../src/web', path), 'utf8');
const named = (text: string): ReadonlySet<string> => new Set([...text.matchAll(/(?:case |kind === )'([a-z_]+)'/g)].map(([, kind = '']) => kind));

const kindsOf = (pick: 'given' | 'read'): FieldKind[] => {
  const fields = records.filter((meta) => pick === 'read' || !meta.readonly).flatMap((meta) => [...meta.fields, ...meta.lines.flatMap((lines) => lines.fields)]);
  return [...new Set(fields.filter((field) => !field.hidden && field.kind !== 'state' && (pick === 'read' || field.origin === 'input')).map((field) => field.kind))].sort();
};

test('P.3 every kind that a person gives has a control', () => {
  const known = named(source('record/control.tsx'));
  expect(kindsOf('given').length).toBeGreaterThan(8);
  expect(kindsOf('given').filter((kind) => !plain.has(kind) && !known.has(kind))).toEqual([]);
});
test('P.3 every kind that a person reads has a cell', () => {
  const known = named(source('record/cell.tsx'));
  expect(kindsOf('read').filter((kind) => !['text', 'serial', 'month'].includes(kind) && !known.has(kind))).toEqual([]);
});
