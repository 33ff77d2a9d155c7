import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Pinned } from '../webhook/address.ts';

/** A mail relay as the settings name it; its name was looked up once, and it is spoken to at that very address. */
export interface Relay {
  readonly at: Pinned;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login: string | null;
  readonly secret: string | null;
  /** Certificates that are trusted beside those of the system. */
  readonly trusted?: string;
}
export interface Envelope {
  readonly from: string;
  readonly to: string;
  /** Comes back in the receipt (RFC 3461). */
  readonly id: string;
}
/**
 * What became of one message. A relay that said no, or was never reached, has not got it; once the text was on its way and no answer came,
 * nobody knows (P.13: mail is sent at most once).
 */
export type Outcome =
  | { readonly result: 'sent'; readonly response: string }
  | { readonly result: 'refused'; readonly error: string; readonly permanent: boolean }
  | { readonly result: 'unknown'; readonly error: string };
/** A wrong password or a full relay is no fault of the message: it waits until that is put right. */
const aboutTheMessage = /^(MAIL FROM|RCPT TO|DATA)/;
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

export async function sendBySmtp(relay: Relay, envelope: Envelope, raw: Buffer, limits: Partial<typeof timeouts> = {}): Promise<Outcome> {
  let onItsWay = false;
  const text = new Readable({
    read() {
      onItsWay = true;
      this.push(raw);
      this.push(null);
    },
  });
  const connection = new SMTPConnection({
    ...timeouts,
    ...limits,
    host: relay.at.address,
    servername: relay.at.url.hostname,
    port: relay.port,
    secure: relay.security === 'tls',
    requireTLS: relay.security === 'starttls',
    ignoreTLS: relay.security === 'none',
    ...(relay.trusted === undefined ? {} : { tls: { ca: relay.trusted, servername: relay.at.url.hostname } }),
  });
  try {
    const response = await conversation(connection, relay, envelope, text);
    connection.quit();
    return { result: 'sent', response };
  } catch (error) {
    connection.close();
    const { message, responseCode, command = '' } = error as { readonly message: string; readonly responseCode?: number; readonly command?: string };
    const told = message.slice(0, 300);
    if (responseCode !== undefined) return { result: 'refused', error: told, permanent: responseCode >= 500 && aboutTheMessage.test(command) };
    return onItsWay ? { result: 'unknown', error: told } : { result: 'refused', error: told, permanent: false };
  }
}
function conversation(connection: SMTPConnection, { login, secret }: Relay, { from, to, id }: Envelope, text: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    // A connection that breaks between two steps tells it here and calls nobody back.
    connection.on('error', reject);
    connection.on('end', () => reject(new Error('Connection closed')));
    const send = (): void =>
      connection.send({ from, to, dsn: { id, notify: ['SUCCESS', 'FAILURE'], ret: 'HDRS' } } as never, text, (error, info) =>
        error || !info ? reject(error ?? new Error('No answer')) : resolve(info.response),
      );
    connection.connect((error) => {
      if (error) reject(error);
      else if (login === null || login === '') send();
      else connection.login({ user: login, pass: secret ?? '' } as never, (refused) => (refused ? reject(refused) : send()));
    });
  });
}
