import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { listQuery, reportQuery } from '../api/queries.ts';
import type { ApiRecord, ListPage, Reference } from '../api/types.ts';
import { isReference } from '../record/fields.ts';
import { amountOf } from './amounts.ts';

export interface Account {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** `销售费用 — 运输费`: with the account above it. */
  readonly full: string;
  readonly parent: string | undefined;
  readonly parentName: string | undefined;
  readonly className: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly isCash: boolean;
  readonly control: boolean;
  readonly direction: string;
}
const fields = 'code,name,parent,class,direction,aux_required,aux_optional,is_cash,control';
const usable = JSON.stringify({
  all: [
    { field: 'is_leaf', op: 'eq', value: true },
    { field: 'active', op: 'eq', value: true },
  ],
});
const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
export function accountOf(record: ApiRecord): Account {
  const parent = isReference(record['parent']) ? record['parent'] : undefined;
  const name = String(record['name'] ?? '');
  const above = parent?.label ?? undefined;
  return {
    id: record.id,
    code: String(record['code'] ?? ''),
    name,
    full: above === undefined || name.startsWith(above) ? name : `${above} — ${name}`,
    parent: parent?.code ?? undefined,
    parentName: above,
    className: String(record['class'] ?? ''),
    required: words(record['aux_required']),
    optional: words(record['aux_optional']),
    isCash: record['is_cash'] === true,
    control: record['control'] === true,
    direction: String(record['direction'] ?? ''),
  };
}
/** All leaf accounts, page by page: the tree of F7 and what each line must carry. */
const accountsQuery = () =>
  queryOptions({
    queryKey: ['voucher', 'accounts'],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }): Promise<readonly Account[]> => {
      const all: Account[] = [];
      for (let after: string | undefined; ; ) {
        const page: ListPage = await request<ListPage>('GET', '/finance/account', { query: { fields, filter: usable, sort: 'code', limit: 200, count: 'none', after }, signal });
        all.push(...page.data.map(accountOf));
        if (page.page.next === null) return all;
        after = page.page.next;
      }
    },
  });
export interface Accounts {
  readonly all: readonly Account[];
  readonly byId: (value: unknown) => Account | undefined;
}
export function useAccounts(): Accounts {
  const all = useQuery(accountsQuery()).data ?? [];
  return { all, byId: (value) => (isReference(value) ? all.find((account) => account.id === value.id || account.code === value.code) : undefined) };
}
/** Accounts by code, name, pinyin or initials: the server's own search. */
export function useAccountSearch(q: string, on: boolean): { readonly found: readonly Account[]; readonly settled: boolean } {
  const answer = useQuery({
    ...listQuery('finance.account', { q, fields, filter: usable, limit: 10, count: 'none', ...(q === '' ? { sort: 'code' } : {}) }),
    enabled: on,
    placeholderData: (old) => old,
  });
  return { found: (answer.data?.data ?? []).map(accountOf), settled: answer.data !== undefined && !answer.isPlaceholderData };
}
export const asReference = (account: Account): Reference => ({ id: account.id, code: account.code, label: account.full });

/** Closing balances by account code on the voucher's day, positive on the debit side; empty where the reader may not see the books. */
export function useBalances(day: string | undefined): ReadonlyMap<string, string> {
  const report = useQuery({
    ...reportQuery('finance.report.trial_balance', { from: `${day?.slice(0, 7) ?? ''}-01`, to: day }),
    enabled: day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day),
  }).data;
  return new Map((report?.rows ?? []).map((row) => [row.key, amountOf(row.cells['closing_debit']).minus(amountOf(row.cells['closing_credit'])).toFixed(2)]));
}
