import type { FieldMeta, LedgerMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';

/** Anything with a read view that can be filtered, listed and answered: records and ledgers. Its fields include those the kernel keeps. */
export interface Source {
  readonly name: string;
  readonly view: string;
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
  readonly title: string;
  readonly code: string | undefined;
  readonly archivable: boolean;
}
const kept = { origin: 'derived', required: true } as const;
const id = (target: string): FieldMeta => ({ ...kept, name: 'id', kind: 'reference', target, zh: '标识', en: 'Id' });
const version: FieldMeta = { ...kept, name: 'version', kind: 'integer', zh: '版本', en: 'Version' };
const stamps: readonly FieldMeta[] = [
  { ...kept, name: 'created_at', kind: 'instant', zh: '创建时间', en: 'Created at' },
  { ...kept, name: 'created_by', kind: 'reference', target: 'core.user', zh: '创建人', en: 'Created by' },
  { ...kept, name: 'updated_at', kind: 'instant', zh: '更新时间', en: 'Updated at' },
];
const archived: FieldMeta = { ...kept, name: 'archived_at', required: false, kind: 'instant', zh: '归档时间', en: 'Archived at' };
const lineNo: FieldMeta = { ...kept, name: 'line_no', kind: 'integer', zh: '行号', en: 'Line' };

export function sourceOf(meta: RecordMeta): Source {
  const archivable = meta.type === 'catalog';
  return {
    name: meta.name,
    view: meta.view,
    fields: [id(meta.name), version, ...meta.fields, ...stamps, ...(archivable ? [archived] : [])],
    lines: meta.lines,
    title: meta.title,
    code: meta.code,
    archivable,
  };
}
/** Entries carry what every ledger has: when, because of which document and line, and what they reverse. */
export function ledgerSource(ledger: LedgerMeta): Source {
  const entry: readonly FieldMeta[] = [
    { ...kept, name: 'posted_at', kind: 'instant', zh: '过账时间', en: 'Posted at' },
    { ...kept, name: 'cause', kind: 'any_reference', zh: '来源单据', en: 'Caused by' },
  ];
  return { name: ledger.name, view: ledger.view, fields: [id(ledger.name), ...ledger.fields, ...entry], lines: [], title: 'id', code: undefined, archivable: false };
}
/** Fields of a line that a path may name. */
export const lineFields = (lines: LinesMeta): readonly FieldMeta[] => [lineNo, ...lines.fields];

export const fieldNamed = (source: { readonly fields: readonly FieldMeta[] }, name: string): FieldMeta | undefined => source.fields.find((field) => field.name === name);
