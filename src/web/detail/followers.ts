import type { Label } from '#declare';
import type { ApiRecord } from '../api/types.ts';
import type { Declarations } from '../record/declarations.ts';

export interface Follower {
  readonly name: string;
  readonly label: Label;
  /** The header field that names this document. */
  readonly field: string;
}
interface Flowing {
  readonly flows?: readonly { readonly from: string }[];
}
/** Which share of this document says that a follower has nothing left to take. */
const shares: Readonly<Record<string, string>> = { 'sales.delivery': 'delivered_share', 'sales.invoice': 'invoiced_share' };

/** Documents that are made from this one: their declared flows name it, and a reference in their header takes it (P.2.2). */
export function followers(declarations: Declarations, name: string, record: ApiRecord): readonly Follower[] {
  if (record['state'] === 'cancelled' || record['state'] === 'reversed' || record['state'] === 'void') return [];
  return declarations.modules
    .flatMap((module) => module.records)
    .filter(({ spec }) => ((spec as Flowing).flows ?? []).some((flow) => flow.from === name))
    .flatMap(({ name: follower }): Follower[] => {
      const declared = declarations.records.get(follower);
      const field = Object.entries(declared?.fields ?? {}).find(([, one]) => one.kind === 'reference' && one.target === name && (one.origin ?? 'input') === 'input');
      const share = record[shares[follower] ?? ''];
      if (typeof share === 'string' && Number(share) >= 1) return [];
      return declared && field ? [{ name: follower, label: declared, field: field[0] }] : [];
    });
}
