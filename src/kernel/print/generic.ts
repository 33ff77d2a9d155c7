import { qrCode, type QrCode } from './qr.ts';
import { instantText, isFigure, type Language, type SchemaField, type ShowContext, shown, type Text, textOf } from './shown.ts';

/** The answer of `GET …/schema` (P.2.1), as far as a print needs it. */
export interface PrintSchema {
  readonly name: string;
  readonly label: Text;
  readonly fields: readonly SchemaField[];
  readonly states?: readonly { readonly key: string; readonly label: Text }[];
}
/** A record as `GET …/{id}` answers it to the person who prints: what he may not read is not in it (P.11). */
export type PrintRecord = Readonly<Record<string, unknown>>;

export interface Issuer {
  readonly name: string;
  readonly address?: string | null;
  readonly phone?: string | null;
  readonly uscc?: string | null;
  readonly bank?: string | null;
  readonly account?: string | null;
  /** Name of a picture given to the compiler; without one the name stands as text. */
  readonly logo?: string | null;
}
export interface PrintHead {
  readonly lang: Language;
  readonly organisation: Issuer;
  readonly printed: { readonly by: string; readonly at: string };
  /** `Asia/Shanghai` unless the organisation says otherwise. */
  readonly zone?: string;
  /** Left out: 草稿 for a draft, 作废 for a void, cancelled or reversed document; null prints none. */
  readonly watermark?: string | null;
  /** Address of the document, printed as QR code. */
  readonly link?: string;
}
export interface PrintContext extends PrintHead {
  readonly title?: string;
  /** 大写, computed by the chapter that owns the amount; Chinese in both languages (P.19). */
  readonly words?: string | null;
  readonly approvals?: readonly { readonly step: string; readonly by: string; readonly at: string; readonly decision: string; readonly comment?: string | null }[];
  /** The view's choice of columns by table; left out, every column that holds something. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly signatures?: readonly string[];
  /** Printed before: the copy says 补打. */
  readonly reprint?: boolean;
  /** Rows or texts of the module's own for its template, ready to be shown. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface PrintColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly align: 'left' | 'right';
  /** Takes the room that is left; the others are as wide as their text. */
  readonly grows: boolean;
}
type Row = Readonly<Record<string, string>>;
export interface PrintTable {
  readonly name: string;
  readonly label: string;
  readonly columns: readonly PrintColumn[];
  readonly rows: readonly Row[];
  /** Totals that the record itself carries under the name of a column; nothing is added up here. */
  readonly foot: Row;
}
export interface Labelled {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}
/** What every template gets (P.11): texts by name for templates of their own order, and blocks for the generic one. */
export interface PrintData {
  readonly lang: Language;
  readonly declaration: string;
  readonly title: string;
  readonly number: string | null;
  readonly state: string | null;
  readonly watermark: string | null;
  readonly reprint: boolean;
  readonly organisation: Issuer;
  readonly printed: { readonly by: string; readonly at: string };
  readonly qr: QrCode | null;
  readonly labels: Row;
  readonly shown: Row;
  readonly facts: readonly Labelled[];
  readonly notes: readonly Labelled[];
  readonly tables: readonly PrintTable[];
  readonly totals: readonly Labelled[];
  readonly words: string | null;
  readonly approvals: readonly Row[];
  readonly signatures: readonly string[];
  readonly extra: Readonly<Record<string, unknown>>;
  /** The raw record, for conditions in templates. */
  readonly record: PrintRecord;
}

/** The data of any declaration's record for a template, from the declaration's own metadata. */
export function printData(record: PrintRecord, schema: PrintSchema, context: PrintContext): PrintData {
  const show: ShowContext = { lang: context.lang, zone: context.zone ?? 'Asia/Shanghai' };
  const hidden = new Set([...schema.fields.filter((field) => field.access === 'hidden').map((field) => field.name), ...hiddenNames(record)]);
  const fields = schema.fields.filter((field) => !hidden.has(field.name)).map((field) => (field.kind === 'state' ? { options: schema.states ?? [], ...field } : field));
  const flat = flatten(record, fields, show);
  const labelled = fields.flatMap((field) => {
    const value = flat[field.name];
    return value === undefined ? [] : [{ field, name: field.name, label: textOf(field.label, context.lang), value }];
  });
  const withLines = fields.filter((field) => field.lines);
  const isTotal = (field: SchemaField): boolean => withLines.length > 0 && field.origin === 'computed' && (field.kind === 'money' || field.kind === 'quantity');
  const named = (wanted: (field: SchemaField) => boolean): Labelled[] => labelled.filter((each) => wanted(each.field)).map(({ name, label, value }) => ({ name, label, value }));
  const totals = named(isTotal);
  return {
    ...printHead(context),
    declaration: schema.name,
    title: context.title ?? textOf(schema.label, context.lang),
    number: textAt(record, 'number'),
    state: flat['state'] ?? null,
    watermark: context.watermark === undefined ? watermarkOf(textAt(record, 'state'), context.lang) : context.watermark,
    reprint: context.reprint ?? false,
    labels: Object.fromEntries(
      fields.flatMap((field) => [
        [field.name, textOf(field.label, context.lang)],
        ...(field.lines ?? []).map((line) => [`${field.name}.${line.name}`, textOf(line.label, context.lang)]),
      ]),
    ),
    shown: flat,
    facts: named((field) => field.hidden !== true && !isTotal(field) && !isNote(field) && !unprinted.has(field.kind) && !field.lines),
    notes: named(isNote),
    tables: withLines.map((field) => tableOf(field, record, totals, show, context.columns?.[field.name], hidden)),
    totals,
    words: context.words ?? null,
    approvals: (context.approvals ?? []).map(({ step, by, at, decision, comment }) => ({ step, by, at: instantText(at, show.zone), decision, comment: comment ?? '' })),
    signatures: context.signatures ?? [],
    extra: context.extra ?? {},
    record,
  };
}

