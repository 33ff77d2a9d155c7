import { Refused } from '../problem.ts';

/*
 * Which files are taken (P.11): the name's ending must be on the list and the content must be what the ending says. The numbers are those
 * the formats' own specifications give for their first bytes.
 */
export interface FileType {
  readonly type: string;
  /** A browser may show it in place; everything else is only downloaded. */
  readonly inline: boolean;
}
type Check = (bytes: Buffer) => boolean;

const at =
  (offset: number, ...numbers: readonly number[]): Check =>
  (bytes) =>
    numbers.every((number, index) => bytes[offset + index] === number);
const letters =
  (text: string, offset = 0): Check =>
  (bytes) =>
    bytes.toString('latin1', offset, offset + text.length) === text;
const any =
  (...checks: readonly Check[]): Check =>
  (bytes) =>
    checks.some((check) => check(bytes));
const every =
  (...checks: readonly Check[]): Check =>
  (bytes) =>
    checks.every((check) => check(bytes));
const holds =
  (text: string): Check =>
  (bytes) =>
    bytes.includes(text, 0, 'latin1');
const lacks =
  (text: string): Check =>
  (bytes) =>
    !bytes.includes(text, 0, 'latin1');

const zip = at(0, 0x50, 0x4b, 0x03, 0x04);
/** Office Open XML: a zip with a list of its parts; with macros it is a program. */
const office = (folder: string): Check => every(zip, holds('[Content_Types].xml'), holds(folder), lacks('vbaProject.bin'));
const compound = at(0, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
const heif = every(letters('ftyp', 4), any(letters('heic', 8), letters('heix', 8), letters('mif1', 8), letters('msf1', 8), letters('heif', 8)));

/** Text without control characters, in UTF-8 or GB18030, that does not begin like a page or a script. */
const text: Check = (bytes) => {
  if (bytes.includes(0)) return false;
  const decoded = decode(bytes);
  if (decoded === undefined || hasControls(decoded)) return false;
  return !/^\ufeff?\s*(?:#!|<\?php|<!doctype\s+html|<html|<head|<body|<script|<svg)/i.test(decoded.slice(0, 1000));
};
function hasControls(decoded: string): boolean {
  for (let index = 0; index < decoded.length; index += 1) {
    const code = decoded.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d) || code === 0x7f) return true;
  }
  return false;
}
function decode(bytes: Buffer): string | undefined {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may fit.
    }
  return undefined;
}

interface Known extends FileType {
  readonly check: Check;
}
const shown = (type: string, check: Check): Known => ({ type, check, inline: true });
const kept = (type: string, check: Check): Known => ({ type, check, inline: false });
const jpeg = shown('image/jpeg', at(0, 0xff, 0xd8, 0xff));
const tiff = kept('image/tiff', any(at(0, 0x49, 0x49, 0x2a, 0x00), at(0, 0x4d, 0x4d, 0x00, 0x2a)));
const known: Readonly<Record<string, Known>> = {
  pdf: shown('application/pdf', letters('%PDF-')),
  png: shown('image/png', at(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
  jpg: jpeg,
  jpeg,
  gif: shown('image/gif', any(letters('GIF87a'), letters('GIF89a'))),
  webp: shown('image/webp', every(letters('RIFF'), letters('WEBP', 8))),
  bmp: kept('image/bmp', letters('BM')),
  tif: tiff,
  tiff,
  heic: kept('image/heic', heif),
  heif: kept('image/heif', heif),
  // Electronic invoices come as OFD, which is a zip with one known part.
  ofd: kept('application/ofd', every(zip, holds('OFD.xml'))),
  docx: kept('application/vnd.openxmlformats-officedocument.wordprocessingml.document', office('word/')),
  xlsx: kept('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', office('xl/')),
  pptx: kept('application/vnd.openxmlformats-officedocument.presentationml.presentation', office('ppt/')),
  doc: kept('application/msword', compound),
  xls: kept('application/vnd.ms-excel', compound),
  ppt: kept('application/vnd.ms-powerpoint', compound),
  zip: kept('application/zip', any(zip, at(0, 0x50, 0x4b, 0x05, 0x06))),
  txt: kept('text/plain; charset=utf-8', text),
  csv: kept('text/csv; charset=utf-8', text),
  xml: kept(
    'application/xml',
    every(text, (bytes) => /^\ufeff?\s*</.test(decode(bytes) ?? '')),
  ),
};
export const allowedEndings: readonly string[] = Object.keys(known);

/** The type of a file by its name, if its content agrees; else `file.type`. */
export function fileTypeOf(name: string, bytes: Buffer): FileType {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const found = Object.hasOwn(known, ending) ? known[ending] : undefined;
  if (!found?.check(bytes)) throw new Refused('file.type', { allowed: allowedEndings }, '/file');
  return { type: found.type, inline: found.inline };
}
/** May a browser show this type in place? */
export const isInline = (type: string): boolean => Object.values(known).some((one) => one.type === type && one.inline);
