import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { listQuery, refreshAfterWrite, useSchema } from '../api/queries.ts';
import type { ApiRecord, Outcome } from '../api/types.ts';
import { StateMark } from '../record/cell.tsx';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { CopyButton } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { Deliveries } from './deliveries.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { newSecret } from './secret.ts';

const name = 'core.webhook';
/** Where the company's events are sent, what came of each, and sending again (P.11, P.13). */
export function Webhooks() {
  const t = useWords();
  const me = useWho();
  const asked = useQuery(listQuery(name, { limit: 200, count: 'none', sort: 'name', fields: 'name,url,events,last_delivered_at,dead_in_a_row,state,_actions' }));
  const [open, setOpen] = useState<ApiRecord | 'new'>();
  const [shown, setShown] = useState<string>();
  const may = mayOpen(me, name, 'create');
  if (asked.error) return <Failed error={asked.error} thing={t('setup.webhooks')} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting />;
  const rows = asked.data.data;
  const add = may && (
    <button type="button" className="button primary" onClick={() => setOpen('new')}>
      <Icon name="plus" size={15} /> {t('setup.webhook_new')}
    </button>
  );
  return (
    <>
      <AdminHead title={t('setup.webhooks')} note={t('setup.webhooks_help')}>
        {rows.length > 0 && add}
      </AdminHead>
      <div className="page-body" role="region" aria-label={t('setup.webhooks')} tabIndex={0}>
        {rows.length === 0 ? (
          <Blank title={t('state.empty', { thing: t('setup.webhooks') })} text={t('setup.webhooks_none')}>
            {add}
          </Blank>
        ) : (
          rows.map((row) => (
            <Hook key={row.id} row={row} may={may} edit={() => setOpen(row)} open={shown === row.id} toggle={() => setShown(shown === row.id ? undefined : row.id)} />
          ))
        )}
      </div>
      {open !== undefined && <HookDialog record={open === 'new' ? undefined : open} close={() => setOpen(undefined)} />}
    </>
  );
}
/** A new one gets a secret that nobody has to think up; it is shown here and never again. */
function HookDialog({ record, close }: { readonly record: ApiRecord | undefined; readonly close: () => void }) {
  const t = useWords();
  const [secret] = useState(newSecret);
  return (
    <RecordDialog
      name={name}
      title={record ? String(record['name']) : t('setup.webhook_new')}
      record={record}
      initial={record ? {} : { secret }}
      fields={() => ['name', 'url', 'events', ...(record ? [] : ['secret'])]}
      wide={() => true}
      close={close}
      control={{
        secret: (id, value) => (
          <span className="one-time">
            <code id={id}>{String(value)}</code>
            <CopyButton text={String(value)} label={t('common.copy')} />
          </span>
        ),
      }}
    />
  );
}
function Hook({
  row,
  may,
  edit,
  open,
  toggle,
}: {
  readonly row: ApiRecord;
  readonly may: boolean;
  readonly edit: () => void;
  readonly open: boolean;
  readonly toggle: () => void;
}) {
  const t = useWords();
  const client = useQueryClient();
  const state = useSchema(name).data?.fields.find((field) => field.kind === 'state');
  const { busy, problems, attempt } = useAttempt();
  const dead = Number(row['dead_in_a_row'] ?? 0);
  const act = (action: string): void =>
    void attempt(async () => {
      await request<Outcome>('POST', `/core/webhook/${row.id}/actions/${action}`, { body: { version: row.version, input: {} } });
      await refreshAfterWrite(client, name, row.id);
    });
  const on = row.state === 'active';
  return (
    <section className="hook">
      <header>
        <div className="grow">
          <b>{String(row['name'])}</b>
          <span className="soft cut">{String(row['url'])}</span>
          <span className="faint">{String(row['events'])}</span>
        </div>
        <div className="hook-state">
          {state && <StateMark field={state} value={String(row.state)} />}
          <span className="faint">{row['last_delivered_at'] ? t('setup.last_delivered', { at: dateTime(row['last_delivered_at']) }) : t('setup.never_delivered')}</span>
          {dead > 0 && <span className="neg">{t('setup.dead_in_a_row', { count: dead })}</span>}
        </div>
        <div className="row">
          <button type="button" className="button small" aria-expanded={open} onClick={toggle}>
            {t('setup.deliveries')}
          </button>
          {may && (
            <>
              <button type="button" className="button small" onClick={edit}>
                {t('common.edit')}
              </button>
              <button type="button" className="button small quiet" aria-disabled={busy} onClick={() => act(on ? 'disable' : 'enable')}>
                {t(on ? 'admin.disable' : 'admin.enable')}
              </button>
            </>
          )}
        </div>
      </header>
      <Refused problems={problems} />
      {open && <Deliveries hook={row.id} may={may} />}
    </section>
  );
}
