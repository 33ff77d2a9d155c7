import { type Read, sql } from '#declare';
import { type Likeness, mailDomain } from './duplicate.ts';
import type { Candidate } from './likeness.facts.ts';
import { bigrams } from './name-keys.ts';

/**
 * All customers by what makes two of them alike, kept for the length of an import: thousands of new ones are each compared with those that are
 * stored and with those the same file brought a moment ago, without asking the database for each. Finds whatever `candidatesOf` finds and
 * `likeness` gives points for; names whose likeness stays below `leastLikeness` are left out at once.
 */
export interface LikenessIndex {
  readonly candidates: (customer: Likeness) => readonly Candidate[];
  readonly add: (customer: Candidate) => void;
}
/** Below it the names of two customers give no points (1.1). */
const leastLikeness = 0.6;

export async function openLikenessIndex(read: Read): Promise<LikenessIndex> {
  const index = emptyIndex();
  const stored = await read.query<Candidate>(sql`
    with people as (
      select l.customer, array_remove(array_agg(p.mobile), null) as mobiles, array_remove(array_agg(p.email), null) as emails
      from customers.contact_customer l join customers.contact p on p.org_id = l.org_id and p.id = l.contact
      where l.org_id = ${read.org.id} and p.org_id = ${read.org.id} and l.to is null and (p.mobile is not null or p.email is not null)
      group by l.customer
    )
    select c.id, c.code, c.name, c.state, c.kind, coalesce(c.name_norm, '') as name_norm, coalesce(c.name_core, '') as name_core, c.uscc, coalesce(c.tax_no, c.uscc) as tax_no,
      null as id_no, c.mobile as own_mobile, array_remove(array_append(coalesce(p.mobiles, '{}'), c.mobile), null) as mobiles,
      array_remove(array_append(coalesce(p.emails, '{}'), c.email), null) as emails, c.phone, c.address
    from customers.customer c left join people p on p.customer = c.id
    where c.org_id = ${read.org.id} and c.state <> 'merged'`);
  for (const customer of stored) index.add(customer);
  return index;
}

export function emptyIndex(): LikenessIndex {
  const all: Candidate[] = [];
  /** Pairs of characters of each core, with repeats: what the likeness of names divides by. */
  const sizes: number[] = [];
  const byKey = new Map<string, number[]>();
  const byPair = new Map<string, number[]>();
  const list = (of: Map<string, number[]>, key: string, at: number): void => {
    const known = of.get(key);
    if (known) known.push(at);
    else of.set(key, [at]);
  };
  return {
    add: (customer) => {
      const at = all.push(customer) - 1;
      const pairs = bigrams(customer.name_core);
      sizes.push(pairs.length);
      for (const key of new Set(keysOf(customer))) list(byKey, key, at);
      for (const pair of new Set(pairs)) list(byPair, pair, at);
    },
    candidates: (customer) => {
      const found = new Set(keysOf(customer).flatMap((key) => byKey.get(key) ?? []));
      for (const at of likeNames(customer, sizes, byPair)) found.add(at);
      return [...found].flatMap((at) => all[at] ?? []);
    },
  };
}
/** Whoever shares one of these is compared, whatever its name; an equal address counts among them, so that no threshold misses it. */
function keysOf(customer: Likeness): string[] {
  const { uscc, tax_no, mobiles, emails, phone, name_norm, address } = customer;
  const domains = emails.flatMap((email) => mailDomain(email) ?? []);
  const of = (kind: string, values: readonly (string | null)[]): string[] => values.flatMap((value) => (value === null || value === '' ? [] : [`${kind} ${value}`]));
  return [
    ...of('code', [uscc, tax_no]),
    ...of('mobile', mobiles),
    ...of('mail', emails),
    ...of('domain', domains),
    ...of('phone', [phone]),
    ...of('name', [name_norm]),
    ...of('address', [address]),
  ];
}
/**
 * Cores that may reach the least likeness. Counted are different pairs; of a repeated pair at most its repeats are missed, so that they are
 * allowed for.
 */
function likeNames(customer: Likeness, sizes: readonly number[], byPair: ReadonlyMap<string, readonly number[]>): number[] {
  const pairs = bigrams(customer.name_core);
  const different = new Set(pairs);
  const repeats = pairs.length - different.size;
  const shared = new Map<number, number>();
  for (const pair of different) for (const at of byPair.get(pair) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
  const like: number[] = [];
  for (const [at, count] of shared) if (2 * (count + repeats) >= (leastLikeness - 0.01) * (pairs.length + (sizes[at] ?? 0))) like.push(at);
  return like;
}
