import { useState } from 'react';
import { download, keep } from '../api/client.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { ImportDocument, ImportError } from './document.ts';

type Corrections = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** Each error with its row, column and content. Before the run a cell is corrected here; the wrong rows also come as a file that is sent again once corrected. */
export function Errors({ document, correct }: { readonly document: ImportDocument; readonly correct?: (corrections: Corrections) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState<Corrections>({});
  if (document.errors.length === 0) return null;
  const rest = document.error_count - document.errors.length;
  const count = Object.values(typed).reduce((sum, row) => sum + Object.keys(row).length, 0);
  const type = ({ row, column }: ImportError, text: string): void => setTyped({ ...typed, [row]: { ...typed[row], [column ?? '']: text } });
  return (
    <section>
      <h2 className="wizard-title">
        {t('import.errors')} <span className="faint">{document.error_count}</span>
        {document.error_file !== null && (
          <button type="button" className="link" onClick={() => void download('GET', `/core/import/${document.id}/errors`).then((file) => keep(file.blob, file.name))}>
            <Icon name="download" size={14} /> {t('import.error_file')}
          </button>
        )}
      </h2>
      <div className="wizard-errors">
        <table className="report-table wizard-table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('import.row_no')}
              </th>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.value')}</th>
              <th scope="col">{t('import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {document.errors.map((error, at) => (
              <tr key={at}>
                <td className="num">{error.row}</td>
                <td>{error.column ?? ''}</td>
                <td className="soft">
                  {correct && error.column !== null ? (
                    <input
                      className="input"
                      aria-label={t('import.correct_at', { row: error.row, column: error.column })}
                      value={typed[error.row]?.[error.column] ?? String(error.value ?? '')}
                      onChange={(event) => type(error, event.target.value)}
                    />
                  ) : (
                    String(error.value ?? '')
                  )}
                </td>
                <td className="neg wrap">{error.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && <p className="faint">{t('import.more_errors', { count: rest })}</p>}
      {correct && count > 0 && (
        <div className="wizard-actions">
          <button type="button" className="button primary" onClick={() => correct(typed)}>
            {t('import.correct', { count })}
          </button>
        </div>
      )}
    </section>
  );
}
