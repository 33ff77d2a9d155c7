import { useState } from 'react';
import type { Schema } from '../api/types.ts';
import { shown } from '../record/cell.tsx';
import { showable } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { type Changes, type ImportDocument, type PreviewRow, writtenCount } from './document.ts';
import { Errors } from './errors.tsx';

interface Props {
  readonly schema: Schema;
  readonly document: ImportDocument;
  readonly busy: boolean;
  readonly change: (changes: Changes) => void;
  readonly map: () => void;
  readonly run: () => void;
  readonly back: () => void;
}
/** What would happen, row by row, wrong ones first; nothing is written yet. */
export function PreviewStep({ schema, document, busy, change, map, run, back }: Props) {
  const t = useWords();
  const counts = document.preview?.counts ?? { created: 0, updated: 0, unchanged: 0, failed: 0 };
  const unit = document.unit ?? 'whole';
  const blocked = unit === 'whole' && counts.failed + document.error_count > 0;
  const count = writtenCount(counts);
  const ready = !busy && !blocked && count > 0;
  return (
    <>
      <div className="wizard-summary">
        <Icon name="file" size={18} className="faint" />
        <div>
          <b>{document.file}</b>
          <span className="faint">
            {[document.sheet && t('import.sheet', { name: document.sheet }), document.encoding && t('import.encoding', { name: document.encoding.toUpperCase() })]
              .filter((text) => text)
              .join(' · ')}
          </span>
        </div>
        <div className="wizard-counts">
          <Count word={t('import.will_create')} value={counts.created} />
          <Count word={t('import.will_update')} value={counts.updated} />
          <Count word={t('import.no_change')} value={counts.unchanged} />
          <Count word={t('import.wrong')} value={counts.failed} wrong />
        </div>
      </div>
      <div className="wizard-options">
        <Choice
          label={t('import.mode')}
          value={document.mode}
          options={[
            ['upsert', t('import.upsert')],
            ['insert', t('import.insert')],
            ['update', t('import.update')],
          ]}
          disabled={busy}
          choose={(mode) => change({ mode: mode as ImportDocument['mode'] })}
        />
        <Choice
          label={t('import.unit')}
          value={unit}
          options={[
            ['whole', t('import.whole')],
            ['row', t('import.row')],
          ]}
          disabled={busy}
          choose={(next) => change({ unit: next as ImportDocument['unit'] })}
        />
      </div>
      {document.error_count > 0 && (
        <div className={blocked ? 'notice red' : 'notice amber'} role="status">
          <Icon name={blocked ? 'error' : 'warning'} style={{ marginTop: 2 }} />
          <span>{blocked ? t('import.all_wrong') : t('import.some_wrong', { count: counts.failed })}</span>
        </div>
      )}
      <div className="wizard-actions">
        <button type="button" className="button primary" aria-disabled={!ready} onClick={() => ready && run()}>
          {t('import.run', { count })}
        </button>
        <button type="button" className="button" onClick={map}>
          {t('import.change_mapping')}
        </button>
        <button type="button" className="button" onClick={back}>
          {t('import.other_file')}
        </button>
      </div>
      <Errors key={document.version} document={document} correct={(corrections) => change({ corrections })} />
      <Rows schema={schema} rows={document.preview?.rows ?? []} />
    </>
  );
}
const Count = ({ word, value, wrong = false }: { readonly word: string; readonly value: number; readonly wrong?: boolean }) => (
  <span>
    <span className="faint">{word}</span>
    <b className={wrong && value > 0 ? 'neg' : value === 0 ? 'faint' : undefined}>{value}</b>
  </span>
);
function Choice({
  label,
  value,
  options,
  disabled,
  choose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly disabled: boolean;
  readonly choose: (value: string) => void;
}) {
  return (
    <span className="row" role="group" aria-label={label}>
      <span className="soft">{label}</span>
      <span className="segment">
        {options.map(([key, text]) => (
          <button key={key} type="button" aria-pressed={key === value} disabled={disabled} onClick={() => key !== value && choose(key)}>
            {text}
          </button>
        ))}
      </span>
    </span>
  );
}
const marks = { will_create: 'blue', will_update: 'half', no_change: 'grey', wrong: 'red' } as const;
/** The rows as the server understood them: codes found, dates and figures in their own form. */
function Rows({ schema, rows }: { readonly schema: Schema; readonly rows: readonly PreviewRow[] }) {
  const t = useWords();
  const [only, setOnly] = useState(false);
  if (rows.length === 0) return null;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))];
  const fields = names.flatMap((name) => schema.fields.find((field) => field.name === name && field.kind !== 'lines' && showable(field)) ?? []).slice(0, 9);
  const ordered = [...rows].sort((a, b) => Number(b.outcome === 'wrong') - Number(a.outcome === 'wrong')).filter((row) => !only || row.outcome === 'wrong');
  return (
    <section>
      <h2 className="wizard-title">
        {t('import.preview')} <span className="faint">{t('import.shown_rows', { count: rows.length })}</span>
        {rows.some((row) => row.outcome === 'wrong') && (
          <button type="button" className="link" aria-pressed={only} onClick={() => setOnly(!only)}>
            {only ? t('common.all') : t('import.only_wrong')}
          </button>
        )}
      </h2>
      <div className="wizard-scroll">
        <table className="report-table wizard-table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('import.row_no')}
              </th>
              <th scope="col">{t('import.outcome')}</th>
              {fields.map((field) => (
                <th key={field.name} scope="col">
                  {t.of(field.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered.map((row, at) => (
              <tr key={at}>
                <td className="num soft">{row.rows.length > 1 ? `${row.rows[0] ?? ''}–${row.rows.at(-1) ?? ''}` : row.rows[0]}</td>
                <td>
                  <span className={`state ${marks[row.outcome]}`}>{t(`import.${row.outcome}`)}</span>
                </td>
                {fields.map((field) => (
                  <td key={field.name}>
                    <span>{row.values[field.name] === undefined ? '' : shown(field, row.values[field.name], t)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
