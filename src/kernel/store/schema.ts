import type { ModuleServer } from '../command/environment.ts';
import type { Registry } from '../registry/meta.ts';
import { declaredTables, declaredViews } from './ddl.ts';
import { kernelSchema } from './kernel-tables.ts';

/** Every statement that makes the whole schema on an empty database, in order: the form that migrations are compared with. */
export function wholeSchema(registry: Registry, servers: readonly ModuleServer[], more: readonly string[] = []): string[] {
  return [...kernelSchema(registry.modules.map((module) => module.name)), ...more, ...declaredTables(registry), ...servers.flatMap((server) => server.ddl ?? []), ...declaredViews(registry)];
}
