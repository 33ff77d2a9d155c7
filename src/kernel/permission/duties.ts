import type pg from 'pg';
import type { Grant, Principal } from '../command/call.ts';
import type { Registry } from '../registry/meta.ts';
import { type Kept, keptFor } from '../store/kept.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { carries } from './grants.ts';

/** A rule that keeps two duties apart (P.8 *Separation of duties*), as a company has it in force. */
export interface DutyRule {
  readonly code: string;
  readonly name: string;
  /** `finance.voucher.submit` */
  readonly a: string;
  readonly b: string;
  readonly over: 'same_record' | 'same_chain' | 'same_user';
  readonly mode: 'block' | 'warn';
}
export type Duties = Kept<readonly DutyRule[]>;
export const dutyRecord = 'core.sod_rule';
export function openDuties(pool: pg.Pool, registry: Registry): Duties {
  if (!registry.records.has(dutyRecord)) return { of: () => Promise.resolve([]), forget: () => undefined };
  return keptFor((org) => inTransaction(pool, org, (tx) => rulesInForce(tx, org), { readOnly: true }));
}
export async function rulesInForce(tx: Tx, org: string): Promise<readonly DutyRule[]> {
  const rows = await tx.query(`select code, name, a, b, over, mode from core.sod_rule where org_id = $1 and active and archived_at is null order by code`, [org]);
  return rows as unknown as readonly DutyRule[];
}

export interface Conflict {
  readonly rule: string;
  readonly a: string;
  readonly b: string;
  readonly mode: 'block' | 'warn';
}
/** Rules over one user that these grants break; a role that holds both duties by itself is a matter of its grants, not of giving it. */
export function conflictsOf(rules: readonly DutyRule[], grants: readonly Grant[]): readonly Conflict[] {
  const rolesOf = (duty: string): ReadonlySet<string> => {
    const [record, action] = [duty.slice(0, duty.lastIndexOf('.')), duty.slice(duty.lastIndexOf('.') + 1)];
    return new Set(grants.filter((grant) => grant.record === record && carries(grant, action)).map((grant) => grant.role));
  };
  return rules.flatMap(({ code, a, b, over, mode }): Conflict[] => {
    if (over !== 'same_user') return [];
    const [one, other] = [rolesOf(a), rolesOf(b)];
    const apart = one.size > 0 && other.size > 0 && one.isDisjointFrom(other);
    return apart ? [{ rule: code, a, b, mode }] : [];
  });
}
/** What holding all these roles would break; a company of one can work at once (P.1). */
export async function sodConflicts(tx: Tx, { org, grants }: Pick<Principal, 'org' | 'grants'>): Promise<readonly Conflict[]> {
  return conflictsOf(await rulesInForce(tx, org.id), grants);
}

/** Another duty of this pair on the same record or chain, which must not be done by whoever did one. */
export interface OtherDuty {
  readonly rule: DutyRule;
  readonly record: string;
  readonly action: string;
}
export function otherDuties(rules: readonly DutyRule[], record: string, action: string): readonly OtherDuty[] {
  const duty = `${record}.${action}`;
  return rules.flatMap((rule): OtherDuty[] => {
    const other = rule.over === 'same_user' ? undefined : rule.a === duty ? rule.b : rule.b === duty ? rule.a : undefined;
    if (other === undefined) return [];
    return [{ rule, record: other.slice(0, other.lastIndexOf('.')), action: other.slice(other.lastIndexOf('.') + 1) }];
  });
}
