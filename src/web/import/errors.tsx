import { keep } from '../api/client.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { ImportAnswer, ImportError } from './answer.ts';
import { errorCsv } from './csv-file.ts';
import { disarmed } from '../report/csv.ts';
import type { Chosen } from './import-page.tsx';

/** Each error with its row, column and content; the wrong rows as a file that can be corrected and sent again (P.10). */
export function Errors({ answer, chosen }: { readonly answer: ImportAnswer; readonly chosen: Chosen }) {
  const t = useWords();
  if (answer.errors.length === 0) return null;
  const rest = answer.error_count - answer.errors.length;
  return (
    <section>
      <h2 className="wizard-title">
        {t('import.errors')} <span className="faint">{answer.error_count}</span>
        <button
          type="button"
          className="link"
          onClick={() =>
            save(answer.errors, chosen, t('import.errors'), { row: t('import.row_no'), column: t('import.column'), value: t('import.value'), message: t('import.reason') })
          }
        >
          <Icon name="download" size={14} /> {t('import.error_file')}
        </button>
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
            {answer.errors.map((error, at) => (
              <tr key={at}>
                <td className="num">{error.row}</td>
                <td>{error.column ?? ''}</td>
                <td className="soft">{error.value ?? ''}</td>
                <td className="neg wrap">{error.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && <p className="faint">{t('import.more_errors', { count: rest })}</p>}
    </section>
  );
}
/** Of a CSV the rows themselves; of a workbook, which only the server reads, the list of errors. */
function save(
  errors: readonly ImportError[],
  { file, text }: Chosen,
  suffix: string,
  titles: { readonly row: string; readonly column: string; readonly value: string; readonly message: string },
): void {
  const name = `${file.name.replace(/\.[^.]+$/, '')}-${suffix}.csv`;
  const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const listed = [
    [titles.row, titles.column, titles.value, titles.message],
    ...errors.map((error) => [String(error.row), error.column ?? '', disarmed(error.value ?? ''), error.message]),
  ]
    .map((row) => row.map(cell).join(','))
    .join('\r\n');
  const content = text === undefined ? listed : errorCsv(text, errors, { column: '错误列', message: '错误说明' });
  keep(new Blob(['\uFEFF', content], { type: 'text/csv;charset=utf-8' }), name);
}
