import { createHash } from 'node:crypto';
import { canonical } from '../command/audit.ts';
import type { Check, Environment } from '../command/environment.ts';
import { todayIn } from '../command/environment.ts';
import type { JobContext } from '../jobs/run.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const firstSeal = '0'.repeat(64);
export interface Sealed {
  readonly day: string;
  readonly last_seq: number;
  readonly last_hash: string;
  /** Rows of the access log of that day; null on a day without any. */
  readonly reads: { readonly count: number; readonly hash: string } | null;
}
/** The seal of a day over the one before it (P.9); kept outside it proves that nothing older was changed. */
export function sealOf(previous: string, org: string, { day, last_seq, last_hash, reads }: Sealed): string {
  const access = reads === null ? '' : `\nSL1|${org}|${day}|${reads.count}|${reads.hash}`;
  return sha256(`${previous}\nSA1|${org}|${day}|${last_seq}|${last_hash}${access}`);
}
/** What the seal says of the access log: the rows of the day in order, each as canonical JSON. */
export const readsHash = (rows: readonly Row[]): string => sha256(rows.map(canonical).join('\n'));

const zoneOf = async (tx: Tx, org: string): Promise<string> => String((await tx.query('select time_zone from core.organisation where org_id = $1 and id = $1', [org]))[0]?.['time_zone'] ?? 'Asia/Shanghai');
async function readsOf(tx: Tx, org: string, day: string, zone: string): Promise<Sealed['reads']> {
  const rows = await tx.query(
    `select id, at, by, channel, declaration, record, field, purpose, rows, ip from core.access_log
     where org_id = $1 and at >= $2::timestamp at time zone $3 and at < ($2::timestamp + interval '1 day') at time zone $3 order by id`,
    [org, day, zone],
  );
  return rows.length === 0 ? null : { count: rows.length, hash: readsHash(rows) };
}

/** Seals every day that has ended and has rows in the chain, oldest first: one step under the gate row, so that two processes do not both do it. */
export async function sealDays({ environment, org }: JobContext): Promise<number> {
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    await tx.query('insert into core.gate (org_id) values ($1) on conflict do nothing', [org.id]);
    await tx.query('select 1 from core.gate where org_id = $1 for update', [org.id]);
    const [row] = await tx.query('select code from core.organisation where org_id = $1 and id = $1', [org.id]);
    const code = String(row?.['code'] ?? org.code);
    return sealUntil(tx, { id: org.id, code }, environment);
  });
}
async function sealUntil(tx: Tx, org: { readonly id: string; readonly code: string }, environment: Environment): Promise<number> {
  const zone = await zoneOf(tx, org.id);
  const now = environment.clock();
  const [last] = await tx.query('select day::text as day, last_seq, seal from core.audit_seal where org_id = $1 order by day desc limit 1', [org.id]);
  const days = await tx.query(
    `select day::text as day, max(seq) as last_seq from (
       select (a.at at time zone $3)::date as day, c.seq from core.audit_chain c join core.audit a on a.org_id = $1 and a.id = c.audit where c.org_id = $1 and c.seq > $2
     ) s where day < $4::date and ($5::date is null or day > $5::date) group by day order by day`,
    [org.id, last?.['last_seq'] ?? 0, zone, todayIn(zone, now), last?.['day'] ?? null],
  );
  let previous = (last?.['seal'] as string | undefined) ?? firstSeal;
  let seq = Number(last?.['last_seq'] ?? 0);
  for (const row of days) {
    seq = Math.max(seq, Number(row['last_seq']));
    const [link] = await tx.query('select hash from core.audit_chain where org_id = $1 and seq = $2', [org.id, seq]);
    const day = String(row['day']);
    const sealed: Sealed = { day, last_seq: seq, last_hash: String(link?.['hash']), reads: await readsOf(tx, org.id, day, zone) };
    previous = sealOf(previous, org.code, sealed);
    await tx.query('insert into core.audit_seal (org_id, day, last_seq, last_hash, reads, reads_hash, seal, at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
      org.id,
      day,
      seq,
      sealed.last_hash,
      sealed.reads?.count ?? null,
      sealed.reads?.hash ?? null,
      previous,
      now.toISOString(),
    ]);
  }
  return days.length;
}

/** Recomputes the seals from the chain and the access log; a row taken from the end of either is missed here. */
export const auditSealCheck: Check = {
  name: 'audit_seals',
  async run(tx, org) {
    const zone = await zoneOf(tx, org.id);
    const seals = await tx.query('select s.day::text as day, s.last_seq, s.last_hash, s.seal, c.hash from core.audit_seal s left join core.audit_chain c on c.org_id = $1 and c.seq = s.last_seq where s.org_id = $1 order by s.day', [org.id]);
    const [end] = await tx.query('select coalesce(max(seq), 0) as seq from core.audit_chain where org_id = $1', [org.id]);
    let previous = firstSeal;
    for (const row of seals) {
      const [day, last_seq] = [String(row['day']), Number(row['last_seq'])];
      if (row['hash'] === null) return { rows: seals.length, differences: [`seal of ${day}: last seq ${String(end?.['seq'])} < sealed ${last_seq}`] };
      const computed = sealOf(previous, org.code, { day, last_seq, last_hash: String(row['hash']), reads: await readsOf(tx, org.id, day, zone) });
      if (computed !== row['seal']) return { rows: seals.length, differences: [`seal of ${day}: stored ${String(row['seal'])}, computed ${computed}`] };
      previous = computed;
    }
    return { rows: seals.length, differences: [] };
  },
};
