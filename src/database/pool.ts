import pg from 'pg';
import type { Connection } from './url.ts';

/** The connections of one server process; each pool's planner and limits suit what goes through it. */
export interface Pools {
  /** Changes: pipelined flights of named statements, planned once (kernel-storage §2). */
  readonly commands: pg.Pool;
  /** Lists and reports: planned with the values at hand, cut off after 30 s. */
  readonly reads: pg.Pool;
  /** COPY and cursors, which a pipelined connection refuses; also LISTEN, and numbers, which are taken while a command holds one of its own. */
  readonly plain: pg.Pool;
  end(): Promise<void>;
}

/** Told of connections that end while nobody uses them; without a listener Node would end the process. */
export type ConnectionLost = (error: Error) => void;

/** Opens the pools of the server's role. No connection is made before the first query. */
export function openPools(app: Connection, lost: ConnectionLost = () => undefined): Pools {
  // A command looks rows up by their keys. While tables are young a scan looks cheaper, and such a plan would be kept while they grow.
  const commands = openPool({ ...app, ...settings(app, { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', random_page_cost: '1.1' }) }, { max: 12, pipeline: true }, lost);
  const reads = openPool({ ...app, ...settings(app, { plan_cache_mode: 'force_custom_plan', statement_timeout: '30s' }) }, { max: 8, pipeline: true }, lost);
  const plain = openPool({ ...app, ...settings(app, {}) }, { max: 4, pipeline: false }, lost);
  return {
    commands,
    reads,
    plain,
    end: async () => {
      await Promise.all([commands.end(), reads.end(), plain.end()]);
    },
  };
}

/** A single connection with the product's type parsers, for the migrator and for tools. Not connected yet. */
export function openClient(connection: Connection): pg.Client {
  return new pg.Client({ ...connection, ...settings(connection, {}), types, connectionTimeoutMillis: 15_000 });
}

function openPool(connection: Connection, shape: { readonly max: number; readonly pipeline: boolean }, lost: ConnectionLost): pg.Pool {
  const pool = new pg.Pool({ ...connection, ...shape, types, connectionTimeoutMillis: 15_000, idleTimeoutMillis: 300_000, keepAlive: true });
  pool.on('error', lost);
  // A connection that breaks while a flight owns it answers its statements with the error; the event itself must find a listener too.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** The parsers below read ISO dates in UTC, whatever the database's own defaults are. */
function settings(connection: Connection, more: Readonly<Record<string, string>>): { readonly options: string } {
  const wanted = Object.entries({ TimeZone: 'UTC', DateStyle: 'ISO', IntervalStyle: 'iso_8601', ...more }).map(([name, value]) => `-c ${name}=${value}`);
  return { options: [connection.options ?? '', ...wanted].filter((part) => part !== '').join(' ') };
}

const text = (value: string): string => value;
// The driver's list of type numbers leaves out text[] (1009), though its parsers know it.
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (value: string) => unknown;
const parseTextArray = parserOf(1009) as (value: string) => (string | null)[];
const arrayOf =
  (parse: (value: string) => string) =>
  (value: string): (string | null)[] =>
    parseTextArray(value).map((item) => (item === null ? null : parse(item)));

/**
 * Values that a JavaScript number or Date would spoil stay text: dates `YYYY-MM-DD`, instants `YYYY-MM-DDTHH:MM:SS.mmmZ`,
 * numeric and int8 as PostgreSQL writes them. The rest is the driver's: jsonb parsed, int4 a number, text[] an array.
 */
const parsers: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  [20, text], // int8
  [1016, arrayOf(text)],
  [1700, text], // numeric
  [1231, arrayOf(text)],
  [1082, text], // date
  [1182, arrayOf(text)],
  [1114, text], // timestamp without time zone
  [1115, arrayOf(text)],
  [1184, isoInstant], // timestamptz
  [1185, arrayOf(isoInstant)],
  [1186, text], // interval
  [1187, arrayOf(text)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => (format === 'binary' ? undefined : parsers.get(oid)) ?? parserOf(oid, format)) as typeof pg.types.getTypeParser,
};

/** `2026-03-18 02:11:09.12+00` → `2026-03-18T02:11:09.120Z`; `infinity` stays as it is. */
export function isoInstant(value: string): string {
  const parts = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(value);
  if (parts === null) return value;
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`;
}
