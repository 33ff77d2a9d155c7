import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { Icon } from '../shell/icons.tsx';
import { dateTime, moment } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { FileChip } from './file-chip.tsx';
import { MentionField } from './mention-field.tsx';
import { type Comment, commentsQuery, filesQuery, type Mention, sayAgain, unsay } from './talk.ts';

/** One comment: its author may change or delete it for a quarter of an hour, and strike it out later (P.11). */
export function CommentEntry({ name, id, comment }: { readonly name: string; readonly id: string; readonly comment: Comment }) {
  const t = useWords();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const files = useQuery({ ...filesQuery(name, id), enabled: comment.files.length > 0 }).data?.data ?? [];
  const again = (): Promise<void> => client.invalidateQueries(commentsQuery(name, id));
  const removes = comment._actions.includes('delete') ? 'detail.delete_comment' : comment._actions.includes('strike') ? 'detail.strike_comment' : undefined;
  return (
    <li>
      <i>
        <Icon name="comment" size={13} />
      </i>
      <div className="timeline-head">
        <b>{comment.by.label ?? t('detail.system')}</b>
        {comment.edited_at !== null && <span className="faint">{t('detail.edited')}</span>}
        <time dateTime={comment.at} title={dateTime(comment.at)}>
          {moment(comment.at, t('common.yesterday'))}
        </time>
      </div>
      {comment.text === null ? (
        <p className="timeline-text faint">{t('detail.struck')}</p>
      ) : editing ? (
        <Change name={name} id={id} comment={comment} close={() => setEditing(false)} done={again} />
      ) : (
        <p className="timeline-text">
          <Marked text={comment.text} mentions={comment.mentions} />
        </p>
      )}
      {comment.files.map((file) => {
        const entry = files.find((one) => one.id === file);
        return entry ? <FileChip key={file} name={name} id={id} file={entry} /> : null;
      })}
      {comment._actions.length > 0 && !editing && (
        <div className="comment-acts">
          {comment._actions.includes('edit') && (
            <button type="button" className="link small" onClick={() => setEditing(true)}>
              {t('common.edit')}
            </button>
          )}
          {removes && !asking && (
            <button type="button" className="link small" onClick={() => setAsking(true)}>
              {t(removes)}
            </button>
          )}
          {removes && asking && (
            <>
              <button type="button" className="link small neg" onClick={() => void unsay(name, id, comment.id).then(again)}>
                {t('detail.really', { action: t(removes) })}
              </button>
              <button type="button" className="link small" onClick={() => setAsking(false)}>
                {t('common.cancel')}
              </button>
            </>
          )}
        </div>
      )}
    </li>
  );
}
function Change({
  name,
  id,
  comment,
  close,
  done,
}: {
  readonly name: string;
  readonly id: string;
  readonly comment: Comment;
  readonly close: () => void;
  readonly done: () => Promise<void>;
}) {
  const t = useWords();
  const [text, setText] = useState(comment.text ?? '');
  const [mentions, setMentions] = useState<readonly Mention[]>(comment.mentions);
  const submit = (): void => {
    if (text.trim() === '') return;
    void sayAgain(name, id, comment.id, { text: text.trim(), mentions: mentionedIn(text, mentions), files: comment.files })
      .then(done)
      .then(close, close);
  };
  return (
    <div className="comment-change">
      <MentionField text={text} setText={setText} mention={(one) => setMentions([...mentions, one])} submit={submit} label={t('common.edit')} autoFocus />
      <button type="button" className="button small" onClick={close}>
        {t('common.cancel')}
      </button>
      <button type="button" className="button small primary" onClick={submit}>
        {t('common.save')}
      </button>
    </div>
  );
}
/** Only who still stands in the text is mentioned. */
export const mentionedIn = (text: string, mentions: readonly Mention[]): readonly Mention[] => {
  const named = mentions.filter((one) => typeof one.label === 'string' && text.includes(`@${one.label}`));
  return named.filter((one, index) => named.findIndex((other) => other.id === one.id) === index);
};
function Marked({ text, mentions }: { readonly text: string; readonly mentions: readonly Mention[] }) {
  const names = mentions.flatMap((one) => (typeof one.label === 'string' ? [`@${one.label}`] : [])).sort((left, right) => right.length - left.length);
  const parts: { readonly text: string; readonly name: boolean }[] = [];
  let rest = text;
  while (rest !== '') {
    const found = names
      .map((name) => ({ name, at: rest.indexOf(name) }))
      .filter(({ at }) => at >= 0)
      .sort((left, right) => left.at - right.at)[0];
    if (!found) {
      parts.push({ text: rest, name: false });
      break;
    }
    if (found.at > 0) parts.push({ text: rest.slice(0, found.at), name: false });
    parts.push({ text: found.name, name: true });
    rest = rest.slice(found.at + found.name.length);
  }
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>{part.name ? <b className="mention">{part.text}</b> : part.text}</Fragment>
      ))}
    </>
  );
}
