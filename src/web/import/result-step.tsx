import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { pathOf } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';
import { type ImportDocument, may, type Undo, writtenCount } from './document.ts';
import { Errors } from './errors.tsx';

interface Props {
  readonly schema: Schema;
  readonly document: ImportDocument;
  readonly busy: boolean;
  readonly list: string;
  readonly undo: () => void;
  readonly again: () => void;
  readonly ended: () => void;
}
/** What came of it, the rows that were refused as a file, and taking it back within 30 days (P.10 *Undo*). */
export function ResultStep({ schema, document, busy, list, undo, again }: Props) {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  const { state, counts } = document;
  const done = writtenCount(counts);
  const failed = counts?.failed ?? 0;
  const title = {
    failed: t('import.failed_title'),
    cancelled: t('import.cancelled_title', { count: done }),
    partly_done: t('import.partly_title', { done, failed }),
    undone: t('import.undone_title'),
    partly_undone: t('import.partly_undone_title'),
  }[state as string];
  const bad = state === 'failed' || state === 'cancelled';
  return (
    <>
      <div className="wizard-result" role="status">
        <Icon name={bad ? 'error' : 'done'} size={24} className={bad ? 'neg' : 'ok-ink'} />
        <div>
          <b>{title ?? t('import.done_title', { count: done })}</b>
          {counts && <span className="soft">{t('import.counts', { ...counts })}</span>}
        </div>
      </div>
      <div className="wizard-actions">
        <Link to={list} className="button primary">
          {t('import.to_list', { thing: t.of(schema.label) })}
        </Link>
        <button type="button" className="button" onClick={again}>
          {t('import.again')}
        </button>
        {done > 0 && may(document, 'undo') && (
          <button type="button" className="button quiet" aria-disabled={busy} onClick={() => setAsking(true)}>
            {t('import.undo')}
          </button>
        )}
      </div>
      {document.undo ? <Undone undo={document.undo} schema={schema} /> : <Errors document={document} />}
      {asking && (
        <Dialog
          title={t('import.undo')}
          width={440}
          close={() => setAsking(false)}
          footer={
            <>
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {t('common.cancel')}
              </button>
              <button
                type="button"
                className="button danger"
                onClick={() => {
                  setAsking(false);
                  undo();
                }}
              >
                {t('import.undo_do', { count: done })}
              </button>
            </>
          }
        >
          <p>{t('import.undo_text')}</p>
        </Dialog>
      )}
    </>
  );
}
/** What was taken back, and what stays with its reason. */
function Undone({ undo, schema }: { readonly undo: Undo; readonly schema: Schema }) {
  const t = useWords();
  const home = useHome();
  return (
    <section>
      <p className="soft">{t('import.undo_counts', { ...undo.counts })}</p>
      {undo.kept.length > 0 && (
        <div className="wizard-errors">
          <table className="report-table wizard-table">
            <thead>
              <tr>
                <th scope="col" className="num">
                  {t('import.row_no')}
                </th>
                <th scope="col">{t('import.kept')}</th>
                <th scope="col">{t('import.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {undo.kept.map((row) => (
                <tr key={row.row}>
                  <td className="num">{row.row}</td>
                  <td>
                    <Link to={`${home}${pathOf(schema.name)}/${row.record}` as string}>{row.key ?? t('common.open')}</Link>
                  </td>
                  <td className="soft wrap">{row.reason?.message ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
