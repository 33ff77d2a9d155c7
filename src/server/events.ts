import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call } from '../kernel/command/call.ts';
import { isId, newId } from '../kernel/ids.ts';
import { Refused } from '../kernel/problem.ts';
import { inTransaction } from '../kernel/store/session.ts';
import { sessionToken } from './cookies.ts';
import { requireIdentity } from './guard.ts';
import { apiPolicy, securityHeaders } from './headers.ts';
import type { ServerOptions } from './options.ts';
import type { RateLimiter } from './rate-limit.ts';
import { queryOf } from './request-state.ts';
import { refuseUnknown } from './request-values.ts';
import { findSession } from './sign-in/session.ts';
import { readMember, refuseUnfinished } from './sign-in/sign-in.ts';

/*
 * Server-sent events (P.2.8): that something changed, never what it is now; the client reads again with its own rights, which are
 * checked before each event. Read from the audit trail by polling, so that changes of every server process are seen.
 */
const beat = 25_000;
const pollEvery = 1_000;
/** Rows are committed a little later than their time says, so each look reaches back and forgets what it has told. */
const overlap = 10_000;
const replay = 10 * 60_000;
const most = 5;
/** The topic of one's own notifications; no declaration has a name without a dot. */
const notifications = 'notification';

interface Stream {
  readonly session: string;
  readonly org: string;
  readonly orgCode: string;
  readonly token: string;
  readonly topics: ReadonlySet<string>;
  readonly user: string;
  readonly told: Map<string, number>;
  /** Nothing before this is told. */
  readonly from: number;
  since: number;
  readonly write: (text: string) => void;
  readonly end: () => void;
}
interface Change {
  readonly id: string;
  readonly at: string;
  readonly declaration: string;
  readonly record: string;
  readonly version: number | null;
  readonly action: string;
}

