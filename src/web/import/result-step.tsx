import { Link } from '@tanstack/react-router';
import type { Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { type ImportAnswer, writtenCount } from './answer.ts';
import { Errors } from './errors.tsx';
import type { Chosen } from './import-page.tsx';

/** What came of it, the rows that were refused as a file, and how to take it back. */
export function ResultStep({
  schema,
  chosen,
  answer,
  list,
  again,
}: {
  readonly schema: Schema;
  readonly chosen: Chosen;
  readonly answer: ImportAnswer;
  readonly list: string;
  readonly again: () => void;
}) {
  const t = useWords();
  const done = writtenCount(answer);
  const { counts, state } = answer;
  const title =
    state === 'failed' ? t('import.failed_title') : state === 'partly_done' ? t('import.partly_title', { done, failed: counts.failed }) : t('import.done_title', { count: done });
  return (
    <>
      <div className="wizard-result" role="status">
        <Icon name={state === 'failed' ? 'error' : 'done'} size={24} className={state === 'failed' ? 'neg' : 'ok-ink'} />
        <div>
          <b>{title}</b>
          <span className="soft">{t('import.counts', counts)}</span>
        </div>
      </div>
      <div className="wizard-actions">
        <Link to={list} className="button primary">
          {t('import.to_list', { thing: t.of(schema.label) })}
        </Link>
        <button type="button" className="button" onClick={again}>
          {t('import.again')}
        </button>
      </div>
      <Errors answer={answer} chosen={chosen} />
      {done > 0 && <p className="faint wizard-note">{t('import.undo_help')}</p>}
    </>
  );
}
