import type ExcelJS from 'exceljs';
import type { FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import type { ExtraColumn } from './columns.ts';
import { importFields, titleOf } from './importable.ts';
import type { Exported } from './write-table.ts';

export interface TemplateOptions {
  readonly locale: 'zh' | 'en';
  readonly samples?: boolean;
  readonly extras?: readonly ExtraColumn[];
  /** Codes that a reference may take, by the record it points to; up to 500 become a drop-down. */
  readonly codes?: Readonly<Record<string, readonly string[]>>;
}
interface TemplateColumn {
  readonly title: string;
  readonly field: FieldMeta | undefined;
  readonly required: boolean;
}
const texts = {
  zh: {
    guide: '说明',
    choices: '选项',
    head: ['列', '必填', '类型', '说明'],
    yes: '是',
    no: '否',
    flags: ['是', '否'],
    action: '操作',
    hints: ['留空：新增时取默认值，修改时不变。', '<清空>：清除原值。', '同一单据的各行连续填写，后续行表头可留空。', '操作：保存后执行的动作，例如提交、过账、发布。'],
  },
  en: {
    guide: 'Guide',
    choices: 'Choices',
    head: ['Column', 'Required', 'Kind', 'Remark'],
    yes: 'yes',
    no: 'no',
    flags: ['Yes', 'No'],
    action: 'Action',
    hints: [
      'Blank: the default on a new record, unchanged on an existing one.',
      '<clear>: empties the value.',
      'Rows of one document follow each other; its header may be left blank after the first.',
      'Action: what to do once it is saved, such as submit, post or publish.',
    ],
  },
} as const;
const kindNames: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  text: { zh: '文本', en: 'Text' },
  serial: { zh: '编号', en: 'Number' },
  integer: { zh: '整数', en: 'Whole number' },
  money: { zh: '金额', en: 'Amount' },
  quantity: { zh: '数量', en: 'Quantity' },
  unit_price: { zh: '单价', en: 'Price' },
  rate: { zh: '比率，如 13%', en: 'Rate, such as 13%' },
  date: { zh: '日期，如 2026-03-05', en: 'Date, such as 2026-03-05' },
  month: { zh: '月份，如 2026-03', en: 'Month, such as 2026-03' },
  instant: { zh: '日期时间', en: 'Date and time' },
  flag: { zh: '是/否', en: 'Yes/No' },
  choice: { zh: '选项', en: 'Choice' },
  choices: { zh: '多选，用、分隔', en: 'Choices, divided by commas' },
  reference: { zh: '编号或名称', en: 'Code or name' },
  references: { zh: '编号，用、分隔', en: 'Codes, divided by commas' },
  any_reference: { zh: '类别:编号', en: 'kind:code' },
};

function columnsOf(meta: RecordMeta, lines: LinesMeta | undefined, { locale, extras = [] }: TemplateOptions): readonly TemplateColumn[] {
  const starred = (field: FieldMeta): boolean => field.required && field.default === undefined && field.kind !== 'flag';
  const column = (of: LinesMeta | undefined) => (field: FieldMeta) => ({ title: titleOf(meta, extras, locale, field, of), field, required: starred(field) });
  const shown = (fields: readonly FieldMeta[]): readonly FieldMeta[] => importFields(fields).filter((field) => !field.hidden);
  const own = extras
    .filter((extra) => !extra.path.includes('.') && !meta.fields.some((field) => field.name === extra.path))
    .map((extra) => ({ title: extra[locale], field: undefined, required: false }));
  const actions = meta.actions.length > 0 ? [{ title: texts[locale].action, field: undefined, required: false }] : [];
  return [...shown(meta.fields).map(column(undefined)), ...own, ...(lines ? shown(lines.fields).map(column(lines)) : []), ...actions];
}
/** The written choices of a column, where it has few enough to be offered. */
function choicesOf(field: FieldMeta | undefined, { locale, codes = {} }: TemplateOptions): readonly string[] {
  if (!field) return [];
  if (field.kind === 'flag') return texts[locale].flags;
  const offered =
    field.kind === 'choice' ? Object.values(field.options ?? {}).map((option) => option[locale]) : field.kind === 'reference' ? (codes[field.target ?? ''] ?? []) : [];
  return offered.length <= 500 ? offered : [];
}
const formats: Readonly<Record<string, string>> = { date: 'yyyy-mm-dd', money: '#,##0.00', rate: '0.00%', quantity: 'General', unit_price: 'General', integer: '0' };
/** Codes and numbers of people are text, so that leading zeros and long digits survive. */
const formatOf = (field: FieldMeta | undefined): string => formats[field?.kind ?? 'text'] ?? '@';

interface Validations {
  readonly dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void };
}
const lastRow = 2_000;

