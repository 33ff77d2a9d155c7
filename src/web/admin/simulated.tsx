import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { useDeclarations } from '../record/declarations.ts';
import { useWords } from '../words/index.ts';
import { useRegistry } from './grants.ts';
import './role.css';

interface Answer {
  readonly data: readonly { readonly declaration: string; readonly gained: number; readonly lost: number; readonly actions_gained: readonly string[] }[];
  readonly conflicts: readonly { readonly a?: string; readonly b?: string; readonly params?: { readonly a?: string; readonly b?: string } }[];
}
/** What a role would let this person see and do beyond now, before it is given (P.8 *simulate*). */
export function Simulated({ user, role }: { readonly user: string; readonly role: string }) {
  const t = useWords();
  const declarations = useDeclarations();
  const registry = useRegistry();
  const asked = useQuery({
    queryKey: ['simulate', user, role],
    queryFn: ({ signal }) => request<Answer>('POST', '/core/permission/simulate', { body: { user, add_roles: [role] }, signal }),
    retry: false,
  });
  if (!asked.data) return null;
  const { data, conflicts } = asked.data;
  const label = (name: string, action: string): string => {
    const declared = registry?.records.get(name)?.actions.find((one) => one.name === action);
    if (declared) return t.of(declared);
    return ['read', 'create', 'update', 'delete', 'import', 'export', 'print'].includes(action) ? t(`admin.${action as 'read'}`) : '';
  };
  return (
    <div className="simulate" role="status">
      <h3>{t('simulate.title')}</h3>
      {conflicts.map((one, at) => (
        <p key={at} className="neg">
          {t('simulate.conflict', { a: one.a ?? one.params?.a ?? '', b: one.b ?? one.params?.b ?? '' })}
        </p>
      ))}
      {data.length === 0 ? (
        <p className="faint">{t('simulate.none')}</p>
      ) : (
        <ul>
          {data.map((one) => {
            const record = declarations?.records.get(one.declaration);
            const actions = one.actions_gained.map((action) => label(one.declaration, action)).filter((text) => text !== '');
            return (
              <li key={one.declaration}>
                <b>{record ? t.of(record) : one.declaration}</b>
                <span className="soft">
                  {[
                    one.gained > 0 ? t('simulate.gained', { count: one.gained }) : '',
                    one.lost > 0 ? t('simulate.lost', { count: one.lost }) : '',
                    actions.length > 0 ? t('simulate.actions', { actions: actions.slice(0, 4).join('、') + (actions.length > 4 ? ' …' : '') }) : '',
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
