import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderStore } from '../../src/kernel/files/store.ts';
import { testServer, type Answered, type Browser, type TestServer } from '../support/server.ts';

/* Files that people bring, and files that the server gives out: no name leads out of its folder, no archive fills the memory. */
let server: TestServer;
let admin: Browser;
let folder: string;
let customer: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiantai-web-'));
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'the secret of the machine');
  writeFileSync(join(folder, 'web', 'index.html'), '<!doctype html><html><head></head><body></body></html>');
  writeFileSync(join(folder, 'web', 'assets', 'main.js'), 'export {};');
  server = await testServer({ webFolder: join(folder, 'web') });
  admin = server.browser();
  await admin.signIn();
  customer = ((await admin.send('POST', '/api/customers/customer', { name: '昆山同创机电有限公司' })).body as { id: string }).id;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const edge = 'qiantai-edge';
function upload(path: string, filename: string, bytes: Uint8Array, fields: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const parts = Object.entries(fields).map(([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const head = `${parts.join('')}--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return admin.send('POST', path, Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]), { 'content-type': `multipart/form-data; boundary=${edge}` });
}
const said = ({ status, body }: Answered): string => `${status} ${(body as { readonly code?: string }).code ?? ''}`;
const text = Buffer.from('普通文字\n');
const at = (): string => `/api/customers/customer/${customer}/attachments`;

describe('path traversal', () => {
  const names: readonly (readonly [string, string])[] = [
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['..\\\\..\\\\windows\\\\system.txt', 'system.txt'],
    ['/etc/cron.d/x.txt', 'x.txt'],
    ['C:\\\\autoexec.txt', 'autoexec.txt'],
    ['....//....//x.txt', 'x.txt'],
    ['..%2f..%2fx.txt', '%2f..%2fx.txt'],
    ['report\u202etxt.exe.txt', 'reporttxt.exe.txt'],
    ['.htaccess.txt', 'htaccess.txt'],
    ['<img src=x onerror=alert(1)>.txt', '_img src=x onerror=alert(1)_.txt'],
  ];
  test.each(names)('the name %s is kept as %s', async (given, kept) => {
    const answer = await upload(at(), given, text);
    expect(answer.body, answer.text).toMatchObject({ name: kept });
    const { id } = answer.body as { id: string };
    const got = await admin.send('GET', `${at()}/${id}`);
    expect([got.status, got.text]).toEqual([200, text.toString('utf8')]);
    // One header, one line, nothing but the name in percent signs.
    expect(got.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(kept)}`);
    expect(got.headers['content-security-policy']).toContain('sandbox');
  });
  test('a name that is nothing but a path, and one that is a page, are refused', async () => {
    expect(said(await upload(at(), '../..', text))).toBe('422 file.name');
    for (const name of ['x.html', 'x.svg', 'x.htm', 'x.js', 'x.exe', 'x.txt.php', 'x']) expect(said(await upload(at(), name, text)), name).toBe('422 file.type');
    for (const page of ['<!doctype html><script>alert(1)</script>', '<svg onload="alert(1)">', '#!/bin/sh'])
      expect(said(await upload(at(), 'x.txt', Buffer.from(page))), page).toBe('422 file.type');
  });
  test('an id is never a path', async () => {
    for (const id of ['..%2f..%2f..%2fetc%2fpasswd', '%2e%2e%2f%2e%2e', '..', 'a'.repeat(64), '%252e%252e%252f']) {
      const answer = await admin.send('GET', `${at()}/${id}`);
      expect(answer.status, id).toBe(404);
      const record = await admin.send('GET', `/api/customers/customer/${id}/attachments`);
      expect(record.status, id).toBe(404);
    }
  });
  test('bytes are kept under their checksum only', async () => {
    const place = join(folder, 'files');
    mkdirSync(place);
    const store = folderStore(place);
    const sum = await store.put(text);
    expect(readdirSync(place, { recursive: true })).toEqual([sum.slice(0, 2), join(sum.slice(0, 2), sum)]);
    for (const wrong of ['../secret.txt', `../${sum}`, '', '..', sum.toUpperCase(), `${sum}/..`]) expect(await store.open(wrong), wrong).toBeUndefined();
  });
  test('the web application gives out its own files and no others', async () => {
    expect((await admin.send('GET', '/assets/main.js')).text).toBe('export {};');
    for (const url of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/..%5csecret.txt',
      '//secret.txt',
      '/.env',
      '/assets/',
    ])
      expect((await admin.send('GET', url)).text, url).not.toContain('the secret');
    for (const url of ['/assets/..%2f..%2fsecret.txt', '/.env', '/package.json']) expect((await admin.send('GET', url)).status, url).toBe(404);
  });
});

