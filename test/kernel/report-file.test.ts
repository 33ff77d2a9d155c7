import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

let company: Company;
let admin: Client;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  const settings = await admin.patch('/api/finance/settings', { go_live_period: '2026-01' });
  expect(settings.status, JSON.stringify(settings.body)).toBe(200);
  const opening = await admin.post<{ id: string; version: number }>('/api/finance/opening', {
    lines: [
      { account: '1001', opening: '1234567.80' },
      { account: '4001', opening: '1234567.80' },
    ],
  });
  expect(opening.status, JSON.stringify(opening.body)).toBe(201);
  const posted = await admin.post(`/api/finance/opening/${opening.body.id}/actions/post`, { version: opening.body.version, input: {} });
  expect(posted.status, JSON.stringify(posted.body)).toBe(200);
});
afterAll(() => company.close());
const sheet = '/api/finance/report/balance_sheet?at=2026-01-31';
const english = { 'accept-language': 'en' };

describe('reports as files (P.10)', () => {
  test('the workbook holds the names, the figures as numbers and, beside them, the conditions', async () => {
    const got = await admin.get(`${sheet}&format=xlsx`);
    expect(got.status).toBe(200);
    expect(got.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(decodeURIComponent(got.headers.get('content-disposition') ?? '')).toContain('资产负债表-2026-01-31.xlsx');
    const { headers, rows } = await readAll(got.bytes);
    expect(headers.slice(0, 2)).toEqual(['项目', '期末余额']);
    const cash = rows.find((row) => String(row[0]).trim() === '货币资金');
    expect(Number(cash?.[1])).toBe(1234567.8);
  });
  test('delimited text begins with its mark and keeps the exact digits', async () => {
    const got = await admin.get(`${sheet}&format=csv`);
    const text = got.bytes.toString('utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toMatch(/货币资金,1234567\.80/);
  });
  test('a level behind a figure is a file too', async () => {
    const { rows } = (await admin.get<{ rows: { key: string; label: string }[] }>(sheet)).body;
    const key = rows.find((row) => row.label === '货币资金')?.key ?? '';
    const got = await admin.get(`/api/finance/report/balance_sheet/drill?at=2026-01-31&cell=${key}.closing&format=csv`);
    expect(got.status).toBe(200);
    expect(got.bytes.toString('utf8')).toContain('1234567.80');
  });
  test('names of rows come in the language of the reader', async () => {
    const labels = async (client: Promise<{ body: { rows: { label: string }[] } }>): Promise<readonly string[]> => (await client).body.rows.map((row) => row.label);
    expect(await labels(admin.get(sheet))).toContain('货币资金');
    expect(await labels(admin.get(`${sheet}`, english))).toContain('Cash and bank');
    const card = await admin.get<{ rows: { label: string; cells: { summary: string } }[] }>(
      '/api/finance/report/account_ledger?account=1001&from=2026-01-01&to=2026-01-31',
      english,
    );
    expect(card.body.rows[0]).toMatchObject({ label: 'Opening balance', cells: { summary: 'Opening balance' } });
  });
  test('whoever may not read the report gets no file either, and another format is named wrong', async () => {
    const lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
    const refused = await lin.get<{ code: string }>(`${sheet}&format=xlsx`);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const wrong = await admin.get<{ code: string }>(`${sheet}&format=ods`);
    expect([wrong.status, wrong.body.code]).toEqual([422, 'field.choice']);
  });
});
async function readAll(bytes: Uint8Array): Promise<{ readonly headers: readonly string[]; readonly rows: readonly (readonly unknown[])[] }> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  const [headers = [], ...rows] = (book.worksheets[0]?.getSheetValues() ?? []).slice(1).map((row) => (row as readonly unknown[]).slice(1));
  return { headers: headers.map(String), rows };
}
