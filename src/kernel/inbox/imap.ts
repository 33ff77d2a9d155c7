import { createHash } from 'node:crypto';
import { ImapFlow } from 'imapflow';
import type { Pinned } from '../webhook/address.ts';

/** A mailbox as the settings name it, at the address its name was looked up to. */
export interface MailServer {
  readonly at: Pinned;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login: string;
  readonly secret: string;
}
/** Up to where a folder was read (7.8); another `validity` means that the server numbers it anew. */
export interface Mark {
  readonly validity: string;
  readonly last: number;
}
export interface Fetched {
  readonly uid: number;
  readonly messageId: string;
  /** Nothing where the mail is larger than what is kept. */
  readonly raw: Buffer | undefined;
}
export const largestMail = 25 * 1024 * 1024;
const atOnce = 50;

/** Opens a mailbox for reading only: no flag of it changes. */
export async function withMailbox<T>(server: MailServer, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: server.at.address,
    servername: server.at.url.hostname,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls',
    auth: { user: server.login, pass: server.secret },
    logger: false,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
  // What breaks the connection is told to whoever waits for an answer.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.logout().catch(() => client.close());
  }
}
/** Mails that came after the mark, a few at a time; each batch is kept before the next is fetched, so that a break loses none. */
export async function readFolder(client: ImapFlow, folder: string, mark: Mark | undefined, keep: (mails: readonly Fetched[], mark: Mark) => Promise<void>): Promise<number> {
  const lock = await client.getMailboxLock(folder, { readOnly: true });
  try {
    const box = client.mailbox;
    if (!box) return 0;
    const validity = String(box.uidValidity);
    let last = mark?.validity === validity ? mark.last : 0;
    let count = 0;
    while (box.uidNext === undefined || last + 1 < Number(box.uidNext)) {
      const uids = (await uidsAfter(client, last)).slice(0, atOnce);
      if (uids.length === 0) return count;
      // The list first, whole: within it no other command may be sent.
      const listed = await client.fetchAll(uids, { uid: true, size: true, envelope: true }, { uid: true });
      const mails: Fetched[] = [];
      for (const mail of listed) mails.push(await fetched(client, mail));
      last = Math.max(...uids);
      await keep(
        mails.sort((a, b) => a.uid - b.uid),
        { validity, last },
      );
      count += mails.length;
    }
    return count;
  } finally {
    lock.release();
  }
}
/** `n:*` names the newest mail even where it is older than n. */
async function uidsAfter(client: ImapFlow, last: number): Promise<readonly number[]> {
  const found = await client.search({ uid: `${last + 1}:*` }, { uid: true });
  return (Array.isArray(found) ? found : []).filter((uid) => uid > last).sort((a, b) => a - b);
}
interface Listed {
  readonly uid: number;
  readonly size?: number | undefined;
  readonly envelope?: { readonly messageId?: string | undefined } | undefined;
}
async function fetched(client: ImapFlow, { uid, size = 0, envelope }: Listed): Promise<Fetched> {
  const messageId = envelope?.messageId?.trim();
  if (size > largestMail) return { uid, messageId: messageId ?? `<uid-${uid}@local>`, raw: undefined };
  const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
  const raw = (mail && mail.source) || Buffer.alloc(0);
  // Without a name of its own a mail is known by what it says (7.8).
  return { uid, messageId: messageId || `<${createHash('sha256').update(raw).digest('hex')}@local>`, raw };
}
