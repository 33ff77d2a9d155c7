import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { createContext, lazy, Suspense, use, useEffect, useRef, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { useMe } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { usePreferences } from '../theme/preferences.ts';
import { useWords, type Word } from '../words/index.ts';
import { Icon, type IconName } from './icons.tsx';
import './sign-in.css';
import { Jumps } from './jumps.tsx';
import { useKeys } from './keys.ts';
import { Sidebar } from './sidebar.tsx';
import { Failed, Waiting } from './states.tsx';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })));
const KeysHelp = lazy(() => import('./keys-help.tsx').then((module) => ({ default: module.KeysHelp })));
const MeContext = createContext<Me | undefined>(undefined);
/** Who is signed in; the frame shows its pages only once that is known. */
export function useWho(): Me {
  const me = use(MeContext);
  if (!me) throw new TypeError('outside the frame');
  return me;
}
export const useHome = (): string => `/o/${useWho().organisation.code}`;

export function Layout() {
  const me = useMe();
  const { org } = useParams({ from: '/o/$org' });
  const t = useWords();
  const navigate = useNavigate();
  // Where one wanted to go stands in the address bar; reading it here must not make this frame follow it.
  const toSignIn = (): void => void navigate({ to: '/sign-in', search: { next: `${location.pathname}${location.search}` }, replace: true });
  const own = me.data?.organisation.code ?? '';
  if (isProblem(me.error, 'auth.required') || isProblem(me.error, 'auth.session_expired')) return <Redirect go={() => toSignIn()} />;
  if (me.error) return <Failed error={me.error} thing={t('app.name')} retry={() => void me.refetch()} />;
  if (!me.data) return <Waiting />;
  if (me.data.must.includes('change_password')) return <Redirect go={() => void navigate({ to: '/password', replace: true })} />;
  if (me.data.organisation.code !== org) return <Redirect go={() => void navigate({ to: '/o/$org', params: { org: own }, replace: true })} />;
  return (
    <MeContext value={me.data}>
      <Frame me={me.data} />
    </MeContext>
  );
}

/** Goes on once; a link that follows its own props would go on with every change of the address it makes. */
function Redirect({ go }: { readonly go: () => void }) {
  const gone = useRef(false);
  useEffect(() => {
    if (gone.current) return;
    gone.current = true;
    go();
  });
  return null;
}

/** A document opens beside the rail; the person's own choice wins (web §3). */
const isDocument = (path: string): boolean => !path.includes('/customers/customer/') && /^\/o\/[^/]+\/[a-z]+\/[a-z_]+\/(new|[0-9a-f]{8}-)/.test(path);

function Frame({ me }: { readonly me: Me }) {
  const t = useWords();
  const { rail: wish } = usePreferences();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [later, setLater] = useState(false);
  const at = useLocation().pathname;
  const rail = wish === 'rail' || (wish === 'auto' && isDocument(at));
  const page = useRef<HTMLElement>(null);
  useKeys({ 'ctrl+k': () => setPalette(true), '?': () => setHelp(true) });
  // Fetched while nothing else is asked for: whoever presses Ctrl K types on at once.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1_000);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    page.current?.focus({ preventScroll: true });
  }, [at]);
  return (
    <div className={rail ? 'shell rail' : 'shell'}>
      <a className="skip" href="#page">
        {t('app.skip')}
      </a>
      <Sidebar me={me} rail={rail} search={() => setPalette(true)} />
      <main className="page" id="page" ref={page} tabIndex={-1}>
        {me.must.includes('enrol_factor') && !later && at.replace(/\/$/, '') === `/o/${me.organisation.code}` && (
          <Reminder org={me.organisation.code} later={() => setLater(true)} />
        )}
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar home={`/o/${me.organisation.code}`} search={() => setPalette(true)} />
      <Jumps me={me} />
      {help && (
        <Suspense fallback={null}>
          <KeysHelp close={() => setHelp(false)} me={me} />
        </Suspense>
      )}
      {palette && (
        <Suspense fallback={null}>
          <Palette close={() => setPalette(false)} me={me} />
        </Suspense>
      )}
    </div>
  );
}

/** Whoever has no second factor yet is reminded until the days of grace are over (P.1). */
function Reminder({ org, later }: { readonly org: string; readonly later: () => void }) {
  const t = useWords();
  return (
    <div className="reminder">
      <Icon name="shield" size={15} />
      {t('factor.remind')}
      <Link to="/o/$org/factor" params={{ org }} className="link">
        {t('factor.start')}
      </Link>
      <span className="grow" />
      <button type="button" className="icon-button" aria-label={t('factor.later')} onClick={later}>
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
/** The phone's five (web §4.8). */
function BottomBar({ home, search }: { readonly home: string; readonly search: () => void }) {
  const t = useWords();
  const at = useLocation().pathname;
  const tab = (path: string, icon: IconName, key: Word) => (
    <Link to={`${home}${path}`} activeOptions={{ exact: true }} activeProps={{}} aria-current={at === `${home}${path}` ? 'page' : undefined}>
      <Icon name={icon} size={22} />
      {t(key)}
    </Link>
  );
  return (
    <nav className="bottom-bar" aria-label={t('nav.main')}>
      {tab('', 'bench', 'nav.workbench')}
      {tab('/inbox', 'inbox', 'nav.inbox')}
      <button type="button" onClick={search}>
        <Icon name="search" size={22} />
        {t('nav.search')}
      </button>
      {tab('/customers/customer', 'customers', 'nav.customers')}
      {tab('/settings', 'user', 'nav.me')}
    </nav>
  );
}
