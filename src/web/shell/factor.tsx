import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { request } from '../api/client.ts';
import { problemsOf } from '../api/problem.ts';
import { useWords } from '../words/index.ts';
import { Icon } from './icons.tsx';
import { QrCode } from './qr-code.tsx';
import { CopyButton } from './states.tsx';
import './sign-in.css';

/** Enrolment of the second factor: key, first code, recovery codes shown once (P.1). Reachable also when nothing else is. */
export function FactorPage() {
  const t = useWords();
  const { org } = useParams({ from: '/o/$org/factor' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const id = useId();
  const [codes, setCodes] = useState<readonly string[]>();
  const [error, setError] = useState<unknown>();
  const enrolment = useQuery({
    queryKey: ['enrolment'],
    queryFn: () => request<{ readonly secret: string; readonly uri: string }>('POST', '/session/actions/enrol_factor'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const [first] = problemsOf(error ?? enrolment.error);
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const otp = String(new FormData(event.currentTarget).get('otp') ?? '').trim();
    try {
      const { recovery_codes } = await request<{ readonly recovery_codes: readonly string[] }>('POST', '/session/actions/confirm_factor', { body: { otp } });
      setError(undefined);
      setCodes(recovery_codes);
    } catch (refused) {
      setError(refused);
    }
  }
  async function leave(): Promise<void> {
    await client.invalidateQueries();
    await navigate({ to: '/o/$org', params: { org } });
  }
  return (
    <main className="password-page">
      <div className="sign-in-form">
        <h1>{codes ? t('factor.codes') : t('factor.title')}</h1>
        <p className="company">{codes ? t('factor.codes_help') : t('factor.text')}</p>
        {first && (
          <div className="notice red" role="alert" style={{ marginBottom: 16 }}>
            <Icon name="error" /> <span>{[first.title, first.detail].filter((part, at, all) => part && all.indexOf(part) === at).join(' · ')}</span>
          </div>
        )}
        {codes ? (
          <>
            <ul className="recovery-codes">
              {codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ul>
            <CopyButton text={codes.join('\n')} label={t('common.copy')} />
            <button type="button" className="button primary" onClick={() => void leave()}>
              {t('factor.done')}
            </button>
          </>
        ) : (
          <form onSubmit={(event) => void submit(event)}>
            {enrolment.data && (
              <>
                <QrCode text={enrolment.data.uri} label={t('factor.qr')} />
                <p className="soft secret">
                  {t('factor.secret')} <b>{enrolment.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</b>
                </p>
              </>
            )}
            <div className="field">
              <label className="label" htmlFor={id}>
                {t('factor.code')}
              </label>
              <input className="input" id={id} name="otp" inputMode="numeric" autoComplete="one-time-code" required autoFocus />
            </div>
            <button type="submit" className="button primary">
              {t('factor.submit')}
            </button>
            <button type="button" className="button quiet" onClick={() => void leave()}>
              {t('factor.later')}
            </button>
          </form>
        )}
      </div>
    </main>
  );
}
