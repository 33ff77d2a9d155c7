import { useBlocker } from '@tanstack/react-router';
import { type RefObject, useEffect, useState } from 'react';
import type { ApiRecord } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useWords } from '../words/index.ts';

interface LeaveGuardProps {
  readonly on: boolean;
  /** Lets the form's own moves pass. */
  readonly free: RefObject<boolean>;
  readonly save: () => Promise<ApiRecord | undefined>;
  /** Keeps what is typed; false where leaving would lose it. */
  readonly keep: () => Promise<boolean>;
  readonly discard: () => Promise<void>;
  /** All of it is kept already. */
  readonly kept: boolean;
}
/** Drafts keep themselves; leaving warns only where that failed (web §4.2). */
export function LeaveGuard({ on, free, save, keep, discard, kept }: LeaveGuardProps) {
  const t = useWords();
  const blocker = useBlocker({ shouldBlockFn: ({ current, next }) => on && !free.current && current.pathname !== next.pathname, withResolver: true, enableBeforeUnload: false });
  useEffect(() => {
    if (!on || kept) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [on, kept]);
  const [asking, setAsking] = useState(false);
  const blocked = blocker.status === 'blocked';
  useEffect(() => {
    if (!blocked) return;
    let here = true;
    void keep().then((safe) => {
      if (!here) return;
      if (safe) blocker.proceed?.();
      else setAsking(true);
    });
    return () => {
      here = false;
      setAsking(false);
    };
    // Once for each time somebody wants to leave.
  }, [blocked]);
  if (blocker.status !== 'blocked' || !asking) return null;
  return (
    <Dialog
      title={t('form.leave_title')}
      close={() => blocker.reset()}
      footer={
        <>
          <button type="button" className="button" onClick={() => void discard().then(() => blocker.proceed())}>
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