describe('too much of everything', () => {
  const importing = '/api/customers/customer/import';
  const sheet = (rows: string): Readonly<Record<string, Uint8Array>> => ({
    '[Content_Types].xml': strToU8('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': strToU8(
      '<?xml version="1.0"?><workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8('<?xml version="1.0"?><Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="x"/></Relationships>'),
    'xl/worksheets/sheet1.xml': strToU8(`<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`),
  });
  const refusedFor = async (bytes: Uint8Array): Promise<unknown> =>
    ((await upload(importing, 'x.xlsx', bytes, { mode: 'upsert' })).body as { params?: { reason?: string } }).params?.reason;

  test('a body over one megabyte, a file over twenty, a second file, too many fields', async () => {
    expect(said(await admin.send('POST', '/api/customers/customer', { name: 'x'.repeat(1024 * 1024) }))).toBe('413 request.too_large');
    expect(said(await upload(importing, 'x.csv', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), { mode: 'upsert' }))).toMatch(/^413 /);
    expect(said(await upload(at(), 'x.txt', Buffer.alloc(20 * 1024 * 1024 + 1, 'a')))).toBe('413 file.too_large');
    const two = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n`.repeat(2);
    expect(said(await admin.send('POST', at(), `${two}--${edge}--\r\n`, { 'content-type': `multipart/form-data; boundary=${edge}` }))).toMatch(/^4\d\d request\./);
    expect(said(await upload(importing, 'x.csv', text, Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, 'x']))))).toMatch(/^4\d\d request\./);
    expect(said(await upload(importing, 'x.csv', text, { mode: 'x'.repeat(70_000) }))).toMatch(/^4\d\d /);
  });
  test('a workbook that grows a thousandfold, lies about its size, or names entities', async () => {
    const bomb = zipSync(sheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>${' '.repeat(60_000_000)}</t></is></c></row>`), { level: 9 });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusedFor(bomb)).toBe('ratio');
    const lying = Uint8Array.from(zipSync(sheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>${' '.repeat(500_000)}</t></is></c></row>`), { level: 9 }));
    const view = new DataView(lying.buffer);
    for (let offset = 0; offset < lying.length - 4; offset += 1) if (view.getUint32(offset, true) === 0x02014b50) view.setUint32(offset + 24, 1, true);
    expect(await refusedFor(lying)).toBe('damaged');
    const parts = zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`xl/${index}.xml`, new Uint8Array()])), { level: 0 });
    expect(await refusedFor(parts)).toBe('too_many_parts');
    const laughs = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    expect(await refusedFor(zipSync({ ...sheet(''), 'xl/worksheets/sheet1.xml': strToU8(`<?xml version="1.0"?>${laughs}<worksheet><sheetData/></worksheet>`) }))).toBe(
      'document_type',
    );
    const outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">';
    expect(await refusedFor(zipSync({ ...sheet(''), 'xl/worksheets/sheet1.xml': strToU8(`<?xml version="1.0"?>${outside}<worksheet><sheetData/></worksheet>`) }))).toBe(
      'document_type',
    );
  });
  test('a packed body is not unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(50_000_000, ' '));
    const answer = await admin.send('POST', '/api/customers/customer', packed, { 'content-encoding': 'gzip' });
    expect(said(answer)).toMatch(/^4\d\d request\./);
  });
  test('the server answers as before', async () => {
    expect((await admin.send('GET', '/api/customers/customer')).status).toBe(200);
  });
});
