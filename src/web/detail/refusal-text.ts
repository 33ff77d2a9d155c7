import type { Label } from '#declare';
import type { Declarations } from '../record/declarations.ts';
import { grouped } from '../text/format.ts';

interface Refusing {
  readonly refusals?: Readonly<Record<string, Label & { readonly fix: Label }>>;
}
/** What a code means in the reader's language, from the declarations; the server says the same when it refuses (P.19). */
export function refusalText(declarations: Declarations | undefined, code: string, params: Readonly<Record<string, unknown>>, locale: 'zh' | 'en'): string {
  const found = declarations?.modules
    .flatMap((module) => [module.refusals, ...module.records.map((record) => (record.spec as Refusing).refusals)])
    .find((refusals) => refusals?.[code])?.[code];
  if (!found) return code;
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_whole, name: string) => shown(params[name]));
  return `${fill(found[locale])}${locale === 'zh' ? '，' : '; '}${fill(found.fix[locale])}`;
}
const shown = (value: unknown): string =>
  value === undefined || value === null ? '—' : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? grouped(value) : String(value);
