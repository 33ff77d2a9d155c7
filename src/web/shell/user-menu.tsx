import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { request } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { type Preferences, preferences, usePreferences } from '../theme/preferences.ts';
import { useWords } from '../words/index.ts';
import { Icon } from './icons.tsx';
import { forgetRecent } from './recent.ts';

/** Language, appearance, row height, password, sign out: what belongs to the person. */
export function UserMenu({ me, rail }: { readonly me: Me; readonly rail: boolean }) {
  const t = useWords();
  const chosen = usePreferences();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mark = (on: boolean, label: string) => (
    <span className="row">
      <span style={{ width: 15 }}>{on && <Icon name="check" size={14} />}</span>
      {label}
    </span>
  );
  const choice = <K extends keyof Preferences>(key: K, values: readonly (readonly [Preferences[K], string])[]) =>
    values.map(([value, label]) => ({
      key: `${key}:${String(value)}`,
      label: mark(chosen[key] === value, label),
      onClick: () => preferences.set({ [key]: value } as Partial<Preferences>),
    }));
  const items = [
    {
      key: 'language',
      type: 'group' as const,
      label: t('me.language'),
      children: choice('locale', [
        ['zh', '中文'],
        ['en', 'English'],
      ]),
    },
    {
      key: 'theme',
      type: 'group' as const,
      label: t('me.theme'),
      children: choice('theme', [
        ['light', t('me.light')],
        ['dark', t('me.dark')],
        ['system', t('me.system')],
      ]),
    },
    {
      key: 'density',
      type: 'group' as const,
      label: t('me.density'),
      children: choice('density', [
        ['roomy', t('me.roomy')],
        ['usual', t('me.usual')],
        ['dense', t('me.dense')],
      ]),
    },
    { key: 'rule', type: 'divider' as const },
    { key: 'account', label: t('account.title'), onClick: () => void navigate({ to: `/o/${me.organisation.code}/account` as string }) },
    { key: 'out', label: t('me.sign_out'), onClick: () => void signOut() },
  ];
  async function signOut(): Promise<void> {
    await request('DELETE', '/session').catch(() => undefined);
    forgetRecent();
    client.clear();
    await navigate({ to: '/sign-in' });
  }
  return (
    <div className="row">
      <Dropdown menu={{ items }} trigger={['click']} placement="topLeft">
        <button type="button" className="nav-item" title={t('me.menu', { name: me.user.name })} {...(rail ? { 'aria-label': t('me.menu', { name: me.user.name }) } : {})}>
          <span className="face on" aria-hidden="true">
            {me.user.name.slice(0, 1)}
          </span>
          <span className="cut">{me.user.name}</span>
        </button>
      </Dropdown>
      <button
        type="button"
        className="icon-button"
        onClick={() => preferences.set({ rail: rail ? 'open' : 'rail' })}
        aria-label={rail ? t('nav.expand') : t('nav.collapse')}
        title={rail ? t('nav.expand') : t('nav.collapse')}
      >
        <Icon name="rail" style={{ transform: rail ? 'none' : 'scaleX(-1)' }} />
      </button>
    </div>
  );
}
