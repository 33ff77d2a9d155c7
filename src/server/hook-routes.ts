import type { FastifyInstance } from 'fastify';
import { receiveEvent } from '../kernel/inbox/receive.ts';
import { Refused } from '../kernel/problem.ts';
import type { ServerOptions } from './options.ts';
import type { RateLimiter } from './rate-limit.ts';

const header = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** `POST /hooks/{adapter}/{account}` (P.13): programs outside tell of events; the signature is all the sign-in there is. */
export function registerHooks(app: FastifyInstance, { kernel, signIn }: ServerOptions, limiter: RateLimiter): void {
  app.post('/hooks/:adapter/:account', async (request, reply) => {
    limiter.take('hook', request.ip);
    const { adapter, account } = request.params as { readonly adapter: string; readonly account: string };
    const [code = '', ...rest] = account.split('.');
    const [organisation] = await signIn.database.query<{ org: string }>('select org_id as org from auth.member where org_code = $1 limit 1', [code]);
    if (!organisation) throw new Refused('webhook.signature_invalid');
    const answer = await receiveEvent(kernel.environment, organisation.org, {
      adapter,
      account: rest.join('.'),
      timestamp: header(request.headers['x-timestamp']),
      signature: header(request.headers['x-signature']),
      eventId: header(request.headers['x-event-id']),
      raw: Buffer.from(request.rawBody),
    });
    if (answer.status === 422) throw new Refused('webhook.payload_invalid');
    return reply.code(200).send(answer.body);
  });
}
