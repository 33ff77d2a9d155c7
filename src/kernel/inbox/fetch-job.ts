import type { Environment } from '../command/environment.ts';
import { loadSettings } from '../command/read.ts';
import { newId } from '../ids.ts';
import type { JobContext } from '../jobs/run.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { pin } from '../webhook/address.ts';
import { type Fetched, type MailServer, type Mark, readFolder, withMailbox } from './imap.ts';

/** Reads every active mailbox (P.13, 7.8); one that fails tells why in its own row and hinders no other. */
export async function fetchMail({ environment, org }: JobContext): Promise<number> {
  const [boxes, allow] = await inTransaction(
    environment.pools.reads,
    org.id,
    async (tx) => {
      const settings = await loadSettings(environment, tx, org.id, 'core.settings');
      const rows = await tx.query(
        `select id, host, port, security, login, secret, folders from core.mailbox where org_id = $1 and state = 'active' and archived_at is null order by id`,
        [org.id],
      );
      return [rows, String(settings['webhook_allow'] ?? '')] as const;
    },
    { readOnly: true },
  );
  let count = 0;
  for (const box of boxes) {
    try {
      const fresh = await readBox(environment, org.id, box, allow);
      count += fresh;
      await note(environment, org.id, box, fresh, null);
    } catch (error) {
      await note(environment, org.id, box, null, error instanceof Refused ? error.code : toldOf(error));
    }
  }
  return count;
}
function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('authenticationFailed' in error && error.authenticationFailed === true) return 'mailbox.auth_failed';
  const text = 'responseText' in error && typeof error.responseText === 'string' ? error.responseText : error.message;
  return text.slice(0, 300);
}
async function readBox(environment: Environment, org: string, box: Row, allow: string): Promise<number> {
  const at = await pin(`https://${String(box['host'])}:${Number(box['port'])}`, allow);
  const server: MailServer = { at, port: Number(box['port']), security: box['security'] as MailServer['security'], login: String(box['login']), secret: String(box['secret']) };
  const folders = String(box['folders'])
    .split(/[,，;；]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return withMailbox(server, async (client) => {
    let count = 0;
    for (const folder of folders)
      await readFolder(client, folder, await markOf(environment, org, box, folder), async (mails, mark) => {
        count += await keep(environment, org, box, folder, mails, mark);
      });
    return count;
  });
}
async function markOf(environment: Environment, org: string, box: Row, folder: string): Promise<Mark | undefined> {
  const [row] = await inTransaction(
    environment.pools.reads,
    org,
    (tx) => tx.query('select validity, last_uid from core.mailbox_folder where org_id = $1 and mailbox = $2 and folder = $3', [org, box['id'], folder]),
    { readOnly: true },
  );
  return row ? { validity: String(row['validity']), last: Number(row['last_uid']) } : undefined;
}
/** Mails and mark in one transaction: the mark moves only together with what it stands for, and a mail that is known makes no second event. */
async function keep(environment: Environment, org: string, box: Row, folder: string, mails: readonly Fetched[], mark: Mark): Promise<number> {
  return inTransaction(environment.pools.commands, org, async (tx) => {
    const now = environment.clock().toISOString();
    let fresh = 0;
    for (const { messageId, raw, uid } of mails) {
      const made = await tx.query(
        `insert into core.inbox_event (org_id, id, account, adapter, event_id, received_at, payload, raw, state, next_at, error) values ($1, $2, $3, 'mail', $4, $5, $6, $7, $8, $9, $10)
         on conflict (org_id, account, event_id) do nothing returning id`,
        [
          org,
          newId(),
          box['id'],
          messageId.slice(0, 500),
          now,
          JSON.stringify({ folder, uid }),
          raw ?? null,
          raw ? 'waiting' : 'dead',
          raw ? now : null,
          raw ? null : 'message.too_large',
        ],
      );
      fresh += made.length;
    }
    await tx.query(
      'insert into core.mailbox_folder (org_id, mailbox, folder, validity, last_uid) values ($1, $2, $3, $4, $5) on conflict (org_id, mailbox, folder) do update set validity = $4, last_uid = $5',
      [org, box['id'], folder, mark.validity, mark.last],
    );
    return fresh;
  });
}
/** “Read” is said only together with how many came (7.8). */
const note = (environment: Environment, org: string, box: Row, count: number | null, error: string | null): Promise<unknown> =>
  inTransaction(environment.pools.commands, org, (tx) =>
    tx.query(
      'update core.mailbox set last_ok_at = case when $4::text is null then $3 else last_ok_at end, last_count = coalesce($5, last_count), last_error = $4 where org_id = $1 and id = $2 returning id',
      [org, box['id'], environment.clock().toISOString(), error, count],
    ),
  );
