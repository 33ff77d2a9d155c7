import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/*
 * What every benchmark shares: timing, processor time, tables and results. A figure alone says little on a machine that others use too,
 * so each stands beside a floor measured in the same run, and the load of the machine stands beside both.
 */
export interface Spread {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}
export function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? Number.NaN };
}
export const median = (values: readonly number[]): number => spread(values).p50;

/** Milliseconds that work takes, with its result. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}
/** Milliseconds of several runs, after a few that only warm caches. */
export async function sampled(times: number, work: (at: number) => Promise<unknown>, warm = 3): Promise<Spread> {
  for (let at = 0; at < warm; at += 1) await work(at);
  const samples: number[] = [];
  for (let at = 0; at < times; at += 1) samples.push((await timed(() => work(at + warm))).ms);
  return spread(samples);
}

export interface Throughput {
  readonly clients: number;
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly latency: Spread;
  /** What went wrong, by its own words, with how often. */
  readonly errors: Readonly<Record<string, number>>;
}
/** Clients that do one thing after another until the time is over; what was begun is finished. */
export async function closedLoop(clients: number, seconds: number, step: (client: number) => Promise<void>): Promise<Throughput> {
  const samples: number[] = [];
  const errors: Record<string, number> = {};
  const began = performance.now();
  const until = began + seconds * 1000;
  const client = async (at: number): Promise<void> => {
    while (performance.now() < until) {
      const from = performance.now();
      try {
        await step(at);
        samples.push(performance.now() - from);
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        errors[said] = (errors[said] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  const took = (performance.now() - began) / 1000;
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return { clients, done: samples.length, failed, seconds: took, perSecond: samples.length / took, latency: spread(samples), errors };
}

/** Processor time a process has used, in milliseconds; with `family` also that of the processes it started, ended ones included. */
export function processorTime(pid: number, family: boolean): number {
  const own = ticks(pid);
  if (!own) return 0;
  const children = family ? childrenOf(pid).reduce((sum, child) => sum + (ticks(child)?.own ?? 0), own.reaped) : 0;
  return ((own.own + children) * 1000) / ticksPerSecond;
}
const ticksPerSecond = 100;
function ticks(pid: number): { readonly own: number; readonly reaped: number } | undefined {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined;
  // The name in brackets may hold blanks; what follows it may not.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  return { own: (fields[11] ?? 0) + (fields[12] ?? 0), reaped: (fields[13] ?? 0) + (fields[14] ?? 0) };
}
function childrenOf(pid: number): readonly number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list)
    ? readFileSync(list, 'utf8')
        .trim()
        .split(' ')
        .filter((one) => one !== '')
        .map(Number)
    : [];
}
/** Resident memory in MB: for PostgreSQL the private part of its processes and the shared part once. */
export function memory(pid: number, family: boolean): number {
  const pids = family ? [pid, ...childrenOf(pid)] : [pid];
  const sizes = pids.map((one) => residentOf(one));
  return (
    (sizes.reduce((sum, size) => sum + size.total - size.shared, 0) +
      (family ? Math.max(...sizes.map((size) => size.shared)) : sizes.reduce((sum, size) => sum + size.shared, 0))) /
    1024
  );
}
function residentOf(pid: number): { readonly total: number; readonly shared: number } {
  if (!existsSync(`/proc/${pid}/status`)) return { total: 0, shared: 0 };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { total: of('VmRSS'), shared: of('RssShmem') };
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  /** Of the last minute: what else ran while this was measured. */
  readonly load: number;
}
export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
});

export type Cell = string | number;
export type TableRow = Readonly<Record<string, Cell>>;
/** One line of the verdict: what was promised, what came of it. */
export interface Goal {
  readonly name: string;
  readonly wanted: string;
  readonly got: Cell;
  readonly met: boolean;
}
export interface Outcome {
  readonly name: string;
  readonly rows: readonly TableRow[];
  readonly goals: readonly Goal[];
  readonly notes: readonly string[];
}
export const goal = (name: string, wanted: string, got: Cell, met: boolean): Goal => ({ name, wanted, got, met });
export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

export function printTable(rows: readonly TableRow[]): void {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = (cell: Cell | undefined): string => (cell === undefined ? '' : String(cell));
  const width = (name: string): number => Math.max(...[name, ...rows.map((row) => text(row[name]))].map(columns));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell + ' '.repeat(Math.max(0, width(names[at] ?? '') - columns(cell)))).join(' | ')} |\n`;
  process.stdout.write(line(names));
  process.stdout.write(`|${names.map((name) => '-'.repeat(width(name) + 2)).join('|')}|\n`);
  for (const row of rows) process.stdout.write(line(names.map((name) => text(row[name]))));
}
/** A Chinese character takes two columns of a terminal. */
const columns = (text: string): number => [...text].reduce((sum, letter) => sum + (/\p{Script=Han}|[，。：（）]/u.test(letter) ? 2 : 1), 0);

export function printOutcome({ name, rows, goals, notes }: Outcome): void {
  process.stdout.write(`\n## ${name}\n`);
  printTable(rows);
  for (const { name: of, wanted, got, met } of goals) process.stdout.write(`${met ? '✓' : '✗'} ${of}: wanted ${wanted}, got ${got}\n`);
  for (const note of notes) process.stdout.write(`- ${note}\n`);
}
/** The whole of a run as JSON, ignored by git; what lasts goes to `docs/performance.md`. */
export function saveOutcome(root: string, outcome: Outcome, options: Readonly<Record<string, unknown>>, began: Machine): string {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${outcome.name}-${at.replace(/[:.]/g, '')}.json`);
  writeFileSync(file, `${JSON.stringify({ ...outcome, at, options, machine: { ...began, loadAtEnd: machine().load } }, null, 2)}\n`);
  return file;
}
