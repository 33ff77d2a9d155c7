import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { refreshAfterWrite, useSchema } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { referenceLabel, StateMark } from '../record/cell.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { type Allowed, AllowedActions } from './key-actions.tsx';
import { OneTimeLink } from './one-time-link.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { useAll } from './served.ts';

const name = 'core.api_key';
/** Keys of programs: whose rights they have at most, what they may do, until when; the key itself is shown once (P.1). */
export function Keys() {
  const t = useWords();
  const me = useWho();
  const client = useQueryClient();
  const asked = useAll(name, { sort: 'state,-created_at', fields: 'name,key_id,acts_as,allowed,expires_at,state' });
  const state = useSchema(name).data?.fields.find((field) => field.kind === 'state');
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string>();
  const { busy, problems, attempt } = useAttempt();
  const may = mayOpen(me, name, 'create');
  if (asked.error) return <Failed error={asked.error} thing={t('setup.keys')} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting />;
  const end = (row: ApiRecord): void =>
    void attempt(async () => {
      await request('POST', `/core/api_key/${row.id}/actions/end`, { body: { version: row.version, input: {} } });
      await refreshAfterWrite(client, name, row.id);
    });
  const add = may && (
    <button type="button" className="button primary" onClick={() => setMaking(true)}>
      <Icon name="plus" size={15} /> {t('setup.key_new')}
    </button>
  );
  return (
    <>
      <AdminHead title={t('setup.keys')} note={t('setup.keys_help')}>
        {asked.data.length > 0 && add}
      </AdminHead>
      <div className="page-body" role="region" aria-label={t('setup.keys')} tabIndex={0}>
        <Refused problems={problems} className="admin-notice" />
        {asked.data.length === 0 ? (
          <Blank title={t('state.empty', { thing: t('setup.keys') })} text={t('setup.keys_none')}>
            {add}
          </Blank>
        ) : (
          <table className="report-table cards">
            <thead>
              <tr>
                {(['admin.name', 'setup.key_prefix', 'setup.acts_as', 'setup.may_do', 'setup.expires', 'admin.last_seen'] as const).map((word) => (
                  <th key={word} scope="col">
                    {t(word)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {asked.data.map((row) => (
                <tr key={row.id} className={row.state === 'active' ? undefined : 'past'}>
                  <th scope="row">{String(row['name'])}</th>
                  <td className="soft">{String(row['key_id'] ?? '')}…</td>
                  <td>{referenceLabel(row['acts_as'] ?? null)}</td>
                  <td className="soft">{row['allowed'] ? t('setup.may_listed', { count: Object.keys(row['allowed'] as object).length }) : t('setup.may_all')}</td>
                  <td className="soft">{dateTime(row['expires_at'])}</td>
                  <td>{state && <StateMark field={state} value={String(row.state)} />}</td>
                  <td className="row-actions">
                    {may && row.state === 'active' && (
                      <button type="button" className="button small quiet" aria-disabled={busy} onClick={() => end(row)}>
                        {t('admin.disable')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {making && (
        <RecordDialog
          name={name}
          title={t('setup.key_new')}
          fields={() => ['name', 'acts_as', 'expires_at', 'ip_list']}
          close={() => setMaking(false)}
          save={t('setup.key_make')}
          done={(saved) => setMade(String(saved['key'] ?? ''))}
          extra={(values, set) => <AllowedActions value={(values['allowed'] ?? null) as Allowed | null} set={(allowed) => set('allowed', allowed)} />}
        />
      )}
      {made !== undefined && (
        <Dialog
          title={t('setup.key_new')}
          width={520}
          close={() => setMade(undefined)}
          footer={
            <button type="button" className="button primary" onClick={() => setMade(undefined)}>
              {t('admin.done')}
            </button>
          }
        >
          <OneTimeLink text={t('setup.key_once')} link={made} label={t('common.copy')} />
        </Dialog>
      )}
    </>
  );
}
