import { useBlocker } from '@tanstack/react-router';
import { type RefObject, useEffect } from 'react';
import type { ApiRecord } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useWords } from '../words/index.ts';

/** Leaving with unsaved changes asks once; `free` lets the form's own moves pass (web §4.2). */
export function LeaveGuard({ on, free, save }: { readonly on: boolean; readonly free: RefObject<boolean>; readonly save: () => Promise<ApiRecord | undefined> }) {
  const t = useWords();
  const blocker = useBlocker({ shouldBlockFn: ({ current, next }) => on && !free.current && current.pathname !== next.pathname, withResolver: true, enableBeforeUnload: false });
  useEffect(() => {
    if (!on) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [on]);
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      title={t('form.leave_title')}
      close={() => blocker.reset()}
      footer={
        <>
          <button type="button" className="button" onClick={() => blocker.proceed()}>
            {t('form.leave')}
          </button>
          <button type="button" className="button" onClick={() => blocker.reset()}>
            {t('form.stay')}
          </button>
          <button type="button" className="button primary" onClick={() => void save().then((saved) => (saved ? blocker.proceed() : blocker.reset()))}>
            {t('common.save')}
          </button>
        </>
      }
    >
      <p>{t('form.leave_text')}</p>
    </Dialog>
  );
}
