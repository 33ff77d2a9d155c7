import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiRecord, Schema } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { codeOf } from '../record/fields.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { CopyButton } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { type Draft, LinkForm, newDraft, wishOf } from './link-form.tsx';
import { LinkList } from './link-list.tsx';
import { linksQuery, makeLink, offeredActions, type PublicLink } from './links.ts';
import './share.css';

/** A document for somebody outside (P.11): what the link allows and how long, its address once, and what became of the earlier ones. */
export function ShareDialog({ schema, record, close }: { readonly schema: Schema; readonly record: ApiRecord; readonly close: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const actions = offeredActions(useDeclarations(), schema);
  const [draft, setDraft] = useState<Draft>(newDraft);
  const [made, setMade] = useState<PublicLink>();
  const { busy, problems, attempt } = useAttempt();
  const make = (): void => {
    if (busy) return;
    void attempt(async () => {
      setMade(await makeLink(schema.name, record.id, wishOf(draft)));
      await client.invalidateQueries(linksQuery(schema.name, record.id));
    });
  };
  const again = (): void => {
    setMade(undefined);
    setDraft(newDraft());
  };
  return (
    <Dialog
      title={t('share.title', { what: codeOf(schema, record) || t.in(schema.label) })}
      width={600}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.close')}
          </button>
          <button type="button" className="button primary" aria-disabled={busy} onClick={made ? again : make}>
            {t(made ? 'share.again' : 'share.make')}
          </button>
        </>
      }
    >
      <Refused problems={problems} />
      {made?.url === undefined ? (
        <LinkForm draft={draft} change={(part) => setDraft({ ...draft, ...part })} actions={actions} submit={make} />
      ) : (
        <div className="share-made" role="status">
          <p>{made.address !== null && draft.send ? t('share.sent', { address: made.address }) : t('share.once')}</p>
          <code>{made.url}</code>
          <CopyButton text={made.url} label={t('share.copy')} />
        </div>
      )}
      <LinkList schema={schema} record={record} />
    </Dialog>
  );
}
