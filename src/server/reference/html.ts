/** Text that has become markup; everything else is escaped where it is put in. */
export interface Html {
  readonly html: string;
}
type Part = Html | string | number | null | undefined | false | readonly Part[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
const shown = (part: Part): string => {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(shown).join('');
  return escaped(String(part));
};
/** `html\`<td>${text}</td>\``: nothing that stands in a declaration can become a tag. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({ html: texts.reduce((made, text, at) => made + shown(parts[at - 1]) + text) });
