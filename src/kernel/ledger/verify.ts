import { auditChainCheck } from '../audit/chain.ts';
import { auditSealCheck } from '../audit/seal.ts';
import type { Check, Environment } from '../command/environment.ts';
import { decimal } from '../decimal.ts';
import { attachmentCheck } from '../files/check.ts';
import type { BalanceMeta, LedgerMeta, Registry } from '../registry/meta.ts';
import { columnsOf, quoted } from '../store/columns.ts';
import { inTransaction } from '../store/session.ts';
import { sequence } from '../sequencer.ts';

export interface Verified {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly rows: number; readonly differences: number; readonly first?: string }[];
}
/** Recomputes everything that is stored twice and compares (P.16): balances from entries, what the modules add, the audit chain. */
export async function verify(environment: Environment, org: { readonly id: string; readonly code: string }, only: readonly string[] = []): Promise<Verified> {
  await sequence(environment.pools.commands, environment.servers, org);
  const all = [...[...environment.registry.balances.values()].map((balance) => balanceCheck(environment.registry, balance)), ...environment.servers.flatMap((server) => server.checks ?? []), attachmentCheck(environment.files), auditChainCheck, auditSealCheck];
  const wanted = all.filter((check) => only.length === 0 || only.some((name) => check.name.includes(name)));
  const checks: { name: string; rows: number; differences: number; first?: string }[] = [];
  // One snapshot for all of them, so that what is posted meanwhile is no difference.
  await inTransaction(
    environment.pools.plain,
    org.id,
    async (tx) => {
      for (const check of wanted) {
        const { rows, differences } = await check.run(tx, org);
        checks.push({ name: check.name, rows, differences: differences.length, ...(differences[0] === undefined ? {} : { first: differences[0] }) });
      }
    },
    { readOnly: true },
  );
  return { ok: checks.every((check) => check.differences === 0), checks };
}

/** Every measure of every balance row is the sum of what its ledgers feed into it. */
function balanceCheck(registry: Registry, balance: BalanceMeta): Check {
  return {
    name: balance.name,
    run: async (tx, org) => {
      const keys = balance.keys.flatMap(columnsOf).map((column) => column.name);
      const measures = balance.measures.map((measure) => measure.name);
      const parts = [...registry.ledgers.values()].flatMap((ledger) => feedParts(ledger, balance, keys, measures));
      if (parts.length === 0) return { rows: 0, differences: [] };
      const sums = `select ${keys.map(quoted).join(', ')}, ${measures.map((name) => `sum(${quoted(name)}) as ${quoted(name)}`).join(', ')} from (${parts.join(' union all ')}) e group by ${keys.map(quoted).join(', ')}`;
      // A full join needs a comparison it can hash; empty keys count as equal.
      const whole = (alias: string): string => `concat_ws('|', ${keys.map((key) => `coalesce(${alias}.${quoted(key)}::text, '-')`).join(', ')})`;
      const rows = await tx.query(
        `select ${keys.map((key) => `coalesce(b.${quoted(key)}::text, s.${quoted(key)}::text) as ${quoted(key)}`).join(', ')}, ${measures.map((name) => `coalesce(b.${quoted(name)}, 0)::text as ${quoted(`stored_${name}`)}, coalesce(s.${quoted(name)}, 0)::text as ${quoted(`computed_${name}`)}`).join(', ')}
         from (select * from ${balance.table} where org_id = $1) b full join (${sums}) s on ${whole('b')} = ${whole('s')}`,
        [org.id],
      );
      const differences = rows.flatMap((row) =>
        measures
          .filter((name) => !decimal(String(row[`stored_${name}`])).eq(decimal(String(row[`computed_${name}`]))))
          .map((name) => `${balance.name} ${keys.map((key) => String(row[key])).join(' ')}: ${name} stored ${String(row[`stored_${name}`])}, computed ${String(row[`computed_${name}`])}`),
      );
      return { rows: rows.length, differences };
    },
  };
}
function feedParts(ledger: LedgerMeta, balance: BalanceMeta, keys: readonly string[], measures: readonly string[]): string[] {
  return (ledger.declaration.spec.feeds ?? [])
    .filter((feed) => feed.balance === balance.name)
    .map((feed) => {
      const key = keys.map((name) => `${quoted(feed.by?.[name] ?? name)} as ${quoted(name)}`).join(', ');
      const sums = measures.map((name) => (feed.add[name] ? `coalesce(${quoted(feed.add[name])}, 0) as ${quoted(name)}` : `0 as ${quoted(name)}`)).join(', ');
      return `select ${key}, ${sums} from ${ledger.table} where org_id = $1${feed.when ? ` and ${quoted(feed.when)}` : ''}`;
    });
}
