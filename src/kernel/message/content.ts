import type { Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import type { JobOrganisation } from '../jobs/run.ts';
import { choiceOf } from '../notify/choice.ts';
import { type KindName, notificationKinds } from '../notify/kinds.ts';
import { selected, type Shown, shownTo } from '../notify/list.ts';
import type { Row, Tx } from '../store/session.ts';
import type { Letter } from './compose.ts';
import { letterOf, type Template, type Values } from './letters.ts';

/** What a message says when it leaves: with the rights and in the language its reader has then (P.11). */
export interface Content {
  readonly letter: Letter;
  /** Where somebody says that he wants no more of it. */
  readonly unsubscribe: string | null;
}
const periods = { hourly: 3_600_000, daily: 86_400_000, weekly: 7 * 86_400_000 };
const most = 50;

export async function contentOf(environment: Environment, tx: Tx, org: JobOrganisation, row: Row, settings: Readonly<Record<string, unknown>>): Promise<Content | undefined> {
  const [purpose, locale] = [String(row['purpose']), row['locale'] === 'en' ? 'en' : 'zh'] as const;
  const content = row['content'] as Readonly<Record<string, unknown>> | null;
  if (!content) return undefined;
  if (purpose === 'event') return { letter: { subject: String(content['title']), text: String(content['text']), html: '' }, unsubscribe: null };
  if (purpose !== 'notification' && purpose !== 'digest') return { letter: letterOf(purpose as Template, locale, content['values'] as Values), unsubscribe: null };
  const site = typeof settings['web_address'] === 'string' ? `${settings['web_address'].replace(/\/+$/, '')}/o/${org.code}` : null;
  const user = String(row['user']);
  const principal = await environment.person(tx, org.id, user);
  if (!principal) return undefined;
  const call: Call = { principal, via: 'job', request: 'messages', locale, dryRun: false, ack: new Set() };
  const rows =
    purpose === 'digest'
      ? await digestRows(environment, tx, org.id, row)
      : await tx.query(`${selected} where n.org_id = $1 and n.id = $2 and n.read_at is null`, [org.id, content['notification']]);
  const shown = await shownTo(environment, tx, call, rows);
  if (shown.length === 0) return undefined;
  if (purpose === 'notification') return { letter: letterOf('notification', locale, { title: shown[0]?.text, url: placeOf(site, shown[0]) }), unsubscribe: null };
  const items = shown.map(({ text }) => `· ${text}`).join('\n');
  return {
    letter: letterOf('digest', locale, { company: principal.org.name, count: shown.length, items, url: site === null ? null : `${site}/messages` }),
    unsubscribe: site === null ? null : `${site}/messages`,
  };
}
const placeOf = (site: string | null, shown: Shown | undefined): string | null =>
  site !== null && shown?.record ? `${site}/${shown.record.declaration.replace('.', '/')}/${shown.record.id}` : null;

/** What is still unread of the kinds that the person wants in this rhythm. */
async function digestRows(environment: Environment, tx: Tx, org: string, row: Row): Promise<readonly Row[]> {
  const { rhythm } = row['content'] as { readonly rhythm: keyof typeof periods };
  const choice = await choiceOf(tx, org, String(row['user']));
  const kinds = (Object.keys(notificationKinds) as KindName[]).filter((kind) => choice.rhythm(kind) === rhythm);
  const from = new Date(environment.clock().getTime() - periods[rhythm] - 3_600_000).toISOString();
  return tx.query(`${selected} where n.org_id = $1 and n."user" = $2 and n.kind = any($3) and n.read_at is null and n.at > $4 order by n.at, n.id limit ${most}`, [
    org,
    row['user'],
    kinds,
    from,
  ]);
}
