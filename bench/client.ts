import { Agent, request } from 'node:http';

/** A person at the other end of the API, over a connection of his own that stays open: light, so that the measuring costs little. */
export interface Client {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<T>;
  readonly upload: <T>(path: string, file: { readonly name: string; readonly bytes: Uint8Array }, fields?: Readonly<Record<string, string>>) => Promise<T>;
  readonly bytes: (path: string, body?: unknown) => Promise<Buffer>;
  readonly close: () => void;
  /** The same session at another address: the server was started again. */
  readonly at: (url: string) => Client;
}
interface Reply {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}
/** What the server refused, with the code it gave. */
export class Unexpected extends Error {
  readonly status: number;
  constructor(status: number, body: Buffer) {
    const said = problemOf(body);
    super(`${status} ${said}`);
    this.status = status;
  }
}
function problemOf(body: Buffer): string {
  try {
    const { code, params } = JSON.parse(body.toString('utf8')) as { readonly code?: string; readonly params?: object };
    return `${code ?? ''} ${params && Object.keys(params).length > 0 ? JSON.stringify(params) : ''}`.trim();
  } catch {
    return body.toString('utf8').slice(0, 200);
  }
}

export async function signIn(url: string, login: string, password: string): Promise<Client> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const reply = await send(agent, url, 'POST', '/api/session', { 'content-type': 'application/json', origin: url }, JSON.stringify({ login, password }));
  if (reply.status !== 200) throw new Unexpected(reply.status, reply.body);
  return withSession(agent, url, reply.cookies.map((one) => one.split(';')[0]).join('; '));
}
function withSession(agent: Agent, url: string, cookie: string): Client {
  const asked = async (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Buffer): Promise<Buffer> => {
    const answer = await send(agent, url, method, path, { cookie, origin: url, ...headers }, body);
    if (answer.status >= 300) throw new Unexpected(answer.status, answer.body);
    return answer.body;
  };
  const json = <T>(body: Buffer): T => JSON.parse(body.toString('utf8')) as T;
  const typed = { 'content-type': 'application/json' };
  return {
    get: async (path) => json(await asked('GET', path, {})),
    post: async (path, body, headers = {}) => json(await asked('POST', path, { ...typed, ...headers }, JSON.stringify(body))),
    upload: async (path, file, fields = {}) => {
      const { type, body } = multipart(file, fields);
      return json(await asked('POST', path, { 'content-type': type }, body));
    },
    bytes: (path, body) => (body === undefined ? asked('GET', path, {}) : asked('POST', path, typed, JSON.stringify(body))),
    close: () => agent.destroy(),
    at: (other) => withSession(agent, other, cookie),
  };
}
function send(agent: Agent, url: string, method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Buffer): Promise<Reply> {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  return new Promise((resolve, reject) => {
    const asking = request(`${url}${path}`, { method, agent, headers: { ...headers, ...(bytes ? { 'content-length': String(bytes.length) } : {}) } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [], body: Buffer.concat(parts) }));
    });
    asking.on('error', reject);
    asking.end(bytes);
  });
}
function multipart(file: { readonly name: string; readonly bytes: Uint8Array }, fields: Readonly<Record<string, string>>): { readonly type: string; readonly body: Buffer } {
  const boundary = 'bench-boundary-7d1f';
  const field = ([name, value]: readonly [string, string]): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `${Object.entries(fields).map(field).join('')}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}