function dataSheet(book: ExcelJS.Workbook, choices: ExcelJS.Worksheet, name: string, columns: readonly TemplateColumn[], options: TemplateOptions): void {
  const sheet = book.addWorksheet(name.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] });
  columns.forEach(({ title, field, required }, at) => {
    const column = sheet.getColumn(at + 1);
    column.width = Math.max(12, Array.from(title).length * 2 + 4);
    column.numFmt = formatOf(field);
    const cell = sheet.getCell(1, at + 1);
    cell.value = required ? `${title}*` : title;
    cell.font = { bold: true };
    cell.numFmt = '@';
    if (field?.help) cell.note = field.help[options.locale];
    const offered = choicesOf(field, options);
    if (offered.length === 0) return;
    const own = choices.columnCount + 1;
    [title, ...offered].forEach((text, row) => {
      choices.getCell(row + 1, own).value = text;
    });
    const letter = choices.getColumn(own).letter;
    (sheet as unknown as Validations).dataValidations.add(`${column.letter}2:${column.letter}${lastRow}`, {
      type: 'list',
      allowBlank: true,
      formulae: [`'${choices.name}'!$${letter}$2:$${letter}$${offered.length + 1}`],
    });
  });
  if (options.samples) for (let at = 0; at < 3; at++) sheet.addRow(columns.map(({ field, title }) => sample(field, at, choicesOf(field, options), title)));
}
const uscc = ['91310115MA1QT00196', '91320583MA1TC26047', '91110108551385082Q'] as const;
/** Three rows that look like real ones; references stay blank unless there is something to refer to. */
function sample(field: FieldMeta | undefined, at: number, offered: readonly string[], title: string): ExcelJS.CellValue {
  if (!field) return null;
  if (offered.length > 0) return offered[at % offered.length] ?? null;
  const byFormat: Readonly<Record<string, string | undefined>> = {
    uscc: uscc[at],
    tax_no: uscc[at],
    mobile: `1380013800${at}`,
    phone: `021-5888000${at}`,
    email: `name${at + 1}@example.com`,
    code: `A00${at + 1}`,
    tax_class: '1060105010000000000',
    barcode: '6901234567892',
    bank_account: '1001234509876543210',
    url: 'https://example.com',
  };
  if (field.format !== undefined) return byFormat[field.format] ?? null;
  const byKind: Readonly<Record<string, ExcelJS.CellValue>> = {
    text: `${title}${at + 1}`,
    integer: at + 1,
    money: 100 * (at + 1),
    quantity: at + 1,
    unit_price: 10 * (at + 1),
    rate: 0.13,
    date: new Date(Date.UTC(2026, 0, 5 + at)),
    month: '2026-01',
  };
  return byKind[field.kind] ?? null;
}
function guideSheet(book: ExcelJS.Workbook, columns: readonly TemplateColumn[], { locale }: TemplateOptions): void {
  const words = texts[locale];
  const sheet = book.addWorksheet(words.guide);
  sheet.addRow([...words.head]).font = { bold: true };
  for (const { title, field, required } of columns)
    sheet.addRow([title, required ? words.yes : words.no, field ? (kindNames[field.kind]?.[locale] ?? field.kind) : (kindNames.text?.[locale] ?? ''), field?.help?.[locale] ?? '']);
  sheet.addRow([]);
  for (const hint of words.hints) sheet.addRow([hint]);
  sheet.columns.forEach((column, at) => {
    column.width = [20, 8, 24, 60][at] ?? 20;
  });
}

/** The workbook to fill in: headers, guide and choices (P.10, template). */
export async function writeTemplate(meta: RecordMeta, options: TemplateOptions): Promise<Exported> {
  // Loaded for the first template: it takes 40 MB and as long to load as all the rest of the server.
  const { default: workbooks } = await import('exceljs');
  const book = new workbooks.Workbook();
  const [first, ...others] = meta.lines;
  // The choices are collected while the data sheets are made, but stand behind them.
  const choices = book.addWorksheet(texts[options.locale].choices);
  const main = columnsOf(meta, first, options);
  dataSheet(book, choices, meta[options.locale], main, options);
  const key = importFields(meta.fields).find((field) => field.name === meta.code);
  for (const lines of others)
    dataSheet(book, choices, lines[options.locale], columnsOf({ ...meta, fields: key ? [key] : [], actions: [] }, lines, { ...options, extras: [] }), options);
  guideSheet(book, main, options);
  const order = [...book.worksheets.filter((sheet) => sheet !== choices), choices];
  order.forEach((sheet, at) => {
    (sheet as unknown as { orderNo: number }).orderNo = at;
  });
  const name = options.locale === 'zh' ? `${meta.zh}导入模板.xlsx` : `${meta.en} import template.xlsx`;
  return { name, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: new Uint8Array(await book.xlsx.writeBuffer()) };
}
