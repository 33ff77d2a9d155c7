import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { mentionedIn } from './comment-entry.tsx';
import { FileChip } from './file-chip.tsx';
import { MentionField } from './mention-field.tsx';
import { commentsQuery, type FileEntry, type Mention, say } from './talk.ts';
import type { Uploads } from './use-upload.ts';

/** Words for colleagues, with `@` for whom they are meant and files of the record beside them (P.11). */
export function CommentBox({ name, id, uploads }: { readonly name: string; readonly id: string; readonly uploads: Uploads }) {
  const t = useWords();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [mentions, setMentions] = useState<readonly Mention[]>([]);
  const [files, setFiles] = useState<readonly FileEntry[]>([]);
  const [told, setTold] = useState<string>();
  const [busy, setBusy] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const attach = (chosen: readonly File[]): void => void uploads.add(chosen).then((done) => setFiles((old) => [...old, ...done]));
  async function submit(): Promise<void> {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    setTold(undefined);
    try {
      const { warnings = [] } = await say(name, id, { text: text.trim(), mentions: mentionedIn(text, mentions), files: files.map((file) => file.id) });
      const unheard = warnings.map(({ params }) => mentions.find((one) => one.id === params.user)?.label ?? '').filter((who) => who !== '');
      if (unheard.length > 0) setTold(t('detail.not_told', { who: unheard.join('、') }));
      setText('');
      setMentions([]);
      setFiles([]);
      await client.invalidateQueries(commentsQuery(name, id));
    } catch (error) {
      setTold(isProblem(error) && error.problem.title !== '' ? error.problem.title : t('state.failed_network'));
    }
    setBusy(false);
  }
  const askMention = (): void => {
    setText((old) => `${old}${old === '' || old.endsWith(' ') ? '' : ' '}@`);
    requestAnimationFrame(() => {
      const field = box.current?.querySelector('textarea');
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
      field?.click();
    });
  };
  return (
    <div className="comment-box" ref={box}>
      {told !== undefined && (
        <p className="small neg" role="alert">
          {told}
        </p>
      )}
      <MentionField
        text={text}
        setText={setText}
        mention={(one) => setMentions((old) => [...old, one])}
        submit={() => void submit()}
        label={t('detail.comment_hint')}
        {...(uploads.may ? { paste: attach } : {})}
      />
      {files.map((file) => (
        <FileChip key={file.id} name={name} id={id} file={file} drop={() => setFiles((old) => old.filter((one) => one !== file))} />
      ))}
      <div className="comment-tools">
        <button type="button" className="icon-button" aria-label={t('detail.mention')} title={t('detail.mention')} onClick={askMention}>
          <Icon name="at" size={15} />
        </button>
        {uploads.may && (
          <>
            <button type="button" className="icon-button" aria-label={t('detail.attach')} title={t('detail.attach')} onClick={() => chooser.current?.click()}>
              <Icon name="clip" size={15} />
            </button>
            <input ref={chooser} type="file" multiple hidden onChange={(event) => (attach([...(event.target.files ?? [])]), (event.target.value = ''))} />
          </>
        )}
        <span className="grow faint small">{t('detail.internal')}</span>
        <button
          type="button"
          className="icon-button"
          aria-label={t('detail.send')}
          title={`${t('detail.send')} Ctrl ↵`}
          disabled={text.trim() === '' || busy}
          onClick={() => void submit()}
        >
          <Icon name="send" size={16} />
        </button>
      </div>
    </div>
  );
}
