import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decimal } from '#decimal';
import type { RecordMeta } from '../registry/meta.ts';
import { cellText } from './cell.ts';
import { shield, unshielded } from './csv.ts';
import { importableTable } from './importable.ts';
import { openFile } from './read-table.ts';
import { readRecords } from './rows.ts';
import { customer, field, order, priceList } from './samples.ts';
import { writeTemplate } from './template.ts';
import { writeTable, type ExportTable } from './write-table.ts';

const column = (name: string) => {
  const meta = customer.fields.find((each) => each.name === name) ?? field(name, 'text', name, name);
  return { name, title: meta.zh, field: meta };
};
const table: ExportTable = {
  title: { zh: '客户', en: 'Customers' },
  columns: ['code', 'name', 'kind', 'credit_limit', 'discount', 'since', 'active', 'payment_term'].map(column),
  rows: [
    {
      code: '001',
      name: `=cmd|' /C calc'!A0`,
      kind: 'company',
      credit_limit: decimal('-5'),
      discount: '0.13',
      since: '2026-03-05',
      active: true,
      payment_term: { id: 'x', code: 'I30', label: '开票后30天' },
    },
    { code: 'C2', name: `'quoted`, kind: 'individual', credit_limit: '12345678901234567.89', discount: null, since: null, active: false, payment_term: null },
  ],
  totals: { credit_limit: '12345678901234562.89' },
  conditions: [
    ['筛选', '全部'],
    ['导出人', '林晓雯'],
  ],
};
const load = async (bytes: Uint8Array): Promise<ExcelJS.Workbook> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  return book;
};
const titlesOf = (book: ExcelJS.Workbook): readonly unknown[] => {
  const values = book.worksheets[0]?.getRow(1).values;
  return Array.isArray(values) ? values.slice(1) : [];
};

describe('P.10 export', () => {
  test('P10-5 delimited text: what a spreadsheet would run is shielded, numbers stay numbers', async () => {
    const { bytes, type } = await writeTable(table, { format: 'csv', locale: 'zh' });
    expect(type).toBe('text/csv; charset=utf-8');
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
    expect(strFromU8(bytes.slice(3)).split('\r\n')).toEqual([
      '客户编号,名称,客户性质,信用额度,折扣,建档日,启用,收款条件',
      `001,'=cmd|' /C calc'!A0,企业,-5.00,13%,2026-03-05,是,I30 开票后30天`,
      `C2,'quoted,个人,12345678901234567.89,,,否,`,
      '合计,,,12345678901234562.89,,,,',
      '',
    ]);
    const chinese = await writeTable(table, { format: 'csv', locale: 'zh', encoding: 'gb18030' });
    expect(iconv.decode(Buffer.from(chinese.bytes), 'gb18030').slice(0, 4)).toBe('客户编号');
  });
  test('P10-5 one quote goes on and comes off again', () => {
    expect([`=1`, `'=1`, `'quoted`, `＝1`, '-x', '一=', ''].map(shield)).toEqual([`'=1`, `''=1`, `'quoted`, `'＝1`, `'-x`, '一=', '']);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(`'`, '=', '＝', '+', '-', '@', '\t', 'a', '一')).map((parts) => parts.join('')),
        (text) => {
          expect(unshielded(shield(text))).toBe(text);
        },
      ),
    );
  });
  test('P10-5 workbook: text cells with quote prefix, real numbers and dates, long decimals as text', async () => {
    const { bytes, name } = await writeTable(table, { format: 'xlsx', locale: 'zh' });
    expect(name).toBe('客户.xlsx');
    const book = await load(bytes);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['客户', '条件']);
    const sheet = book.getWorksheet('客户');
    expect(sheet?.getRow(2).values).toEqual([undefined, '001', `=cmd|' /C calc'!A0`, '企业', -5, 0.13, new Date(Date.UTC(2026, 2, 5)), '是', 'I30 开票后30天']);
    expect(sheet?.getCell('D3').value).toBe('12345678901234567.89');
    expect(sheet?.getCell('F2').numFmt).toBe('yyyy-mm-dd');
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(book.getWorksheet('条件')?.getRow(2).values).toEqual([undefined, '导出人', '林晓雯']);
    const parts = unzipSync(bytes);
    const xml = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    const prefixed = /<c r="B2" s="(\d)"/.exec(xml)?.[1];
    expect(
      strFromU8(parts['xl/styles.xml'] ?? new Uint8Array())
        .match(/<cellXfs.*<\/cellXfs>/)?.[0]
        .split('<xf')[Number(prefixed) + 1],
    ).toContain('quotePrefix="1"');
    expect(xml).not.toContain('<f>');
  });
  test('P.10 what is written is read back, whatever the characters', async () => {
    const texts = ['_x000D_', 'a\u0001b', '<&">', ' 空白 ', '一\n二', '😀'];
    const { bytes } = await writeTable(
      { title: { zh: '文本/表', en: 'Text' }, columns: [column('remark')], rows: texts.map((remark) => ({ remark })) },
      { format: 'xlsx', locale: 'zh' },
    );
    const back: string[] = [];
    for await (const row of openFile({ name: 'a.xlsx', bytes }).table().rows()) back.push(cellText(row.cells[0]));
    expect(back).toEqual(['备注', ...texts]);
  });
});

