import ExcelJS from 'exceljs';
import { strToU8, zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { Refused } from '../problem.ts';
import { cellText, numberText, type Cell } from './cell.ts';
import { decodeText } from './csv.ts';
import { openFile } from './read-table.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
/** A workbook as other programs write it, part by part. */
function workbook(
  sheet: string,
  more: { readonly strings?: string; readonly styles?: string; readonly properties?: string; readonly extra?: Record<string, Uint8Array> } = {},
): Uint8Array {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8(`${head}<workbook ${space}><workbookPr${more.properties ?? ''}/><sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${head}<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${type}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="${type}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(`${head}<worksheet ${space}>${sheet}</worksheet>`),
    'xl/sharedStrings.xml': strToU8(more.strings ?? `${head}<sst ${space}/>`),
    'xl/styles.xml': strToU8(more.styles ?? `${head}<styleSheet ${space}/>`),
    ...more.extra,
  });
}
async function cells(bytes: Uint8Array, name = 'a.xlsx'): Promise<(readonly (Cell | null | undefined)[])[]> {
  const rows = [];
  for await (const row of openFile({ name, bytes }).table().rows()) rows.push(row.cells);
  return rows;
}
const text = async (bytes: Uint8Array, name?: string): Promise<string[][]> => (await cells(bytes, name)).map((row) => Array.from(row, cellText));
function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, ...error.params };
    throw error;
  }
  return undefined;
}

describe('P.10 workbooks of other programs', () => {
  test('shared, inline and rich text, phonetic readings, escapes and prefixed names', async () => {
    const strings = `${head}<sst ${space}><si><t>编号</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">昆山 </t></r><r><t>同创 &amp; Co</t></r><rPh sb="0" eb="1"><t>コンザン</t></rPh></si></sst>`;
    const sheet =
      '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>一_x000A_二</t></is></c></row><row r="3"><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c><c t="str"><f>A1&amp;"x"</f><v>编号x</v></c></row></sheetData>';
    expect(await text(workbook(sheet, { strings }))).toEqual([
      ['编号', '', '一\n二'],
      ['昆山 同创 & Co', '甲乙', '编号x'],
    ]);
    const prefixed = workbook('<x:sheetData><x:row r="1"><x:c r="B1"><x:v>5</x:v></x:c></x:row></x:sheetData>');
    expect(await text(prefixed)).toEqual([['', '5']]);
  });
  const styles = `${head}<styleSheet ${space}><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="[Red]0.00%"/><numFmt numFmtId="166" formatCode="&quot;d&quot;0.00_);[$-804]General"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/></cellXfs></styleSheet>`;
  const dates =
    '<sheetData><row r="1"><c r="A1" s="1"><v>46086</v></c><c r="B1" s="2"><v>46086</v></c><c r="C1" s="3"><v>0.13</v></c><c r="D1" s="4"><v>46086</v></c><c r="E1" s="5"><v>46086.427083333336</v></c><c r="F1" t="d"><v>2026-03-05T00:00:00</v></c></row></sheetData>';
  test('dates and percentages by their number format', async () => {
    expect(await text(workbook(dates, { styles }))).toEqual([['2026-03-05', '2026-03-05', '13%', '46086', '2026-03-05 10:15:00', '2026-03-05']]);
  });
  test('P3-2 the 1904 system', async () => {
    const bytes = workbook(dates.replaceAll('46086', '44624'), { styles, properties: ' date1904="1"' });
    expect((await text(bytes))[0]?.slice(0, 2)).toEqual(['2026-03-05', '2026-03-05']);
    expect(openFile({ name: 'a.xlsx', bytes }).table().epoch1904).toBe(true);
  });
  test('numbers lose the noise of binary fractions', async () => {
    const sheet =
      '<sheetData><row r="1"><c r="A1"><v>7.0000000000000007E-2</v></c><c r="B1"><v>25.900000000000002</v></c><c r="C1"><v>1E+3</v></c><c r="D1"><v>-1.5E-7</v></c><c r="E1"><v>1060105010000000000</v></c></row></sheetData>';
    expect(await text(workbook(sheet))).toEqual([['0.07', '25.9', '1000', '-0.00000015', '1060105010000000000']]);
    expect(numberText(1e21)).toBe('1000000000000000000000');
    expect(numberText(-12.5)).toBe('-12.5');
  });
  test('a formula without a cached value, errors, truth values', async () => {
    const sheet =
      '<sheetData><row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>""</f><v></v></c></row></sheetData>';
    expect(await cells(workbook(sheet))).toEqual([
      [{ kind: 'formula' }, { kind: 'number', number: 2, percent: false }, { kind: 'error', text: '#N/A' }, { kind: 'flag', flag: true }],
    ]);
  });
  test('merged cells, hidden rows and columns are found', async () => {
    const sheet =
      '<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>';
    const table = openFile({ name: 'a.xlsx', bytes: workbook(sheet) }).table();
    for await (const row of table.rows()) expect(row.number).toBe(1);
    expect(table.findings).toEqual({ merged: ['A2:A3'], hiddenRows: 1, hiddenColumns: 2 });
  });
  test('what exceljs writes', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('客户');
    sheet.addRow(['编号', '生效日', '税率', '含税', '备注']);
    sheet.addRow(['C000001', new Date(Date.UTC(2026, 2, 5)), 0.13, true, { richText: [{ text: '重' }, { text: '点', font: { bold: true } }] }]);
    sheet.getCell('B2').numFmt = 'yyyy-mm-dd';
    sheet.getCell('C2').numFmt = '0%';
    expect(await text(new Uint8Array(await book.xlsx.writeBuffer()))).toEqual([
      ['编号', '生效日', '税率', '含税', '备注'],
      ['C000001', '2026-03-05', '13%', '是', '重点'],
    ]);
  });
  test('files that are not taken', async () => {
    const refused = (reason: string): unknown => expect.objectContaining({ code: 'import.file_refused', reason });
    const open = (bytes: Uint8Array, name = 'a.xlsx'): unknown => refusal(() => openFile({ name, bytes }).table());
    expect(open(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toEqual(refused('old_or_encrypted'));
    expect(open(new Uint8Array(4), 'a.xls')).toEqual(refused('old_or_encrypted'));
    expect(open(workbook('', { extra: { 'xl/vbaProject.bin': strToU8('x') } }))).toEqual(refused('macros'));
    expect(open(strToU8('编号,名称'))).toEqual(refused('not_a_zip'));
    expect(open(new Uint8Array(4), 'a.pdf')).toEqual(refused('type'));
    expect(open(zipSync({ 'a.txt': strToU8('x') }))).toEqual(refused('no_sheet'));
    expect(open(workbook(`<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${' '.repeat(40_000_000)}</t></is></c></row></sheetData>`))).toEqual(refused('ratio'));
    const entity = workbook('', { strings: '<!DOCTYPE x [<!ENTITY a "aaaa">]><sst/>' });
    expect(open(entity)).toEqual(refused('document_type'));
    const bytes = workbook('<sheetData/>');
    const lying = Uint8Array.from(bytes);
    // The declared size of the first entry with content is made too small; what is inflated decides.
    const view = new DataView(lying.buffer);
    for (let at = 0; at < lying.length - 4; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1, true);
    expect(open(lying)).toEqual(refused('damaged'));
    await expect(text(workbook('<sheetData><row r="1"><c r="ABCDE1"><v>1</v></c></row></sheetData>'))).rejects.toMatchObject({ code: 'import.file_refused' });
  });
});

