import { useEffect, useRef } from 'react';
import type { FieldProblem } from '../api/problem.ts';
import type { Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords, type Words } from '../words/index.ts';
import { type Editor, recordPath } from './use-editor.ts';

/** All refusals at once, said assertively, each a way to its field (web §5, §11). */
export function Refusals({ editor }: { readonly editor: Editor }) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  const { refusal, schema } = editor;
  useEffect(() => {
    if (!refusal) return;
    box.current?.scrollIntoView({ block: 'nearest' });
    document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refusal]);
  if (!refusal || refusal.problems.length === 0) return null;
  const [first] = refusal.problems;
  return (
    <div className="notice red refusals" role="alert" ref={box}>
      <Icon name="error" style={{ marginTop: 2 }} />
      <div>
        <b>{refusal.problems.length > 1 ? t('form.problems', { count: refusal.problems.length }) : (first?.title ?? first?.code)}</b>
        <ul>
          {refusal.problems.map((problem, index) => (
            <li key={`${problem.code} ${index}`}>{describe(problem, schema, t, refusal.problems.length > 1)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
function describe(problem: FieldProblem, schema: Schema, t: Words, withTitle: boolean): string {
  const where = placeOf(problem, schema, t);
  const parts = [where, withTitle ? (problem.title ?? problem.code) : undefined, wayOut(problem)].filter((part) => part !== undefined && part !== '');
  return parts.join(' · ');
}
/** The server's detail repeats the title before the way out. */
const wayOut = ({ title = '', detail = '' }: FieldProblem): string | undefined =>
  detail === title ? undefined : detail.startsWith(title) ? detail.slice(title.length).replace(/^[\s：:，,。.;；·]+/, '') : detail;

/** `/lines/1/qty` → 第 2 行 数量, also of an amendment, where the record is the input of an action. */
export function placeOf(problem: FieldProblem, schema: Schema, t: Words): string {
  const listed = problem.params?.['fields'] as readonly string[] | undefined;
  const paths = problem.path === undefined ? (listed ?? []) : [problem.path];
  return paths
    .map((path) => {
      const [, name = '', index, inner] = recordPath(path).split('/');
      const field = schema.fields.find((one) => one.name === name);
      if (!field) return '';
      if (inner === undefined) return t.of(field.label);
      const cell = field.lines?.find((one) => one.name === inner);
      return `${t('form.line_at', { n: Number(index) + 1 })} ${cell ? t.of(cell.label) : ''}`.trim();
    })
    .filter((text) => text !== '')
    .join('、');
}
