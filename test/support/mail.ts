import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail relay of the test's own, which speaks the real protocol. */
export interface Relay {
  readonly port: number;
  /** The letters it took, newest last. */
  readonly letters: ParsedMail[];
  readonly envelopes: { readonly from: string; readonly to: readonly string[] }[];
  /** How it behaves from now on. */
  mode: 'takes' | 'busy' | 'refuses' | 'hangs';
  readonly sessions: () => number;
  close(): Promise<void>;
}
export interface RelayOptions {
  readonly login?: { readonly user: string; readonly pass: string };
  readonly tls?: { readonly key: string; readonly cert: string; readonly from: 'start' | 'starttls' };
}
export async function mailRelay({ login, tls }: RelayOptions = {}): Promise<Relay> {
  const [letters, envelopes]: [ParsedMail[], Relay['envelopes']] = [[], []];
  let sessions = 0;
  const coded = (message: string, responseCode: number): Error => Object.assign(new Error(message), { responseCode });
  const server = new SMTPServer({
    logger: false,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    closeTimeout: 10,
    ...(tls ? { key: tls.key, cert: tls.cert, secure: tls.from === 'start' } : { disabledCommands: ['STARTTLS'] }),
    onConnect: (_session, done) => {
      sessions += 1;
      done();
    },
    onAuth: ({ username, password }, _session, done) => {
      if (username === login?.user && password === login?.pass) done(null, { user: username });
      else done(new Error('wrong'));
    },
    onRcptTo: (_address, _session, done) => {
      if (relay.mode === 'busy') done(coded('try later', 451));
      else if (relay.mode === 'refuses') done(coded('no such mailbox', 550));
      else done();
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then((letter) => {
        letters.push(letter);
        const { mailFrom, rcptTo } = session.envelope;
        envelopes.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) });
        // Taken, and not a word about it.
        if (relay.mode !== 'hangs') done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const relay: Relay = {
    port: typeof address === 'object' && address ? address.port : 0,
    letters,
    envelopes,
    mode: 'takes',
    sessions: () => sessions,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return relay;
}
