import { type FormEvent, useId, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Schema } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { useWords } from '../words/index.ts';
import { keptOf, type ListControl } from './list-state.ts';
import { useViewWrites } from './view-menu.tsx';
import { chooseUsualView, ownPreferencesQuery, type SavedView } from './views.ts';

/** What the list shows now, under a name: for oneself, or for everybody where the role may share (P.11). */
export function SaveView({ schema, control, close }: { readonly schema: Schema; readonly control: ListControl; readonly close: () => void }) {
  const t = useWords();
  const me = useWho();
  const id = useId();
  const client = useQueryClient();
  const { create, problem } = useViewWrites(schema.name);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [usual, setUsual] = useState(false);
  const maySave = name.trim() !== '';
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (!maySave) return;
    const made = await create({ name: name.trim(), scope: shared ? 'everybody' : 'private', ...keptOf(control.view, control.state) });
    if (usual) client.setQueryData(ownPreferencesQuery().queryKey, await chooseUsualView(schema.name, made.id));
    close();
    control.change({ view: made.id });
  };
  return (
    <Dialog
      title={t('views.save_as')}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button primary" aria-disabled={!maySave} onClick={() => void submit().catch(() => undefined)}>
            {t('views.save_new')}
          </button>
        </>
      }
    >
      <form className="dialog-form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
        {problem !== undefined && (
          <div className="notice red" role="alert">
            {problem}
          </div>
        )}
        <div className="dialog-field">
          <label htmlFor={id}>{t('views.name')}</label>
          <input id={id} className="input" value={name} maxLength={80} autoFocus onChange={(event) => setName(event.target.value)} />
          <p className="faint small">{t('views.keeps')}</p>
        </div>
        {mayOpen(me, schema.name, 'share') && (
          <label className="row check-row">
            <input type="checkbox" className="check" checked={shared} onChange={(event) => setShared(event.target.checked)} />
            {t('views.for_everybody')}
          </label>
        )}
        <label className="row check-row">
          <input type="checkbox" className="check" checked={usual} onChange={(event) => setUsual(event.target.checked)} />
          {t('views.usual')}
        </label>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
export function RenameView({ saved, close, rename }: { readonly saved: SavedView; readonly close: () => void; readonly rename: (name: string) => Promise<void> }) {
  const t = useWords();
  const id = useId();
  const [name, setName] = useState(saved.name);
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (name.trim() !== '') void rename(name.trim()).then(close, close);
  };
  return (
    <Dialog
      title={t('views.rename')}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button primary" aria-disabled={name.trim() === ''} onClick={() => submit()}>
            {t('views.rename')}
          </button>
        </>
      }
    >
      <form className="dialog-form" onSubmit={submit}>
        <div className="dialog-field">
          <label htmlFor={id}>{t('views.name')}</label>
          <input id={id} className="input" value={name} maxLength={80} autoFocus onChange={(event) => setName(event.target.value)} />
        </div>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
/** A view cannot be brought back, so the button says what goes (web §12). */
export function DeleteView({ saved, close, remove }: { readonly saved: SavedView; readonly close: () => void; readonly remove: () => Promise<void> }) {
  const t = useWords();
  return (
    <Dialog
      title={t('views.delete')}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button danger" onClick={() => void remove().catch(close)}>
            {t('views.delete_named', { view: saved.name })}
          </button>
        </>
      }
    >
      <p>{t(saved.scope === 'everybody' ? 'views.delete_shared' : 'views.delete_help')}</p>
    </Dialog>
  );
}
