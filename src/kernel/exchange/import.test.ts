import ExcelJS from 'exceljs';
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Call } from '../command/call.ts';
import { Refused } from '../problem.ts';
import { platformRefusals } from '../registry/platform-refusals.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { importFile, type ImportAnswer, type ImportOptions } from './import.ts';
import type { ImportTarget, Upsert } from './save.ts';
import type { SourceFile } from './read-table.ts';
import type { ImportedRecord } from './record.ts';
import { customer, order } from './samples.ts';

const registry = { refusals: new Map(Object.entries(platformRefusals)) } as unknown as Registry;
const call = { locale: 'zh', dryRun: false } as unknown as Call;

/** A table in memory with the manners of a database: a transaction is kept or rolled back as a whole. */
function memory(existing: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}, refuse?: (record: ImportedRecord) => void) {
  let stored = new Map(Object.entries(existing));
  let transactions = 0;
  const target: ImportTarget = {
    transaction: async (work, keep) => {
      transactions++;
      const next = new Map(stored);
      const upsert: Upsert = async (record, mode) => {
        refuse?.(record);
        const key = record.key ?? `AUTO${next.size + 1}`;
        const before = next.get(key);
        if (mode === 'insert' && before) throw new Refused('record.duplicate', { field: record.match, code: key }, `/${record.match}`);
        if (mode === 'update' && !before) throw new Refused('batch.key_not_found');
        const after = { ...before, ...record.values };
        next.set(key, after);
        if (!before) return { outcome: 'created' };
        return { outcome: JSON.stringify(after) === JSON.stringify(before) ? 'unchanged' : 'updated' };
      };
      const result = await work({ upsert });
      if (keep(result)) stored = next;
      return result;
    },
  };
  return { target, rows: () => Object.fromEntries(stored), transactions: () => transactions };
}
type Memory = ReturnType<typeof memory>;
const file = (text: string, name = 'a.csv'): SourceFile => ({ name, bytes: strToU8(text) });
const run = (to: Memory, source: SourceFile, options: ImportOptions = {}, meta: RecordMeta = customer): Promise<ImportAnswer> =>
  importFile({ registry, target: to.target }, call, meta, source, options);

