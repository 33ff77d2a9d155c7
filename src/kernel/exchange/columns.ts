import type { Label } from '#declare';
import type { FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { fold } from '../kinds/index.ts';

/**
 * A column that a module adds to its record's files: another name of a field (`path: 'base_unit'`, `path: 'lines.qty'`), a member
 * of its own that arrives in `values` as text (`联系人` of a customer, path `contact_name`), or several of them that may fill many
 * rows of one record (`contacts.name`, `contacts.mobile` arrive as the list `contacts`).
 */
export interface ExtraColumn extends Label {
  readonly path: string;
  /** Normalised and checked like a text field of this format. */
  readonly format?: string;
  readonly aliases?: readonly string[];
}
/** Where the cells of a column go. */
export type Target =
  | { readonly kind: 'field'; readonly field: FieldMeta }
  | { readonly kind: 'line'; readonly lines: LinesMeta; readonly field: FieldMeta }
  | { readonly kind: 'extra'; readonly path: string; readonly field: FieldMeta }
  | { readonly kind: 'id' }
  | { readonly kind: 'line_no' }
  | { readonly kind: 'action' }
  | { readonly kind: 'line_action' }
  /** Worked out by the system, or written by the last import's error file. */
  | { readonly kind: 'ignored' };

/** Header cells are compared folded, without blanks, stars and what stands in brackets: `信用额度（元）*` is `信用额度`. */
export const headerKey = (text: string): string =>
  fold(text)
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕/gu, '')
    .replace(/[\s*:：]/gu, '');

const written = (field: FieldMeta): boolean => field.origin === 'input' && field.kind !== 'state';
const names = (field: FieldMeta): readonly string[] => [field.zh, field.en, field.name];
/** A reference's column is also called by what it holds: `商品编号`. */
const codeNames = (field: FieldMeta): readonly string[] => (field.kind === 'reference' ? [`${field.zh}编号`, `${field.zh}编码`, `${field.en} code`] : []);

/** All names by which a column of this record is known; the first to claim a name keeps it, header fields before lines. */
export function knownColumns(meta: RecordMeta, extras: readonly ExtraColumn[] = [], lines: readonly LinesMeta[] = meta.lines): ReadonlyMap<string, Target> {
  const known = new Map<string, Target>();
  const claim = (target: Target, titles: readonly string[]): void => {
    for (const title of titles) {
      const key = headerKey(title);
      if (key !== '' && !known.has(key)) known.set(key, target);
    }
  };
  for (const extra of extras) claim(extraTarget(meta, extra), [extra.zh, extra.en, extra.path, ...(extra.aliases ?? [])]);
  for (const field of meta.fields.filter(written)) claim({ kind: 'field', field }, names(field));
  for (const each of lines) for (const field of each.fields.filter(written)) claim({ kind: 'line', lines: each, field }, [...lineNames(each, field), ...names(field)]);
  claim({ kind: 'action' }, ['操作', 'action']);
  claim({ kind: 'line_action' }, ['行操作', 'line_action', 'line action']);
  claim({ kind: 'line_no' }, ['行号', 'line_no', 'line no']);
  claim({ kind: 'id' }, ['id', '内部编号']);
  general(meta, claim);
  for (const field of meta.fields) claim(written(field) ? { kind: 'field', field } : { kind: 'ignored' }, [...names(field), ...codeNames(field)]);
  for (const each of lines)
    for (const field of each.fields)
      claim(written(field) ? { kind: 'line', lines: each, field } : { kind: 'ignored' }, [...lineNames(each, field), ...names(field), ...codeNames(field)]);
  claim({ kind: 'ignored' }, [errorColumns.column.zh, errorColumns.column.en, errorColumns.message.zh, errorColumns.message.en, 'version', '版本']);
  return known;
}
/** `商品明细.数量`, `lines.qty`: a line's column where its plain name belongs to the header. */
export const lineNames = (lines: LinesMeta, field: FieldMeta): readonly string[] => [
  `${lines.zh}.${field.zh}`,
  `${lines.en}.${field.en}`,
  `${lines.name}.${field.name}`,
  `行${field.zh}`,
];
/** Every catalog's key and title answer to the plain words of the trade. */
function general(meta: RecordMeta, claim: (target: Target, titles: readonly string[]) => void): void {
  const code = meta.fields.find((field) => field.name === meta.code);
  const title = meta.fields.find((field) => field.name === meta.title);
  if (code)
    claim({ kind: 'field', field: code }, ['编号', '编码', '代码', '单号', 'code', 'number', 'no', `${meta.zh}编号`, `${meta.zh}编码`, `${meta.zh}代码`, `${meta.en} code`]);
  if (title && title !== code && written(title)) claim({ kind: 'field', field: title }, ['名称', 'name', `${meta.zh}名称`, `${meta.en} name`]);
}
function extraTarget(meta: RecordMeta, extra: ExtraColumn): Target {
  const [first = '', second] = extra.path.split('.');
  const own: FieldMeta = {
    name: second ?? first,
    kind: 'text',
    origin: 'input',
    required: false,
    zh: extra.zh,
    en: extra.en,
    ...(extra.format === undefined ? {} : { format: extra.format }),
  };
  if (second === undefined) {
    const field = meta.fields.find((each) => each.name === first);
    return field ? { kind: 'field', field } : { kind: 'extra', path: extra.path, field: own };
  }
  const lines = meta.lines.find((each) => each.name === first);
  const field = lines?.fields.find((each) => each.name === second);
  return { kind: 'line', lines: lines ?? { name: first, zh: first, en: first, table: '', view: '', min: 0, generated: false, fields: [] }, field: field ?? own };
}
/** The two columns of an error file; they are passed over when the corrected file comes back. */
export const errorColumns = { column: { zh: '错误列', en: 'Error column' }, message: { zh: '错误说明', en: 'Error' } } as const;

/** One name for each place a value may go to, so that two columns on one field are noticed. */
export function placeOf(target: Target): string | undefined {
  if (target.kind === 'field') return target.field.name;
  if (target.kind === 'line') return `${target.lines.name}.${target.field.name}`;
  if (target.kind === 'extra') return `+${target.path}`;
  return target.kind === 'ignored' ? undefined : `#${target.kind}`;
}
