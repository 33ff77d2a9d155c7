import { onSave, type DeclaredRecord } from '#declare';
import { tokensOf } from '../../kernel/numbering/pattern.ts';
import { Refused } from '../../kernel/problem.ts';
import { NumberingRecord } from './numbering.ts';

/** A rule that could never give a number is refused when it is written, not when a document waits for one (P.5). */
export const numberingSaved = onSave(NumberingRecord, {
  facts: async (row, read) => {
    const [module = '', name = '', field] = row.declaration.split('.');
    const meta = read.declared(`${module}.${name}`);
    const serial = meta && serialOf(meta, field);
    if (!meta || !serial) throw new Refused('field.choice', { nearest: read.nearestDeclared(`${module}.${name}`) }, '/declaration');
    for (const token of tokensOf(row.pattern)) {
      const path = token === 'dept' ? 'department' : token.startsWith('field:') ? token.slice('field:'.length) : undefined;
      if (path !== undefined && !meta.fields.some((one) => one.name === path && ['text', 'choice', 'reference'].includes(one.kind)))
        throw new Refused('numbering.pattern_invalid', { at: row.pattern.indexOf(`{${token}}`) }, '/pattern');
    }
    if (row.date_field !== null && !meta.fields.some((one) => one.name === row.date_field && one.kind === 'date'))
      throw new Refused('field.choice', { nearest: meta.fields.find((one) => one.kind === 'date')?.name ?? null }, '/date_field');
    return {};
  },
});
/** Numbers without gaps are fixed by their declaration. */
function serialOf(meta: DeclaredRecord, field: string | undefined): object | undefined {
  return meta.fields.find((one) => one.kind === 'serial' && one.gap_free !== true && Boolean(one.pattern) && (field === undefined || one.name === field));
}
