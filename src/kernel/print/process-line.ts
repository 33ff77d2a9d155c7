import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refused } from '../problem.ts';
import { lineOfPrint } from './diagnostics.ts';
import type { CompileAnswer, CompileRequest, ProcessMessage } from './protocol.ts';

export interface Printed {
  readonly pdf: Buffer;
  readonly pages: number;
}
export interface LineLimits {
  readonly startMs: number;
  readonly idleMs: number;
  readonly waiting: number;
  readonly memoryBytes: number;
}
interface Job {
  readonly request: CompileRequest;
  readonly limitMs: number;
  readonly resolve: (printed: Printed) => void;
  readonly reject: (reason: Error) => void;
}
/** One printing process and the jobs before it, done one by one. */
export interface ProcessLine {
  readonly limits: LineLimits;
  readonly queue: Job[];
  child: ChildProcess | undefined;
  ready: boolean;
  running: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}
/** Nothing starts before the first job. */
export const openLine = (limits: LineLimits): ProcessLine => ({ limits, queue: [], child: undefined, ready: false, running: undefined, timer: undefined });

export function compileInLine(line: ProcessLine, request: CompileRequest, limitMs: number): Promise<Printed> {
  if (line.queue.length >= line.limits.waiting) return Promise.reject(new Refused('system.busy'));
  return new Promise((resolve, reject) => {
    line.queue.push({ request, limitMs, resolve, reject });
    next(line);
  });
}

export async function closeLine(line: ProcessLine): Promise<void> {
  const reason = new Error('the printer was closed');
  const last = line.child;
  const gone = last && new Promise<void>((resolve) => last.once('close', () => resolve()));
  for (const job of line.queue.splice(0)) job.reject(reason);
  last?.ref();
  abandon(line, reason);
  await gone;
}

function next(line: ProcessLine): void {
  if (line.running) return;
  line.running = line.queue.shift();
  if (!line.running) return rest(line);
  line.child ??= start(line);
  hold(line.child, true);
  if (line.ready) return send(line, line.running);
  clearTimeout(line.timer);
  line.timer = setTimeout(() => abandon(line, new Error('the printing process did not start in time')), line.limits.startMs);
}

function send(line: ProcessLine, job: Job): void {
  clearTimeout(line.timer);
  line.timer = setTimeout(() => abandon(line, tooSlow(job)), job.limitMs);
  line.child?.send(job.request);
}

/** An idle process neither keeps a command alive nor holds its fonts in memory for ever. */
function rest(line: ProcessLine): void {
  clearTimeout(line.timer);
  if (!line.child) return;
  hold(line.child, false);
  line.timer = setTimeout(() => abandon(line, new Error('idle')), line.limits.idleMs).unref();
}

/** The job in hand is over; the process stays for the next. */
function settle(line: ProcessLine, finish: (job: Job) => void): void {
  const job = line.running;
  clearTimeout(line.timer);
  line.running = undefined;
  if (job) finish(job);
  next(line);
}

/** Nothing from this process counts any more: it is killed and the job in hand is refused. */
function abandon(line: ProcessLine, reason: Error): void {
  line.child?.kill('SIGKILL');
  line.child = undefined;
  line.ready = false;
  settle(line, (job) => job.reject(reason));
}

function start(line: ProcessLine): ChildProcess {
  const mine = startProcess(line.limits.memoryBytes);
  mine.on('message', (message: ProcessMessage) => mine === line.child && receive(line, message));
  mine.on('error', (fault) => mine === line.child && abandon(line, fault));
  mine.on('exit', (code, signal) => {
    if (mine !== line.child) return;
    const how = signal ?? `exit ${code ?? '?'}`;
    abandon(line, line.ready && line.running ? stopped(line.running, how) : new Error(`the printing process did not start (${how})`));
  });
  return mine;
}

function receive(line: ProcessLine, message: ProcessMessage): void {
  if (message.kind === 'ready') {
    line.ready = true;
    if (line.running) send(line, line.running);
  } else if (message.id === line.running?.request.id) settle(line, (job) => finishJob(job, message));
}

function finishJob(job: Job, answer: CompileAnswer): void {
  if (answer.kind === 'printed') job.resolve({ pdf: Buffer.from(answer.pdf), pages: answer.pages });
  else job.reject(new Refused(answer.code, answer.params));
}
const tooSlow = ({ request, limitMs }: Job): Refused =>
  new Refused('template.compile', { line: lineOfPrint(request.template), message: `longer than ${limitMs / 1000} s`, limit: 'time' });
const stopped = ({ request }: Job, how: string): Refused =>
  new Refused('template.compile', { line: lineOfPrint(request.template), message: `the compiler stopped (${how})`, limit: 'memory' });

function hold(child: ChildProcess, held: boolean): void {
  for (const each of [child, child.channel])
    if (held) each?.ref();
    else each?.unref();
}

/**
 * The process sees an empty workspace (a folder that never exists), no package folders and a proxy that nobody answers: the
 * compiler would otherwise fetch `@preview` packages from the network by itself (P.11: no files, no network).
 */
function startProcess(memoryBytes: number): ChildProcess {
  const nowhere = join(tmpdir(), `qiantai-print-${randomUUID()}`);
  const noProxy = 'http://127.0.0.1:9';
  const env: NodeJS.ProcessEnv = { HOME: nowhere, XDG_DATA_HOME: nowhere, XDG_CACHE_HOME: nowhere, HTTPS_PROXY: noProxy, HTTP_PROXY: noProxy, ALL_PROXY: noProxy };
  for (const name of ['PATH', 'SystemRoot', 'TZ']) if (process.env[name] !== undefined) env[name] = process.env[name];
  return fork(fileURLToPath(new URL('./printing-process.ts', import.meta.url)), [nowhere, String(memoryBytes)], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env,
  });
}
