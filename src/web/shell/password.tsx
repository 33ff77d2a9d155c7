import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { request } from '../api/client.ts';
import { problemsOf } from '../api/problem.ts';
import { meQuery, useMe } from '../api/queries.ts';
import { useWords } from '../words/index.ts';
import { Icon } from './icons.tsx';
import './sign-in.css';

/** Replaces the password; after the first sign-in nothing else is reachable (P.1). */
export function PasswordPage() {
  const t = useWords();
  const me = useMe().data;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ids = [useId(), useId(), useId()] as const;
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    if (given.get('new') !== given.get('again')) {
      setRefusal(t('password.differs'));
      return;
    }
    setBusy(true);
    try {
      await request('POST', '/session/actions/change_password', { body: { old: given.get('old'), new: given.get('new') } });
      const fresh = await client.fetchQuery({ ...meQuery(), staleTime: 0 });
      await navigate({ to: '/o/$org', params: { org: fresh.organisation.code } });
    } catch (error) {
      const [first] = problemsOf(error);
      setRefusal([first?.title, first?.detail].filter(Boolean).join(t.locale === 'zh' ? '。' : '. '));
    } finally {
      setBusy(false);
    }
  }
  const field = (index: 0 | 1 | 2, name: string, label: string, complete: string) => (
    <div className="field">
      <label className="label" htmlFor={ids[index]}>
        {label}
      </label>
      <input className="input" id={ids[index]} name={name} type="password" autoComplete={complete} required />
    </div>
  );
  return (
    <main className="password-page">
      <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
        <h1>{t('password.title')}</h1>
        <p className="company">{me?.must.includes('change_password') ? t('password.must') : t('password.rules')}</p>
        {refusal !== undefined && (
          <div className="notice red" role="alert" style={{ marginBottom: 16 }}>
            <Icon name="error" /> <span>{refusal}</span>
          </div>
        )}
        {field(0, 'old', t('password.old'), 'current-password')}
        {field(1, 'new', t('password.new'), 'new-password')}
        {field(2, 'again', t('password.again'), 'new-password')}
        <button type="submit" className="button primary" disabled={busy}>
          {t('password.submit')}
        </button>
      </form>
    </main>
  );
}
