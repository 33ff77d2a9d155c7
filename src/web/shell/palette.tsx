import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { request } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { useWords } from '../words/index.ts';
import { Icon, type IconName } from './icons.tsx';
import { allEntries, mayOpen } from './menu.ts';
import './palette.css';
import { PalettePreview } from './palette-preview.tsx';

export interface Hit {
  readonly declaration: string;
  readonly id: string;
  readonly label: string;
  readonly sub?: string | null;
  readonly why?: string | null;
}
interface Row {
  readonly key: string;
  readonly group: string;
  readonly icon: IconName;
  readonly label: string;
  readonly sub: string;
  readonly why: string;
  readonly href: string;
  readonly hit?: Hit;
}
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

function useHits(me: Me, asked: string): { readonly rows: readonly Row[]; readonly ms: number; readonly waiting: boolean } {
  const t = useWords();
  const declarations = useDeclarations();
  const home = `/o/${me.organisation.code}`;
  const [ms, setMs] = useState(0);
  const found = useQuery<readonly Hit[]>({
    queryKey: ['search', asked],
    enabled: asked.length > 1 || /\p{Script=Han}/u.test(asked),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const began = performance.now();
      const answer = await request<readonly Hit[] | { readonly data: readonly Hit[] }>('GET', '/search', { query: { q: asked }, signal });
      setMs(Math.round(performance.now() - began));
      return Array.isArray(answer) ? (answer as readonly Hit[]) : (answer as { readonly data: readonly Hit[] }).data;
    },
  });
  const rows = useMemo(() => {
    const folded = asked.normalize('NFKC').toLowerCase();
    const labelOf = (name: string): string => {
      const record = declarations?.records.get(name);
      return record ? t.of(record) : name;
    };
    const records = (asked === '' ? [] : (found.data ?? [])).map(
      (hit): Row => ({
        key: `${hit.declaration} ${hit.id}`,
        group: labelOf(hit.declaration),
        icon: iconOf(hit.declaration),
        label: hit.label,
        sub: hit.sub ?? '',
        why: hit.why ?? '',
        href: `${home}/${hit.declaration.replace('.', '/')}/${hit.id}`,
        hit,
      }),
    );
    const entries = declarations ? allEntries(declarations, me) : [];
    const matches = (label: { readonly zh: string; readonly en: string }): boolean => folded === '' || label.zh.includes(folded) || label.en.toLowerCase().includes(folded);
    const pages = entries
      .filter(matches)
      .slice(0, folded === '' ? 12 : 6)
      .map(
        (entry): Row => ({
          key: entry.name,
          group: t('palette.go'),
          icon: entry.kind === 'report' ? 'report' : 'next',
          label: t.of(entry),
          sub: '',
          why: t('palette.menu_hit'),
          href: `${home}${entry.path}`,
        }),
      );
    const actions = entries
      .filter((entry) => entry.kind === 'record' && mayOpen(me, entry.name, 'create') && declarations?.records.get(entry.name)?.readonly === false)
      .map((entry) => ({ entry, label: { zh: `新建${entry.zh}`, en: `New ${entry.en}` } }))
      .filter(({ label }) => folded !== '' && matches(label))
      .slice(0, 4)
      .map(
        ({ entry, label }): Row => ({
          key: `new ${entry.name}`,
          group: t('palette.actions'),
          icon: 'plus',
          label: t.of(label),
          sub: '',
          why: '',
          href: `${home}${entry.path}/new`,
        }),
      );
    return [...records, ...actions, ...pages];
  }, [found.data, declarations, me, asked, home, t]);
  return { rows, ms, waiting: found.isFetching };
}
const iconOf = (name: string): IconName =>
  name === 'finance.receipt'
    ? 'receipt'
    : name.startsWith('customers.')
      ? 'customers'
      : name.startsWith('inventory.')
        ? 'inventory'
        : name.startsWith('finance.')
          ? 'finance'
          : name.startsWith('core.')
            ? 'user'
            : 'sales';
