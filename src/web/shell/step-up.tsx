import { type FormEvent, useId, useState, useSyncExternalStore } from 'react';
import { request } from '../api/client.ts';
import { presence } from '../api/presence.ts';
import { useMe } from '../api/queries.ts';
import { useWords } from '../words/index.ts';
import { Dialog } from './dialog.tsx';
import { Refused, useAttempt } from './refused.tsx';

/** Shows itself when a call was refused because it wants the person once more (P.1 *Step-up*); the call then goes on by itself. */
export function StepUp() {
  return useSyncExternalStore(presence.subscribe, presence.wanted) ? <Proof /> : null;
}
function Proof() {
  const t = useWords();
  const id = useId();
  const hasFactor = useMe().data?.second_factor === true;
  const [by, setBy] = useState<'password' | 'otp'>(hasFactor ? 'otp' : 'password');
  const { busy, problems, attempt, clear } = useAttempt();
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get('proof') ?? '');
    if (await attempt(() => request('POST', '/session/actions/step_up', { body: { [by]: by === 'otp' ? given.trim() : given } }))) presence.answer(true);
  }
  return (
    <Dialog
      title={t('account.step_up')}
      width={400}
      close={() => presence.answer(false)}
      footer={
        <>
          <button type="button" className="button" onClick={() => presence.answer(false)}>
            {t('common.cancel')}
          </button>
          <button type="submit" form={`${id}-form`} className="button primary" aria-disabled={busy}>
            {t('account.step_up_go')}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} className="dialog-form" onSubmit={(event) => void submit(event)}>
        <p className="soft">{t('account.step_up_help')}</p>
        <Refused problems={problems} />
        <div className="dialog-field">
          <label htmlFor={id}>{t(by === 'otp' ? 'signIn.otp' : 'signIn.password')}</label>
          <input
            key={by}
            className="input"
            id={id}
            name="proof"
            type={by === 'otp' ? 'text' : 'password'}
            inputMode={by === 'otp' ? 'numeric' : undefined}
            autoComplete={by === 'otp' ? 'one-time-code' : 'current-password'}
            required
            autoFocus
            aria-invalid={problems.length > 0 || undefined}
          />
        </div>
        {hasFactor && (
          <button
            type="button"
            className="link"
            onClick={() => {
              clear();
              setBy(by === 'otp' ? 'password' : 'otp');
            }}
          >
            {t(by === 'otp' ? 'account.use_password' : 'account.use_code')}
          </button>
        )}
      </form>
    </Dialog>
  );
}
