import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call } from '../kernel/command/call.ts';
import { Refused } from '../kernel/problem.ts';
import { sendAnswer } from './answer.ts';
import { type Context, type Endpoint, type Upload, writes } from './endpoint.ts';
import { fingerprint, idempotencyKey } from './fingerprint.ts';
import { refuseReadOnly, requireIdentity } from './guard.ts';
import type { KernelAnswer } from './kernel-port.ts';
import type { ServerOptions } from './options.ts';
import type { RateLimiter } from './rate-limit.ts';
import { localeOfRequest, pathOf, queryOf } from './request-state.ts';
import { isDryRun, refuseUnknown } from './request-values.ts';
import { refuseOutsideKey } from './sign-in/key.ts';
import { isPresent } from './sign-in/session.ts';
import { type Identity, refuseUnfinished } from './sign-in/sign-in.ts';

/** Registers the addresses of the registry: one loop, one way for each request. */
export function registerEndpoints(app: FastifyInstance, { kernel, signIn }: ServerOptions, limiter: RateLimiter, endpoints: readonly Endpoint[]): void {
  const inFlight = new Set<string>();
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      preHandler: async (request, reply) => {
        const identity = await requireIdentity(signIn, limiter, request, reply);
        refuseUnfinished(identity);
        refuseReadOnly(request, identity);
        refuseOutsideKey(identity, endpoint.permission);
        if (endpoint.stepUp && !isPresent(identity.session, signIn.clock().getTime())) throw new Refused('auth.step_up');
        if (endpoint.exchange) limiter.take('exchange', identity.session.account);
      },
      handler: async (request, reply) => {
        const { identity } = request;
        if (!identity) throw new Refused('auth.required');
        const query = queryOf(request);
        if (endpoint.parameters)
          refuseUnknown(
            query.keys(),
            endpoint.parameters.filter((one) => one.in === 'query').map((one) => one.name),
            'query',
          );
        const upload = endpoint.request?.multipart ? await readUpload(request) : undefined;
        const call = callOf(request, identity, endpoint, query);
        const { session } = identity;
        const account = { id: session.account, login: session.login, present: isPresent(session, signIn.clock().getTime()) };
        const context: Context = {
          kernel,
          call,
          params: request.params as Readonly<Record<string, string>>,
          query,
          body: request.body,
          ifMatch: request.headers['if-match'],
          range: request.headers.range,
          upload,
          account,
          origin: `${request.protocol}://${request.host}`,
        };
        return sendAnswer(request, reply, await once(inFlight, call, () => endpoint.handle(context)));
      },
    });
  }
}

/** Who asks, how, and under which key; the kernel needs no more of HTTP than this. */
function callOf(request: FastifyRequest, identity: Identity, endpoint: Endpoint, query: URLSearchParams): Call {
  const key = writes(endpoint) ? idempotencyKey(request.headers['idempotency-key']) : undefined;
  // A program repeats what it got no answer to; without a key that would post twice (P.2.4).
  if (identity.key && endpoint.posts && key === undefined && !isDryRun(query)) throw new Refused('idempotency.key_required');
  return {
    principal: identity.member.principal,
    via: identity.key ? 'api' : 'web',
    request: request.id,
    locale: localeOfRequest(request),
    ip: request.ip,
    ...(key === undefined ? {} : { idempotency: { key, fingerprint: fingerprint(request.method, pathOf(request), query, request.rawBody) } }),
    dryRun: isDryRun(query),
    ...(wantsOperation(request.headers.prefer) ? { respondAsync: true as const } : {}),
    ack: new Set(),
  };
}
/** RFC 7240; other preferences are passed over. */
const wantsOperation = (prefer: string | string[] | undefined): boolean =>
  [prefer ?? []].flat().some((line) => line.split(',').some((one) => one.trim().toLowerCase() === 'respond-async'));
/** Two requests with one key at the same time: the second is told to come again instead of waiting in line (P.2.4). */
export async function once(inFlight: Set<string>, call: Pick<Call, 'principal' | 'idempotency' | 'dryRun'>, work: () => Promise<KernelAnswer>): Promise<KernelAnswer> {
  if (!call.idempotency || call.dryRun) return work();
  const lock = `${call.principal.org.id} ${call.principal.user} ${call.idempotency.key}`;
  if (inFlight.has(lock)) throw new Refused('idempotency.in_flight');
  inFlight.add(lock);
  try {
    return await work();
  } finally {
    inFlight.delete(lock);
  }
}

/** A multipart request: one file and short fields beside it. What came is hashed like a body, for the idempotency key. */
async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Refused('request.media_type');
  const fields: Record<string, string> = {};
  let file: Upload['file'] | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() };
    else fields[part.fieldname] = String(part.value);
  }
  if (!file) throw new Refused('field.required', {}, '/file');
  request.rawBody = Buffer.concat([Buffer.from(JSON.stringify(fields)), file.bytes]);
  return { file, fields };
}
