import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes by their checksum (P.11): the same file is kept once, and no name a person gave ever becomes a path. */
export interface FileStore {
  put(bytes: Uint8Array): Promise<string>;
  open(sha256: string): Promise<StoredFile | undefined>;
}
export interface StoredFile {
  readonly size: number;
  /** The bytes from one place to another, both included. */
  read(from: number, to: number): Promise<Buffer>;
}
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const isChecksum = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Files in a folder of the data directory, outside what the web server gives out. */
export function folderStore(folder: string): FileStore {
  const placeOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      const place = placeOf(sha256);
      if (await sizeOf(place)) return sha256;
      await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
      // Whole or not at all: a file that a crash cut off never bears its checksum as name.
      const draft = join(folder, `${randomUUID()}.part`);
      try {
        await writeFile(draft, bytes, { mode: 0o600, flush: true });
        await rename(draft, place);
      } catch (error) {
        await unlink(draft).catch(() => undefined);
        throw error;
      }
      return sha256;
    },
    async open(sha256) {
      if (!isChecksum(sha256)) return undefined;
      const place = placeOf(sha256);
      const size = await sizeOf(place);
      return size === undefined ? undefined : { size, read: (from, to) => readPart(place, from, to) };
    },
  };
}
async function sizeOf(place: string): Promise<number | undefined> {
  try {
    return (await stat(place)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
async function readPart(place: string, from: number, to: number): Promise<Buffer> {
  const file = await open(place, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, to - from + 1));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Files of one process that is gone tomorrow: tests and trials. */
export function memoryStore(): FileStore {
  const files = new Map<string, Buffer>();
  return {
    put: (bytes) => {
      const sha256 = sha256Of(bytes);
      files.set(sha256, Buffer.from(bytes));
      return Promise.resolve(sha256);
    },
    open: (sha256) => {
      const bytes = files.get(sha256);
      return Promise.resolve(bytes && { size: bytes.length, read: (from, to) => Promise.resolve(bytes.subarray(from, to + 1)) });
    },
  };
}
