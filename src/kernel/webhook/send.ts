import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Pinned } from './address.ts';

const limit = { milliseconds: 10_000, bytes: 64 * 1024 } as const;

/** One POST to the pinned address; redirects are not followed, of the answer only its status counts (P.11). */
export function send({ url, address, family }: Pinned, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const pinned: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? secure : plain;
    const request = start(url, {
      method: 'POST',
      lookup: pinned,
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal: AbortSignal.timeout(limit.milliseconds),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let read = 0;
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > limit.bytes) response.destroy();
      });
      response.on('error', reject);
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}
