import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import type { Me } from '../api/types.ts';
import { useWords } from '../words/index.ts';
import { Icon } from './icons.tsx';
import './palette.css';
import { type Row, useHits } from './palette-hits.ts';
import { PalettePreview } from './palette-preview.tsx';

/** Finds records, actions and pages from one line (web §4.10); what the server finds comes with its reason. */
export function Palette({ me, close }: { readonly me: Me; readonly close: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(q).trim();
  const dialog = useRef<HTMLDialogElement>(null);
  const { rows, ms, waiting } = useHits(me, asked);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const go = (row: Row | undefined, tab: boolean): void => {
    if (!row) return;
    if (tab) open(row.href, '_blank', 'noopener');
    else void navigate({ href: row.href });
    close();
  };
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    // The page below has keys of its own: they would take this one from the browser.
    if (event.key === 'Escape') {
      event.stopPropagation();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((now) => (now + step + rows.length) % Math.max(1, rows.length));
    } else if (event.key === 'Enter') go(rows[at], event.ctrlKey || event.metaKey);
  }
  return (
    // A browser closes a dialog without asking (`cancel`) when nobody has clicked since it opened: `close` always comes.
    <dialog ref={dialog} className="palette" aria-label={t('nav.search')} onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      <div className="palette-box">
        <label className="palette-line">
          <Icon name="search" size={18} />
          <input
            autoFocus
            value={q}
            placeholder={t('palette.placeholder')}
            aria-label={t('nav.search')}
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={rows[at] ? `hit-${at}` : undefined}
            onChange={(event) => {
              setQ(event.target.value);
              setAt(0);
            }}
            onKeyDown={press}
          />
          <span className="faint small">{asked === '' || waiting ? '' : t('palette.found', { count: rows.length, ms })}</span>
          <kbd>Esc</kbd>
        </label>
        <div className="palette-main">
          <div className="palette-list" role="listbox" id="palette-list" aria-label={t('nav.search')}>
            {rows.map((row, index) => (
              <div key={row.key}>
                {row.group !== rows[index - 1]?.group && <div className="palette-group">{row.group}</div>}
                <div
                  role="option"
                  id={`hit-${index}`}
                  tabIndex={-1}
                  aria-selected={index === at}
                  className="palette-hit"
                  ref={(box) => void (index === at && box?.scrollIntoView({ block: 'nearest' }))}
                  onPointerMove={() => setAt(index)}
                  onClick={(event) => go(row, event.ctrlKey)}
                  onKeyDown={() => undefined}
                >
                  <Icon name={row.icon} />
                  <span className="cut">{row.label}</span>
                  {row.why !== '' && <span className="tag">{row.why}</span>}
                  <span className="faint cut palette-sub">{row.sub}</span>
                  {index === at && <kbd>↵</kbd>}
                </div>
              </div>
            ))}
            {rows.length === 0 && asked !== '' && !waiting && (
              <div className="blank">
                <h2 className="blank-title">{t('palette.nothing', { q: asked })}</h2>
                <p className="soft">{t('palette.nothing_help')}</p>
              </div>
            )}
          </div>
          {rows[at]?.hit && <PalettePreview hit={rows[at].hit} />}
        </div>
        <footer className="palette-foot">
          <span>
            <kbd>↑ ↓</kbd> {t('palette.choose')}
          </span>
          <span>
            <kbd>↵</kbd> {t('common.open')}
          </span>
          <span>
            <kbd>Ctrl ↵</kbd> {t('palette.tab')}
          </span>
          <span className="grow" />
          <span className="hide-phone">{t('palette.help')}</span>
        </footer>
      </div>
    </dialog>
  );
}