describe('P.10 delimited text', () => {
  test('P10-1 encoding', () => {
    expect(decodeText(new Uint8Array([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6]))).toEqual({ text: '编号,名称', encoding: 'gb18030' });
    expect(decodeText(strToU8('编号,名称'))).toEqual({ text: '编号,名称', encoding: 'utf-8' });
    expect(decodeText(strToU8('\ufeff编号,名称'))).toEqual({ text: '编号,名称', encoding: 'utf-8' });
    expect(decodeText(iconv.encode('编号\t名称', 'utf-16le', { addBOM: true }))).toEqual({ text: '编号\t名称', encoding: 'utf-16le' });
    expect(refusal(() => decodeText(new Uint8Array([0xff, 0xfe, 0x00])))).toEqual({ code: 'import.encoding' });
    expect(refusal(() => decodeText(new Uint8Array([0xb1, 0xe0]), 'utf-8'))).toEqual({ code: 'import.encoding' });
    expect(decodeText(iconv.encode('㐀𠀀€', 'gb18030')).text).toBe('㐀𠀀€');
  });
  test('delimiter, quotes and line feeds inside quotes', async () => {
    for (const delimiter of [',', ';', '\t'])
      expect(await text(strToU8(`编号${delimiter}"名,;\t称"\r\nA1${delimiter}"一 ""二""\n三"\r\n\r\n2${delimiter}`), 'a.csv')).toEqual([
        ['编号', '名,;\t称'],
        ['A1', '一 "二"\n三'],
        [''],
        ['2', ''],
      ]);
    await expect(text(strToU8('a,b\n"1,2'), 'a.csv')).rejects.toMatchObject({ code: 'import.file_refused', params: { reason: 'csv' } });
  });
});
