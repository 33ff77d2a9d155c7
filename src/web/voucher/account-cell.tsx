import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Popup } from '../record/popup.tsx';
import '../record/record.css';
import { isNegative, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { type Account, useAccountSearch } from './accounts.ts';

interface Props {
  readonly account: Account | undefined;
  readonly shown: string;
  readonly label: string;
  readonly cell: string;
  readonly invalid: boolean;
  readonly balances: ReadonlyMap<string, string>;
  readonly choose: (account: Account | null) => void;
  readonly tree: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** To the next cell, once an account is chosen. */
  readonly advance: (chosen: Account) => void;
}
/** Search of an account by code, initials or name, with its balance beside it; F7 opens the tree (web §4.7). */
export function AccountCell({ account, shown, label, cell, invalid, balances, choose, tree, onKeyDown, advance }: Props) {
  const t = useWords();
  const [typed, setTyped] = useState<string>();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const box = useId();
  const q = (typed ?? '').trim();
  const { found, settled } = useAccountSearch(q, open);
  const offered = open && (found.length > 0 || (q !== '' && settled));
  // Enter typed faster than the answer: what is chosen is the first of this search, never of the one before.
  const [eager, setEager] = useState(false);
  const close = (): void => {
    setOpen(false);
    setTyped(undefined);
    setAt(0);
    setEager(false);
  };
  const pick = (one: Account): void => {
    choose(one);
    close();
  };
  useEffect(() => {
    if (!eager || !settled) return;
    setEager(false);
    const [first] = found;
    if (!first) return;
    pick(first);
    advance(first);
  });
  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && open && found.length > 0) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
      return;
    }
    if (event.key === 'F7') {
      event.preventDefault();
      close();
      tree();
      return;
    }
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      close();
      return;
    }
    const choosing = (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && open && typed !== undefined && q !== '';
    if (choosing && !settled) {
      event.preventDefault();
      setEager(true);
      return;
    }
    const chosen = found[at];
    if (choosing && chosen) {
      event.preventDefault();
      pick(chosen);
      advance(chosen);
      return;
    }
    onKeyDown(event);
  }
  return (
    <>
      <input
        ref={input}
        className="paper-input"
        role="combobox"
        aria-label={label}
        aria-expanded={offered}
        aria-controls={offered ? box : undefined}
        aria-activedescendant={offered && found[at] ? `${box}-${at}` : undefined}
        aria-autocomplete="list"
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        data-cell={cell}
        value={typed ?? (account ? `${account.code} ${account.full}` : shown)}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
          if (event.target.value === '') choose(null);
        }}
        onFocus={(event) => event.target.select()}
        onClick={() => setOpen(true)}
        onBlur={close}
        onKeyDown={press}
      />
      {offered && (
        <Popup anchor={input} minWidth={430}>
          <div role="listbox" id={box} className="options">
            {found.map((one, index) => {
              const balance = balances.get(one.code);
              return (
                <div
                  key={one.id}
                  id={`${box}-${index}`}
                  role="option"
                  aria-selected={index === at}
                  tabIndex={-1}
                  className="option"
                  ref={(row) => void (index === at && row?.scrollIntoView({ block: 'nearest' }))}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => pick(one)}
                  onKeyDown={() => undefined}
                >
                  <span className="option-code">{one.code}</span>
                  <span className="cut grow">{one.full}</span>
                  {balance !== undefined && <span className={isNegative(balance) ? 'num neg' : 'num'}>{money(balance)}</span>}
                </div>
              );
            })}
          </div>
          {found.length === 0 && <p className="popup-note">{t('voucher.not_found', { q })}</p>}
          <p className="popup-foot">
            <span>{q === '' ? t('voucher.pick_account') : t('voucher.initials', { q })}</span>
            <span>
              <kbd>↵</kbd> {t('voucher.pick')} <kbd>F7</kbd> {t('voucher.key_tree')}
            </span>
          </p>
        </Popup>
      )}
    </>
  );
}
