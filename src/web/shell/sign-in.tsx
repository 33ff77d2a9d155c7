import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { request } from '../api/client.ts';
import { isProblem, problemsOf } from '../api/problem.ts';
import type { Me } from '../api/types.ts';
import { isDark, preferences, usePreferences } from '../theme/preferences.ts';
import { useWords, type Words } from '../words/index.ts';
import { Icon, Mark } from './icons.tsx';
import './sign-in.css';

/** The only decorated page (web §4.10): sign in on the left, what the house stands for on the right. */
export function SignIn() {
  const t = useWords();
  const chosen = usePreferences();
  const dark = isDark(chosen);
  return (
    <div className="sign-in">
      <div className="sign-in-side">
        <header className="sign-in-top">
          <Mark size={28} />
          <span className="sign-in-name">{t('app.name')}</span>
          <span className="side">
            <button type="button" className="button quiet" lang={t.locale === 'zh' ? 'en' : 'zh-CN'} onClick={() => preferences.set({ locale: t.locale === 'zh' ? 'en' : 'zh' })}>
              <Icon name="language" /> {t.locale === 'zh' ? 'English' : '中文'}
            </button>
            <button type="button" className="icon-button" aria-label={dark ? t('me.light') : t('me.dark')} onClick={() => preferences.set({ theme: dark ? 'light' : 'dark' })}>
              <Icon name={dark ? 'sun' : 'moon'} />
            </button>
          </span>
        </header>
        <main className="sign-in-form">
          <SignInForm />
        </main>
        <footer className="sign-in-foot">
          <span>{t('app.name')} 0.1</span>
          <span>{t('signIn.local')}</span>
          <Disclosed className="side" label={t('signIn.problem')} text={t('signIn.problem_help')} />
        </footer>
      </div>
      <Art t={t} />
    </div>
  );
}

function SignInForm() {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  const [shown, setShown] = useState(false);
  const [wantsCode, setWantsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const ids = { login: useId(), password: useId(), otp: useId(), refusal: useId() };

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const otp = String(given.get('otp') ?? '').trim();
    setBusy(true);
    setRefusal(undefined);
    try {
      const { organisation, must } = await request<Me>('POST', '/session', {
        body: { login: String(given.get('login')), password: String(given.get('password')), ...(otp === '' ? {} : { otp }) },
      });
      client.clear();
      const inside = next?.startsWith('/o/') ? next : `/o/${organisation.code}`;
      if (must.includes('change_password')) await navigate({ to: '/password' });
      else await navigate({ href: inside });
    } catch (error) {
      setWantsCode(wantsCode || isProblem(error, 'auth.second_factor_required'));
      const [first] = problemsOf(error);
      setRefusal(isProblem(error, 'network.unreachable') ? t('state.failed_network') : [first?.title, first?.detail].filter(Boolean).join(t.locale === 'zh' ? '。' : '. '));
    } finally {
      setBusy(false);
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} aria-describedby={refusal === undefined ? undefined : ids.refusal}>
      <h1>{t('signIn.title')}</h1>
      {refusal !== undefined && (
        <div className="notice red" role="alert" id={ids.refusal} style={{ marginBottom: 16 }}>
          <Icon name="error" /> <span>{refusal}</span>
        </div>
      )}
      <div className="field">
        <label className="label" htmlFor={ids.login}>
          {t('signIn.login')}
        </label>
        <input className="input" id={ids.login} name="login" autoComplete="username" required autoFocus spellCheck={false} autoCapitalize="none" />
      </div>
      <div className="field">
        <div className="label">
          <label htmlFor={ids.password}>{t('signIn.password')}</label>
          <Disclosed label={t('signIn.forgotten')} text={t('signIn.forgotten_help')} />
        </div>
        <div className="with-eye">
          <input className="input" id={ids.password} name="password" type={shown ? 'text' : 'password'} autoComplete="current-password" required />
          <button type="button" className="icon-button" aria-label={shown ? t('signIn.hide') : t('signIn.show')} onClick={() => setShown(!shown)}>
            <Icon name={shown ? 'eyeOff' : 'eye'} />
          </button>
        </div>
      </div>
      {wantsCode && (
        <div className="field">
          <label className="label" htmlFor={ids.otp}>
            {t('signIn.otp')}
          </label>
          <input className="input" id={ids.otp} name="otp" autoComplete="one-time-code" inputMode="numeric" autoFocus aria-describedby={`${ids.otp}-help`} />
          <p className="faint" id={`${ids.otp}-help`}>
            {t('signIn.otp_help')}
          </p>
        </div>
      )}
      <button type="submit" className="button primary" aria-disabled={busy} onClick={(event) => busy && event.preventDefault()}>
        {t('signIn.submit')}
      </button>
      <p className="sign-in-hint">
        <Icon name="shield" /> <span>{t('signIn.factor_hint')}</span>
      </p>
      <p className="none">{t('signIn.no_account')}</p>
    </form>
  );
}

/** A word that opens its explanation where it stands. */
function Disclosed({ label, text, className = '' }: { readonly label: string; readonly text: string; readonly className?: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <span className={className} style={{ position: 'relative' }}>
      <button type="button" className="link" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {label}
      </button>
      <span id={id} hidden={!open} className="float" style={{ right: 0, bottom: '100%', width: 280, padding: '10px 12px', marginBottom: 6, color: 'var(--ink)' }}>
        {text}
      </span>
    </span>
  );
}

function Art({ t }: { readonly t: Words }) {
  const rows = useMemo(() => Array.from({ length: 24 }, (_, row) => row), []);
  const steps = t('signIn.steps').split(',');
  return (
    <aside className="sign-in-art">
      <svg className="waves" viewBox="0 0 880 900" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
        <defs>
          <linearGradient id="deep" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="#1d3a8f" />
            <stop offset="1" stopColor="#2750b0" />
          </linearGradient>
          <linearGradient id="fade" x1="0" y1="0" x2="0" y2="1">
            <stop offset=".3" stopColor="#000" />
            <stop offset="1" stopColor="#fff" />
          </linearGradient>
          <mask id="rise">
            <rect width="880" height="900" fill="url(#fade)" />
          </mask>
        </defs>
        <rect width="880" height="900" fill="url(#deep)" />
        <g mask="url(#rise)" opacity=".55">
          {rows.map((row) => (
            <g key={row} fill="#2247a4" stroke="#fff" strokeOpacity=".28">
              {Array.from({ length: 13 }, (_, at) => [40, 30, 20, 10].map((r) => <circle key={`${at}-${r}`} cx={(at - 0.5 + (row % 2) / 2) * 84} cy={300 + row * 27} r={r} />))}
            </g>
          ))}
        </g>
      </svg>
      <div className="sign-in-claim">
        <h2>
          {t('signIn.claim1')}
          <br />
          {t('signIn.claim2')}
        </h2>
        <p>
          {t('signIn.text1')}
          <br />
          {t('signIn.text2')}
        </p>
      </div>
      <ol className="sign-in-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </aside>
  );
}
