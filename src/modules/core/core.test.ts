import { expect, test } from 'vitest';
import { buildRegistry } from '../../kernel/registry/build.ts';
import { core } from './index.ts';

const registry = buildRegistry([core]);

test('every reference of core points to a declaration of core', () => {
  for (const record of registry.records.values())
    for (const field of record.fields) if (field.target !== undefined) expect(registry.records.has(field.target), `${record.name}.${field.name} → ${field.target}`).toBe(true);
});
test('every catalog names fields it has as title, code and key', () => {
  for (const record of registry.records.values()) {
    const names = new Set(record.fields.map((field) => field.name));
    expect(names).toContain(record.title);
    if (record.code) expect(names).toContain(record.code);
    for (const unique of (record.declaration.spec as { unique?: readonly { fields: readonly string[] }[] }).unique ?? [])
      for (const field of unique.fields) expect(names).toContain(field);
  }
});
test('index §6: the general manager holds everything, the others name their permissions', () => {
  expect(registry.roles.get('general_manager')?.everything).toBe(true);
  expect([...registry.roles].filter(([, role]) => role.everything).map(([name]) => name)).toEqual(['general_manager']);
});
