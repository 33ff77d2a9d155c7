import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { refusalText } from '../detail/refusal-text.ts';
import { useDeclarations } from '../record/declarations.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';
import { optionsQuery } from './role-model.ts';
import { useRoleNames } from './role-names.ts';

interface Ground {
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
export interface Explained {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly because: readonly {
    readonly role: string;
    readonly scope: string;
    readonly covers: { readonly action: boolean; readonly scope: boolean | null };
    readonly verdict: boolean;
  }[];
  readonly nearest: { readonly role: string; readonly scope: string } | null;
  readonly field?: { readonly name: string; readonly level: 'full' | 'readonly' | 'masked' | 'hidden' };
  readonly state: readonly Ground[];
  readonly sod: readonly Ground[];
}
/** The answer with each grant's verdict, the state and duties that stand in the way, and the role that would give it. */
export function Verdict({ answer }: { readonly answer: Explained }) {
  const t = useWords();
  const home = useHome();
  const declarations = useDeclarations();
  const scopes = useQuery({ ...optionsQuery(t.locale), retry: false }).data?.scopes ?? [];
  const scopeText = (scope: string): string => scopes.find((one) => one.name === scope)?.label ?? scope;
  const codes = [...new Set([...answer.because.map((one) => one.role), ...(answer.nearest ? [answer.nearest.role] : [])])];
  const names = useRoleNames(codes);
  const roleName = (code: string): string => names[codes.indexOf(code)] ?? code;
  const text = ({ code = '', params = {} }: Ground): string => refusalText(declarations, code, params, t.locale);
  // One role may reach a record by its own grant and by what it refers to; what says the same is said once.
  const grounds = [...new Map(answer.because.map((one) => [`${one.role} ${one.scope} ${one.verdict}`, one])).values()];
  const open = answer.allowed && answer.state.length === 0 && answer.sod.length === 0;
  return (
    <section role="status">
      <p className="why-verdict">
        <Icon name={open ? 'done' : 'error'} size={20} className={open ? 'ok-ink' : 'neg'} />
        <b>{t(open ? 'admin.allowed' : 'admin.denied')}</b>
      </p>
      <ul className="why-lines">
        {grounds.map((one) => (
          <li key={`${one.role} ${one.scope}`}>
            <Icon name={one.verdict ? 'done' : 'close'} size={15} className={one.verdict ? 'ok-ink' : 'faint'} />
            <Link to={`${home}/settings/role/${one.role}` as string}>{roleName(one.role)}</Link>
            <span className="faint">
              {t('admin.scope')} {scopeText(one.scope)}
            </span>
            {!one.verdict && (
              <span className="faint">
                {t('admin.covers', {
                  action: t(one.covers.action ? 'admin.yes' : 'admin.no'),
                  scope: one.covers.scope === null ? '—' : t(one.covers.scope ? 'admin.yes' : 'admin.no'),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {answer.because.length === 0 && !answer.allowed && <p className="faint">{t('admin.no_roles')}</p>}
      {answer.state.map((one, at) => (
        <p key={at}>{t('admin.state_reason', { text: text(one) })}</p>
      ))}
      {answer.sod.map((one, at) => (
        <p key={at}>{t('admin.sod_reason', { text: text(one) })}</p>
      ))}
      {answer.nearest && (
        <>
          <h2>{t('admin.nearest')}</h2>
          <ul className="why-lines">
            <li>
              <Icon name="shield" size={15} className="faint" />
              <Link to={`${home}/settings/role/${answer.nearest.role}` as string}>{roleName(answer.nearest.role)}</Link>
              <span className="faint">
                {t('admin.scope')} {scopeText(answer.nearest.scope)}
              </span>
            </li>
          </ul>
        </>
      )}
    </section>
  );
}
