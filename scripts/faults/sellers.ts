import { setTimeout as pause } from 'node:timers/promises';
import { type Client, signIn, Unexpected } from '../../bench/client.ts';
import type { Shop } from '../../bench/shop.ts';
import { password } from '../../bench/world.ts';
import type { Finding } from './examine.ts';

/** A request that was answered: what it made or changed, and the version it was told. */
export interface Acknowledged {
  readonly key: string;
  readonly record: 'sales.order' | 'sales.delivery' | 'sales.invoice';
  readonly id: string;
  readonly version: number;
}
/** Clients that sell without pause, and never give up a request before they know what became of it. */
export interface Seller {
  /** Ends when so many more requests have been answered. */
  readonly answers: (count: number) => Promise<void>;
  /** Lets nobody begin another request, and ends when nothing is under way. */
  readonly rest: () => Promise<void>;
  readonly resume: () => void;
  readonly end: () => Promise<void>;
  readonly acknowledged: () => readonly Acknowledged[];
  readonly repeated: () => number;
  /** What the server said no to, though it had every reason to agree. */
  readonly refusals: () => readonly Finding[];
}
interface Setup {
  readonly shop: Shop;
  readonly clients: number;
  /** Where the server is now; it changes with every start. */
  readonly url: () => string;
  readonly chance: () => number;
}
interface State {
  readonly acknowledged: Acknowledged[];
  readonly refusals: Finding[];
  repeated: number;
  underWay: number;
  resting: boolean;
  ended: boolean;
}
interface Made {
  readonly id: string;
  readonly version: number;
  readonly record?: Made;
}

export async function sellers({ shop, clients, url, chance }: Setup): Promise<Seller> {
  const state: State = { acknowledged: [], refusals: [], repeated: 0, underWay: 0, resting: false, ended: false };
  const people: Promise<void>[] = [];
  for (let at = 0; at < clients; at += 1) people.push(sellOn(await clerk(`fault${at}`, at, url, state), shop, at, chance, state));
  const quiet = async (): Promise<void> => {
    while (state.underWay > 0) await pause(10);
  };
  return {
    answers: async (count) => {
      const wanted = state.acknowledged.length + count;
      while (state.acknowledged.length < wanted && state.refusals.length === 0) await pause(5);
    },
    rest: () => {
      state.resting = true;
      return quiet();
    },
    resume: () => void (state.resting = false),
    end: async () => {
      [state.ended, state.resting] = [true, false];
      await Promise.all(people);
    },
    acknowledged: () => state.acknowledged,
    repeated: () => state.repeated,
    refusals: () => state.refusals,
  };
}

/** Sends a request under a key until it is answered; `undefined` once everybody is told to stop. */
type Clerk = (record: Acknowledged['record'], path: string, body: object, key: string) => Promise<Made | undefined>;
async function clerk(login: string, at: number, url: () => string, state: State): Promise<Clerk> {
  // The session is a row of the database: it outlives the server that made it.
  let [at_url, client] = [url(), await signIn(url(), login, password)];
  const here = (): Client => {
    if (url() !== at_url) [at_url, client] = [url(), client.at(url())];
    return client;
  };
  return async (record, path, body, key) => {
    for (let attempt = 0; ; attempt += 1) {
      while (state.resting) await pause(10);
      if (state.ended && attempt === 0) return undefined;
      state.underWay += 1;
      try {
        const answer = await here().post<Made>(path, body, { 'idempotency-key': key });
        const made = answer.record ?? answer;
        if (attempt > 0) state.repeated += 1;
        state.acknowledged.push({ key, record, id: made.id, version: made.version });
        return made;
      } catch (error) {
        if (!passes(error)) {
          state.refusals.push({ what: 'refused', detail: `client ${at} ${path} ${key}: ${error instanceof Error ? error.message : String(error)}` });
          return undefined;
        }
        await pause(error instanceof Unexpected && error.status === 429 ? 2000 : 50);
      } finally {
        state.underWay -= 1;
      }
    }
  };
}
/** What a kill leaves behind: no answer, a server that is busy or not whole, the same key still at work. */
function passes(error: unknown): boolean {
  if (!(error instanceof Unexpected)) return true;
  return error.status >= 500 || error.status === 429 || error.message.includes('idempotency.in_flight');
}

async function sellOn(ask: Clerk, { products, customers }: Shop, client: number, chance: () => number, state: State): Promise<void> {
  const year = String(new Date().getFullYear()).slice(2);
  const run = Date.now().toString(36);
  for (let sale = 0; !state.ended && state.refusals.length === 0; sale += 1) {
    const key = (step: number): string => `${run}-${client}-${sale}-${step}`;
    const first = Math.floor(chance() * products.length);
    const lines = [0, 1, 2].map((at) => ({ product: products[(first + at) % products.length]?.id, qty: '1' }));
    const body = { customer: customers[sale % customers.length]?.id, remark: key(1), lines };
    const act = (record: Acknowledged['record'], made: Made, action: string, step: number, input: object = {}): Promise<Made | undefined> =>
      ask(record, `/api/${record.replace('.', '/')}/${made.id}/actions/${action}`, { version: made.version, input }, key(step));
    const order = await ask('sales.order', '/api/sales/order', body, key(1));
    if (!order || !(await act('sales.order', order, 'confirm', 2))) return;
    const delivery = await ask('sales.delivery', '/api/sales/delivery', { order: order.id, remark: key(3) }, key(3));
    if (!delivery || !(await act('sales.delivery', delivery, 'post', 4))) return;
    const draft = await ask('sales.invoice', '/api/sales/invoice', { delivery: delivery.id, remark: key(5) }, key(5));
    const ready = draft && (await act('sales.invoice', draft, 'ready', 6));
    if (!ready) return;
    const fapiao = `${year}${String(Date.now()).slice(-9)}${String(client).padStart(3, '0')}${String(sale).padStart(6, '0')}`;
    if (!(await act('sales.invoice', ready, 'issue', 7, { fapiao_no: fapiao }))) return;
  }
}
