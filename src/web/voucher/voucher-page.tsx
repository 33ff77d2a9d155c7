import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { recordQuery, useSchema } from '../api/queries.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import { Chain } from '../detail/chain.tsx';
import '../detail/detail.css';
import { DocumentHead } from '../detail/head.tsx';
import { LeaveGuard } from '../detail/leave-guard.tsx';
import { Rail } from '../detail/rail.tsx';
import { StaleDialog } from '../detail/stale-dialog.tsx';
import { Steps } from '../detail/steps.tsx';
import { useActions } from '../detail/use-actions.tsx';
import { Refusals } from '../form/refusals.tsx';
import '../form/form.css';
import { draftKey } from '../form/draft.ts';
import { DraftOffer } from '../form/draft-offer.tsx';
import { useDraft } from '../form/use-draft.ts';
import { useEditor } from '../form/use-editor.ts';
import { useKeys } from '../shell/keys.ts';
import { useHome } from '../shell/layout.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { Paper } from './paper.tsx';
import { VoucherHead } from './voucher-head.tsx';
import './paper.css';
import './voucher.css';

const name = 'finance.voucher';

export function NewVoucher() {
  const t = useWords();
  const schema = useSchema(name);
  const [sheet, setSheet] = useState(0);
  if (schema.error) return <Failed error={schema.error} thing={t('voucher.title')} retry={() => void schema.refetch()} />;
  return schema.data ? <Voucher key={sheet} schema={schema.data} record={undefined} another={() => setSheet(sheet + 1)} /> : <Waiting />;
}
export function VoucherPage() {
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const t = useWords();
  const navigate = useNavigate();
  const home = useHome();
  const schema = useSchema(name);
  const record = useQuery(recordQuery(name, id));
  const failed = schema.error ?? record.error;
  if (failed) return <Failed error={failed} thing={t('voucher.title')} retry={() => void record.refetch()} />;
  if (!schema.data || !record.data) return <Waiting />;
  return <Voucher key={id} schema={schema.data} record={record.data} another={() => void navigate({ href: `${home}/finance/voucher/new` })} />;
}

/** A draft is written on the paper; what is submitted stands on the same paper as text (3.1 Screens). */
function Voucher({ schema, record, another }: { readonly schema: Schema; readonly record: ApiRecord | undefined; readonly another: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const list = `${useHome()}/finance/voucher`;
  const draft = record === undefined || record.state === 'draft';
  const editing = draft && (record === undefined ? schema.may['create'] === true : schema.may['update'] === true);
  const editor = useEditor(schema, record, {}, editing);
  const kept = useDraft(editor, draftKey(editor.record, {}), editing);
  const [at, setAt] = useState(0);
  const leaving = useRef(false);
  const page = useRef<HTMLDivElement>(null);

  async function save(stay = true): Promise<ApiRecord | undefined> {
    if (!editor.changed && editor.record !== undefined) return editor.record;
    const isNew = editor.record === undefined;
    leaving.current = true;
    const saved = await editor.save();
    if (saved && isNew && stay) await navigate({ href: `${list}/${saved.id}`, replace: true });
    leaving.current = false;
    return saved;
  }
  async function saveAndNew(): Promise<void> {
    const saved = await save(false);
    if (saved) another();
  }
  const actions = useActions(editor, save, undefined);
  useKeys({ 'ctrl+s': () => editing && void save(), 'ctrl+enter': () => (editing ? void saveAndNew() : actions.primary?.run()) });
  useEffect(() => {
    if (!editing) return;
    // After the frame has moved the focus to the new page.
    const frame = requestAnimationFrame(() => page.current?.querySelector<HTMLElement>('[data-cell="0:summary"]')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [editing]);
  return (
    <>
      {editing ? (
        <VoucherHead editor={editor} actions={actions} list={list} save={() => void save()} saveAndNew={() => void saveAndNew()} />
      ) : (
        <DocumentHead editor={editor} editing={false} draft={false} save={() => undefined} edit={undefined} stop={() => undefined} actions={actions} list={list} />
      )}
      <div className="document voucher-document">
        <div className="page-body voucher-ground" ref={page}>
          {!editing && <Steps schema={schema} record={editor.record} />}
          <DraftOffer draft={kept} />
          <Refusals editor={editor} />
          <Paper editor={editor} editing={editing} at={at} setAt={setAt} />
          {editor.record && !editing && <Chain schema={schema} record={editor.record} />}
        </div>
        {editor.record && !editing && <Rail schema={schema} record={editor.record} />}
      </div>
      {editing && (
        <footer className="voucher-keys">
          {(
            [
              ['=', 'voucher.key_fill'],
              [t.locale === 'zh' ? '空格' : 'Space', 'voucher.key_side'],
              ['F7', 'voucher.key_tree'],
              ['//', 'voucher.key_summary'],
              ['Ctrl D', 'voucher.key_copy'],
              ['Ctrl Del', 'voucher.key_delete'],
              ['Ctrl ↵', 'voucher.save_new'],
            ] as const
          ).map(([key, word]) => (
            <span key={key}>
              <kbd>{key}</kbd> {t(word)}
            </span>
          ))}
          <span className="voucher-place">{t('voucher.line', { n: at + 1 })}</span>
        </footer>
      )}
      {actions.dialog}
      {editor.stale && <StaleDialog editor={editor} stale={editor.stale} />}
      <LeaveGuard on={editor.changed} free={leaving} save={save} keep={kept.keep} discard={kept.discard} kept={kept.keptAt !== undefined} />
    </>
  );
}
