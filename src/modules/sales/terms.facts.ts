import type { Read, Ref, Rows } from '#declare';
import { defaultWarehouse } from '../inventory/server.ts';

type Customer = Rows['customers.customer'];
type Category = Rows['customers.customer_category'];

/** The category of a customer and those above it, nearest first; a blank term is read from there (1.3). */
export async function categoryChain(read: Read, customer: Customer | null): Promise<readonly Category[]> {
  const chain: Category[] = [];
  let next = customer?.category ?? null;
  while (next !== null && chain.length < 5) {
    const category: Category | null = await read.row('customers.customer_category', next);
    if (!category) break;
    chain.push(category);
    next = category.parent;
  }
  return chain;
}
/** The first of them that says something. */
const firstOf = <T>(values: readonly (T | null)[]): T | null => values.find((value) => value !== null) ?? null;

export interface Terms {
  readonly payment_term: Ref<'finance.payment_term'> | null;
  readonly currency: Ref<'core.currency'> | null;
  readonly warehouse: Ref<'inventory.warehouse'> | null;
}
/** What the document leaves empty: customer → category → the organisation's default. */
export async function termsFor(read: Read, given: Terms, chain: readonly Category[]): Promise<Terms> {
  const finance = await read.settings('finance.settings');
  const byCode = async <N extends 'finance.payment_term' | 'core.currency'>(name: N, code: string): Promise<Ref<N> | null> => {
    const [row] = await read.find(name, { code } as never);
    return row ? (row.id as Ref<N>) : null;
  };
  return {
    payment_term: given.payment_term ?? firstOf(chain.map((category) => category.payment_term)) ?? (await byCode('finance.payment_term', finance.default_payment_term)),
    currency: given.currency ?? firstOf(chain.map((category) => category.currency)) ?? (await byCode('core.currency', finance.base_currency)),
    warehouse: given.warehouse ?? (await defaultWarehouse(read)),
  };
}
