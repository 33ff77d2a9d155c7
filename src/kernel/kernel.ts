import type { Pools } from '../database/pool.ts';
import { openCustomFields } from './custom/book.ts';
import { noScan, type Scan } from './files/scan.ts';
import { type FileStore, memoryStore } from './files/store.ts';
import { openCounters } from './numbering/counter.ts';
import { openDuties } from './permission/duties.ts';
import { buildRegistry } from './registry/build.ts';
import type { ModuleDeclaration, Registry } from './registry/meta.ts';
import { operationKinds } from './operation/kinds.ts';
import { openOperations } from './operation/run.ts';
import { openSequencer } from './sequencer.ts';
import type { Tx } from './store/session.ts';
import { openWanted } from './webhook/wanted.ts';
import type { Principal } from './command/call.ts';
import { effectKey, type Environment, type ModuleServer } from './command/environment.ts';

export type People = (tx: Tx, registry: Registry, org: string, user: string, now: Date) => Promise<Principal | undefined>;
export interface KernelOptions {
  readonly modules: readonly ModuleDeclaration[];
  readonly servers: readonly ModuleServer[];
  readonly pools: Pools;
  readonly clock?: () => Date;
  /** Left out, files live as long as the process: for tests and tools that attach nothing. */
  readonly files?: FileStore;
  /** Who somebody is and what he may do; left out, nobody can be told of anything. */
  readonly people?: People;
  /** Left out, uploads are not scanned. */
  readonly scan?: Scan | undefined;
  /** Told of faults outside any request. */
  readonly failed?: (error: unknown) => void;
}
/** The declarations of all modules with the SQL of their derived fields: what schema, API and screens are made from. */
export const registryOf = (modules: readonly ModuleDeclaration[], servers: readonly ModuleServer[]): Registry =>
  buildRegistry(
    modules,
    servers.flatMap((server) => server.derives ?? []),
    Object.assign({}, ...servers.map((server) => server.scopes ?? {})) as Readonly<Record<string, string>>,
  );

/** Puts declarations, server parts and connections together; made once a process. */
export function openEnvironment({ modules, servers, pools, clock = () => new Date(), files = memoryStore(), people, scan = noScan, failed = () => undefined }: KernelOptions): Environment {
  const sequencer = openSequencer(pools.commands, servers, failed);
  const registry = registryOf(modules, servers);
  const environment: Environment = {
    registry,
    operations: openOperations(() => environment, operationKinds, failed),
    failed,
    custom: openCustomFields(pools.reads, registry),
    wanted: openWanted(pools.reads, registry),
    duties: openDuties(pools.reads, registry),
    pools,
    servers,
    clock,
    person: (tx, org, user) => people?.(tx, registry, org, user, clock()) ?? Promise.resolve(undefined),
    files,
    scan,
    // Connections of their own: a number is taken while its command holds one, and all of those may wait for that very command.
    counters: openCounters(pools.plain),
    effects: new Map(servers.flatMap((server) => (server.effects ?? []).map((effect) => [effectKey(effect.record, effect.action), effect] as const))),
    prepares: new Map(servers.flatMap((server) => (server.prepares ?? []).map((prepare) => [prepare.record, prepare] as const))),
    saves: new Map(servers.flatMap((server) => (server.saves ?? []).map((saved) => [saved.record, saved] as const))),
    period: servers.find((server) => server.period)?.period,
    sequenced: sequencer.after,
    settled: sequencer.settled,
  };
  return environment;
}
