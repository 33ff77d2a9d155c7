import { useQueries } from '@tanstack/react-query';
import { listQuery } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { referenceLabel } from '../record/cell.tsx';
import type { DeclaredRecord, Declarations } from '../record/declarations.ts';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { money } from '../text/format.ts';

export interface Unfinished {
  readonly rows: readonly { readonly record: ApiRecord; readonly declared: DeclaredRecord }[];
  readonly count: number;
  readonly pending: boolean;
}
const mine = JSON.stringify({
  all: [
    { field: 'state', op: 'eq', value: 'draft' },
    { field: 'created_by', op: 'eq', value: 'me' },
  ],
});
/** Documents the reader began and has not sent on, the last touched first; at most `limit` of each kind. */
export function useUnfinished(declarations: Declarations, limit: number): Unfinished {
  const me = useWho();
  const documents = [...declarations.records.values()].filter(
    (record) => record.type === 'document' && !record.readonly && 'draft' in record.states && mayOpen(me, record.name, 'create'),
  );
  const answers = useQueries({ queries: documents.map((record) => listQuery(record.name, { limit, count: 'bounded', filter: mine })) });
  const rows = answers
    .flatMap((answer, at) => (answer.data?.data ?? []).map((record) => ({ record, declared: documents[at] as DeclaredRecord })))
    .sort((a, b) => String(b.record['updated_at'] ?? b.record.id).localeCompare(String(a.record['updated_at'] ?? a.record.id)));
  return { rows, count: answers.reduce((sum, answer) => sum + (answer.data?.count?.value ?? 0), 0), pending: answers.some((answer) => answer.isPending) };
}
export const partyOf = (record: ApiRecord): string => referenceLabel(record['customer'] ?? record['party'] ?? null);
export function amountOf(record: ApiRecord): string {
  const value = record['gross'] ?? record['amount'] ?? record['debit'];
  return typeof value === 'string' ? money(value) : '';
}