export function registerEvents(app: FastifyInstance, options: ServerOptions, limiter: RateLimiter): void {
  const { signIn, kernel } = options;
  const streams = new Set<Stream>();
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  const tick = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await Promise.all([...streams].map((stream) => look(options, stream).catch(() => stream.end())));
    } finally {
      busy = false;
    }
  };

  app.get('/api/events', async (request, reply) => {
    const identity = await requireIdentity(signIn, limiter, request, reply);
    refuseUnfinished(identity);
    if (identity.key) throw new Refused('auth.key_scope');
    const query = queryOf(request);
    refuseUnknown(query.keys(), ['topics'], 'query');
    const topics = topicsOf(query.get('topics') ?? '', new Set(kernel.registry.records.keys()));
    const { session, member } = identity;
    if ([...streams].filter((stream) => stream.session === session.id).length >= most) throw new Refused('rate.limited', { retry_after: beat / 1000 });
    const now = signIn.clock().getTime();
    const from = resumeAt(request, now);
    reply.hijack();
    reply.raw.writeHead(200, {
      ...securityHeaders,
      'content-security-policy': apiPolicy,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const heart = setInterval(() => reply.raw.write(':\n\n'), beat);
    const stream: Stream = {
      session: session.id,
      org: session.org,
      orgCode: member.principal.org.code,
      token: sessionToken(request) ?? '',
      topics,
      user: member.principal.user,
      told: new Map(),
      from: from ?? now,
      since: from ?? now,
      write: (text) => void reply.raw.write(text),
      end: () => {
        clearInterval(heart);
        streams.delete(stream);
        if (streams.size === 0) clearInterval(timer);
        if (streams.size === 0) timer = undefined;
        reply.raw.end();
      },
    };
    reply.raw.write(from === undefined && request.headers['last-event-id'] !== undefined ? 'event: reset\ndata: {}\n\n' : ':\n\n');
    request.raw.on('close', stream.end);
    streams.add(stream);
    timer ??= setInterval(() => void tick(), pollEvery);
  });
  app.addHook('preClose', async () => {
    for (const stream of streams) {
      stream.write('event: reset\ndata: {}\n\n');
      stream.end();
    }
  });
}

/** `notification,operation:{id},record:sales.order`; a topic that can never speak is refused. */
function topicsOf(text: string, known: ReadonlySet<string>): ReadonlySet<string> {
  const topics = text.split(',').filter((topic) => topic !== '');
  if (topics.length === 0) throw new Refused('field.required', {}, '/topics');
  for (const topic of topics)
    if (topic !== notifications && operationOf(topic) === undefined && (!topic.startsWith('record:') || !known.has(topic.slice('record:'.length))))
      throw new Refused('request.unknown_parameter', { name: topic, nearest: 'record:' });
  return new Set(topics.map((topic) => (topic.startsWith('record:') ? topic.slice('record:'.length) : topic)));
}
/** The operation that a topic names. */
function operationOf(topic: string): string | undefined {
  const id = topic.startsWith('operation:') ? topic.slice('operation:'.length) : '';
  return isId(id) ? id : undefined;
}
/** Where a broken stream goes on: its last event's id carries the time. Older than ten minutes, or no id of ours: nothing. */
function resumeAt(request: FastifyRequest, now: number): number | undefined {
  const last = request.headers['last-event-id'];
  if (typeof last !== 'string' || !/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(last)) return undefined;
  const at = Number.parseInt(last.slice(0, 13).replace('-', ''), 16);
  // An event's id is a little younger than its change; telling one twice does no harm, leaving one out would.
  return now - at > replay ? undefined : at - 2_000;
}

async function look({ signIn, kernel }: ServerOptions, stream: Stream): Promise<void> {
  const back = new Date(Math.max(stream.from, stream.since - overlap)).toISOString();
  const rows = await inTransaction(
    signIn.pool,
    stream.org,
    (tx) =>
      tx.query('select id, at, declaration, record, version, action from core.audit_v where org_id = $1 and at > $2 and declaration = any($3) order by at, id limit 500', [
        stream.org,
        back,
        [...stream.topics],
      ]),
    { readOnly: true },
  );
  const fresh = (rows as unknown as readonly Change[]).filter((row) => !stream.told.has(row.id));
  const news = [...(stream.topics.has(notifications) ? await newsOf(signIn, stream, back) : []), ...(await courseOf(signIn, stream, back))];
  if (fresh.length === 0 && news.length === 0) return;
  // Whoever was signed out, disabled or moved to other roles meanwhile hears nothing more; listening keeps no session alive.
  const session = await findSession(signIn.database, stream.token, stream.orgCode);
  const member = await readMember(signIn, session.org, session.user);
  if (!member) return stream.end();
  const call: Call = { principal: member.principal, via: 'web', request: 'events', locale: 'zh', dryRun: false, ack: new Set() };
  for (const row of fresh) {
    const at = Date.parse(row.at);
    stream.told.set(row.id, at);
    stream.since = Math.max(stream.since, at);
    const may = await kernel.read(call, row.declaration, row.record, new URLSearchParams()).then(
      () => true,
      () => false,
    );
    if (may) stream.write(`id: ${row.id}\nevent: record\ndata: ${JSON.stringify({ declaration: row.declaration, id: row.record, version: row.version, what: row.action })}\n\n`);
  }
  for (const { id, at, kind, version = null } of news) {
    stream.told.set(`${id} ${at}`, Date.parse(at));
    stream.since = Math.max(stream.since, Date.parse(at));
    const event = version === null ? 'notification' : 'operation';
    // A stream goes on where it broke off by the time in the last id; that of an operation is the time it began.
    stream.write(`id: ${version === null ? id : newId(Date.parse(at))}\nevent: ${event}\ndata: ${JSON.stringify({ declaration: `core.${event}`, id, version, what: kind })}\n\n`);
  }
  for (const [id, at] of stream.told) if (at < stream.since - overlap) stream.told.delete(id);
}

interface News {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  /** Of an operation; notifications have none. */
  readonly version?: number;
}
/** How far one's own operations are (P.2.7). */
async function courseOf(signIn: ServerOptions['signIn'], { org, user, told, topics }: Stream, back: string): Promise<readonly News[]> {
  const ids = [...topics].flatMap((topic) => operationOf(topic) ?? []);
  if (ids.length === 0) return [];
  const rows = await inTransaction(
    signIn.pool,
    org,
    (tx) =>
      tx.query('select id, updated_at as at, state as kind, version from core.operation_v where org_id = $1 and "by" = $2 and id = any($3) and updated_at > $4', [
        org,
        user,
        ids,
        back,
      ]),
    { readOnly: true },
  );
  return (rows as unknown as readonly News[]).filter(({ id, at }) => !told.has(`${id} ${at}`));
}
/** Told again when another of the same kind was merged into it: the badge counts it anew. */
async function newsOf(signIn: ServerOptions['signIn'], { org, user, told }: Stream, back: string): Promise<readonly News[]> {
  const rows = await inTransaction(
    signIn.pool,
    org,
    (tx) => tx.query('select id, at, kind from core.notification_v where org_id = $1 and "user" = $2 and at > $3 and read_at is null order by at, id limit 100', [org, user, back]),
    { readOnly: true },
  );
  return (rows as unknown as readonly News[]).filter(({ id, at }) => !told.has(`${id} ${at}`));
}
