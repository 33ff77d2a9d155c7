import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId, useState } from 'react';
import { request } from '../api/client.ts';
import { type FieldProblem, problemsOf } from '../api/problem.ts';
import { listQuery } from '../api/queries.ts';
import type { ApiRecord, Reference } from '../api/types.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import '../record/record.css';
import { Dialog } from '../shell/dialog.tsx';
import { Refused, told } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';
import { OneTimeLink } from './one-time-link.tsx';
import { Simulated } from './simulated.tsx';
import './setup.css';

function useRoles(): readonly { readonly value: string; readonly label: string }[] {
  const t = useWords();
  const roles = useQuery(listQuery('core.role', { limit: 200, count: 'none', sort: 'code', fields: 'code,label,label_en' })).data?.data ?? [];
  return roles.map((role) => ({ value: String(role['code']), label: String((t.locale === 'en' ? role['label_en'] : null) ?? role['label'] ?? role['code']) }));
}
/** Login, name, department, roles; what comes back is the link for the person, nobody chooses a password for another (P.1). */
export function Invite({ close, done }: { readonly close: () => void; readonly done: () => void }) {
  const t = useWords();
  const ids = [useId(), useId(), useId(), useId()] as const;
  const roles = useRoles();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [department, setDepartment] = useState<Reference | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [link, setLink] = useState<string>();
  const ready = !busy && login.trim() !== '' && name.trim() !== '';
  const wrong = (field: string): FieldProblem | undefined => problems.find((problem) => problem.path === `/${field}`);
  async function send(): Promise<void> {
    setBusy(true);
    try {
      const made = await request<{ readonly invitation_url?: string }>('POST', '/core/user', {
        body: { login: login.trim(), name: name.trim(), ...(department ? { department: department.id } : {}), roles: chosen, invite: 'link' },
      });
      setLink(made.invitation_url ?? '');
      setProblems([]);
      done();
    } catch (error) {
      setProblems(problemsOf(error));
    } finally {
      setBusy(false);
    }
  }
  const field = (at: 0 | 1 | 2 | 3, label: string, control: React.ReactNode, key: string, help?: string) => (
    <div className="dialog-field">
      <label htmlFor={ids[at]}>{label}</label>
      {control}
      {wrong(key) ? <p className="neg">{told(problems.filter((problem) => problem.path === `/${key}`))}</p> : help !== undefined && <p className="faint">{help}</p>}
    </div>
  );
  return (
    <Dialog
      title={t('admin.invite_title')}
      close={close}
      footer={
        link === undefined ? (
          <>
            <button type="button" className="button" onClick={close}>
              {t('common.cancel')}
            </button>
            <button type="button" className="button primary" aria-disabled={!ready} onClick={() => ready && void send()}>
              {t('admin.send_invite')}
            </button>
          </>
        ) : (
          <button type="button" className="button primary" onClick={close}>
            {t('admin.done')}
          </button>
        )
      }
    >
      {link !== undefined ? (
        <OneTimeLink text={t('admin.link_once')} link={link} />
      ) : (
        <div className="admin-form">
          {problems
            .filter((problem) => !['/login', '/name', '/department'].includes(problem.path ?? ''))
            .map((problem, at) => (
              <div key={at} className="notice red" role="alert">
                {told([problem])}
              </div>
            ))}
          {field(
            0,
            t('admin.login'),
            <input
              className="input"
              id={ids[0]}
              autoFocus
              autoComplete="off"
              value={login}
              aria-invalid={wrong('login') !== undefined || undefined}
              onChange={(event) => setLogin(event.target.value)}
            />,
            'login',
            t('admin.login_help'),
          )}
          {field(
            1,
            t('admin.name'),
            <input
              className="input"
              id={ids[1]}
              autoComplete="off"
              value={name}
              aria-invalid={wrong('name') !== undefined || undefined}
              onChange={(event) => setName(event.target.value)}
            />,
            'name',
          )}
          {field(
            2,
            t('settings.department'),
            <ReferenceInput target="core.department" id={ids[2]} value={department} onChange={setDepartment} invalid={wrong('department') !== undefined} />,
            'department',
          )}
          {field(
            3,
            t('admin.roles_of'),
            <Select
              id={ids[3]}
              mode="multiple"
              style={{ width: '100%' }}
              options={[...roles]}
              value={[...chosen]}
              onChange={(next: string[]) => setChosen(next)}
              showSearch={{ optionFilterProp: 'label' }}
            />,
            'roles',
          )}
        </div>
      )}
    </Dialog>
  );
}
export function RoleChoice({
  user,
  problems,
  close,
  give,
}: {
  readonly user: ApiRecord;
  readonly problems: readonly FieldProblem[];
  readonly close: () => void;
  readonly give: (role: string) => Promise<unknown>;
}) {
  const t = useWords();
  const roles = useRoles();
  const [chosen, setChosen] = useState<string>();
  return (
    <Dialog
      title={`${t('admin.give_role')} · ${String(user['name'] ?? '')}`}
      width={420}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button primary" aria-disabled={chosen === undefined} onClick={() => chosen !== undefined && void give(chosen)}>
            {t('admin.give_role')}
          </button>
        </>
      }
    >
      <Refused problems={problems} />
      <Select
        aria-label={t('admin.roles_of')}
        autoFocus
        style={{ width: '100%' }}
        options={[...roles]}
        value={chosen ?? null}
        onChange={(next: string | null) => setChosen(next ?? undefined)}
        showSearch={{ optionFilterProp: 'label' }}
      />
      {chosen !== undefined && <Simulated user={user.id} role={chosen} />}
    </Dialog>
  );
}
