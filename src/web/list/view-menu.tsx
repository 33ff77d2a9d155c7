import { useQueryClient } from '@tanstack/react-query';
import { Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { Schema } from '../api/types.ts';
import { useWho } from '../shell/layout.tsx';
import { Icon } from '../shell/icons.tsx';
import { mayOpen } from '../shell/menu.ts';
import { useWords } from '../words/index.ts';
import { keptOf, type ListControl } from './list-state.ts';
import { chooseUsualView, type ListView, ownPreferencesQuery, type SavedView, savedViewsQuery } from './views.ts';

const RenameView = lazy(() => import('./view-dialogs.tsx').then((module) => ({ default: module.RenameView })));
const DeleteView = lazy(() => import('./view-dialogs.tsx').then((module) => ({ default: module.DeleteView })));

/** What can be done with the view at hand: its own changes, its name, for whom it is, whether the list opens with it (P.11). */
export function ViewMenu({
  schema,
  view,
  usual,
  control,
  saving,
}: {
  readonly schema: Schema;
  readonly view: ListView;
  readonly usual: string;
  readonly control: ListControl;
  readonly saving: () => void;
}) {
  const t = useWords();
  const me = useWho();
  const client = useQueryClient();
  const writes = useViewWrites(schema.name);
  const [asking, setAsking] = useState<'rename' | 'delete'>();
  const { saved } = view;
  const own = saved !== undefined && (saved.mine || me.permissions.includes('*'));
  const opens = usual === view.key;
  const chooseUsual = async (key: string): Promise<void> => {
    client.setQueryData(ownPreferencesQuery().queryKey, await chooseUsualView(schema.name, key));
  };
  const items = [
    ...(own && control.changed ? [{ key: 'save', label: t('views.save'), onClick: () => void writes.update(saved, keptOf(view, control.state)).then(control.reset) }] : []),
    { key: 'save_as', label: t('views.save_as'), onClick: saving },
    ...(own ? [{ key: 'rename', label: t('views.rename'), onClick: () => setAsking('rename') }] : []),
    ...(own && mayOpen(me, schema.name, 'share')
      ? [
          saved.scope === 'private'
            ? { key: 'share', label: t('views.share'), onClick: () => void writes.update(saved, { scope: 'everybody' }) }
            : { key: 'unshare', label: t('views.unshare'), onClick: () => void writes.update(saved, { scope: 'private' }) },
        ]
      : []),
    opens && view.key !== ''
      ? { key: 'usual', label: t('views.not_usual'), onClick: () => void chooseUsual('') }
      : { key: 'usual', label: t('views.usual'), disabled: opens, onClick: () => void chooseUsual(view.key) },
    ...(own ? [{ key: 'delete', label: t('views.delete'), danger: true, onClick: () => setAsking('delete') }] : []),
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }}>
        <button type="button" className="icon-button" aria-label={t('views.menu', { view: t.of(view.label) })} title={t('views.menu', { view: t.of(view.label) })}>
          <Icon name="more" size={15} />
        </button>
      </Dropdown>
      {writes.problem !== undefined && (
        <span className="neg small" role="alert">
          {writes.problem}
        </span>
      )}
      {saved && asking === 'rename' && (
        <Suspense fallback={null}>
          <RenameView saved={saved} close={() => setAsking(undefined)} rename={(name) => writes.update(saved, { name })} />
        </Suspense>
      )}
      {saved && asking === 'delete' && (
        <Suspense fallback={null}>
          <DeleteView
            saved={saved}
            close={() => setAsking(undefined)}
            remove={async () => {
              await writes.remove(saved);
              if (opens) await chooseUsual('');
              setAsking(undefined);
              control.change({ view: '' });
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Writes to saved views; afterwards the tabs are read again. */
export function useViewWrites(name: string): {
  readonly create: (body: object) => Promise<SavedView>;
  readonly update: (saved: SavedView, patch: object) => Promise<void>;
  readonly remove: (saved: SavedView) => Promise<void>;
  readonly problem: string | undefined;
} {
  const t = useWords();
  const client = useQueryClient();
  const [problem, setProblem] = useState<string>();
  async function told<T>(write: () => Promise<T>): Promise<T> {
    setProblem(undefined);
    try {
      const done = await write();
      await client.invalidateQueries(savedViewsQuery(name));
      return done;
    } catch (error) {
      setProblem(isProblem(error) && error.problem.title !== '' ? error.problem.title : t('state.failed_network'));
      throw error;
    }
  }
  return {
    problem,
    create: (body) => told(() => request<SavedView>('POST', '/core/saved_view', { body: { declaration: name, ...body } })),
    update: (saved, patch) => told(() => request('PATCH', `/core/saved_view/${saved.id}`, { body: { version: saved.version, ...patch } })),
    remove: (saved) => told(() => request('DELETE', `/core/saved_view/${saved.id}`, { body: { version: saved.version } })),
  };
}
