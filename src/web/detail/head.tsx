import { useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { pathOf } from '../api/queries.ts';
import { toneOf } from '../record/cell.tsx';
import { codeOf, isReference, nameOf } from '../record/fields.ts';
import { RecordLink } from '../record/record-link.tsx';
import { mayShare } from '../share/links.ts';
import { positionOf } from '../list/neighbours.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { useRecent } from '../shell/use-recent.ts';
import { clock } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Editor } from '../form/use-editor.ts';
import type { Actions } from './use-actions.tsx';

const PrintPreview = lazy(() => import('../print/print-preview.tsx').then((module) => ({ default: module.PrintPreview })));
const ShareDialog = lazy(() => import('../share/share-dialog.tsx').then((module) => ({ default: module.ShareDialog })));
interface HeadProps {
  readonly editor: Editor;
  readonly editing: boolean;
  readonly draft: boolean;
  /** When what is typed was last kept by itself. */
  readonly keptAt?: Date | undefined;
  readonly save: () => void;
  readonly edit: (() => void) | undefined;
  readonly stop: () => void;
  readonly actions: Actions;
  /** What saving is called where it is more than saving. */
  readonly saveLabel?: string | undefined;
  readonly list: string;
}
/** Title and state left; at most three buttons right, one of them primary, everything else under ⋯ with its reason (web §3, §4.3). */
export function DocumentHead({ editor, editing, draft, keptAt, save, edit, stop, actions, saveLabel, list }: HeadProps) {
  const t = useWords();
  const navigate = useNavigate();
  const { schema, record, changed, saving, savedAt } = editor;
  const state = schema.states.find((one) => one.key === record?.state);
  const partyField = schema.fields.find((field) => field.kind === 'reference' && field.required && /^(customers|supply)\./.test(field.target ?? ''));
  const party = partyField ? editor.values[partyField.name] : undefined;
  const code = record ? codeOf(schema, record) : '';
  const title = record ? (schema.kind === 'document' ? code || t.of(schema.label) : nameOf(schema, record)) : t('common.new', { thing: t.in(schema.label) });
  const [printing, setPrinting] = useState(false);
  useRecent(schema, record);
  const [sharing, setSharing] = useState(false);
  const shares = record !== undefined && mayShare(schema);
  const share = { key: '_share', label: t('share.open'), danger: false, reason: undefined, run: () => setSharing(true) };
  const menu = shares ? [share, ...actions.menu] : actions.menu;
  const unsaved = changed || record === undefined;
  const primarySave = editing && (unsaved || !actions.primary);
  return (
    <header className="page-head">
      <button type="button" className="icon-button" aria-label={t('common.back')} title={`${t('common.back')} Alt ←`} onClick={() => void navigate({ href: list })}>
        <Icon name="back" />
      </button>
      <h1 className="page-title">{title}</h1>
      {schema.kind === 'catalog' && code !== '' && code !== title && <span className="faint hide-phone">{code}</span>}
      {partyField && isReference(party) && (
        <span className="cut hide-phone">
          <RecordLink declaration={partyField.target ?? ''} reference={party} />
        </span>
      )}
      {state && <span className={`tag ${tagTone(toneOf(state, state.key))}`}>{t.of(state.label)}</span>}
      <span className="faint hide-phone cut" role="status">
        {saving
          ? t('form.saving')
          : changed
            ? keptAt
              ? t('form.kept_at', { time: clock(keptAt) })
              : t('common.unsaved')
            : savedAt
              ? t('form.saved_at', { time: clock(savedAt) })
              : record === undefined && schema.next_number_example !== null && schema.kind === 'document'
                ? t('form.next_number', { number: schema.next_number_example })
                : ''}
      </span>
      {record && printing && (
        <Suspense fallback={null}>
          <PrintPreview path={`${pathOf(schema.name)}/${record.id}/print`} title={code || title} close={() => setPrinting(false)} />
        </Suspense>
      )}
      {record && sharing && (
        <Suspense fallback={null}>
          <ShareDialog schema={schema} record={record} close={() => setSharing(false)} />
        </Suspense>
      )}
      <div className="side">
        <Neighbours name={schema.name} id={record?.id} list={list} />
        {record && schema.prints.length > 0 && (
          <button type="button" className="icon-button hide-phone" aria-label={t('common.print')} title={t('common.print')} onClick={() => setPrinting(true)}>
            <Icon name="print" />
          </button>
        )}
        {shares && (
          <button type="button" className="icon-button hide-phone" aria-label={t('share.open')} title={t('share.open')} onClick={() => setSharing(true)}>
            <Icon name="send" />
          </button>
        )}
        {record && menu.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: menu.map(({ key, label, reason, danger, run }) => ({
                key,
                danger,
                disabled: run === undefined,
                label: (
                  <span title={reason}>
                    {label}
                    {reason !== undefined && <span className="menu-reason">{reason}</span>}
                  </span>
                ),
                onClick: () => run?.(),
              })),
            }}
          >
            <button type="button" className="icon-button" aria-label={t('common.more')}>
              <Icon name="more" />
            </button>
          </Dropdown>
        )}
        {editing && record && !draft && (
          <button type="button" className="button" onClick={stop}>
            {t('common.cancel')}
          </button>
        )}
        {!editing && edit && (
          <button type="button" className="button" onClick={edit}>
            {t('common.edit')} <span className="key">E</span>
          </button>
        )}
        {!unsaved &&
          actions.secondary.map((action) => (
            <button key={action.key} type="button" className={action.danger ? 'button danger hide-phone' : 'button hide-phone'} onClick={action.run}>
              {action.label}
            </button>
          ))}
        {editing && (unsaved || primarySave) && (
          <button type="button" className={primarySave && !actions.primary ? 'button primary' : 'button'} aria-disabled={saving} onClick={save}>
            {saveLabel ?? t('common.save')} <span className="key">Ctrl S</span>
          </button>
        )}
        {actions.primary && (
          <button
            type="button"
            className="button primary"
            aria-disabled={saving || actions.primary.reason !== undefined}
            title={actions.primary.reason}
            onClick={actions.primary.run}
          >
            {actions.primary.label} <span className="key hide-phone">Ctrl ↵</span>
          </button>
        )}
      </div>
    </header>
  );
}
/** Where this document stands in the list it was opened from; Alt ↑ ↓ go on (web §8). */
function Neighbours({ name, id, list }: { readonly name: string; readonly id: string | undefined; readonly list: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const position = positionOf(name, id);
  const go = (to: string | undefined) => (): void => void (to !== undefined && navigate({ href: `${list}/${to}` }));
  useKeys({ 'alt+arrowup': go(position?.previous), 'alt+arrowdown': go(position?.next) }, position !== undefined);
  if (!position) return null;
  return (
    <span className="row hide-phone neighbours">
      <span className="faint">{position.count === undefined ? position.at : t('detail.position', { at: position.at, count: position.count })}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('detail.previous')}
        title={`${t('detail.previous')} Alt ↑`}
        disabled={position.previous === undefined}
        onClick={go(position.previous)}
      >
        <Icon name="arrowUp" size={15} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('detail.next')}
        title={`${t('detail.next')} Alt ↓`}
        disabled={position.next === undefined}
        onClick={go(position.next)}
      >
        <Icon name="arrowDown" size={15} />
      </button>
    </span>
  );
}
const tagTone = (tone: string): string => (tone === 'grey' ? '' : tone === 'half' ? 'blue' : tone);
