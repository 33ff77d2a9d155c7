import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { request } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { type Declarations, useDeclarations } from '../record/declarations.ts';
import { useWords, type Words } from '../words/index.ts';
import type { IconName } from './icons.tsx';
import { allEntries, mayOpen } from './menu.ts';
import { recentOf } from './recent.ts';

export interface Hit {
  readonly declaration: string;
  readonly id: string;
  readonly label: string;
  readonly sub?: string | null;
  readonly why?: string | null;
}
export interface Row {
  readonly key: string;
  readonly group: string;
  readonly icon: IconName;
  readonly label: string;
  readonly sub: string;
  readonly why: string;
  readonly href: string;
  readonly hit?: Hit;
}
const kinds: Readonly<Record<string, 'actions' | 'documents' | 'people' | 'pages'>> = { '>': 'actions', '#': 'documents', '@': 'people', ':': 'pages' };
const people: ReadonlySet<string> = new Set(['core.user', 'customers.contact', 'customers.customer']);

/** What the line finds; a first `>` asks for actions alone, `#` for documents, `@` for people, `:` for pages (P.12). */
export function useHits(me: Me, line: string): { readonly rows: readonly Row[]; readonly ms: number; readonly waiting: boolean } {
  const t = useWords();
  const only = kinds[line.charAt(0)];
  const asked = only ? line.slice(1).trim() : line;
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
      .slice(0, only === 'pages' ? 40 : folded === '' ? 12 : 6)
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
      .filter(({ label }) => (folded !== '' || only === 'actions') && matches(label))
      .slice(0, only === 'actions' ? 20 : 4)
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
    const recent = asked === '' && !only ? recentRows(me, home, t, declarations) : [];
    const isDocument = (row: Row): boolean => declarations?.records.get(row.hit?.declaration ?? '')?.type === 'document';
    switch (only) {
      case 'actions':
        return actions;
      case 'documents':
        return records.filter(isDocument);
      case 'people':
        return records.filter((row) => people.has(row.hit?.declaration ?? ''));
      case 'pages':
        return pages;
      default:
        return [...recent, ...records, ...actions, ...pages];
    }
  }, [found.data, declarations, me, asked, only, home, t]);
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
/** An empty line offers what was opened last (P.12). */
function recentRows(me: Me, home: string, t: Words, declarations: Declarations | undefined): readonly Row[] {
  return recentOf(me)
    .filter((one) => mayOpen(me, one.declaration))
    .map((one): Row => {
      const declared = declarations?.records.get(one.declaration);
      return {
        key: `recent ${one.id}`,
        group: t('palette.recent'),
        icon: iconOf(one.declaration),
        label: one.label,
        sub: [declared ? t.of(declared) : '', one.sub].filter((part) => part !== '').join(' · '),
        why: '',
        href: `${home}/${one.declaration.replace('.', '/')}/${one.id}`,
        hit: { declaration: one.declaration, id: one.id, label: one.label },
      };
    });
}
