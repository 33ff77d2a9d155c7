import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { pdfPages } from '../../src/kernel/print/pdf-text.ts';
import { connect } from '../../src/database/connect.ts';
import { expectNone, records } from '../conformance/whole.ts';
import { testServer, type Browser, type TestServer } from '../support/server.ts';
import { formula, plant, script } from './planted.ts';

/* Texts that would like to be something else — a page, a formula, a program of the typesetter — leave the server as texts (P.10, P.17). */
let server: TestServer;
let sql: pg.Client;
let admin: Browser;
let ids: ReadonlyMap<string, string>;
const plenty = { most: 1_000_000, seconds: 60 };
beforeAll(async () => {
  server = await testServer({ rates: { user: plenty, exchange: plenty } });
  sql = await connect(server.database.admin);
  admin = server.browser();
  await admin.signIn();
}, 120_000);
afterAll(async () => {
  await sql.end();
  await server.stop();
});
const exportable = records.filter((meta) => meta.name !== 'core.organisation');

describe('a page in every text', () => {
  beforeAll(async () => {
    const planted = await plant(sql, script);
    ids = planted.ids;
    expect(planted.columns).toBeGreaterThan(150);
  });
  test('comes back as JSON that no browser takes for a page, with every character', async () => {
    const wrong: string[] = [];
    let held = 0;
    for (const meta of records) {
      const at = `/api/${meta.module}/${meta.key}`;
      const id = ids.get(meta.name) ?? '';
      for (const url of [
        `${at}?limit=200&sort=-created_at`,
        `${at}/${id}`,
        `${at}/${id}/timeline`,
        `${at}/${id}/related`,
        `${at}?q=${encodeURIComponent(script)}`,
        `${at}?f.zzz=${encodeURIComponent(script)}`,
      ]) {
        const answer = await admin.send('GET', url);
        if (!/^application\/(problem\+)?json; charset=utf-8$/.test(String(answer.headers['content-type']))) wrong.push(`${url}: ${String(answer.headers['content-type'])}`);
        if (answer.status >= 500) wrong.push(`${url}: ${answer.text.slice(0, 200)}`);
        if (JSON.stringify(answer.body).includes(JSON.stringify(script).slice(1, -1))) held += 1;
      }
    }
    expectNone(wrong);
    expect(held).toBeGreaterThan(60);
  });
  test('an address that nobody serves repeats nothing as a page', async () => {
    for (const url of [
      `/${encodeURIComponent(script)}`,
      `/api/${encodeURIComponent(script)}`,
      `/api/core/unit/${encodeURIComponent(script)}`,
      `/invitation/${encodeURIComponent(script)}`,
    ]) {
      const answer = await admin.send('GET', url);
      expect(answer.headers['content-type'], url).not.toContain('text/html');
      expect(answer.status, url).toBe(404);
    }
  });
});

describe('a formula in every text', () => {
  test('leaves in CSV and Excel as a text, whatever record', { timeout: 120_000 }, async () => {
    await plant(sql, formula);
    const wrong: string[] = [];
    let shielded = 0;
    for (const meta of exportable) {
      const answer = await admin.send('POST', `/api/${meta.module}/${meta.key}/export`, { format: 'csv' });
      if (answer.status === 404 || answer.status === 403) continue;
      expect(answer.status, `${meta.name} ${answer.text.slice(0, 300)}`).toBe(200);
      for (const row of parse(answer.text.replace(/^\ufeff/, ''), { relax_column_count: true }) as string[][])
        for (const cell of row) {
          if (/^[=+@\t\r]|^-(?![\d.]+$)/.test(cell)) wrong.push(`${meta.name}: ${cell.slice(0, 80)}`);
          if (cell === `'${formula}`) shielded += 1;
        }
    }
    expectNone(wrong);
    expect(shielded).toBeGreaterThan(50);
  });
});

describe('a program of the typesetter in every text', () => {
  const program = '#panic("printed") #read("/etc/passwd") $x$ *b* <label> #set page(fill: red)';
  test('is printed as it stands', { timeout: 120_000 }, async () => {
    const planted = await plant(sql, program);
    const wrong: string[] = [];
    let seen = 0;
    for (const meta of records.filter((one) => one.type === 'document')) {
      const answer = await server.app.inject({
        method: 'GET',
        url: `/api/${meta.module}/${meta.key}/${planted.ids.get(meta.name)}/print`,
        headers: { host: 'erp.test', cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      // Some records have no print of their own; their address says so.
      if (answer.statusCode === 404) continue;
      if (answer.statusCode !== 200) {
        wrong.push(`${meta.name}: ${answer.statusCode} ${answer.body.slice(0, 300)}`);
        continue;
      }
      const text = pdfPages(answer.rawPayload).join('').replace(/\s/g, '');
      if (text.includes('root:')) wrong.push(`${meta.name}: a file of the machine was read`);
      if (text.includes('#panic("printed")')) seen += 1;
    }
    expectNone(wrong);
    expect(seen).toBeGreaterThan(2);
  });
});
