/** A message of the Typst compiler; lines count from 0. */
export interface Diagnostic {
  readonly message: string;
  readonly path?: string;
  readonly range?: { readonly start: { readonly line: number } } | null;
  readonly severity: number;
}
const error = 1;

type TemplateRefusal = { readonly code: 'template.compile' | 'template.variable_missing'; readonly params: Readonly<Record<string, unknown>> };

/**
 * The first error as a refusal with the line of the template (P.11). The fault may have shown inside the shared layout, called from
 * the template; then the call that led there is what its author can change.
 */
export function refusalOf(diagnostics: readonly Diagnostic[], template: string): TemplateRefusal {
  const first = diagnostics.find((each) => each.severity === error) ?? diagnostics[0];
  const place = diagnostics.find((each) => each.path?.endsWith('/template.typ') === true && Boolean(each.range))?.range;
  const line = place ? place.start.line + 1 : lineOfPrint(template);
  if (first === undefined) return { code: 'template.compile', params: { line, message: 'the template cannot be compiled' } };
  const missing = /does not contain key "(?<name>[^"]*)"|unknown variable: (?<variable>\S+)/.exec(first.message)?.groups;
  const name = missing?.['name'] ?? missing?.['variable'];
  if (name === 'print' && first.path?.endsWith('/__main__.typ') === true) return { code: 'template.compile', params: { line, message: 'the template does not define print(d)' } };
  if (name !== undefined) return { code: 'template.variable_missing', params: { line, name } };
  return { code: 'template.compile', params: { line, message: first.message } };
}

/** Where a fault of the whole template is shown (too slow, too long, no line known): at `print(d)`, which everything comes from. */
export function lineOfPrint(template: string): number {
  const at = template.split('\n').findIndex((line) => /^#let print\b/.test(line));
  return at < 0 ? 1 : at + 1;
}
