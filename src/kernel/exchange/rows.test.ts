import ExcelJS from 'exceljs';
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { RecordMeta } from '../registry/meta.ts';
import { openFile } from './read-table.ts';
import { readRecords, type ReadOptions, type ReadRecords } from './rows.ts';
import { customer, customerExtras, opening, order, priceList } from './samples.ts';

const csv = (text: string, meta: RecordMeta, options: Partial<ReadOptions> = {}): Promise<ReadRecords> =>
  readRecords(openFile({ name: 'a.csv', bytes: strToU8(text) }), meta, { mode: 'upsert', ...options });
async function book(sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>, finish?: (book: ExcelJS.Workbook) => void): Promise<ReturnType<typeof openFile>> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name).addRows(rows.map((row) => [...row]));
  finish?.(workbook);
  return openFile({ name: 'a.xlsx', bytes: new Uint8Array(await workbook.xlsx.writeBuffer()) });
}
const values = (read: ReadRecords): readonly unknown[] => read.records.map((record) => record.values);
const problems = (read: ReadRecords): unknown => read.records.flatMap((record) => record.problems.map(({ row, column, code, params }) => ({ row, column, code, params })));

describe('P.10 headers', () => {
  test('P10-2 labels in both languages, keys, stars, blanks and bracketed units', async () => {
    const { header } = await csv('客户编号*, 名 称, Mobile, 信用额度（元）\nC1,甲,,5', customer);
    expect(header.columns.map(({ target }) => (target.kind === 'field' ? target.field.name : target.kind))).toEqual(['code', 'name', 'mobile', 'credit_limit']);
    await expect(csv('客户编号*, 名 称, Mobile, 信用额度（元）,备注2\n', customer)).rejects.toMatchObject({ code: 'batch.unknown_column', params: { columns: ['备注2'] } });
  });
  test('P.10 the header may stand below a title; unknown columns may be mapped or dropped', async () => {
    const read = await csv('客户清单,,\n\n编号,客户名称,说明,tel\nC1,甲,x,021-58880000', customer, { mapping: { 说明: null, tel: '电话' } });
    expect(read.header.row).toBe(3);
    expect(values(read)).toEqual([{ code: 'C1', name: '甲', phone: '021-58880000' }]);
  });
  test('P.10 two columns on one field, missing columns', async () => {
    await expect(csv('编号,客户编号,名称\n', customer)).rejects.toMatchObject({ code: 'batch.duplicate_key', params: { key: '编号, 客户编号' } });
    await expect(csv('名称,手机\n', customer, { mode: 'update' })).rejects.toMatchObject({ code: 'import.header_missing', params: { fields: ['code'] } });
    await expect(csv('编号,手机\n', customer, { mode: 'insert' })).rejects.toMatchObject({ code: 'import.header_missing', params: { fields: ['name'] } });
    await expect(csv('a,b\n1,2', customer)).rejects.toMatchObject({ code: 'import.header_missing' });
    await expect(csv('', customer)).rejects.toMatchObject({ code: 'import.header_missing' });
  });
});