/** What documents and reports have in common on paper. */
export function printHead(head: PrintHead): Pick<PrintData, 'lang' | 'organisation' | 'printed' | 'qr'> {
  return {
    lang: head.lang,
    organisation: head.organisation,
    printed: { by: head.printed.by, at: instantText(head.printed.at, head.zone ?? 'Asia/Shanghai') },
    qr: head.link === undefined ? null : qrCode(head.link),
  };
}

/** Shown elsewhere (number, state) or not fit for paper. */
const unprinted = new Set(['state', 'serial', 'attachments', 'condition', 'trace', 'lines']);
const isNote = (field: SchemaField): boolean => field.kind === 'long_text' || field.kind === 'rich_text' || (field.kind === 'text' && field.long === true);
const textAt = (record: PrintRecord, name: string): string | null => {
  const value = record[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

function hiddenNames(record: PrintRecord): readonly string[] {
  const access = record['_access'];
  const names = typeof access === 'object' && access !== null ? (access as Readonly<Record<string, unknown>>)['hidden'] : undefined;
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function watermarkOf(state: string | null, lang: Language): string | null {
  if (state === 'draft') return lang === 'zh' ? '草稿' : 'DRAFT';
  if (state === 'void' || state === 'cancelled' || state === 'reversed') return lang === 'zh' ? '作废' : 'VOID';
  return null;
}

/** Every field's text by name; a reference also by `.code`, `.label` and its expanded members (`customer.phone`). */
function flatten(row: PrintRecord, fields: readonly SchemaField[], show: ShowContext): Row {
  const texts: Record<string, string> = {};
  for (const field of fields) {
    if (field.lines) continue;
    const value = row[field.name];
    const text = shown(value, field, show);
    if (text !== null) texts[field.name] = text;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    for (const [member, part] of Object.entries(value)) {
      const memberText = member === 'id' || member.startsWith('_') ? null : shown(part, { kind: 'text' }, show);
      if (memberText !== null) texts[`${field.name}.${member}`] = memberText;
    }
  }
  return texts;
}

function tableOf(
  field: SchemaField,
  record: PrintRecord,
  totals: readonly Labelled[],
  show: ShowContext,
  wanted: readonly string[] | undefined,
  hidden: ReadonlySet<string>,
): PrintTable {
  const columns = (field.lines ?? []).filter((line) => line.access !== 'hidden' && !hidden.has(`${field.name}.${line.name}`) && !unprinted.has(line.kind));
  const given = record[field.name];
  const rows = (Array.isArray(given) ? (given as readonly PrintRecord[]) : []).map((line, at) => {
    const visible = line['_access'] === undefined ? columns : columns.filter((column) => !hiddenNames(line).includes(column.name));
    return { line_no: String(line['line_no'] ?? at + 1), ...flatten(line, visible, show) };
  });
  const printed = wanted
    ? wanted.flatMap((name) => columns.filter((column) => column.name === name))
    : columns.filter((column) => column.hidden !== true && rows.some((row: Row) => row[column.name] !== undefined));
  const lengths = new Map(printed.map((column) => [column.name, Math.max(0, ...rows.map((row: Row) => width(row[column.name] ?? '')))]));
  const longest = printed.find((column) => lengths.get(column.name) === Math.max(...lengths.values()))?.name;
  return {
    name: field.name,
    label: textOf(field.label, show.lang),
    columns: printed.map(({ name, label, kind }) => {
      const figure = isFigure(kind);
      return { name, label: textOf(label, show.lang), kind, align: figure ? 'right' : 'left', grows: !figure && ((lengths.get(name) ?? 0) > 16 || name === longest) };
    }),
    rows,
    foot: field.name === 'lines' ? Object.fromEntries(totals.filter((total) => columns.some((column) => column.name === total.name)).map(({ name, value }) => [name, value])) : {},
  };
}
/** In half-widths: a Chinese character counts two. */
const width = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
