import { Inflate } from 'fflate';
import { Refused } from '../problem.ts';

/*
 * Reading a workbook's archive without trusting it (P.10, files). The central directory is read first and refused by its own totals;
 * every part is then inflated in small steps and stopped as soon as it grows past what it declared.
 */
const limits = { packed: 50 * 1024 * 1024, unpacked: 1024 * 1024 * 1024, ratio: 100, entries: 10_000 } as const;

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}
export interface Archive {
  readonly bytes: Uint8Array;
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

const refuse = (reason: string, params: Record<string, unknown> = {}): never => {
  throw new Refused('import.file_refused', { reason, ...params });
};

function endOfDirectory(view: DataView): number {
  const first = Math.max(0, view.byteLength - 65_557);
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === 0x06054b50) return at;
  return refuse('not_a_zip');
}

export function openArchive(bytes: Uint8Array): Archive {
  if (bytes.length > limits.packed) refuse('too_large', { max: limits.packed });
  if (bytes.length < 22) refuse('not_a_zip');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries) refuse('too_many_parts');
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) refuse('damaged');
    const flags = view.getUint16(at + 8, true);
    const entry = { method: view.getUint16(at + 10, true), packed: view.getUint32(at + 20, true), unpacked: view.getUint32(at + 24, true), offset: view.getUint32(at + 42, true) };
    const length = view.getUint16(at + 28, true);
    if (flags & 1) refuse('encrypted');
    // Sizes beyond 32 bits are far beyond the limits, so the long form of the archive is never needed.
    if (entry.unpacked === 0xffffffff || entry.packed === 0xffffffff || entry.offset + entry.packed > bytes.length) refuse('damaged');
    if (entry.method !== 0 && entry.method !== 8) refuse('compression');
    total += entry.unpacked;
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)).replaceAll('\\', '/');
    entries.set(name, { name, ...entry });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (total > limits.unpacked) refuse('unpacked_too_large', { max: limits.unpacked });
  // A workbook of a few hundred bytes may be highly regular; the ratio counts from one megabyte on.
  if (total > 1024 * 1024 && total > bytes.length * limits.ratio) refuse('ratio', { max: limits.ratio });
  return { bytes, entries };
}

/** The bytes of one part, piece by piece. */
export function* inflated(archive: Archive, entry: ZipEntry): Generator<Uint8Array, void, undefined> {
  const { bytes } = archive;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50) refuse('damaged');
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packed);
  if (entry.method === 0) {
    for (let at = 0; at < packed.length; at += 65_536) yield packed.subarray(at, at + 65_536);
    return;
  }
  let pieces: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((piece) => {
    size += piece.length;
    if (size > entry.unpacked) refuse('damaged');
    pieces.push(piece);
  });
  for (let at = 0; at < packed.length; at += 16_384) {
    const last = at + 16_384 >= packed.length;
    try {
      inflate.push(packed.subarray(at, at + 16_384), last);
    } catch (error) {
      if (error instanceof Refused) throw error;
      refuse('damaged');
    }
    const ready = pieces;
    pieces = [];
    yield* ready;
  }
  if (size !== entry.unpacked) refuse('damaged');
}
/** The pieces of one part as text; a character cut in two is put together again. */
export function* textOf(archive: Archive, entry: ZipEntry): Generator<string, void, undefined> {
  const decoder = new TextDecoder();
  for (const piece of inflated(archive, entry)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
