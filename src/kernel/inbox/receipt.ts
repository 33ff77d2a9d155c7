import { simpleParser } from 'mailparser';
import { isId } from '../ids.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import type { Tx } from '../store/session.ts';

/** What somebody further on says of a message of ours: it arrived, or it never will (P13-3). */
export interface Receipt {
  /** The id of its row, or the Message-ID it left with. */
  readonly message: string;
  readonly outcome: 'delivered' | 'failed';
  readonly reason: string | null;
}
/** `{"event": "message.delivered" | "message.failed", "message": "<id>", "reason"?: "…"}` of a signed hook. */
export function receiptOfHook(payload: unknown): Receipt {
  if (!isObject(payload)) throw new Refused('webhook.payload_invalid');
  const { event, message, reason } = payload;
  if (typeof message !== 'string' || (event !== 'message.delivered' && event !== 'message.failed')) throw new Refused('webhook.payload_invalid');
  return { message, outcome: event === 'message.delivered' ? 'delivered' : 'failed', reason: typeof reason === 'string' ? reason.slice(0, 300) : null };
}
/** A delivery status notification (RFC 3464); any other mail is none. */
export async function receiptOfMail(raw: Buffer): Promise<Receipt | undefined> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, keepDeliveryStatus: true });
  const status = mail.attachments.find(({ contentType }) => contentType === 'message/delivery-status')?.content.toString('utf8');
  if (status === undefined) return undefined;
  const action = /^Action:\s*(\w+)/im.exec(status)?.[1]?.toLowerCase();
  const outcome = action === 'failed' ? 'failed' : action === 'delivered' || action === 'relayed' || action === 'expanded' ? 'delivered' : undefined;
  const envelope = /^Original-Envelope-Id:\s*(\S+)/im.exec(status)?.[1];
  const original = mail.attachments.find(({ contentType }) => contentType === 'text/rfc822-headers' || contentType === 'message/rfc822')?.content.toString('utf8');
  // Headers alone come as part of the text.
  const message = envelope ?? /^Message-ID:\s*(<[^>\s]+>)/im.exec(original ?? mail.text ?? '')?.[1];
  if (outcome === undefined || message === undefined) return undefined;
  const reason = /^Diagnostic-Code:\s*(.+)/im.exec(status)?.[1]?.trim() ?? /^Status:\s*(\S+)/im.exec(status)?.[1] ?? null;
  return { message, outcome, reason: outcome === 'failed' ? (reason?.slice(0, 300) ?? null) : null };
}
/** Only what left, or may have left, has an outcome; a bounce after “delivered to the next server” is the later truth. */
export async function settleReceipt(tx: Tx, org: string, { message, outcome, reason }: Receipt, now: string): Promise<void> {
  const by = isId(message) ? 'id = $3::uuid' : 'provider_id = $3';
  await tx.query(
    `update core.message set state = $2, error = $4, done_at = coalesce(done_at, $5), lease_until = null, content = null where org_id = $1 and ${by} and state in ('sent', 'unknown', 'leased', 'delivered') returning id`,
    [org, outcome, message, reason, now],
  );
}
