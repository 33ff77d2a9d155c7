import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { request } from '../api/client.ts';
import { isProblem, problemsOf } from '../api/problem.ts';
import type { Me } from '../api/types.ts';
import { useWords } from '../words/index.ts';
import { Icon, Mark } from './icons.tsx';
import { Blank } from './states.tsx';
import './sign-in.css';

/** Where the single-use link of an invitation or a reset leads: the person chooses a password and is signed in (P.1). */
export function Welcome() {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [, kind, token = ''] = useLocation().pathname.split('/');
  const [problem, setProblem] = useState<unknown>();
  const [wantsCode, setWantsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const ids = [useId(), useId(), useId()] as const;
  const [first] = problemsOf(problem);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const otp = String(given.get('otp') ?? '').trim();
    if (given.get('password') !== given.get('again')) {
      setProblem('differs');
      return;
    }
    setBusy(true);
    try {
      const { organisation } = await request<Me>('POST', '/session/actions/accept_invitation', {
        body: { token, password: given.get('password'), ...(otp === '' ? {} : { otp }) },
      });
      client.clear();
      await navigate({ to: '/o/$org', params: { org: organisation.code } });
    } catch (error) {
      setWantsCode(wantsCode || isProblem(error, 'auth.second_factor_required'));
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  if (isProblem(problem) && [404, 410].includes(problem.problem.status)) return <Blank icon="error" title={t('welcome.bad')} text={t('welcome.bad_help')} />;
  const refusal =
    problem === 'differs'
      ? t('password.differs')
      : first
        ? [first.title, first.detail].filter((part, at, all) => part && all.indexOf(part) === at).join(' · ')
        : problem === undefined
          ? undefined
          : t('state.failed_network');
  const field = (index: 0 | 1 | 2, name: string, label: string, type: string, complete: string) => (
    <div className="field">
      <label className="label" htmlFor={ids[index]}>
        {label}
      </label>
      <input className="input" id={ids[index]} name={name} type={type} autoComplete={complete} required autoFocus={index === 0} />
    </div>
  );
  return (
    <main className="password-page">
      <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
        <Mark size={28} />
        <h1>{kind === 'reset' ? t('welcome.reset') : t('welcome.invited')}</h1>
        <p className="company">{t('password.rules')}</p>
        {refusal !== undefined && (
          <div className="notice red" role="alert" style={{ marginBottom: 16 }}>
            <Icon name="error" /> <span>{refusal}</span>
          </div>
        )}
        {field(0, 'password', t('password.new'), 'password', 'new-password')}
        {field(1, 'again', t('password.again'), 'password', 'new-password')}
        {wantsCode && field(2, 'otp', t('signIn.otp'), 'text', 'one-time-code')}
        <button type="submit" className="button primary" disabled={busy}>
          {t('welcome.submit')}
        </button>
      </form>
    </main>
  );
}
