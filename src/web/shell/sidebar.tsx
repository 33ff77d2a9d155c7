import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { request } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { useUnread } from '../messages/notifications.ts';
import { useDeclarations } from '../record/declarations.ts';
import { useWords } from '../words/index.ts';
import { Icon, type IconName, Mark } from './icons.tsx';
import { type MenuEntry, menuModules, type MenuModule, menuOf } from './menu.ts';
import { UserMenu } from './user-menu.tsx';

/** Company, search, the day's work and all seven modules, the current one unfolded (web §3). */
export function Sidebar({ me, rail, search }: { readonly me: Me; readonly rail: boolean; readonly search: () => void }) {
  const t = useWords();
  const home = `/o/${me.organisation.code}`;
  return (
    <nav className="nav" aria-label={t('nav.main')}>
      <Companies me={me} />
      <button type="button" className="nav-search" onClick={search} title={t('nav.search')} {...(rail ? { 'aria-label': t('nav.search') } : {})}>
        <Icon name="search" size={15} />
        <span>{t('nav.search')}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <div className="nav-scroll">
        <Item to={home} exact icon="bench" label={t('nav.workbench')} />
        <Item to={`${home}/inbox`} icon="inbox" label={t('nav.inbox')} />
        <Item to={`${home}/messages`} icon="bell" label={t('nav.messages')} count={useUnread()} />
        <div className="nav-rule" />
        <h2 className="nav-heading">{t('nav.business')}</h2>
        {menuModules.map((module) => (
          <Module key={module.name} module={module} me={me} rail={rail} home={home} />
        ))}
      </div>
      <div className="nav-foot">
        <Item to={`${home}/settings`} icon="settings" label={t('nav.settings')} />
        <UserMenu me={me} rail={rail} />
      </div>
    </nav>
  );
}

function Companies({ me }: { readonly me: Me }) {
  const t = useWords();
  const single = me.organisations.length < 2;
  const button = (
    <button type="button" className="nav-org" aria-label={`${t('nav.organisation')} ${me.organisation.name}`}>
      <Mark size={22} />
      <span className="cut grow">{me.organisation.name}</span>
      {!single && <Icon name="updown" size={14} className="faint" />}
    </button>
  );
  if (single) return button;
  const items = me.organisations.map((code) => ({ key: code, label: code }));
  const go = (code: string): void => void request('POST', '/session/actions/switch_org', { body: { org: code } }).then(() => location.assign(`/o/${code}`));
  return (
    <Dropdown menu={{ items, selectedKeys: [me.organisation.code], onClick: ({ key }) => go(key) }} trigger={['click']}>
      {button}
    </Dropdown>
  );
}

function Item({
  to,
  icon,
  label,
  count,
  exact = false,
}: {
  readonly to: string;
  readonly icon: IconName;
  readonly label: string;
  readonly count?: number;
  readonly exact?: boolean;
}) {
  const at = useLocation().pathname;
  const on = exact ? at === to || at === `${to}/` : at === to || at.startsWith(`${to}/`);
  return (
    <Link to={to} activeOptions={{ exact: true }} activeProps={{}} className={on ? 'nav-item on' : 'nav-item'} aria-current={on ? 'page' : undefined} title={label}>
      <Icon name={icon} />
      <span className="cut">{label}</span>
      {count !== undefined && count > 0 && <span className="count">{count}</span>}
    </Link>
  );
}

function Module({ module, me, rail, home }: { readonly module: MenuModule; readonly me: Me; readonly rail: boolean; readonly home: string }) {
  const t = useWords();
  const declarations = useDeclarations();
  const at = useLocation().pathname.slice(home.length);
  const inside = at.startsWith(`/${module.name}/`);
  const [chosen, setChosen] = useState<boolean>();
  const navigate = useNavigate();
  const { records, reports } = declarations ? menuOf(declarations, me, module.name) : { records: [], reports: [] };
  const exists = records.length + reports.length > 0;
  const open = (chosen ?? inside) && exists && !rail;
  const label = t(module.word);
  const press = (): void => {
    const [first] = [...records, ...reports];
    if (!first) return;
    if (!inside) {
      setChosen(undefined);
      void navigate({ to: `${home}${first.path}` });
    } else setChosen(!open);
  };
  const absent = declarations !== undefined && !exists;
  return (
    <>
      <button
        type="button"
        className={`nav-item${inside && !rail ? ' open' : inside ? ' on' : ''}`}
        aria-expanded={exists ? open : undefined}
        aria-disabled={absent || undefined}
        title={absent ? t('nav.later', { module: label }) : label}
        onClick={press}
      >
        <Icon name={module.icon} />
        <span className="cut">{label}</span>
        {!absent && <Icon name={open ? 'down' : 'right'} size={13} className="turn" />}
      </button>
      {open && (
        <div className="nav-sub">
          <Entries entries={records} at={at} home={home} />
          {reports.length > 0 && (
            <Entries entries={reports} at={at} home={home}>
              <div className="nav-group">{t('nav.reports')}</div>
            </Entries>
          )}
        </div>
      )}
    </>
  );
}
function Entries({ entries, at, home, children }: { readonly entries: readonly MenuEntry[]; readonly at: string; readonly home: string; readonly children?: ReactNode }) {
  const t = useWords();
  return (
    <>
      {children}
      {entries.map((entry) => {
        const on = at === entry.path || at.startsWith(`${entry.path}/`);
        return (
          <Link
            key={entry.name}
            to={`${home}${entry.path}`}
            activeOptions={{ exact: true }}
            activeProps={{}}
            className={on ? 'nav-item on' : 'nav-item'}
            aria-current={on ? 'page' : undefined}
            title={t.of(entry)}
          >
            <span className="cut">{t.of(entry)}</span>
          </Link>
        );
      })}
    </>
  );
}
