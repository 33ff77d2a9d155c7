import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { isId, newId } from '../ids.ts';
import { mailConfigured, queueLetter } from '../message/queue.ts';
import { may } from '../permission/grants.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import { checkReadable, readable, reading } from '../read/record.ts';
import type { RecordMeta } from '../registry/meta.ts';
import type { Row, Tx } from '../store/session.ts';
import { titleOf } from './code.ts';
import { hashOf, type Link, newLinkToken, writing } from './link.ts';

const longest = 366 * 86_400_000;
const mail = /^[^\s@]+@[^\s@]+$/;
/** Where tokens are looked up before the company is known. */
export type KeepToken = (hash: string, org: string, link: string) => Promise<void>;
interface Wish {
  readonly expires_at: string;
  readonly uses: number | null;
  readonly actions: readonly string[];
  readonly address: string | null;
  readonly code_needed: boolean;
  readonly send: boolean;
  readonly note: string | null;
}
/** Actions that a declaration offers to people outside. */
export const publicActions = (meta: RecordMeta): readonly string[] => meta.actions.filter((action) => action.by === 'public').map((action) => action.name);

function wishOf(environment: Environment, call: Call, meta: RecordMeta, body: unknown): Wish {
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['expires_at', 'uses', 'actions', 'address', 'code', 'send', 'note']);
  const { expires_at: expires, uses = null, actions = [], address = null, code = false, send = false, note = null } = body;
  const now = environment.clock().getTime();
  if (expires === undefined) throw new Refused('field.required', {}, '/expires_at');
  const at = typeof expires === 'string' && /^\d{4}-\d\d-\d\dT/.test(expires) ? Date.parse(expires) : Number.NaN;
  if (Number.isNaN(at)) throw new Refused('field.date', {}, '/expires_at');
  if (at <= now || at > now + longest) throw new Refused('field.range', { min: new Date(now).toISOString(), max: new Date(now + longest).toISOString() }, '/expires_at');
  if (uses !== null && (typeof uses !== 'number' || !Number.isInteger(uses) || uses < 1 || uses > 1000)) throw new Refused('field.range', { min: '1', max: '1000' }, '/uses');
  if (!Array.isArray(actions)) throw new Refused('field.type', { expected: 'array' }, '/actions');
  const offered = publicActions(meta);
  for (const [index, action] of actions.entries()) {
    if (!offered.includes(String(action))) throw new Refused('field.choice', { allowed: offered, nearest: offered[0] ?? null }, `/actions/${index}`);
    if (!may(call.principal, meta.name, String(action))) throw new Refused('forbidden', { declaration: meta.name, action });
  }
  if (address !== null && (typeof address !== 'string' || address.length > 254 || !mail.test(address))) throw new Refused('email.invalid', {}, '/address');
  for (const [name, value] of Object.entries({ code, send })) if (typeof value !== 'boolean') throw new Refused('field.type', { expected: 'boolean' }, `/${name}`);
  if ((code === true || send === true) && address === null) throw new Refused('field.required', {}, '/address');
  if (note !== null && (typeof note !== 'string' || note.length > 1000)) throw new Refused('field.length', { min: 0, max: 1000 }, '/note');
  return {
    expires_at: new Date(at).toISOString(),
    uses: uses as number | null,
    actions: actions.map(String),
    address: address as string | null,
    code_needed: code === true,
    send: send === true,
    note: note as string | null,
  };
}
/** `POST …/{id}/links`: whoever may print the record may hand it out; the address is told once. */
export async function createLink(environment: Environment, call: Call, name: string, record: string, body: unknown, origin: string, keep: KeepToken): Promise<Answer> {
  const meta = readable(environment, call, name);
  if (!may(call.principal, name, 'print')) throw new Refused('forbidden', { declaration: name, action: 'print' });
  const { org, user } = call.principal;
  const [id, token] = [newId(), newLinkToken()];
  const url = `${origin}/p/${token}`;
  const made = await writing(environment, org.id, async (tx) => {
    await checkReadable(environment, tx, call, meta, record);
    const wish = wishOf(environment, call, meta, body);
    if ((wish.code_needed || wish.send) && !(await mailConfigured(tx, org.id))) throw new Refused('channel.not_configured');
    const [row] = await tx.query(
      `insert into core.public_link (org_id, id, declaration, record, actions, uses, expires_at, address, code_needed, locale, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning *`,
      [org.id, id, name, record, wish.actions, wish.uses, wish.expires_at, wish.address, wish.code_needed, call.locale, user, environment.clock().toISOString()],
    );
    if (wish.send && wish.address !== null) {
      const title = await titleOf(environment, tx, row as unknown as Link);
      const expires = wish.expires_at.slice(0, 10);
      await queueLetter(environment, tx, org.id, 'link', { user: null, address: wish.address, locale: call.locale }, { company: org.name, title, url, expires, note: wish.note });
    }
    return row;
  });
  await keep(hashOf(token), org.id, id);
  return { status: 201, body: { ...linkJson(environment, made ?? {}), url }, location: `/api/core/public_link/${id}` };
}
function linkJson(environment: Environment, row: Row): object {
  const ended =
    row['revoked_at'] !== null
      ? 'revoked'
      : Date.parse(String(row['expires_at'])) <= environment.clock().getTime()
        ? 'expired'
        : row['uses'] !== null && Number(row['used']) >= Number(row['uses'])
          ? 'used'
          : 'open';
  return {
    id: row['id'],
    state: ended,
    actions: row['actions'],
    uses: row['uses'],
    used: row['used'],
    expires_at: row['expires_at'],
    address: row['address'],
    code: row['code_needed'],
    created_at: row['created_at'],
    created_by: { id: row['created_by'], label: row['created_by_name'] ?? null },
    revoked_at: row['revoked_at'],
  };
}
/** `GET …/{id}/links`: for whoever reads the record. */
export async function linksOf(environment: Environment, call: Call, name: string, record: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  return reading(environment, call, async (tx) => {
    await checkReadable(environment, tx, call, meta, record);
    const rows = await tx.query(
      `select l.*, u.name as created_by_name from core.public_link l left join core."user" u on u.org_id = $1 and u.id = l.created_by where l.org_id = $1 and l.record = $2 and l.declaration = $3 order by l.created_at desc, l.id limit 200`,
      [call.principal.org.id, record, name],
    );
    return { status: 200, body: { data: rows.map((row) => linkJson(environment, row)) } };
  });
}
async function own(environment: Environment, tx: Tx, call: Call, id: string): Promise<Link> {
  const [row] = isId(id) ? await tx.query('select * from core.public_link where org_id = $1 and id = $2', [call.principal.org.id, id]) : [];
  if (!row) throw new Refused('not_found');
  const link = row as unknown as Link;
  if (!may(call.principal, link.declaration, 'read')) throw new Refused('not_found');
  await checkReadable(environment, tx, call, readable(environment, call, link.declaration), link.record);
  return link;
}
/** At once and for all: its maker, or whoever may change the record. */
export async function revokeLink(environment: Environment, call: Call, id: string): Promise<Answer> {
  return writing(environment, call.principal.org.id, async (tx) => {
    const link = await own(environment, tx, call, id);
    if (link.created_by !== call.principal.user && !may(call.principal, link.declaration, 'update'))
      throw new Refused('forbidden', { declaration: link.declaration, action: 'update' });
    const [row] = await tx.query('update core.public_link set revoked_at = coalesce(revoked_at, $3) where org_id = $1 and id = $2 returning *', [
      link.org_id,
      id,
      environment.clock().toISOString(),
    ]);
    return { status: 200, body: linkJson(environment, row ?? {}) };
  });
}
/** Who opened it, when and from where. */
export async function linkAccesses(environment: Environment, call: Call, id: string): Promise<Answer> {
  return reading(environment, call, async (tx) => {
    const link = await own(environment, tx, call, id);
    const rows = await tx.query('select at, what, ip, agent from core.public_link_access_v where org_id = $1 and link = $2 order by at desc, id desc limit 500', [link.org_id, id]);
    return { status: 200, body: { data: rows } };
  });
}
