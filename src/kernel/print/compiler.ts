import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refused } from '../problem.ts';
import { lineOfPrint } from './diagnostics.ts';
import { mergePdfs } from './merge-pdf.ts';
import type { CompileAnswer, CompileRequest, PdfStandard, ProcessMessage } from './protocol.ts';

export interface PrintOptions {
  /** An archival PDF/A where the law wants the print kept. */
  readonly standard?: PdfStandard;
  /** When it was printed (instant); written into the file. */
  readonly at?: string;
  readonly title?: string;
  /** Pictures by file name, shown as `image("/files/<name>")`. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}
export interface Printed {
  readonly pdf: Buffer;
  readonly pages: number;
}
export interface Printer {
  /** All documents in one PDF, each with its own page numbers. */
  readonly print: (template: string, documents: readonly unknown[], options?: PrintOptions) => Promise<Printed>;
  /** Ends the process; a later print starts a new one. */
  readonly close: () => Promise<void>;
}
export interface PrinterLimits {
  readonly documentMs: number;
  /** Documents compiled together; a larger batch is compiled in parts and joined. */
  readonly part: number;
  readonly partMs: number;
  readonly startMs: number;
  readonly idleMs: number;
  readonly pages: number;
  readonly documents: number;
  readonly waiting: number;
  readonly memoryBytes: number;
}
/** P.11: 5 s and 100 pages a document, 500 documents a batch. */
const usualLimits: PrinterLimits = {
  documentMs: 5_000,
  part: 50,
  partMs: 60_000,
  startMs: 30_000,
  idleMs: 300_000,
  pages: 100,
  documents: 500,
  waiting: 200,
  memoryBytes: 1_073_741_824,
};

interface Job {
  readonly request: CompileRequest;
  readonly limitMs: number;
  readonly resolve: (printed: Printed) => void;
  readonly reject: (reason: Error) => void;
}

/** One printing process that starts with the first print, rests when idle, and is replaced when it hangs or dies. */
export function createPrinter(given: Partial<PrinterLimits> = {}): Printer {
  const limits = { ...usualLimits, ...given };
  const queue: Job[] = [];
  let child: ChildProcess | undefined;
  let ready = false;
  let running: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  /** The job in hand is over; the process stays for the next. */
  const settle = (finish: (job: Job) => void): void => {
    const job = running;
    clearTimeout(timer);
    running = undefined;
    if (job) finish(job);
    next();
  };
  /** Nothing from this process counts any more: it is killed and the job in hand is refused. */
  const abandon = (reason: Error): void => {
    child?.kill('SIGKILL');
    child = undefined;
    ready = false;
    settle((job) => job.reject(reason));
  };
  const answer = (message: ProcessMessage): void => {
    if (message.kind === 'ready') {
      ready = true;
      if (running) send(running);
      return;
    }
    if (message.id === running?.request.id) settle((job) => finishJob(job, message));
  };
  const start = (): ChildProcess => {
    const mine = startProcess(limits.memoryBytes);
    mine.on('message', (message: ProcessMessage) => mine === child && answer(message));
    mine.on('error', (fault) => mine === child && abandon(fault));
    mine.on('exit', (code, signal) => {
      if (mine !== child) return;
      const how = signal ?? `exit ${code ?? '?'}`;
      abandon(ready && running ? stopped(running, how) : new Error(`the printing process did not start (${how})`));
    });
    return mine;
  };
  const send = (job: Job): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abandon(tooSlow(job)), job.limitMs);
    child?.send(job.request);
  };
  const next = (): void => {
    if (running) return;
    running = queue.shift();
    if (!running) return rest();
    child ??= start();
    hold(child, true);
    if (ready) return send(running);
    clearTimeout(timer);
    timer = setTimeout(() => abandon(new Error('the printing process did not start in time')), limits.startMs);
  };
  /** An idle process neither keeps a command alive nor holds its fonts in memory for ever. */
  const rest = (): void => {
    clearTimeout(timer);
    if (!child) return;
    hold(child, false);
    timer = setTimeout(() => abandon(new Error('idle')), limits.idleMs).unref();
  };

  const enqueue = (template: string, documents: readonly unknown[], options: PrintOptions, tags: boolean): Promise<Printed> => {
    if (queue.length >= limits.waiting) throw new Refused('system.busy');
    lastId += 1;
    const request = requestOf(lastId, template, documents, options, limits.pages, tags);
    const limitMs = Math.max(limits.documentMs, Math.min(limits.partMs, limits.documentMs * documents.length));
    return new Promise<Printed>((resolve, reject) => {
      queue.push({ request, limitMs, resolve, reject });
      next();
    });
  };

  return {
    print: async (template, documents, options = {}) => {
      if (documents.length > limits.documents) throw new Refused('request.limit', { max: limits.documents, given: documents.length });
      const parts: Printed[] = [];
      for (let at = 0; at < documents.length; at += limits.part) {
        parts.push(await enqueue(template, documents.slice(at, at + limits.part), options, documents.length === 1));
      }
      return { pdf: mergePdfs(parts.map((part) => part.pdf)), pages: parts.reduce((sum, part) => sum + part.pages, 0) };
    },
    close: async () => {
      const reason = new Error('the printer was closed');
      const last = child;
      const gone = last && new Promise<void>((resolve) => last.once('close', () => resolve()));
      for (const job of queue.splice(0)) job.reject(reason);
      last?.ref();
      abandon(reason);
      await gone;
    },
  };
}

function requestOf(id: number, template: string, documents: readonly unknown[], options: PrintOptions, pages: number, tags: boolean): CompileRequest {
  const at = Math.floor(Date.parse(options.at ?? new Date().toISOString()) / 1000);
  return {
    id,
    template,
    data: JSON.stringify(documents),
    title: options.title ?? '',
    standard: options.standard,
    at,
    pages: pages * documents.length,
    files: options.files ?? {},
    tags,
  };
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
