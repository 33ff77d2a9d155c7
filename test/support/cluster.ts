import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findEmbedded } from '../../src/database/embedded.ts';
import { processIdentity } from '../../src/database/process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of this run's test cluster. The first test that needs a database starts it. */
    clusterFolder: string;
  }
}

const prefix = 'qiantai-test-';

/** Names this run's test cluster and removes it afterwards. Runs without database tests never pay for a start. */
export default function setup(project: TestProject): () => Promise<void> {
  const began = sweep();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // Root's PostgreSQL runs under another account, which must be able to enter.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  project.provide('clusterFolder', folder);
  return async () => {
    await began;
    await remove(folder);
  };
}

/** A run that was killed leaves its PostgreSQL behind; the next run puts it away. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN;
    if (Number.isInteger(owner) && processIdentity(owner) === undefined) await remove(join(tmpdir(), name)).catch(() => undefined);
  }
}

async function remove(folder: string): Promise<void> {
  const found = findEmbedded(folder);
  await found?.stop('fast');
  if (found !== undefined) rmSync(found.cluster, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
