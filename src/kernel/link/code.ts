import { randomBytes, randomInt } from 'node:crypto';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { fetchReferences, nothingWanted } from '../list/references.ts';
import { mailConfigured, queueLetter } from '../message/queue.ts';
import { Refused } from '../problem.ts';
import type { Row, Tx } from '../store/session.ts';
import { hashOf, type Link, linkRow, noteAccess, refuseEnded, type Visitor, writing } from './link.ts';

/*
 * One-time codes (P.11): six digits for five minutes and five tries, bound to their link, stored hashed; another after a minute, five an hour for
 * one address.
 */
const minute = 60_000;
const rules = { lasts: 5 * minute, again: minute, tries: 5, anHour: 5, stays: 30 * minute } as const;

/** `w***@example.com` */
export const masked = (address: string): string => address.replace(/^(.).*@/, '$1***@');

export async function sendCode(environment: Environment, org: string, id: string, visitor: Visitor): Promise<void> {
  await writing(environment, org, async (tx) => {
    const link = await linkRow(tx, org, id, true);
    refuseEnded(environment, link);
    if (!link.code_needed || link.address === null) throw new Refused('not_found');
    if (!(await mailConfigured(tx, org))) throw new Refused('channel.not_configured');
    const now = environment.clock().getTime();
    const recent = await tx.query('select at from core.one_time_code where org_id = $1 and address = $2 and at > $3 order by at desc', [
      org,
      link.address,
      new Date(now - 60 * minute).toISOString(),
    ]);
    const last = recent[0] ? Date.parse(String(recent[0]['at'])) : 0;
    const oldest = recent.at(-1) ? Date.parse(String(recent.at(-1)?.['at'])) : 0;
    const wait = recent.length >= rules.anHour ? oldest + 60 * minute - now : last + rules.again - now;
    if (wait > 0) throw new Refused('rate.limited', { retry_after: Math.ceil(wait / 1000) });
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await tx.query('insert into core.one_time_code (org_id, id, link, address, hash, at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      org,
      newId(),
      id,
      link.address,
      hashOf(`${id}:${code}`),
      new Date(now).toISOString(),
      new Date(now + rules.lasts).toISOString(),
    ]);
    const [company] = await tx.query('select name from core.organisation where org_id = $1 and id = $1', [org]);
    const values = { company: String(company?.['name'] ?? ''), title: await titleOf(environment, tx, link), code };
    await queueLetter(environment, tx, org, 'code', { user: null, address: link.address, locale: link.locale }, values);
    await noteAccess(environment, tx, link, 'code_sent', visitor);
  });
}
/** The label of what the link leads to. */
export async function titleOf(environment: Environment, tx: Tx, link: Link): Promise<string> {
  const wanted = nothingWanted();
  wanted.records.set(link.declaration, new Set([link.record]));
  const label = (await fetchReferences(environment.registry, tx, link.org_id, wanted)).record(link.declaration, link.record)?.label ?? '';
  return `${environment.registry.records.get(link.declaration)?.[link.locale] ?? ''} ${label}`.trim();
}

/** A right code opens the link for half an hour in this browser alone; answers what to remember it by. A wrong one counts, whatever is answered. */
export async function enterCode(environment: Environment, org: string, id: string, code: string, visitor: Visitor): Promise<string> {
  const judged = await writing(environment, org, async (tx): Promise<{ readonly session: string } | { readonly refused: Refused }> => {
    const link = await linkRow(tx, org, id, true);
    refuseEnded(environment, link);
    const [row] = await tx.query(
      'select id, hash, expires_at, tries from core.one_time_code where org_id = $1 and link = $2 and verified_at is null order by at desc limit 1 for update',
      [org, id],
    );
    const now = environment.clock();
    if (!row || Date.parse(String(row['expires_at'])) <= now.getTime()) return { refused: new Refused('code.expired') };
    if (Number(row['tries']) >= rules.tries) return { refused: new Refused('code.locked') };
    return judge(environment, tx, link, row, code, visitor);
  });
  if ('refused' in judged) throw judged.refused;
  return judged.session;
}
async function judge(
  environment: Environment,
  tx: Tx,
  link: Link,
  row: Row,
  code: string,
  visitor: Visitor,
): Promise<{ readonly session: string } | { readonly refused: Refused }> {
  const org = link.org_id;
  if (row['hash'] !== hashOf(`${link.id}:${code.trim()}`)) {
    await tx.query('update core.one_time_code set tries = tries + 1 where org_id = $1 and id = $2', [org, row['id']]);
    await noteAccess(environment, tx, link, 'code_wrong', visitor);
    const left = rules.tries - Number(row['tries']) - 1;
    return { refused: left > 0 ? new Refused('code.invalid', { tries_left: left }) : new Refused('code.locked') };
  }
  const session = randomBytes(32).toString('base64url');
  await tx.query('update core.one_time_code set verified_at = $3, session_hash = $4 where org_id = $1 and id = $2', [
    org,
    row['id'],
    environment.clock().toISOString(),
    hashOf(session),
  ]);
  await noteAccess(environment, tx, link, 'code_right', visitor);
  return { session };
}
export async function isOpen(environment: Environment, tx: Tx, link: Link, { session }: Visitor): Promise<boolean> {
  if (!link.code_needed) return true;
  if (session === undefined) return false;
  const since = new Date(environment.clock().getTime() - rules.stays).toISOString();
  const rows = await tx.query('select 1 from core.one_time_code where org_id = $1 and link = $2 and session_hash = $3 and verified_at > $4 limit 1', [
    link.org_id,
    link.id,
    hashOf(session),
    since,
  ]);
  return rows.length > 0;
}
