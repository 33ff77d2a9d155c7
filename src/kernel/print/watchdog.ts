import { workerData } from 'node:worker_threads';

/*
 * Compiling blocks the main thread of the printing process, so a second thread watches it: a template that takes all memory,
 * or a server that was killed while a template ran for ever, must not leave a process behind (P.11, sandbox).
 */
const { parent, bytes } = workerData as { readonly parent: number; readonly bytes: number };

setInterval(() => {
  if (process.ppid !== parent || process.memoryUsage.rss() > bytes) process.kill(process.pid, 'SIGKILL');
}, 250);