describe('P.10 rows of catalogs', () => {
  test('first sale: step 3 customers', async () => {
    const read = await csv(
      '客户编号,名称,客户性质,统一社会信用代码,收款条件,联系人,联系人手机\nC000001,昆山同创电子有限公司,企业,91320583MA1TC26047,I30,李明,138 0013 8000',
      customer,
      { extras: customerExtras },
    );
    expect(read.records).toEqual([
      {
        rows: [2],
        key: 'C000001',
        match: 'code',
        values: {
          code: 'C000001',
          name: '昆山同创电子有限公司',
          kind: 'company',
          uscc: '91320583MA1TC26047',
          payment_term: 'I30',
          contact_name: '李明',
          contact_mobile: '138 0013 8000',
        },
        lineRows: {},
        problems: [],
      },
    ]);
    const wrong = await csv('客户编号,名称,统一社会信用代码\nC000001,昆山,91320583MA1TC26048', customer);
    expect(problems(wrong)).toEqual([{ row: 2, column: '统一社会信用代码', code: 'uscc.check_digit', params: { expected: '7' } }]);
  });
  test('1.1 rows with the same customer key are one customer with several contacts', async () => {
    const extras = [
      { zh: '联系人', en: 'Contact', path: 'contacts.name' },
      { zh: '联系人手机', en: 'Contact mobile', path: 'contacts.mobile', format: 'mobile' },
    ];
    const read = await csv('客户编号,名称,联系人,联系人手机\nC1,昆山,李明,138 0013 8000\nC1,,王芳,12912345678\n,苏州,张伟,\n,,赵敏,\n,无锡,,', customer, { extras });
    expect(values(read)).toEqual([
      { code: 'C1', name: '昆山', contacts: [{ name: '李明', mobile: '13800138000' }, { name: '王芳' }] },
      { name: '苏州', contacts: [{ name: '张伟' }, { name: '赵敏' }] },
      { name: '无锡' },
    ]);
    expect(problems(read)).toEqual([{ row: 3, column: '联系人手机', code: 'mobile.invalid', params: {} }]);
  });
  test('P10-3 clearing, blanks and a wrong mobile', async () => {
    const read = await csv('客户编号,名称,电话,手机,标签\nC000001,,<清空>,,<clear>\n,新客户,,,重点、VIP\nC000003,乙,,12912345678,', customer);
    expect(values(read)).toEqual([
      { code: 'C000001', phone: null, tags: [] },
      { name: '新客户', tags: ['key', 'vip'] },
      { code: 'C000003', name: '乙' },
    ]);
    expect(problems(read)).toEqual([{ row: 4, column: '手机', code: 'mobile.invalid', params: {} }]);
    expect(read.records.map((record) => record.key)).toEqual(['C000001', null, 'C000003']);
  });
  test('P.10 the same key twice', async () => {
    const read = await csv('编号,名称\nA1,甲\nB1,乙\na1,丙', customer);
    expect(problems(read)).toEqual([2, 4].map((row) => ({ row, column: null, code: 'batch.duplicate_key', params: { key: 'A1', rows: [2, 4] } })));
  });
  test('P.10 typed cells: numbers, dates, percentages, truth values, formulas, errors', async () => {
    const file = await book(
      {
        客户: [
          ['编号', '名称', '信用额度', '建档日', '折扣', '启用', '手机', '备注'],
          [1001, '甲', 1234.5, new Date(Date.UTC(2026, 2, 5)), 0.13, true, 13800138000, 12.5],
          ['C2', '乙', '1.5万', 46086, '13%', '否', { formula: 'A1' }, { error: '#N/A' }],
          ['C3', '丙', '', 20260305, 13, '是', 1.38e18, ''],
        ],
      },
      (workbook) => {
        const sheet = workbook.worksheets[0];
        if (sheet) sheet.getCell('D2').numFmt = 'yyyy/m/d';
      },
    );
    const read = await readRecords(file, customer, { mode: 'upsert' });
    expect(values(read)).toEqual([
      { code: '1001', name: '甲', credit_limit: '1234.50', since: '2026-03-05', discount: '0.13', active: true, mobile: '13800138000', remark: '12.5' },
      { code: 'C2', name: '乙', credit_limit: '15000.00', since: '2026-03-05', discount: '0.13', active: false },
      { code: 'C3', name: '丙', since: '2026-03-05', active: true },
    ]);
    expect(problems(read)).toMatchObject([
      { row: 3, column: '手机', code: 'import.formula' },
      { row: 3, column: '备注', code: 'field.type' },
      { row: 4, column: '折扣', code: 'field.range', params: { hint: '13%' } },
      { row: 4, column: '手机', code: 'field.type' },
    ]);
  });
  test('P.10 merged cells in the data, not in the title', async () => {
    const file = await book(
      {
        客户: [
          ['客户清单', ''],
          ['编号', '名称'],
          ['C1', '甲'],
          ['', '乙'],
        ],
      },
      (workbook) => {
        workbook.worksheets[0]?.mergeCells('A1:B1');
        workbook.worksheets[0]?.mergeCells('A3:A4');
      },
    );
    expect(problems(await readRecords(file, customer, { mode: 'upsert' }))).toEqual([{ row: 3, column: null, code: 'import.merged_cell', params: { range: 'A3:A4' } }]);
  });
  test('P.10 columns of the system and of an error file are passed over', async () => {
    const read = await csv('编号,名称,阶段,错误列,错误说明\nC1,甲,线索,手机,手机号不对', customer);
    expect(values(read)).toEqual([{ code: 'C1', name: '甲' }]);
    expect(problems(read)).toEqual([]);
  });
});

