import type { Registry } from '../kernel/registry/meta.ts';
import type { Endpoint } from './endpoint.ts';

export function openapiDocument(_registry: Registry, _endpoints: readonly Endpoint[], _version: string): object {
  return {};
}
