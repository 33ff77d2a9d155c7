import { change, type DeclaredRecord, effect, onSave, type Read, sql } from '#declare';
import { customFieldMeta, type CustomKind, isCustomKey } from '../../kernel/custom/fields.ts';
import { kindOf } from '../../kernel/kinds/index.ts';
import { Refused } from '../../kernel/problem.ts';
import { type CustomField, CustomFieldRecord } from './custom-field.ts';
import { fieldGroups } from './roles.ts';

const most = 50;
/** Values of the old kind are values of the new one (P.11). */
const widening: Readonly<Record<string, string>> = { text: 'long_text', integer: 'quantity' };

export const customFieldSaved = onSave(CustomFieldRecord, {
  facts: async (row, read) => {
    const meta = declarationOf(row, read);
    if (!isCustomKey(row.key)) throw new Refused('field.format', { expected: 'x_[a-z0-9_]{1,38}' }, '/key');
    if (row.field_group !== null && !Object.hasOwn(fieldGroups, row.field_group))
      throw new Refused('field.choice', { allowed: Object.keys(fieldGroups), nearest: null }, '/field_group');
    checkOptions(row);
    checkDefault(row);
    const [before] = await read.query<{ kind: string }>(
      sql`select kind from core.custom_field where org_id = ${read.org.id} and declaration = ${row.declaration} and key = ${row.key}`,
    );
    if (before) await checkChange(meta, row, before.kind, read);
    else await checkCount(row, read);
    return {};
  },
});
/** Records whose rows are never changed have no place for more. */
function declarationOf(row: CustomField, read: Read): DeclaredRecord {
  const meta = read.declared(row.declaration);
  if (!meta || meta.readonly || meta.appendOnly || meta.name === 'core.custom_field')
    throw new Refused('field.choice', { nearest: read.nearestDeclared(row.declaration) }, '/declaration');
  return meta;
}
function checkOptions({ kind, options }: CustomField): void {
  if (kind === 'choice' && options.length === 0) throw new Refused('field.required', {}, '/options');
  options.forEach(({ key }, index) => {
    if (!/^[A-Za-z0-9_.-]{1,40}$/.test(key)) throw new Refused('field.format', { expected: 'A–Z a–z 0–9 _ . -' }, `/options/${index}/key`);
    if (options.findIndex((option) => option.key === key) < index) throw new Refused('record.duplicate', { field: 'key', code: key }, `/options/${index}/key`);
  });
}
/** A default is a value of the field itself; of a date it is a relative one (P.2.5). */
function checkDefault(row: CustomField): void {
  if (row.default_value === null) return;
  const wrong = new Refused('field.format', {}, '/default_value');
  if (row.kind === 'date') {
    if (!/^(?:today|month_start|month_end|year_start|year_end)(?:[+-]\d{1,4}[dwmy])?$/.test(row.default_value)) throw wrong;
    return;
  }
  if (row.kind === 'flag' && !['true', 'false'].includes(row.default_value)) throw wrong;
  const field = customFieldMeta(asKept(row));
  const parsed = kindOf(field).fromText(row.default_value, field);
  if (!parsed.ok) throw new Refused(parsed.code, parsed.params, '/default_value');
}
const asKept = (row: CustomField) => ({ ...row, kind: row.kind as CustomKind, min: row.min?.toFixed() ?? null, max: row.max?.toFixed() ?? null, default_value: null });

async function checkCount(row: CustomField, read: Read): Promise<void> {
  const [found] = await read.query<{ fields: number }>(
    sql`select count(*)::int as fields from core.custom_field where org_id = ${read.org.id} and declaration = ${row.declaration} and archived_at is null`,
  );
  if ((found?.fields ?? 0) >= most) throw new Refused('custom_field.too_many', { max: most });
}
async function checkChange(meta: DeclaredRecord, row: CustomField, kind: string, read: Read): Promise<void> {
  const used = await valuesOf(meta, row.key, read);
  if (kind !== row.kind && widening[kind] !== row.kind && used.length > 0) throw new Refused('custom_field.kind_locked', { kind }, '/kind');
  const keys = new Set(row.options.map((option) => option.key));
  const gone = row.kind === 'choice' ? used.filter((value) => !keys.has(value)) : [];
  if (gone.length > 0) throw new Refused('custom_field.in_use', { by: gone }, '/options');
}
/** The distinct values there are, at most as many as a choice has. */
async function valuesOf(meta: DeclaredRecord, key: string, read: Read): Promise<readonly string[]> {
  const [module = '', name = ''] = meta.name.split('.');
  const text = `select distinct custom->>$2 as value from ${module}."${name}" where org_id = $1 and custom ? $2 limit 500`;
  return (await read.query<{ value: string }>({ text, values: [read.org.id, key] })).map(({ value }) => value);
}

/** P11-5: not while a view or a number pattern speaks of it; what was filled in stays for a restoring. */
export const customFieldArchived = effect(CustomFieldRecord, 'archive', {
  facts: async (row, read) => {
    const named = `%"${row.key}"%`;
    const views = await read.query<{ name: string }>(
      sql`select name from core.saved_view where org_id = ${read.org.id} and declaration = ${row.declaration} and spec::text like ${named} order by name limit 20`,
    );
    const pattern = `%{field:${row.key}}%`;
    const rules = await read.query<{ declaration: string }>(
      sql`select declaration from core.numbering where org_id = ${read.org.id} and declaration like ${`${row.declaration}%`} and pattern like ${pattern} and archived_at is null limit 20`,
    );
    const by = [...views.map(({ name }) => `core.saved_view ${name}`), ...rules.map(({ declaration }) => `core.numbering ${declaration}`)];
    if (by.length > 0) throw new Refused('custom_field.in_use', { by });
    return { now: read.now };
  },
  entries: (row, { now }) => [change('core.custom_field', row.id, { archived_at: now } as never)],
});
