import { type DragEvent, useId, useState } from 'react';
import type { FieldProblem } from '../api/problem.ts';
import type { Schema } from '../api/types.ts';
import { showable } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { told } from '../shell/refused.tsx';
import { useSlow } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';

const most = 50 * 1024 * 1024;
/** Where the file comes in, and which columns it may have. */
export function FileStep({
  schema,
  problems,
  checking,
  choose,
}: {
  readonly schema: Schema;
  readonly problems: readonly FieldProblem[];
  readonly checking: string | undefined;
  readonly choose: (file: File) => void;
}) {
  const t = useWords();
  const input = useId();
  const [over, setOver] = useState(false);
  const [large, setLarge] = useState(false);
  const slow = useSlow(checking !== undefined);
  const take = (file: File | undefined): void => {
    if (!file) return;
    setLarge(file.size > most);
    if (file.size <= most) choose(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const fields = schema.fields.filter((field) => field.origin !== 'derived' && field.origin !== 'computed');
  return (
    <>
      {(problems.length > 0 || large) && (
        <div className="notice red" role="alert">
          <Icon name="error" style={{ marginTop: 2 }} />
          <div>
            <b>{t('import.refused')}</b>
            {large && <p>{t('import.file_too_large')}</p>}
            {problems.map((problem, at) => (
              <p key={at}>{told([problem])}</p>
            ))}
          </div>
        </div>
      )}
      <label
        htmlFor={input}
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" size={22} className="faint" />
        <b>{checking === undefined ? t('import.drop') : slow ? t('import.reading', { name: checking }) : checking}</b>
        <span className="faint">{t('import.file_help')}</span>
        <input
          id={input}
          type="file"
          className="unseen"
          accept=".xlsx,.csv,.txt"
          disabled={checking !== undefined}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </label>
      <h2 className="wizard-title">
        {t('import.columns')} <span className="faint">{t('import.columns_help')}</span>
      </h2>
      <div className="columns">
        {fields
          .filter((field) => field.kind !== 'lines' && showable(field))
          .map((field) => (
            <span key={field.name} title={field.help ? t.of(field.help) : undefined}>
              {t.of(field.label)}
              {field.required && field.default === undefined && !field.generated && field.kind !== 'flag' && <b className="needed">*</b>}
            </span>
          ))}
      </div>
      {fields
        .filter((field) => field.kind === 'lines')
        .map((lines) => (
          <div key={lines.name}>
            <h3 className="columns-of">{t.of(lines.label)}</h3>
            <div className="columns">
              {(lines.lines ?? [])
                .filter((field) => field.origin !== 'derived' && field.origin !== 'computed' && showable(field))
                .map((field) => (
                  <span key={field.name}>
                    {t.of(field.label)}
                    {field.required && field.default === undefined && field.kind !== 'flag' && <b className="needed">*</b>}
                  </span>
                ))}
            </div>
          </div>
        ))}
    </>
  );
}