describe('P.10 importable export', () => {
  const again = async (meta: RecordMeta, records: readonly Readonly<Record<string, unknown>>[], format: 'csv' | 'xlsx', locale: 'zh' | 'en') => {
    const { bytes } = await writeTable(importableTable(meta, records, locale), { format, locale });
    const read = await readRecords(openFile({ name: `a.${format}`, bytes }), meta, { mode: 'upsert' });
    expect(read.records.flatMap((record) => record.problems)).toEqual([]);
    return read.records.map((record) => record.values);
  };
  test.each([
    ['csv', 'zh'],
    ['xlsx', 'zh'],
    ['csv', 'en'],
    ['xlsx', 'en'],
  ] as const)('P10-8 %s in %s: one row for each line, the same values come back', async (format, locale) => {
    const product = { id: '0197b2a4-7c00-7000-8000-000000000001', code: 'P001', label: '复印纸' };
    const orders = [
      {
        number: 'SO2601-00001',
        state: 'draft',
        customer: { code: 'C1', label: '昆山' },
        order_date: '2026-01-08',
        net: '5.00',
        lines: [
          { line_no: 1, product, unit: { code: '箱', label: '箱' }, qty: '40', net: '1.00' },
          { line_no: 2, product, unit: null, qty: '0.5', net: '4.00' },
        ],
      },
      { number: 'SO2601-00002', state: 'draft', customer: { code: 'C2', label: 'C2' }, order_date: null, net: '0.00', lines: [] },
    ];
    expect(await again(order, orders, format, locale)).toEqual([
      {
        number: 'SO2601-00001',
        customer: 'C1 昆山',
        order_date: '2026-01-08',
        lines: [
          { line_no: 1, product: 'P001 复印纸', unit: '箱', qty: '40' },
          { line_no: 2, product: 'P001 复印纸', qty: '0.5' },
        ],
      },
      { number: 'SO2601-00002', customer: 'C2' },
    ]);
    const list = { code: 'STD', name: '=标准价', includes_tax: true, valid_from: '2026-01-01', lines: [{ line_no: 1, product, unit: null, min_qty: '0', price: '25.9' }] };
    expect(await again(priceList, [list], format, locale)).toEqual([
      { code: 'STD', name: '=标准价', includes_tax: true, valid_from: '2026-01-01', lines: [{ line_no: 1, product: 'P001 复印纸', min_qty: '0', price: '25.9' }] },
    ]);
  });
  test('P.10 masked fields stay at home', async () => {
    const secret: RecordMeta = { ...customer, fields: [...customer.fields, field('id_no', 'text', '证件号', 'Identity number', { sensitive: { show: 'first3_last4' } })] };
    const { columns } = importableTable(secret, [], 'zh');
    expect(columns.map(({ name }) => name)).not.toContain('id_no');
  });
});

describe('P.10 template', () => {
  test('headers with stars, guide, choices and drop-downs; its samples import', async () => {
    const { bytes, name } = await writeTemplate(customer, {
      locale: 'zh',
      samples: true,
      extras: [{ zh: '联系人', en: 'Contact', path: 'contact_name' }],
      codes: { 'finance.payment_term': ['COD', 'I30'] },
    });
    expect(name).toBe('客户导入模板.xlsx');
    const book = await load(bytes);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['客户', '说明', '选项']);
    const sheet = book.worksheets[0];
    const titles = titlesOf(book);
    expect(titles).toContain('名称*');
    expect(titles).toContain('客户性质');
    expect(titles).toContain('联系人');
    expect(titles).not.toContain('阶段');
    expect(sheet?.getCell('A2').numFmt).toBe('@');
    const choices = book.getWorksheet('选项');
    expect(choices?.getColumn(1).values.slice(1)).toEqual(['客户性质', '企业', '个人']);
    expect(sheet?.getCell('C5').dataValidation?.formulae).toEqual([`'选项'!$A$2:$A$3`]);
    const read = await readRecords(openFile({ name, bytes }), customer, { mode: 'upsert', extras: [{ zh: '联系人', en: 'Contact', path: 'contact_name' }] });
    expect(read.records).toHaveLength(3);
    expect(read.records.flatMap((record) => record.problems)).toEqual([]);
    expect(read.records[0]?.values).toMatchObject({
      code: 'A001',
      kind: 'company',
      uscc: '91310115MA1QT00196',
      payment_term: 'COD',
      credit_limit: '100.00',
      since: '2026-01-05',
      discount: '0.13',
    });
  });
  test('a record with lines in English', async () => {
    const book = await load((await writeTemplate(order, { locale: 'en' })).bytes);
    expect(titlesOf(book)).toEqual(['Number', 'Customer*', 'Order date*', 'Product*', 'Unit', 'Quantity*', 'Action']);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['Sales order', 'Guide', 'Choices']);
  });
});
