import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refused } from '../problem.ts';
import { cleanName } from './name.ts';
import { rangeOf } from './range.ts';
import { folderStore, memoryStore, sha256Of } from './store.ts';
import { fileTypeOf } from './type.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};
const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const zip = (...names: readonly string[]): Buffer => bytes([0x50, 0x4b, 0x03, 0x04], ...names);
const program = bytes('MZ', [0x90, 0x00], 'This program cannot be run in DOS mode');

describe('P11-3 the content must be what the name says', () => {
  test.each([
    ['合同.pdf', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['logo.PNG', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a]), 'image/png'],
    ['photo.jpeg', bytes([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['photo.heic', bytes([0, 0, 0, 24], 'ftypheic'), 'image/heic'],
    ['发票.ofd', zip('OFD.xml'), 'application/ofd'],
    ['报价.xlsx', zip('[Content_Types].xml', 'xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['清单.csv', Buffer.from('编号,名称\n', 'utf8'), 'text/csv; charset=utf-8'],
    ['gb.txt', bytes([0xb1, 0xe0, 0xba, 0xc5]), 'text/plain; charset=utf-8'],
    ['发票.xml', Buffer.from('<?xml version="1.0"?><EInvoice/>'), 'application/xml'],
  ])('%s is taken', (name, content, type) => expect(fileTypeOf(name, content).type).toBe(type));
  test.each([
    ['invoice.pdf', program],
    ['page.pdf', bytes('<html><script>')],
    ['page.html', bytes('<html>')],
    ['picture.svg', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['script.js', bytes('alert(1)')],
    ['setup.exe', program],
    ['setup.zip', program],
    ['macro.xlsx', zip('[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin')],
    ['plain.xlsx', zip('readme.txt')],
    ['page.txt', bytes('\n <!DOCTYPE html><html>')],
    ['binary.txt', bytes('abc', [0])],
    ['run.csv', bytes('#!/bin/sh\n')],
    ['picture.xml', bytes('<svg onload="alert(1)">')],
    ['toString', bytes('%PDF-')],
    ['x.constructor', bytes('%PDF-')],
    ['noending', bytes('%PDF-')],
  ])('%s is refused', (name, content) => expect(codeOf(() => fileTypeOf(name, content))).toBe('file.type'));
});
test.each([
  ['../../etc/passwd.png', 'passwd.png'],
  ['C:\\Users\\lin\\合同.pdf', '合同.pdf'],
  ['e\u0301te\u0301.pdf', 'été.pdf'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['a\u0000b\u0007.txt', 'ab.txt'],
  ['  . 报价  单 .pdf. ', '报价 单 .pdf'],
  ['a"b<c>.pdf', 'a_b_c_.pdf'],
])('P11-3 the name %j is kept as %j', (given, kept) => expect(cleanName(given)).toBe(kept));
test('P.11 a long name keeps its ending; nothing left is refused', () => {
  const name = cleanName(`${'长'.repeat(300)}.pdf`);
  expect([...name].length).toBe(200);
  expect(name.endsWith('长.pdf')).toBe(true);
  for (const empty of ['', '..', '/', ' ', '\u0000']) expect(codeOf(() => cleanName(empty))).toBe('file.name');
});
test('P.11 ranges of RFC 9110', () => {
  expect(rangeOf(undefined, 10)).toBeUndefined();
  expect(rangeOf('bytes=0-3', 10)).toEqual({ from: 0, to: 3 });
  expect(rangeOf('bytes=4-', 10)).toEqual({ from: 4, to: 9 });
  expect(rangeOf('bytes=-3', 10)).toEqual({ from: 7, to: 9 });
  expect(rangeOf('bytes=-30', 10)).toEqual({ from: 0, to: 9 });
  expect(rangeOf('bytes=5-99', 10)).toEqual({ from: 5, to: 9 });
  expect(rangeOf('bytes=0-1,4-5', 10)).toBeUndefined();
  expect(rangeOf('lines=1-2', 10)).toBeUndefined();
  for (const outside of ['bytes=10-', 'bytes=5-4', 'bytes=-0']) expect(codeOf(() => rangeOf(outside, 10))).toBe('file.range');
});

describe.each(['folder', 'memory'])('P.11 files by their checksum: %s', (kind) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'qiantai-files-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test('are read back whole and in part, and kept once', async () => {
    const store = kind === 'folder' ? folderStore(join(folder, 'kept')) : memoryStore();
    const content = Buffer.from('一二三四五', 'utf8');
    const sha256 = await store.put(content);
    expect(sha256).toBe(sha256Of(content));
    expect(await store.put(content)).toBe(sha256);
    const stored = await store.open(sha256);
    expect(stored?.size).toBe(15);
    expect((await stored?.read(0, 14))?.toString('utf8')).toBe('一二三四五');
    expect((await stored?.read(3, 5))?.toString('utf8')).toBe('二');
    expect(await store.open('0'.repeat(64))).toBeUndefined();
    expect(await store.open('../../etc/passwd')).toBeUndefined();
    if (kind === 'folder') expect(readdirSync(join(folder, 'kept'), { recursive: true }).filter((name) => String(name).endsWith(sha256))).toHaveLength(1);
  });
  test('an empty file is a file', async () => {
    const store = kind === 'folder' ? folderStore(join(folder, 'empty')) : memoryStore();
    const stored = await store.open(await store.put(Buffer.alloc(0)));
    expect(stored?.size).toBe(0);
  });
});
