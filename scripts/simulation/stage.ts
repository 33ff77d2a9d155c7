import { setTimeout as pause } from 'node:timers/promises';
import type { Inside } from '../../bench/world.ts';

/** An answer of the API; a body that is no JSON is left out. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}
/** Somebody at the other end of the API, in whatever process the server lives by now. */
export interface Person {
  readonly login: string;
  readonly ask: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}
/** Where a company is played: a server to speak to, and its database from within, to look at what really is. */
export interface Stage extends Pick<Inside, 'kernel' | 'call' | 'pools' | 'org'> {
  readonly url: () => string;
  readonly password: string;
  readonly adminPassword: string;
  /** The year in which the company is played; all its months lie behind the server's clock. */
  readonly year: number;
  /** Numbers, chains and rolls up whatever waits. */
  readonly sequence: () => Promise<void>;
  /** Kills the server in the middle of what it does and starts it again; where the stage is one process with the players, there is none. */
  readonly crash?: () => Promise<void>;
}

/** The players ask more in a minute than people do; who is told to wait waits. */
async function patiently(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 429) return answer;
    await answer.body?.cancel();
    await pause(1000 * Number(answer.headers.get('retry-after') ?? 1));
  }
}
export async function signIn(stage: Stage, login: string, password: string): Promise<Person> {
  const url = stage.url();
  const reply = await patiently(() =>
    fetch(`${url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: JSON.stringify({ login, password }) }),
  );
  if (reply.status !== 200) throw new Error(`sign-in of ${login}: ${reply.status} ${await reply.text()}`);
  const cookie = reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    login,
    ask: async (method, path, body, headers = {}) => {
      const here = stage.url();
      const answer = await patiently(() =>
        fetch(here + path, {
          method,
          headers: { origin: here, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await answer.text();
      const json = answer.headers.get('content-type')?.includes('json') === true && text !== '';
      return { status: answer.status, body: json ? (JSON.parse(text) as Answer['body']) : {}, text };
    },
  };
}
