import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { ApiRecord, Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { CommentBox } from './comment-box.tsx';
import { Files } from './files.tsx';
import { follow, followQuery, filesQuery } from './talk.ts';
import './talk.css';
import { Timeline } from './timeline.tsx';
import { useUpload } from './use-upload.ts';

const Revisions = lazy(() => import('./revisions.tsx').then((module) => ({ default: module.Revisions })));
const tabs = ['timeline', 'revisions', 'files'] as const;
type Tab = (typeof tabs)[number];

/** What is said, changed and filed about a record (web §4.3); it can be closed and never narrows the lines below 900 px. */
export function Rail({ schema, record }: { readonly schema: Schema; readonly record: ApiRecord }) {
  const t = useWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { readonly rail?: string };
  const [wide, setWide] = useState(() => innerWidth >= 1400);
  const asked = tabs.find((tab) => tab === search.rail);
  const open = search.rail === 'off' ? false : asked !== undefined || wide;
  const tab = asked ?? 'timeline';
  const go = (rail: Tab | 'off'): void => {
    setWide(rail !== 'off');
    void navigate({ to: '.', search: ((old: object) => ({ ...old, rail: rail === 'timeline' && innerWidth >= 1400 ? undefined : rail })) as never, replace: true });
  };
  const uploads = useUpload(schema, record);
  const count = useQuery({ ...filesQuery(schema.name, record.id), enabled: open }).data?.data.length;
  const [over, setOver] = useState(false);
  if (!open) {
    return (
      <button type="button" className="icon-button rail-open" aria-label={t('detail.open_rail')} title={t('detail.open_rail')} onClick={() => go('timeline')}>
        <Icon name="rail" style={{ transform: 'scaleX(-1)' }} />
      </button>
    );
  }
  return (
    <aside
      className={over ? 'side-rail dropping' : 'side-rail'}
      aria-label={t('detail.timeline')}
      onDragOver={(event) => {
        if (!uploads.may || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        if (!uploads.may) return;
        event.preventDefault();
        setOver(false);
        go('files');
        uploads.add([...event.dataTransfer.files]);
      }}
    >
      <header>
        <div className="tabs" role="tablist" aria-label={t('detail.timeline')}>
          {tabs.map((one) => (
            <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => go(one)}>
              {t(`detail.${one}`)}
              {one === 'files' && count !== undefined && count > 0 && <span className="count">{count}</span>}
              {one === 'revisions' && record.version > 1 && <span className="count">{record.version}</span>}
            </button>
          ))}
        </div>
        <Follow name={schema.name} id={record.id} />
        <button type="button" className="icon-button" aria-label={t('detail.close_rail')} title={t('detail.close_rail')} onClick={() => go('off')}>
          <Icon name="rail" />
        </button>
      </header>
      <div className="rail-scroll">
        {tab === 'timeline' && <Timeline name={schema.name} id={record.id} schema={schema} />}
        {tab === 'files' && <Files schema={schema} record={record} uploads={uploads} />}
        {tab === 'revisions' && (
          <Suspense fallback={null}>
            <Revisions schema={schema} record={record} />
          </Suspense>
        )}
      </div>
      {tab === 'timeline' && <CommentBox name={schema.name} id={record.id} uploads={uploads} />}
      {over && <div className="drop-hint">{t('detail.drop_here')}</div>}
    </aside>
  );
}
/** Whoever follows a record is told what happens to it (P.11). */
function Follow({ name, id }: { readonly name: string; readonly id: string }) {
  const t = useWords();
  const client = useQueryClient();
  const state = useQuery(followQuery(name, id)).data;
  if (!state) return null;
  const label = t(state.following ? 'detail.unfollow' : 'detail.follow');
  return (
    <button
      type="button"
      className="icon-button"
      aria-pressed={state.following}
      aria-label={label}
      title={`${label} · ${t('detail.followers', { count: state.followers })}`}
      onClick={() => void follow(name, id, !state.following).then((now) => client.setQueryData(followQuery(name, id).queryKey, now))}
    >
      <Icon name={state.following ? 'bell' : 'bellOff'} size={15} />
    </button>
  );
}
