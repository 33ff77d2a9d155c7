import type pg from 'pg';
import type { BalanceMeta, Registry } from '../../kernel/registry/meta.ts';
import { ownBalances } from './members.ts';
import type { Series } from './template.ts';

const quoted = (name: string): string => `"${name}"`;
/**
 * Balances that all documents share grow by the entries of the year times the copies: the copies have the same entries on the same keys. The
 * checks of the tables hold as always.
 */
export async function growBalances(client: pg.Client, registry: Registry, org: string, copies: number): Promise<void> {
  const own = new Set(ownBalances.map(({ balance }) => balance));
  for (const balance of [...registry.balances.values()].filter((one) => !own.has(one.name))) await grow(client, registry, balance, org, copies);
}
async function grow(client: pg.Client, registry: Registry, balance: BalanceMeta, org: string, copies: number): Promise<void> {
  const keys = balance.keys.map((field) => field.name);
  const measures = balance.measures.map((field) => field.name);
  const parts = [...registry.ledgers.values()].flatMap((ledger) =>
    (ledger.declaration.spec.feeds ?? [])
      .filter((feed) => feed.balance === balance.name)
      .map((feed) => {
        const key = keys.map((name) => `e.${quoted(feed.by?.[name] ?? name)} as ${quoted(name)}`).join(', ');
        const sums = measures.map((name) => (feed.add[name] ? `coalesce(e.${quoted(feed.add[name])}, 0) as ${quoted(name)}` : `0 as ${quoted(name)}`)).join(', ');
        return `select ${key}, ${sums} from ${ledger.table} e where e.org_id = $1 and exists (select 1 from chosen c where c.id = e.cause_id)${feed.when ? ` and e.${quoted(feed.when)}` : ''}`;
      }),
  );
  if (parts.length === 0) return;
  const total = `select ${keys.map(quoted).join(', ')}, ${measures.map((name) => `sum(${quoted(name)}) * $2::int as ${quoted(name)}`).join(', ')} from (${parts.join(' union all ')}) x group by ${keys.map(quoted).join(', ')}`;
  await client.query(
    `update ${balance.table} b set ${measures.map((name) => `${quoted(name)} = b.${quoted(name)} + s.${quoted(name)}`).join(', ')} from (${total}) s
     where b.org_id = $1 and ${keys.map((name) => `b.${quoted(name)} is not distinct from s.${quoted(name)}`).join(' and ')}`,
    [org, copies],
  );
}
/** The next document of each series follows those of the copies (P.5). */
export async function raiseCounters(client: pg.Client, org: string, series: readonly Series[], more: { readonly customers: number }): Promise<void> {
  for (const { declaration, key, taken } of series)
    await client.query('update core.counter set next = next + $4 where org_id = $1 and declaration = $2 and key = $3', [org, declaration, key, taken]);
  if (more.customers > 0) await client.query(`update core.counter set next = next + $2 where org_id = $1 and declaration = 'customers.customer'`, [org, more.customers]);
}
