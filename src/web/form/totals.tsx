import { amountInWords } from '../../kernel/amount-words.ts';
import { decimal } from '#decimal';
import type { SchemaField } from '../api/types.ts';
import { shown } from '../record/cell.tsx';
import { Control } from '../record/control.tsx';
import { isNegative, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { isEditable, totalsOf } from './sections.ts';
import type { Editor } from './use-editor.ts';

/** The strip under the last line: amount in words left, parts, the total large (web §4.2). Said politely when it changes. */
export function Totals({ editor, inputs, editing }: { readonly editor: Editor; readonly inputs: readonly SchemaField[]; readonly editing: boolean }) {
  const t = useWords();
  const fields = totalsOf(editor.schema);
  const main = fields.find((field) => /gross|total|amount/.test(field.name)) ?? fields.at(-1);
  if (!main) return null;
  const value = editor.values[main.name];
  // What is written out is the amount of the document, also where the sum of the lines is only what is left of it.
  const written = /gross|total|amount/.test(main.name) ? value : (editor.values['amount'] ?? value);
  const words = typeof written === 'string' && /^-?\d+(\.\d+)?$/.test(written) ? amountInWords(decimal(written)) : undefined;
  return (
    <div className="totals" role="status" aria-live="polite">
      <div className="in-words">
        <div className="label">{t('form.in_words')}</div>
        <div lang="zh-CN">{words ?? '—'}</div>
      </div>
      {inputs
        .filter((field) => (editing && isEditable(editor.schema, field, editor.record)) || (editor.values[field.name] ?? '0.00') !== '0.00')
        .map((field) => (
          <div key={field.name} className="figure">
            <div className="label">{t.of(field.label)}</div>
            {editing && isEditable(editor.schema, field, editor.record) ? (
              <Control
                field={field}
                label={t.of(field.label)}
                value={editor.values[field.name]}
                invalid={editor.refusal?.at.has(`/${field.name}`) === true}
                onChange={(value) => editor.dispatch({ type: 'set', name: field.name, value })}
              />
            ) : (
              <div>{shown(field, editor.values[field.name], t)}</div>
            )}
          </div>
        ))}
      {fields
        .filter((field) => field !== main)
        .map((field) => (
          <Figure key={field.name} field={field} value={editor.values[field.name]} />
        ))}
      <div className="rule" />
      <Figure field={main} value={value} large />
    </div>
  );
}
function Figure({ field, value, large = false }: { readonly field: SchemaField; readonly value: unknown; readonly large?: boolean }) {
  const t = useWords();
  return (
    <div className={large ? 'figure large' : 'figure'}>
      <div className="label">{t.of(field.label)}</div>
      <div className={isNegative(value) ? 'neg' : undefined}>{value === null || value === undefined ? '0.00' : money(value)}</div>
    </div>
  );
}
