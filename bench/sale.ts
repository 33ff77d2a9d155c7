import type { Client } from './client.ts';
import type { Buyer, Product } from './shop.ts';

/** One sale through the API: seven requests, three of them only to make the draft that the next one acts on. */
export interface Sale {
  readonly customer: Buyer;
  readonly products: readonly Product[];
  /** Twenty digits that begin with the year, as the tax office gives them. */
  readonly fapiao: string;
  /** Begins the idempotency key of each request. */
  readonly key: string;
}
interface Made {
  readonly id: string;
  readonly version: number;
}
interface Acted {
  readonly record: Made;
}
/** How a step reaches the system: over HTTP, or straight into the kernel when its rows are to be seen. */
export interface Caller {
  readonly create: (name: string, body: object, key: string) => Promise<Made>;
  readonly act: (name: string, record: Made, action: string, input: object, key: string) => Promise<Made>;
}
export const overHttp = (client: Client): Caller => ({
  create: (name, body, key) => client.post<Made>(`/api/${name.replace('.', '/')}`, body, { 'idempotency-key': key }),
  act: async (name, { id, version }, action, input, key) =>
    (await client.post<Acted>(`/api/${name.replace('.', '/')}/${id}/actions/${action}`, { version, input }, { 'idempotency-key': key })).record,
});

export async function order({ create, act }: Caller, { customer, products, key }: Sale): Promise<Made> {
  const draft = await create('sales.order', { customer: customer.id, lines: products.map(({ id }) => ({ product: id, qty: '2' })) }, `${key}-1`);
  return act('sales.order', draft, 'confirm', {}, `${key}-2`);
}
export async function deliver({ create, act }: Caller, { key }: Sale, ordered: Made): Promise<Made> {
  const draft = await create('sales.delivery', { order: ordered.id }, `${key}-3`);
  return act('sales.delivery', draft, 'post', {}, `${key}-4`);
}
export async function invoice({ create, act }: Caller, { fapiao, key }: Sale, delivered: Made): Promise<Made> {
  const draft = await create('sales.invoice', { delivery: delivered.id }, `${key}-5`);
  const ready = await act('sales.invoice', draft, 'ready', {}, `${key}-6`);
  return act('sales.invoice', ready, 'issue', { fapiao_no: fapiao }, `${key}-7`);
}
export async function sell(caller: Caller, sale: Sale): Promise<void> {
  await invoice(caller, sale, await deliver(caller, sale, await order(caller, sale)));
}
