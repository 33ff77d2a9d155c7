import type { Locale } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { choiceOf } from '../notify/choice.ts';
import { type KindName, notificationKinds } from '../notify/kinds.ts';
import type { Tx } from '../store/session.ts';
import type { Template, Values } from './letters.ts';
import { afterQuiet, nextSlot } from './when.ts';

/** A message on its way out (P.13), written in the transaction of its cause. */
export interface Outgoing {
  readonly channel: string;
  readonly adapter?: string;
  readonly purpose: Template | 'event';
  readonly user: string | null;
  readonly address: string;
  readonly locale: Locale;
  /** Ids, or what the letter must say and stands nowhere else; taken away when the message is done. */
  readonly content: object;
  /** The same key is the same message: a second one is counted and not sent. */
  readonly key: string;
  readonly plannedAt: Date;
}
export async function queueMessage(environment: Environment, tx: Tx, org: string, message: Outgoing): Promise<string> {
  const id = newId();
  await tx.query(
    `insert into core.message (org_id, id, at, channel, adapter, purpose, "user", address, locale, content, key, state, planned_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', $12) on conflict (org_id, key) do update set duplicates = core.message.duplicates + 1`,
    [
      org,
      id,
      environment.clock().toISOString(),
      message.channel,
      message.adapter ?? null,
      message.purpose,
      message.user,
      message.address,
      message.locale,
      JSON.stringify(message.content),
      message.key,
      message.plannedAt.toISOString(),
    ],
  );
  return id;
}
/** Is there a relay that mail could leave by? */
export async function mailConfigured(tx: Tx, org: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from core.channel_adapter where org_id = $1 and kind = 'smtp' and state = 'active' and archived_at is null limit 1`, [org]);
  return rows.length > 0;
}
/** A letter that says what stands nowhere else: a link, a code. */
export const queueLetter = (
  environment: Environment,
  tx: Tx,
  org: string,
  template: Template,
  to: { readonly user: string | null; readonly address: string; readonly locale: Locale },
  values: Values,
): Promise<string> =>
  queueMessage(environment, tx, org, { channel: 'mail', purpose: template, ...to, content: { values }, key: `${template}:${newId()}`, plannedAt: environment.clock() });

/** The same news by e-mail, in the rhythm the person chose: at once, or as part of the next digest. */
export async function mailNotification(environment: Environment, tx: Tx, org: string, user: string, notification: string, kind: KindName): Promise<void> {
  if (!(await mailConfigured(tx, org))) return;
  const [[person], choice] = await Promise.all([
    tx.query(
      `select u.login, u.email, u.locale, o.time_zone from core."user" u join core.organisation o on o.org_id = $1 and o.id = $1 where u.org_id = $1 and u.id = $2 and u.state = 'active'`,
      [org, user],
    ),
    choiceOf(tx, org, user),
  ]);
  const address = person && addressOf(person);
  if (!person || !address) return;
  const urgent = notificationKinds[kind].urgent === true;
  const chosen = choice.rhythm(kind);
  const rhythm = urgent && chosen !== 'off' ? 'immediately' : chosen;
  if (rhythm === 'off') return;
  const [now, zone] = [environment.clock(), String(person['time_zone'])];
  const to = { channel: 'mail', user, address, locale: String(person['locale'] ?? 'zh').startsWith('en') ? 'en' : 'zh' } as const;
  if (rhythm === 'immediately') {
    const plannedAt = urgent ? now : afterQuiet(now, zone, choice.quiet);
    await queueMessage(environment, tx, org, { ...to, purpose: 'notification', content: { notification }, key: `notification:${notification}`, plannedAt });
    return;
  }
  const plannedAt = nextSlot(now, zone, rhythm);
  await queueMessage(environment, tx, org, {
    ...to,
    purpose: 'digest',
    content: { rhythm },
    key: `digest:${rhythm}:${user}:${plannedAt.toISOString()}`,
    plannedAt: afterQuiet(plannedAt, zone, choice.quiet),
  });
}
/** Where mail reaches a person: his own address, or his login where that is one. */
export function addressOf(person: Readonly<Record<string, unknown>>): string | undefined {
  return [person['email'], person['login']].find((one): one is string => typeof one === 'string' && /^[^\s@]+@[^\s@]+$/.test(one));
}
