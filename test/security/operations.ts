import type { RecordMeta } from '../../src/kernel/registry/meta.ts';
import { records } from '../conformance/whole.ts';
import type { World } from '../conformance/world.ts';

/** One address and method of the description that the server gives of itself: a route that is added is asked the same the day it exists. */
export interface Route {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly open: boolean;
  readonly multipart: boolean;
  /** The least that it takes: one value for each member it cannot do without. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The record it belongs to. */
  readonly meta: RecordMeta | undefined;
}
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}
interface Told {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}
const least = ({ required = [], properties = {} }: Schema): Record<string, unknown> => Object.fromEntries(required.map((name) => [name, valueOf(properties[name] ?? {})]));
function valueOf(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    case 'array':
      return [];
    case 'object':
      return least(schema);
    default:
      return '请核对';
  }
}

/** All but the stream of events, which does not end by itself. */
export async function routesOf({ stranger }: Pick<World, 'stranger'>): Promise<readonly Route[]> {
  const { paths } = (await stranger.get('/api/openapi.json')).body as unknown as { readonly paths: Readonly<Record<string, Readonly<Record<string, Told>>>> };
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, told]) => ({
        id: told.operationId,
        method: method.toUpperCase() as Route['method'],
        path,
        open: told.security?.length === 0,
        multipart: 'multipart/form-data' in (told.requestBody?.content ?? {}),
        body: least(told.requestBody?.content['application/json']?.schema ?? {}),
        meta: records.find((meta) => path === `/api/${meta.module}/${meta.key}` || path.startsWith(`/api/${meta.module}/${meta.key}/`)),
      })),
    )
    .filter(({ path }) => path !== '/api/events');
}
/** Does the address name one record? */
export const isOfOne = ({ path, meta }: Route): boolean => meta !== undefined && path.startsWith(`/api/${meta.module}/${meta.key}/{id}`);
