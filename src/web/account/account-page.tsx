import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useRoleNames } from '../admin/role-names.ts';
import { recordQuery } from '../api/queries.ts';
import { referenceLabel } from '../record/cell.tsx';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';
import '../admin/setup.css';
import '../admin/admin.css';
import './account.css';
import { NotificationChoice } from './notification-choice.tsx';
import { Sessions } from './sessions.tsx';

/** What belongs to the person: who he is here, how he signs in, where he is signed in (P.1 *Screens*). */
export function AccountPage() {
  const t = useWords();
  const me = useWho();
  const home = useHome();
  const roleNames = useRoleNames(me.roles);
  const self = useQuery(recordQuery('core.user', me.user.id)).data;
  return (
    <>
      <header className="page-head">
        <h1 className="page-title">{t('account.title')}</h1>
        <span className="faint hide-phone">{me.user.login}</span>
      </header>
      <div className="page-body settings-form">
        <section className="setting-group">
          <h2>{t('account.who')}</h2>
          <Fact label={t('admin.name')}>{me.user.name}</Fact>
          <Fact label={t('signIn.login')}>{me.user.login ?? ''}</Fact>
          {self && <Fact label={t('settings.department')}>{referenceLabel(self['department'] ?? null)}</Fact>}
          <Fact label={t('admin.roles_of')}>{roleNames.length === 0 ? t('admin.no_roles') : roleNames.join(t.locale === 'zh' ? '、' : ', ')}</Fact>
        </section>
        <section className="setting-group">
          <h2>{t('account.sign_in')}</h2>
          <Fact label={t('signIn.password')} help={t('password.rules')}>
            <Link to="/password" className="button small">
              {t('me.password')}
            </Link>
          </Fact>
          <Fact label={t('factor.title')} help={t('account.factor_help')}>
            <span className={`state ${me.second_factor ? 'green' : 'amber'}`}>{t(me.second_factor ? 'account.factor_on' : 'account.factor_off')}</span>
            <Link to={`${home}/factor` as string} className={me.second_factor ? 'button small' : 'button small primary'}>
              <Icon name="shield" size={14} /> {t(me.second_factor ? 'account.factor_again' : 'factor.start')}
            </Link>
          </Fact>
        </section>
        <Sessions />
        <NotificationChoice />
      </div>
    </>
  );
}
export function Fact({ label, help, children }: { readonly label: string; readonly help?: string; readonly children: React.ReactNode }) {
  return (
    <div className="setting">
      <span className="label-like">
        {label}
        {help !== undefined && <span className="faint">{help}</span>}
      </span>
      <div className="account-fact">{children}</div>
    </div>
  );
}