describe('P.10 importing', () => {
  const three = '客户编号,名称,电话,手机\nC000001,,<清空>,\nC000002,新客户,,\nC000003,错手机,,12912345678\n';
  const existing = { C000001: { code: 'C000001', name: '甲', phone: '021-58880000' } };

  test('P10-3 whole: one wrong row and nothing is saved; the error file has that row', async () => {
    const store = memory(existing);
    const answer = await run(store, file(three));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'mobile.invalid', title: '手机号不对', counts: { created: 0, updated: 0, unchanged: 0, failed: 1 }, state: 'failed', unit: 'whole' });
    expect(answer.body.errors).toEqual([{ row: 4, column: '手机', code: 'mobile.invalid', params: {}, value: '12912345678', message: '手机号不对：更正该字段' }]);
    expect(store.rows()).toEqual(existing);
    expect(new TextDecoder().decode(answer.errorFile?.bytes)).toBe('客户编号,名称,电话,手机,错误列,错误说明\r\nC000003,错手机,,12912345678,手机,手机号不对：更正该字段\r\n');
    expect(answer.errorFile?.name).toBe('a-错误.csv');
  });
  test('P10-3 row by row: two saved, one failed; the corrected error file saves it', async () => {
    const store = memory(existing);
    const answer = await run(store, file(three), { unit: 'row' });
    expect(answer).toMatchObject({ status: 200, body: { state: 'partly_done', counts: { created: 1, updated: 1, unchanged: 0, failed: 1 } } });
    expect(store.rows().C000001).toEqual({ code: 'C000001', name: '甲', phone: null });
    const corrected = new TextDecoder().decode(answer.errorFile?.bytes).replace('12912345678', '13912345678');
    const again = await run(store, file(corrected), { unit: 'row' });
    expect(again).toMatchObject({ status: 200, body: { state: 'done', counts: { created: 1, failed: 0 } } });
    expect(again.errorFile).toBeUndefined();
    expect(store.rows().C000003).toEqual({ code: 'C000003', name: '错手机', mobile: '13912345678' });
  });
  test('P.10 preview: what would happen to each record, and nothing is kept', async () => {
    const store = memory(existing);
    const answer = await run(store, file('客户编号,名称\nC000001,乙\nC000002,丙\n'), { dryRun: true });
    expect(answer).toMatchObject({ status: 200, body: { dry_run: true, state: 'previewed', counts: { created: 1, updated: 1, failed: 0 } } });
    expect(answer.body.rows).toMatchObject([
      { rows: [2], key: 'C000001', outcome: 'will_update', values: { name: '乙' } },
      { rows: [3], key: 'C000002', outcome: 'will_create' },
    ]);
    expect(store.rows()).toEqual(existing);
  });
  test('P.10 modes: an existing key on insert, a missing one on update, nothing changed', async () => {
    expect(await run(memory(existing), file('客户编号,名称\nC000001,乙\n'), { mode: 'insert' })).toMatchObject({
      status: 422,
      body: { code: 'record.duplicate', errors: [{ row: 2, column: '客户编号', value: 'C000001' }] },
    });
    expect(await run(memory(existing), file('客户编号,名称\nC000009,乙\n'), { mode: 'update' })).toMatchObject({ status: 422, body: { code: 'batch.key_not_found' } });
    expect(await run(memory(existing), file('客户编号,名称\nC000001,甲\n'))).toMatchObject({ status: 200, body: { counts: { created: 0, updated: 0, unchanged: 1, failed: 0 } } });
  });
  test('P.10 a refusal of a line names its row and column', async () => {
    const store = memory({}, (record) => {
      if (record.key === 'A1') throw new Refused('reference.not_found', { code: 'P2' }, '/lines/1/product');
    });
    const answer = await run(store, file('编号,客户,商品,数量\nA1,C1,P1,2\n,,P2,3\nA2,C1,P1,1\n'), { unit: 'row' }, order);
    expect(answer.body.errors).toMatchObject([{ row: 3, column: '商品', code: 'reference.not_found', path: '/lines/1/product', message: '找不到 P2：检查编号或先建档' }]);
    // All rows of the document come back, because a document is one row.
    expect(new TextDecoder().decode(answer.errorFile?.bytes).split('\r\n')).toEqual([
      '编号,客户,商品,数量,错误列,错误说明',
      'A1,C1,P1,2,,',
      ',,P2,3,商品,找不到 P2：检查编号或先建档',
      '',
    ]);
    expect(Object.keys(store.rows())).toEqual(['A2']);
  });
  test('P.10 a workbook gets a workbook as its error file, and that imports too', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('客户');
    sheet.addRows([
      ['客户编号', '名称', '建档日', '信用额度', '折扣'],
      ['C1', '甲', new Date(Date.UTC(2026, 2, 5)), 12.345, 0.13],
    ]);
    sheet.getCell('C2').numFmt = 'yyyy-mm-dd';
    sheet.getCell('E2').numFmt = '0%';
    const answer = await run(memory(), { name: 'a.xlsx', bytes: new Uint8Array(await book.xlsx.writeBuffer()) });
    expect(answer.body).toMatchObject({ code: 'field.scale', errors: [{ row: 2, column: '信用额度', value: '12.345' }] });
    const back = new ExcelJS.Workbook();
    await back.xlsx.load(Buffer.from(answer.errorFile?.bytes ?? []).buffer);
    const copy = back.getWorksheet('客户');
    expect(copy?.getRow(2).values).toEqual([undefined, 'C1', '甲', new Date(Date.UTC(2026, 2, 5)), 12.345, 0.13, '信用额度', '最多 2 位小数：更正该字段']);
    if (copy) copy.getCell('D2').value = 12.34;
    const store = memory();
    expect(await run(store, { name: 'b.xlsx', bytes: new Uint8Array(await back.xlsx.writeBuffer()) })).toMatchObject({ status: 200, body: { counts: { created: 1 } } });
    expect(store.rows().C1).toEqual({ code: 'C1', name: '甲', since: '2026-03-05', credit_limit: '12.34', discount: '0.13' });
  });
  test('P.10 row by row commits in portions of 500; a whole file holds 20,000 records', async () => {
    const many = (count: number): SourceFile => file(`编号,名称\n${Array.from({ length: count }, (_, at) => `K${at},n`).join('\n')}`);
    const store = memory();
    await run(store, many(1_001), { unit: 'row' });
    expect(store.transactions()).toBe(3);
    await expect(run(memory(), many(20_001), { unit: 'whole' })).rejects.toMatchObject({ code: 'batch.too_many_rows', params: { max: 20_000 } });
  });
  test('P.10 a fault of the program is no error of the file', async () => {
    const store = memory({}, () => {
      throw new TypeError('broken');
    });
    await expect(run(store, file('编号,名称\nC1,甲'))).rejects.toThrow('broken');
  });
});
