import { isObject } from '../personal/json.ts';
import type { Tx } from '../store/session.ts';
import { isKind, type KindName, type MailRhythm, notificationKinds, rhythms } from './kinds.ts';

/*
 * How a person wants to be told (P.11), kept among his preferences: per kind whether and in which rhythm by e-mail, and hours in which nothing is
 * sent. In the application everything is told always.
 *
 *     { "mention": { "mail": "hourly" }, "change": { "mail": "off" }, "quiet": { "from": "21:00", "to": "08:00" } }
 */
export interface Quiet {
  readonly from: string;
  readonly to: string;
}
export interface Choice {
  readonly rhythm: (kind: KindName) => MailRhythm;
  readonly quiet: Quiet | undefined;
}
const isTime = (value: unknown): boolean => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly at?: string;
}
export function notificationChoice(value: unknown): Problem | undefined {
  if (!isObject(value)) return { code: 'field.type', params: { expected: 'object' } };
  for (const [name, one] of Object.entries(value)) {
    const at = `/${name}`;
    if (!isObject(one)) return { code: 'field.type', params: { expected: 'object' }, at };
    if (name === 'quiet') {
      if (Object.keys(one).some((member) => member !== 'from' && member !== 'to') || !isTime(one['from']) || !isTime(one['to'])) return { code: 'field.format', params: {}, at };
      continue;
    }
    if (!isKind(name)) return { code: 'field.choice', params: { allowed: Object.keys(notificationKinds), nearest: 'mention' }, at };
    if (Object.keys(one).some((member) => member !== 'mail')) return { code: 'field.unknown', params: {}, at };
    if (!rhythms.some((rhythm) => rhythm === one['mail'])) return { code: 'field.choice', params: { allowed: rhythms, nearest: 'immediately' }, at: `${at}/mail` };
  }
  return undefined;
}

export async function choiceOf(tx: Tx, org: string, user: string): Promise<Choice> {
  const [row] = await tx.query(`select "values"->'notifications' as chosen from core.preference where org_id = $1 and owner = $2`, [org, user]);
  const chosen = isObject(row?.['chosen']) ? row['chosen'] : {};
  const quiet = chosen['quiet'];
  return {
    rhythm: (kind) => {
      const one = chosen[kind];
      const mail = isObject(one) ? rhythms.find((rhythm) => rhythm === one['mail']) : undefined;
      return mail ?? notificationKinds[kind].mail;
    },
    quiet: isObject(quiet) && isTime(quiet['from']) && isTime(quiet['to']) ? { from: String(quiet['from']), to: String(quiet['to']) } : undefined,
  };
}
