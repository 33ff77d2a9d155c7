import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Written } from './write-csv.ts';

export interface WrittenSheet {
  readonly name: string;
  readonly rows: Iterable<readonly Written[]> | AsyncIterable<readonly Written[]>;
  /** Rows that stay in sight above the data. */
  readonly header?: number;
  /** In characters. */
  readonly widths?: readonly number[];
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The cell styles by position: plain, bold, text, text with quote prefix, money, percent, date. */
const style = { plain: 0, bold: 1, text: 2, prefixed: 3, money: 4, percent: 5, date: 6 } as const;
const styles =
  `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00;[Red]-#,##0.00"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/>' +
  '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>';

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Characters XML cannot carry are written the workbook's way; text that looks so already is escaped first. */
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);

function columnName(at: number): string {
  let name = '';
  for (let rest = at + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
const dayZero = Date.UTC(1899, 11, 30);
const serialOf = (date: string): number => (Date.parse(`${date}T00:00:00Z`) - dayZero) / 86_400_000;

function cellXml(value: Written, at: string, bold: boolean): string {
  if (value === null || value === '') return '';
  if (typeof value === 'string') {
    // Whatever a spreadsheet would run stays text and carries the quote prefix, so that editing the cell does not wake it (P10-5).
    const shape = /^[=+\-@\t\r＝＋－＠]/.test(value) ? style.prefixed : bold ? style.bold : style.text;
    return `<c r="${at}" s="${shape}" t="inlineStr"><is><t xml:space="preserve">${escaped(value.slice(0, 32_767))}</t></is></c>`;
  }
  if (typeof value === 'boolean') return cellXml(value ? '是' : '否', at, bold);
  if ('date' in value) return `<c r="${at}" s="${style.date}"><v>${serialOf(value.date)}</v></c>`;
  // Beyond fifteen digits a spreadsheet would silently round.
  if (value.text !== undefined && value.text.replace(/[^0-9]/g, '').replace(/^0+/, '').length > 15) return cellXml(value.text, at, bold);
  return `<c r="${at}" s="${value.format === 'plain' ? style.plain : style[value.format]}"><v>${value.number}</v></c>`;
}
async function* sheetXml(sheet: WrittenSheet, shown: boolean): AsyncGenerator<string, void, undefined> {
  const header = sheet.header ?? 0;
  const pane = header > 0 ? `<pane ySplit="${header}" topLeftCell="A${header + 1}" activePane="bottomLeft" state="frozen"/>` : '';
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"${shown ? ' tabSelected="1"' : ''}>${pane}</sheetView></sheetViews>`;
  if (sheet.widths?.length) yield `<cols>${sheet.widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;
  yield '<sheetData>';
  let number = 0;
  for await (const row of sheet.rows) {
    number++;
    yield `<row r="${number}">${row.map((value, at) => cellXml(value, `${columnName(at)}${number}`, number <= header)).join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}
/** Sheet names are cut and cleaned as spreadsheets want them. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);

/** The same table gives the same bytes; the archive's clock says nothing anybody needs. */
const packedAt = new Date(2026, 0, 1);

/** A workbook, packed while it is made, so that only the packed form is held. */
export async function workbookBytes(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const add = async (name: string, texts: Iterable<string> | AsyncIterable<string>): Promise<void> => {
    const part = new ZipDeflate(name, { level: 6 });
    part.mtime = packedAt;
    zip.add(part);
    let waiting = '';
    for await (const text of texts) {
      waiting += text;
      if (waiting.length < 65_536) continue;
      part.push(strToU8(waiting));
      waiting = '';
    }
    part.push(strToU8(waiting), true);
  };
  const parts = sheets.map((sheet, at) => ({ sheet, id: at + 1 }));
  await add('[Content_Types].xml', [
    `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>`,
    ...parts.map(({ id }) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${sheetType}.worksheet+xml"/>`),
    '</Types>',
  ]);
  await add('_rels/.rels', [
    `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ]);
  await add('xl/workbook.xml', [
    `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>`,
    ...parts.map(({ sheet, id }) => `<sheet name="${escaped(sheetName(sheet.name))}" sheetId="${id}" r:id="rId${id}"/>`),
    '</sheets></workbook>',
  ]);
  await add('xl/_rels/workbook.xml.rels', [
    `${head}<Relationships xmlns="${packages}/relationships">`,
    ...parts.map(({ id }) => `<Relationship Id="rId${id}" Type="${relations}/worksheet" Target="worksheets/sheet${id}.xml"/>`),
    `<Relationship Id="rId${parts.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  ]);
  await add('xl/styles.xml', [styles]);
  for (const { sheet, id } of parts) await add(`xl/worksheets/sheet${id}.xml`, sheetXml(sheet, id === 1));
  zip.end();
  return Buffer.concat(pieces);
}
