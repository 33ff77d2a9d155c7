import { createServer, type Socket } from 'node:net';

/** A mailbox server of the test's own: enough of IMAP4rev1 (RFC 3501) for a client that only reads. */
export interface ImapServer {
  readonly port: number;
  /** Mails of the one folder `INBOX`, oldest first; the place is the UID. */
  readonly mails: string[];
  validity: number;
  /** Every command that came, without its tag. */
  readonly commands: string[];
  close(): Promise<void>;
}
export async function imapServer(login: { readonly user: string; readonly pass: string }): Promise<ImapServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        answer(socket, line);
      }
    });
  });
  let waiting: string | undefined;
  const answer = (socket: Socket, line: string): void => {
    const say = (...lines: readonly string[]): void => void socket.write(lines.map((one) => `${one}\r\n`).join(''));
    if (waiting !== undefined) {
      const right = Buffer.from(line, 'base64').toString('utf8') === `\0${login.user}\0${login.pass}`;
      say(right ? `${waiting} OK signed in` : `${waiting} NO [AUTHENTICATIONFAILED] wrong`);
      waiting = undefined;
      return;
    }
    const [tag = '', name = '', ...rest] = line.split(' ');
    const words = rest.join(' ');
    imap.commands.push(`${name} ${words}`.trim());
    const command = name.toUpperCase();
    if (command === 'AUTHENTICATE') {
      const [, first] = rest;
      waiting = tag;
      if (first === undefined) say('+');
      else answer(socket, first);
    } else if (command === 'LOGIN') say(words.includes(login.pass) ? `${tag} OK signed in` : `${tag} NO [AUTHENTICATIONFAILED] wrong`);
    else if (command === 'CAPABILITY') say('* CAPABILITY IMAP4rev1 AUTH=PLAIN', `${tag} OK`);
    else if (command === 'LIST' || command === 'LSUB') say('* LIST () "/" "INBOX"', `${tag} OK`);
    else if (command === 'EXAMINE' || command === 'SELECT')
      say(
        `* ${imap.mails.length} EXISTS`,
        '* 0 RECENT',
        '* FLAGS (\\Seen)',
        `* OK [UIDVALIDITY ${imap.validity}] valid`,
        `* OK [UIDNEXT ${imap.mails.length + 1}] next`,
        `${tag} OK [READ-ONLY] open`,
      );
    else if (command === 'UID') uid(say, tag, words);
    else if (command === 'LOGOUT') {
      say('* BYE', `${tag} OK`);
      socket.end();
    } else say(`${tag} OK`);
  };
  const uid = (say: (...lines: readonly string[]) => void, tag: string, words: string): void => {
    const [verb = '', set = ''] = words.split(' ');
    if (verb.toUpperCase() === 'SEARCH') {
      const from = Number(/UID (\d+):\*/i.exec(words)?.[1] ?? 1);
      const found = imap.mails.map((_, at) => at + 1).filter((one) => one >= from);
      // As servers do: `n:*` is never empty, the newest mail counts even where it is older.
      say(`* SEARCH ${(found.length > 0 || imap.mails.length === 0 ? found : [imap.mails.length]).join(' ')}`, `${tag} OK`);
      return;
    }
    const wanted = set.split(',').flatMap((part) => {
      const [from = 0, to = from] = part.split(':').map(Number);
      return Array.from({ length: to - from + 1 }, (_, at) => from + at);
    });
    for (const one of wanted) {
      const mail = imap.mails[one - 1];
      if (mail === undefined) continue;
      const id = /^Message-ID:\s*(\S+)/im.exec(mail)?.[1];
      const envelope = `(NIL "s" NIL NIL NIL NIL NIL NIL NIL ${id ? `"${id}"` : 'NIL'})`;
      const size = Buffer.byteLength(mail);
      if (/BODY(\.PEEK)?\[\]/i.test(words)) say(`* ${one} FETCH (UID ${one} BODY[] {${size}}`, `${mail})`);
      else say(`* ${one} FETCH (UID ${one} RFC822.SIZE ${/^X-Size: (\d+)/im.exec(mail)?.[1] ?? size} ENVELOPE ${envelope})`);
    }
    say(`${tag} OK`);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const imap: ImapServer = {
    port: typeof address === 'object' && address ? address.port : 0,
    mails: [],
    validity: 1,
    commands: [],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return imap;
}
