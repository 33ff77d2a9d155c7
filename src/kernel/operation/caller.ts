import type { Call, Grant, Principal } from '../command/call.ts';

/*
 * Who asked, in the form that is kept beside the work: it goes on with the rights its starter had when he began it, whichever process does it.
 */
type Packed<T> = { readonly [K in keyof T]: T[K] extends ReadonlySet<infer V> ? readonly V[] : T[K] extends ReadonlyMap<infer N, infer V> | undefined ? readonly (readonly [N, V])[] : T[K] };
interface Kept extends Omit<Packed<Call>, 'principal'> {
  readonly principal: Omit<Packed<Principal>, 'grants' | 'bounds' | 'reach'> & {
    readonly grants: readonly Packed<Grant>[];
    readonly bounds: Packed<Required<Principal>>['bounds'];
    readonly reach: Packed<Required<Principal>>['reach'];
  };
}

export function keptCall(call: Call): object {
  const { principal, ack, ...rest } = call;
  const grants = principal.grants.map((grant) => ({ ...grant, actions: [...grant.actions], levels: [...grant.levels] }));
  return { ...rest, ack: [...ack], principal: { ...principal, permissions: [...principal.permissions], bounds: [...(principal.bounds ?? [])], reach: [...(principal.reach ?? [])], grants } };
}
export function callOfKept(kept: unknown): Call {
  const { principal, ack, ...rest } = kept as Kept;
  const grants = principal.grants.map((grant) => ({ ...grant, actions: new Set(grant.actions), levels: new Map(grant.levels) }));
  return { ...rest, ack: new Set(ack), principal: { ...principal, permissions: new Set(principal.permissions), bounds: new Map(principal.bounds), reach: new Map(principal.reach), grants } };
}
