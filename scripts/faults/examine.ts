import { inTransaction, type Tx } from '../../src/kernel/store/session.ts';
import type { Inside } from '../../bench/world.ts';
import type { Acknowledged } from './sellers.ts';

export interface Finding {
  readonly what: 'lost' | 'half' | 'doubled' | 'difference' | 'refused' | string;
  readonly detail: string;
}
/** The database against what clients were told, in one snapshot. */
export async function examine({ pools, org }: Inside, acknowledged: readonly Acknowledged[]): Promise<readonly Finding[]> {
  return inTransaction(pools.plain, org.id, async (tx) => [...(await lost(tx, org.id, acknowledged)), ...(await halves(tx, org.id)), ...(await doubled(tx, org.id))], {
    readOnly: true,
  });
}

/** Every record that a client was told of exists, at least in the version it was told, and its key is remembered. */
async function lost(tx: Tx, org: string, acknowledged: readonly Acknowledged[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const keys = await tx.query('select key from core.idempotency where org_id = $1', [org]);
  const remembered = new Set(keys.map((row) => String(row['key'])));
  for (const one of acknowledged) if (!remembered.has(one.key)) findings.push({ what: 'lost', detail: `key ${one.key} of ${one.record} ${one.id}` });
  for (const record of ['sales.order', 'sales.delivery', 'sales.invoice'] as const) {
    const rows = await tx.query(`select id, version from ${record === 'sales.order' ? 'sales."order"' : record} where org_id = $1`, [org]);
    const versions = new Map(rows.map((row) => [row['id'] as string, Number(row['version'])]));
    for (const one of acknowledged) {
      if (one.record !== record) continue;
      const version = versions.get(one.id);
      if (version === undefined || version < one.version)
        findings.push({ what: 'lost', detail: `${record} ${one.id}: told version ${one.version}, found ${version ?? 'nothing'}` });
    }
  }
  return findings;
}

/** What one transaction writes is there as a whole: each state has exactly the rows that belong to it, and no others. */
const wholes: readonly { readonly of: string; readonly sql: string }[] = [
  {
    of: 'order and its progress',
    sql: `select o.id, o.state, (select count(*) from sales.order_line l where l.org_id = o.org_id and l.parent = o.id) as lines,
        (select count(*) from sales.order_progress p where p.org_id = o.org_id and p.cause_id = o.id) as entries,
        (select count(*) from inventory.reservation r where r.org_id = o.org_id and r.cause_id = o.id) as promises
      from sales."order" o where o.org_id = $1`,
  },
  {
    of: 'delivery, its stock, its value and its voucher',
    sql: `select d.id, d.state, (select count(*) from sales.delivery_line l where l.org_id = d.org_id and l.parent = d.id) as lines,
        (select count(*) from sales.order_progress p where p.org_id = d.org_id and p.cause_id = d.id) as entries,
        (select count(*) / 2 from inventory.stock_ledger s where s.org_id = d.org_id and s.cause_id = d.id) as moves,
        (select count(*) from inventory.value_ledger v where v.org_id = d.org_id and v.cause_id = d.id) as costs,
        (select count(*) * 3 from finance.gl_voucher g where g.org_id = d.org_id and g.source_id = d.id) as vouchers
      from sales.delivery d where d.org_id = $1`,
  },
  {
    of: 'invoice, its progress and its voucher',
    sql: `select i.id, i.state, (select count(*) from sales.invoice_line l where l.org_id = i.org_id and l.parent = i.id) as lines,
        (select count(*) from sales.order_progress p where p.org_id = i.org_id and p.cause_id = i.id) as entries,
        (select count(*) * 3 from finance.gl_voucher g where g.org_id = i.org_id and g.source_id = i.id) as vouchers
      from sales.invoice i where i.org_id = $1`,
  },
];
const unposted = new Set(['draft', 'ready']);
async function halves(tx: Tx, org: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { of, sql } of wholes) {
    for (const { id, state, lines, ...counts } of await tx.query(sql, [org])) {
      const wanted = unposted.has(String(state)) ? 0 : 3;
      const wrong = Object.entries(counts).find(([, count]) => Number(count) !== wanted);
      if (Number(lines) !== 3 || wrong)
        findings.push({ what: 'half', detail: `${of}: ${String(id)} ${String(state)} has ${String(lines)} lines and ${wrong ? `${String(wrong[1])} ${wrong[0]}` : 'the rest'}` });
    }
  }
  for (const table of ['sales."order"', 'sales.delivery', 'sales.invoice']) {
    const rows = await tx.query(
      `select d.id, d.version, (select count(*) from core.audit a where a.org_id = d.org_id and a.record = d.id and a.declaration = $2) as audits from ${table} d where d.org_id = $1`,
      [org, table.replaceAll('"', '')],
    );
    for (const { id, version, audits } of rows)
      if (Number(audits) !== Number(version)) findings.push({ what: 'half', detail: `${table} ${String(id)}: version ${String(version)}, ${String(audits)} audit rows` });
  }
  return findings;
}

/** Each request says its key in the remark: none may stand there twice, and no event may have posted twice. */
async function doubled(tx: Tx, org: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const table of ['sales."order"', 'sales.delivery', 'sales.invoice']) {
    const rows = await tx.query(`select remark, count(*) as n from ${table} where org_id = $1 and remark is not null group by remark having count(*) > 1`, [org]);
    for (const row of rows) findings.push({ what: 'doubled', detail: `${table}: ${String(row['n'])} times ${String(row['remark'])}` });
  }
  return findings;
}
