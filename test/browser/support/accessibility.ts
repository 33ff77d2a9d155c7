import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations of WCAG 2.2 AA on the page as it stands, each with the first place it was found; none is the only good answer. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // Layers that float over the page belong to the control that opened them, not to a landmark.
  const options = JSON.stringify({ runOnly: tags, rules: { region: { enabled: false } } });
  const found = await page.evaluate<readonly Violation[]>(`axe.run(document, ${options}).then((answer) => answer.violations)`);
  return found.map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ''}`);
}
