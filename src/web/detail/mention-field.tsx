import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { type ClipboardEvent, type KeyboardEvent, useDeferredValue, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { listQuery } from '../api/queries.ts';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Popup } from '../record/popup.tsx';
import { useWords, type Word } from '../words/index.ts';
import type { Mention } from './talk.ts';

/** Who can be meant, by which field each is called, and what to say it is. */
const kinds: readonly (readonly [string, string, Word])[] = [
  ['core.user', 'name', 'detail.a_person'],
  ['core.department', 'name', 'settings.department'],
  ['core.role', 'label', 'detail.a_role'],
];
interface Offer extends Mention {
  readonly label: string;
  readonly kind: Word;
}
/** The word behind the last `@` before the caret, as long as it may still be a name. */
export function askedName(text: string, caret: number): { readonly from: number; readonly q: string } | undefined {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from < 0 || (from > 0 && /[\w.]/.test(before[from - 1] ?? ''))) return undefined;
  const q = before.slice(from + 1);
  return /^[^\s@]{0,20}$/.test(q) ? { from, q } : undefined;
}
/** A field for words in which `@` offers people, departments and roles; Ctrl Enter sends. */
export function MentionField({
  text,
  setText,
  mention,
  submit,
  label,
  autoFocus = false,
  paste,
}: {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly mention: (one: Mention) => void;
  readonly submit: () => void;
  readonly label: string;
  readonly autoFocus?: boolean;
  readonly paste?: (files: readonly File[]) => void;
}) {
  const t = useWords();
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [asked, setAsked] = useState<{ readonly from: number; readonly q: string }>();
  const [at, setAt] = useState(0);
  const q = useDeferredValue(asked?.q ?? '');
  const offers = useOffers(q, asked !== undefined);
  const open = asked !== undefined && offers.length > 0;
  const look = (): void => {
    setAsked(askedName(box.current?.value ?? '', box.current?.selectionStart ?? 0));
    setAt(0);
  };
  const choose = (offer: Offer): void => {
    if (!asked) return;
    const caret = box.current?.selectionStart ?? text.length;
    const inserted = `@${offer.label} `;
    // At once, so that the next key already stands behind the name.
    flushSync(() => setText(`${text.slice(0, asked.from)}${inserted}${text.slice(caret)}`));
    box.current?.setSelectionRange(asked.from + inserted.length, asked.from + inserted.length);
    mention(offer);
    setAsked(undefined);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      event.stopPropagation();
      event.preventDefault();
      submit();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const offer = offers[at];
    if (!open) return;
    if (step !== 0) setAt((at + step + offers.length) % offers.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && offer) choose(offer);
    else if (event.key === 'Escape') setAsked(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const take = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || !paste) return;
    event.preventDefault();
    paste(files);
  };
  return (
    <>
      <textarea
        ref={box}
        className="comment-input"
        rows={2}
        maxLength={5000}
        value={text}
        placeholder={label}
        aria-label={label}
        aria-haspopup="listbox"
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? `${list}-${at}` : undefined}
        autoFocus={autoFocus}
        onChange={(event) => {
          setText(event.target.value);
          look();
        }}
        onClick={look}
        onBlur={() => setAsked(undefined)}
        onKeyDown={press}
        onPaste={take}
      />
      {open && (
        <Popup anchor={box} minWidth={220}>
          <div role="listbox" id={list} className="options" aria-label={label}>
            {offers.map((offer, index) => (
              <div
                key={offer.id}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === at}
                tabIndex={-1}
                className="option"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(offer)}
                onKeyDown={() => undefined}
              >
                <span className="grow cut">{offer.label}</span>
                <span className="faint">{t(offer.kind)}</span>
              </div>
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}
function useOffers(q: string, on: boolean): readonly Offer[] {
  const me = useWho();
  const allowed = kinds.filter(([name]) => mayOpen(me, name));
  const found = useQueries({
    queries: allowed.map(([name, title]) => ({ ...listQuery(name, { q, limit: 6, fields: title, count: 'none' }), enabled: on, placeholderData: keepPreviousData })),
  });
  return allowed
    .flatMap(([declaration, title, kind], index): Offer[] =>
      (found[index]?.data?.data ?? []).map((record) => ({ declaration, id: record.id, label: String(record[title] ?? ''), kind })),
    )
    .filter((offer) => offer.label !== '' && offer.id !== me.user.id)
    .slice(0, 10);
}
