import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { recordQuery, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, Reference, Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';
import { TagInput } from './tag-input.tsx';
import './tags.css';
import { carriesTags, putTags, tagsOf, useTagColors } from './tags.ts';

/** Tags under the title of a record, put on and taken off in place (P.11); whoever may change the record may tag it, posted or not. */
export function TagStrip({ schema, id }: { readonly schema: Schema; readonly id: string }) {
  const record = useQuery(recordQuery(schema.name, id)).data;
  const tags = record ? tagsOf(record) : [];
  const may = schema.may['update'] === true;
  if (!record || !carriesTags(schema) || (tags.length === 0 && !may)) return null;
  return <Strip schema={schema} record={record} tags={tags} may={may} />;
}
function Strip({ schema, record, tags, may }: { readonly schema: Schema; readonly record: ApiRecord; readonly tags: readonly Reference[]; readonly may: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const colors = useTagColors();
  const { busy, problems, attempt, clear } = useAttempt();
  const [adding, setAdding] = useState(false);
  const adder = useRef<HTMLButtonElement>(null);
  useKeys({ t: () => setAdding(true) }, may);
  const write = (change: Parameters<typeof putTags>[2], known: readonly Reference[]): Promise<boolean> =>
    attempt(async () => {
      const ids = await putTags(schema, record.id, change);
      const found = ids.map((id) => known.find((one) => one.id === id) ?? { id });
      client.setQueryData(recordQuery(schema.name, record.id).queryKey, (old) => old && { ...old, tags: found });
      void refreshAfterWrite(client, schema.name, record.id);
    });
  const remove = (tag: Reference): void => {
    void write({ remove: [tag.id] }, tags).then(() => document.activeElement === document.body && adder.current?.focus());
  };
  const stop = (focus: boolean): void => {
    flushSync(() => setAdding(false));
    clear();
    if (focus) adder.current?.focus();
  };
  return (
    <div className="tag-strip" role="group" aria-label={t('tags.title')}>
      {tags.map((tag) => (
        <span key={tag.id} className={`tag ${colors.get(tag.id) ?? ''}`}>
          {tag.label}
          {may && (
            <button type="button" className="tag-drop" aria-label={t('tags.remove', { tag: tag.label ?? '' })} disabled={busy} onClick={() => remove(tag)}>
              <Icon name="close" size={11} />
            </button>
          )}
        </span>
      ))}
      {may && adding && (
        <TagInput
          taken={tags}
          add={(tag) => write({ add: [tag.id] }, [...tags, tag])}
          attempt={attempt}
          dropLast={() => {
            const last = tags.at(-1);
            if (last) remove(last);
          }}
          close={stop}
        />
      )}
      {may && !adding && (
        <button ref={adder} type="button" className="tag-add" title={`${t('tags.add')} T`} onClick={() => setAdding(true)}>
          <Icon name="plus" size={13} /> {t('tags.add')}
        </button>
      )}
      <Refused problems={problems} className="small" />
    </div>
  );
}
