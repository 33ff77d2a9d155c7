import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Me } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { useWords, type Word } from '../words/index.ts';
import { isTyping } from './keys.ts';
import { allEntries } from './menu.ts';

/** `G`, then a page of the desk by one letter, or a module and what is in it by two (web §8). */
const desk: Readonly<Record<string, { readonly path: string; readonly word: Word }>> = {
  h: { path: '', word: 'nav.workbench' },
  t: { path: '/inbox', word: 'nav.inbox' },
  m: { path: '/messages', word: 'nav.messages' },
  e: { path: '/settings', word: 'nav.settings' },
};
const pages: Readonly<Record<string, string>> = {
  cc: 'customers.customer',
  cp: 'customers.contact',
  sq: 'sales.quotation',
  so: 'sales.order',
  sd: 'sales.delivery',
  si: 'sales.invoice',
  sp: 'sales.price_list',
  fv: 'finance.voucher',
  fr: 'finance.receipt',
  fa: 'finance.account',
  fb: 'finance.report.balance_sheet',
  fi: 'finance.report.income_statement',
  fl: 'finance.report.account_ledger',
  ft: 'finance.report.trial_balance',
  wp: 'inventory.product',
  wa: 'inventory.adjustment',
  ww: 'inventory.warehouse',
};
const patience = 3_000;
export interface Jump {
  readonly keys: string;
  readonly label: string;
  readonly path: string;
}
/** What this person may jump to. */
export function useJumpList(me: Me): readonly Jump[] {
  const t = useWords();
  const declarations = useDeclarations();
  return useMemo(() => {
    const entries = declarations ? allEntries(declarations, me) : [];
    return [
      ...Object.entries(desk).map(([keys, { path, word }]) => ({ keys, path, label: t(word) })),
      ...Object.entries(pages).flatMap(([keys, name]): Jump[] => {
        const entry = entries.find((one) => one.name === name);
        return entry ? [{ keys, path: entry.path, label: t.of(entry) }] : [];
      }),
    ];
  }, [declarations, me, t]);
}
/** Listens for `G …`; while it waits for the next letter the page beneath gets none, and what is possible is shown. */
export function Jumps({ me }: { readonly me: Me }) {
  const t = useWords();
  const navigate = useNavigate();
  const jumps = useJumpList(me);
  const [typed, setTyped] = useState<string>();
  const now = useRef<{ readonly typed: string | undefined; readonly jumps: readonly Jump[] }>({ typed, jumps });
  now.current = { typed, jumps };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { typed: before, jumps: all } = now.current;
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift') return;
      if (before === undefined) {
        if (event.key !== 'g' || isTyping(event.target) || document.querySelector('[role=dialog],dialog[open]') !== null) return;
        event.preventDefault();
        setTyped('');
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const keys = `${before}${event.key.toLowerCase()}`;
      const found = all.find((jump) => jump.keys === keys);
      if (found) void navigate({ href: `/o/${me.organisation.code}${found.path}` });
      setTyped(!found && all.some((jump) => jump.keys.startsWith(keys)) ? keys : undefined);
    };
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [navigate, me]);
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => setTyped(undefined), patience);
    return () => clearTimeout(timer);
  }, [typed]);
  if (typed === undefined) return null;
  return (
    <div className="float jumps" role="status">
      <b>{t('keys.jump')}</b>
      <ul>
        {jumps
          .filter((jump) => jump.keys.startsWith(typed))
          .map((jump) => (
            <li key={jump.keys}>
              <kbd>{['g', ...jump.keys].join(' ').toUpperCase()}</kbd> {jump.label}
            </li>
          ))}
      </ul>
    </div>
  );
}
