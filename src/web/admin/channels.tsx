import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { request } from '../api/client.ts';
import { refreshAfterWrite, useSchema } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { optionLabel, StateMark } from '../record/cell.tsx';
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
import { RecordDialog } from './record-dialog.tsx';
import { SentMessages } from './sent-messages.tsx';
import { useAll } from './served.ts';

const name = 'core.channel_adapter';
const ofMail = ['host', 'port', 'security', 'login', 'secret', 'sender', 'sender_name', 'reply_to'];
const ofRobot = ['url', 'secret', 'events', 'per_minute'];
/** How messages leave the company: the mail relay and robots of groups, a test, and what was sent (P.11, P.13). */
export function Channels() {
  const t = useWords();
  const me = useWho();
  const asked = useAll(name, { sort: 'kind,name' });
  const [open, setOpen] = useState<ApiRecord | 'new'>();
  const [testing, setTesting] = useState(false);
  const may = mayOpen(me, name, 'create');
  if (asked.error) return <Failed error={asked.error} thing={t('channel.title')} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting />;
  const rows = asked.data;
  const add = may && (
    <button type="button" className="button primary" onClick={() => setOpen('new')}>
      <Icon name="plus" size={15} /> {t('channel.new')}
    </button>
  );
  return (
    <>
      <AdminHead title={t('channel.title')} note={t('channel.help')}>
        {may && rows.some((row) => row['kind'] === 'smtp' && row.state === 'active') && (
          <button type="button" className="button" onClick={() => setTesting(true)}>
            <Icon name="out" size={15} /> {t('channel.test')}
          </button>
        )}
        {rows.length > 0 && add}
      </AdminHead>
      <div className="page-body" role="region" aria-label={t('channel.title')} tabIndex={0}>
        {rows.length === 0 ? (
          <Blank title={t('state.empty', { thing: t('channel.title') })} text={t('channel.none_help')}>
            {add}
          </Blank>
        ) : (
          rows.map((row) => <Channel key={row.id} row={row} may={may} edit={() => setOpen(row)} />)
        )}
        <SentMessages />
      </div>
      {open !== undefined && (
        <RecordDialog
          name={name}
          title={open === 'new' ? t('channel.new') : String(open['name'])}
          record={open === 'new' ? undefined : open}
          initial={open === 'new' ? { kind: 'smtp', security: 'tls', port: 465 } : {}}
          fields={(values) => ['name', 'kind', ...(values['kind'] === 'smtp' ? ofMail : ofRobot)]}
          wide={(field) => field === 'url' || field === 'events'}
          close={() => setOpen(undefined)}
        />
      )}
      {testing && <TestMail close={() => setTesting(false)} />}
    </>
  );
}
function Channel({ row, may, edit }: { readonly row: ApiRecord; readonly may: boolean; readonly edit: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const fields = useSchema(name).data?.fields ?? [];
  const state = fields.find((field) => field.kind === 'state');
  const kind = fields.find((field) => field.name === 'kind');
  const { busy, problems, attempt } = useAttempt();
  const on = row.state === 'active';
  const toggle = (): void =>
    void attempt(async () => {
      await request('POST', `/core/channel_adapter/${row.id}/actions/${on ? 'disable' : 'enable'}`, { body: { version: row.version, input: {} } });
      await refreshAfterWrite(client, name, row.id);
    });
  return (
    <section className="hook">
      <header>
        <div className="grow">
          <b>{String(row['name'])}</b>
          <span className="soft">{kind ? optionLabel(kind, String(row['kind']), t) : ''}</span>
          <span className="faint">{[row['host'], row['sender'], row['events']].filter(Boolean).join(' · ')}</span>
        </div>
        <div className="hook-state">
          {state && <StateMark field={state} value={String(row.state)} />}
          <span className="faint">{row['last_sent_at'] ? t('channel.last_sent', { at: dateTime(row['last_sent_at']) }) : t('channel.never_sent')}</span>
          {typeof row['last_error'] === 'string' && <span className="neg job-error">{row['last_error']}</span>}
        </div>
        {may && (
          <div className="row">
            <button type="button" className="button small" onClick={edit}>
              {t('common.edit')}
            </button>
            <button type="button" className="button small quiet" aria-disabled={busy} onClick={toggle}>
              {t(on ? 'admin.disable' : 'admin.enable')}
            </button>
          </div>
        )}
      </header>
      <Refused problems={problems} />
    </section>
  );
}
function TestMail({ close }: { readonly close: () => void }) {
  const t = useWords();
  const id = useId();
  const client = useQueryClient();
  const [address, setAddress] = useState('');
  const { busy, problems, attempt } = useAttempt();
  const ready = address.includes('@') && !busy;
  const send = (): void =>
    void attempt(async () => {
      await request('POST', '/core/message/actions/test', { body: { address: address.trim() } });
      await client.invalidateQueries({ queryKey: ['pages', '/core/message'] });
      close();
    });
  return (
    <Dialog
      title={t('channel.test')}
      width={400}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="submit" form={`${id}-form`} className="button primary" aria-disabled={!ready}>
            {t('channel.test')}
          </button>
        </>
      }
    >
      <form
        id={`${id}-form`}
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) send();
        }}
      >
        <Refused problems={problems} />
        <div className="dialog-field">
          <label htmlFor={id}>{t('channel.test_to')}</label>
          <input className="input" id={id} inputMode="email" autoComplete="email" autoFocus value={address} onChange={(event) => setAddress(event.target.value)} />
        </div>
      </form>
    </Dialog>
  );
}
