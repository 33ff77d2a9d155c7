import { useId, useRef } from 'react';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { Diagnostic } from './template-data.ts';
import './templates.css';

interface SourceEditorProps {
  readonly label: string;
  readonly value: string;
  readonly locked: boolean;
  readonly wrong: Diagnostic | undefined;
  readonly onChange: (value: string) => void;
}
/** Text with numbered lines; what is wrong is told under it, and leads to its line. */
export function SourceEditor({ label, value, locked, wrong, onChange }: SourceEditorProps) {
  const t = useWords();
  const id = useId();
  const numbers = useRef<HTMLOListElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = value.split('\n');
  function goTo(line: number): void {
    const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const box = area.current;
    if (!box) return;
    box.focus();
    box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    box.scrollTop = Math.max(0, (line - 4) * lineHeight);
  }
  return (
    <div className="source">
      <div className="source-box">
        <ol className="source-numbers" ref={numbers} aria-hidden="true">
          {lines.map((_, at) => (
            <li key={at} className={wrong?.line === at + 1 ? 'wrong' : undefined}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          aria-label={label}
          aria-invalid={wrong !== undefined || undefined}
          aria-describedby={wrong ? id : undefined}
          readOnly={locked}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <div className="source-wrong" role="status">
        {wrong && (
          <button type="button" className="plain" id={id} onClick={() => goTo(wrong.line)}>
            <Icon name="error" size={15} /> {t('template.at_line', { line: wrong.line, text: wrong.text })}
          </button>
        )}
      </div>
    </div>
  );
}
/** As `templates.css` has it. */
const lineHeight = 20;
