import { shippedTemplate, shippedTemplates, type ShippedTemplate } from '../print/index.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import type { Tx } from '../store/session.ts';

/** The prints of a declaration by name; each has the generic one too. */
export function printsOf(meta: RecordMeta): Readonly<Record<string, { readonly zh: string; readonly en: string; readonly template: string }>> {
  const { prints = {} } = meta.declaration.spec as { readonly prints?: Readonly<Record<string, { readonly zh: string; readonly en: string; readonly template: string }>> };
  return { ...prints, generic: { zh: '通用', en: 'Generic', template: 'generic.typ' } };
}
export function printNamed(meta: RecordMeta, wanted: string | undefined, path = '/template'): string {
  const names = Object.keys(printsOf(meta));
  const [first = 'generic'] = names;
  if (wanted !== undefined && !names.includes(wanted)) throw new Refused('field.choice', { allowed: names, nearest: first }, path);
  return wanted ?? first;
}
/** As it comes with the system. */
export function shippedSource(meta: RecordMeta, print: string): string {
  const file = printsOf(meta)[print]?.template.replace(/\.typ$/, '') ?? 'generic';
  return shippedTemplate((shippedTemplates as readonly string[]).includes(file) ? (file as ShippedTemplate) : 'generic');
}
/** The company's own, where it published one (P.11). */
export async function sourceOf(tx: Tx, org: string, meta: RecordMeta, print: string): Promise<string> {
  const [row] = await tx.query(`select source from core.print_template where org_id = $1 and declaration = $2 and print = $3 and state = 'published'`, [org, meta.name, print]);
  return row ? String(row['source']) : shippedSource(meta, print);
}
