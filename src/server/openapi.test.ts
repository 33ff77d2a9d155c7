import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { registryOf } from '../kernel/kernel.ts';
import { modules } from '../modules/index.ts';
import { servers } from '../modules/server.ts';
import { companyEndpoints } from './company-endpoints.ts';
import { keyEndpoints } from './key-endpoints.ts';
import { openapiDocument } from './openapi.ts';
import { platformOperations } from './platform-operations.ts';
import { declaredEndpoints } from './declared-endpoints.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { statusOf } from './status.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import { userEndpoints } from './user-endpoints.ts';

const registry = registryOf(modules, servers);
const operations = [
  ...platformOperations,
  ...declaredEndpoints(registry),
  ...userEndpoints({} as SignIn),
  ...companyEndpoints({} as SignIn, () => Promise.reject(new Error('not called'))),
  ...keyEndpoints({} as SignIn),
  ...serviceEndpoints({} as SignIn),
];
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: object }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly 'x-codes'?: readonly string[] }>>;
}
interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
const document = openapiDocument(registry, operations, '0.1.0') as Document;
const all = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

describe('P.2.12 OpenAPI', () => {
  test('is version 3.1 and every operation has its own id, a known tag and a summary in both languages', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    const ids = all.map(({ operation }) => operation.operationId);
    expect(ids.length).toBe(operations.length);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(document.tags.map((tag) => tag.name));
    for (const { operation } of all) {
      expect(
        operation.tags.every((tag) => tags.has(tag)),
        operation.operationId,
      ).toBe(true);
      expect(operation.summary).toMatch(/\S · \S/);
    }
  });
  test('every reference leads to a schema', () => {
    const targets = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(100);
    for (const target of new Set(targets)) expect(document.components.schemas, target).toHaveProperty([target.replace('#/components/schemas/', '')]);
  });
  test('every schema compiles as JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: true });
    ajv.addSchema({ $id: 'https://qiantai/openapi', ...document });
    for (const name of Object.keys(document.components.schemas)) expect(() => ajv.compile({ $ref: `https://qiantai/openapi#/components/schemas/${name}` }), name).not.toThrow();
  });
  test('path parameters are named in the path and nowhere else', () => {
    for (const { path, operation } of all) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(
        (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name),
        path,
      ).toEqual(inPath);
    }
  });
  test('every code an operation may answer has its texts in both languages and a way out', () => {
    for (const operation of operations)
      for (const code of operation.codes) {
        const refusal = registry.refusals.get(code);
        expect(refusal?.zh && refusal.en && refusal.fix.zh && refusal.fix.en, `${operation.operation} ${code}`).toBeTruthy();
      }
  });
  test('every operation answers something and each code stands under its own status, with a text', () => {
    for (const { operation } of all)
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(answer.description, `${operation.operationId} ${status}`).not.toBe('');
        for (const code of answer['x-codes'] ?? []) expect(String(statusOf(code, registry.refusals.get(code)))).toBe(status);
      }
  });
});

test('a record schema accepts what the interface answers', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'https://qiantai/openapi', ...document });
  const validate = ajv.compile({ $ref: 'https://qiantai/openapi#/components/schemas/core.unit' });
  const unit = {
    id: '0197b2a4-7c00-7000-8000-000000000187',
    version: 1,
    code: 'PCS',
    name: '个',
    name_en: null,
    dimension: 'count',
    decimals: 0,
    measured: false,
    created_at: '2026-01-01T00:00:00.000Z',
    created_by: null,
    updated_at: '2026-01-01T00:00:00.000Z',
    _actions: [],
  };
  expect(validate(unit)).toBe(true);
  expect(validate({ ...unit, dimension: 'weight' })).toBe(false);
});