describe('P.10 documents with lines', () => {
  const p10 = '编号,客户,商品,数量\nA1,C000001,P1,2\n,,P2,3\nA2,C000002,P1,1\n';
  test('P10-4 rows of one document, the same key again later', async () => {
    const read = await csv(`${p10}A1,C000001,P3,1`, order);
    expect(values(read).slice(0, 2)).toEqual([
      {
        number: 'A1',
        customer: 'C000001',
        lines: [
          { product: 'P1', qty: '2' },
          { product: 'P2', qty: '3' },
        ],
      },
      { number: 'A2', customer: 'C000002', lines: [{ product: 'P1', qty: '1' }] },
    ]);
    expect(read.records.map(({ rows, lineRows }) => ({ rows, lineRows })).slice(0, 2)).toEqual([
      { rows: [2, 3], lineRows: { lines: [2, 3] } },
      { rows: [4], lineRows: { lines: [4] } },
    ]);
    expect(problems(read)).toEqual([2, 5].map((row) => ({ row, column: null, code: 'batch.duplicate_key', params: { key: 'A1', rows: [2, 5] } })));
  });
  test('P10-4 a header value that differs within the document', async () => {
    expect(problems(await csv(p10.replace(',,P2', ',C000009,P2'), order))).toEqual([
      { row: 3, column: '客户', code: 'batch.row_invalid', params: { field: 'customer', rows: [2, 3] } },
    ]);
    expect(problems(await csv(p10.replace(',,P2', 'A1,C000001,P2'), order))).toEqual([]);
  });
  test('P.10 without a key column a new document begins where the header cells change', async () => {
    const read = await csv('客户,订单日期,商品,数量\nC1,2026/1/8,P1,2\n,,P2,3\nC1,2026年1月8日,P3,1\nC2,2026-01-08,P1,1', order);
    expect(read.records.map(({ rows, key }) => ({ rows, key }))).toEqual([
      { rows: [2, 3, 4], key: null },
      { rows: [5], key: null },
    ]);
  });
  test('first sale: step 3 price list', async () => {
    const read = await csv(
      '编号,名称,含税,生效日,商品,单位,起订量,价格,操作\nSTD,标准价,是,2026-01-01,P001,包,0,25.9,发布\n,,,,P001,包,100,24.9,\n,,,,P002,台,0,79,\n,,,,P003,袋,0,59.9,',
      priceList,
    );
    expect(read.records).toMatchObject([{ rows: [2, 3, 4, 5], key: 'STD', action: 'publish', problems: [] }]);
    expect(read.records[0]?.values).toEqual({
      code: 'STD',
      name: '标准价',
      includes_tax: true,
      valid_from: '2026-01-01',
      lines: [
        { product: 'P001', unit: '包', min_qty: '0', price: '25.9' },
        { product: 'P001', unit: '包', min_qty: '100', price: '24.9' },
        { product: 'P002', unit: '台', min_qty: '0', price: '79' },
        { product: 'P003', unit: '袋', min_qty: '0', price: '59.9' },
      ],
    });
  });
  test('P.10 actions and line actions, quantities with their unit', async () => {
    const read = await csv('编号,客户,行号,商品,单位,数量,行操作,操作\nA1,C1,1,P1,箱,12 箱,,Confirm\n,,2,,,,<删除>,\n,,3,P3,包,5箱,,\nA2,C1,,P1,,1,,过账', order);
    expect(read.records[0]).toMatchObject({
      action: 'confirm',
      values: {
        lines: [
          { line_no: 1, product: 'P1', unit: '箱', qty: '12' },
          { line_no: 2, _delete: true },
          { line_no: 3, product: 'P3', unit: '包' },
        ],
      },
    });
    expect(problems(read)).toMatchObject([
      { row: 4, column: '数量', code: 'field.format' },
      { row: 5, column: '操作', code: 'field.choice' },
    ]);
  });
  test('P.10 one sheet for each table of lines', async () => {
    const file = await book({
      期初余额: [
        ['科目', '期初', '操作'],
        ['1001', 2000, '过账'],
        ['1122', '11,300.00', ''],
      ],
      未清项: [
        ['科目', '往来单位', '金额'],
        ['1122', 'customers.customer:C000001', 11300],
      ],
    });
    const read = await readRecords(file, opening, { mode: 'insert' });
    expect(read.records).toMatchObject([
      {
        action: 'post',
        values: {
          lines: [
            { account: '1001', opening: '2000.00' },
            { account: '1122', opening: '11300.00' },
          ],
          items: [{ account: '1122', party: { declaration: 'customers.customer', code: 'C000001' }, amount: '11300.00' }],
        },
        lineRows: { lines: [2, 3], items: [2] },
      },
    ]);
  });
});
