import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { request } from '../api/client.ts';
import { listQuery, pathOf } from '../api/queries.ts';
import type { ApiRecord, Reference } from '../api/types.ts';
import { isReference } from '../record/fields.ts';
import { Popup } from '../record/popup.tsx';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import type { Attempt } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';
import { tagName } from './tags.ts';

interface Offer {
  readonly key: string;
  readonly tag: ApiRecord | undefined;
}
interface TagInputProps {
  readonly taken: readonly Reference[];
  readonly add: (tag: Reference) => Promise<boolean>;
  readonly attempt: Attempt['attempt'];
  readonly dropLast: () => void;
  /** `focus` when a key ended it, so that the next key goes on from here. */
  readonly close: (focus: boolean) => void;
}
/** Picks a tag by its letters or pinyin; Enter puts it on and waits for the next, a name that is none yet is made by whoever may. */
export function TagInput({ taken, add, attempt, dropLast, close }: TagInputProps) {
  const t = useWords();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  /** Enter was pressed before the answer to what is typed had come. */
  const [eager, setEager] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const box = useId();
  const name = typed.trim();
  const { offers, settled } = useOffers(useDeferredValue(name), name, taken);

  async function take(offer: Offer | undefined): Promise<void> {
    if (!offer) return;
    let tag: Reference | undefined = offer.tag && { id: offer.tag.id, label: String(offer.tag['name']) };
    if (!tag)
      await attempt(async () => {
        const made = await request<ApiRecord>('POST', pathOf(tagName), { body: { name } });
        tag = { id: made.id, label: name };
        void client.invalidateQueries({ queryKey: ['list', tagName] });
      });
    if (tag && (await add(tag))) {
      setTyped('');
      setAt(0);
    }
  }
  useEffect(() => {
    if (!eager || !settled) return;
    setEager(false);
    void take(offers[0]);
  });
  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((at + step + offers.length) % Math.max(1, offers.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (settled) void take(offers[at]);
      else setEager(true);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key === 'Backspace' && typed === '') dropLast();
  }
  return (
    <>
      <input
        ref={input}
        className="input tag-input"
        role="combobox"
        aria-label={t('tags.add')}
        aria-expanded={offers.length > 0}
        aria-controls={offers.length > 0 ? box : undefined}
        aria-activedescendant={offers[at] ? `${box}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        maxLength={40}
        placeholder={t('tags.hint')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setEager(false);
        }}
        onBlur={() => close(false)}
        onKeyDown={press}
      />
      {(offers.length > 0 || (settled && name !== '')) && (
        <Popup anchor={input} minWidth={220}>
          {offers.length > 0 ? (
            <Options id={box} offers={offers} at={at} name={name} take={(offer) => void take(offer)} />
          ) : (
            <p className="popup-note">{t('tags.none', { q: name })}</p>
          )}
        </Popup>
      )}
    </>
  );
}
/** What the server finds for these letters and the record has not yet; last, what would be new. */
function useOffers(asked: string, name: string, taken: readonly Reference[]): { readonly offers: readonly Offer[]; readonly settled: boolean } {
  const me = useWho();
  const found = useQuery({ ...listQuery(tagName, { q: asked, limit: 12, count: 'none', fields: 'name,color,group' }), placeholderData: (old) => old });
  const settled = asked === name && !found.isFetching && !found.isPlaceholderData;
  const rows = found.data?.data ?? [];
  const isThere = [...rows.map((row) => row['name']), ...taken.map((one) => one.label)].includes(name);
  const known = rows.filter((row) => !taken.some((one) => one.id === row.id)).map((tag): Offer => ({ key: tag.id, tag }));
  return { offers: settled && name !== '' && !isThere && mayOpen(me, tagName, 'create') ? [...known, { key: 'new', tag: undefined }] : known, settled };
}
interface OptionsProps {
  readonly id: string;
  readonly offers: readonly Offer[];
  readonly at: number;
  readonly name: string;
  readonly take: (offer: Offer) => void;
}
function Options({ id, offers, at, name, take }: OptionsProps) {
  const t = useWords();
  return (
    <div role="listbox" id={id} aria-label={t('tags.title')} className="options">
      {offers.map((offer, index) => (
        <div
          key={offer.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          className="option"
          ref={(row) => void (index === at && row?.scrollIntoView({ block: 'nearest' }))}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => take(offer)}
          onKeyDown={() => undefined}
        >
          {offer.tag ? (
            <>
              <span className={`tag ${String(offer.tag['color'] ?? '')}`}>{String(offer.tag['name'])}</span>
              {isReference(offer.tag['group']) && <span className="faint small cut">{offer.tag['group'].label}</span>}
            </>
          ) : (
            <span className="cut">{t('tags.create', { tag: name })}</span>
          )}
        </div>
      ))}
    </div>
  );
}
