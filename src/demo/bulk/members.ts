import type pg from 'pg';
import type { RecordMeta, Registry } from '../../kernel/registry/meta.ts';
import { recordOf } from '../../kernel/registry/build.ts';

/*
 * What of the year is copied: documents that went their usual way. What was taken back, and what touches the balances the company brought
 * along, happened once and stays single; so do drafts.
 */
interface Chosen {
  readonly record: string;
  /** SQL over the row `d`; `chosen` holds the documents taken so far. */
  readonly where: string;
}
const followsChosen = (column: string): string => `exists (select 1 from chosen c where c.id = d.${column})`;
const chosen: readonly Chosen[] = [
  { record: 'sales.quotation', where: `d.state <> 'draft'` },
  { record: 'sales.order', where: `d.state <> 'draft'` },
  { record: 'sales.delivery', where: `d.state in ('posted', 'signed') and d.reverses is null` },
  { record: 'sales.invoice', where: `d.state = 'issued'` },
  {
    record: 'finance.receipt',
    where: `d.state = 'posted' and d.reverses is null and not exists (select 1 from finance.open_item_entry e join finance.open_item i on i.org_id = e.org_id and i.id = e.item where e.org_id = d.org_id and e.cause_id = d.id and i.document_type = 'finance.opening')`,
  },
  {
    record: 'finance.voucher',
    where: `d.state = 'posted' and d.reverses is null and not exists (select 1 from finance.voucher r where r.org_id = d.org_id and r.reverses = d.id)`,
  },
  { record: 'inventory.adjustment', where: `d.state = 'posted' and d.kind <> 'opening' and d.reverses is null` },
  { record: 'finance.gl_voucher', where: followsChosen('source_id') },
  { record: 'finance.open_item', where: followsChosen('document_id') },
];
export const copiedRecords = (registry: Registry): readonly RecordMeta[] => chosen.map(({ record }) => recordOf(registry, record));

/** Names the rows in a temporary table `chosen`, by which everything that hangs on them is found. */
export async function choose(client: pg.Client, registry: Registry, org: string): Promise<void> {
  await client.query('create temporary table chosen (id uuid, record text, primary key (id, record)) on commit drop');
  for (const { record, where } of chosen) {
    const { table } = recordOf(registry, record);
    await client.query(`insert into chosen select d.id, $2 from ${table} d where d.org_id = $1 and ${where}`, [org, record]);
    await client.query('analyze chosen');
  }
}

/** A table with the rows that are copied from it. */
export interface Source {
  readonly table: string;
  /** SQL over the row `r`. */
  readonly where: string;
  readonly order: string;
}
const ofParent = `r.org_id = $1 and exists (select 1 from chosen c where c.id = r.parent)`;
const byRecord = (name: string): string => `r.org_id = $1 and exists (select 1 from chosen c where c.id = r.id and c.record = '${name}')`;
/** Documents, lines and entries; entries of every ledger whose cause is copied. */
export function sources(registry: Registry): readonly Source[] {
  return [
    ...copiedRecords(registry).flatMap((meta) => [
      { table: meta.table, where: byRecord(meta.name), order: 'r.id' },
      ...meta.lines.map((lines) => ({ table: lines.table, where: ofParent, order: 'r.parent, r.line_no' })),
    ]),
    ...ledgerSources(registry),
    {
      table: 'core.link',
      where: `r.org_id = $1 and exists (select 1 from chosen c where c.id = r.from_id) and exists (select 1 from chosen c where c.id = r.to_id)`,
      order: 'r.id',
    },
    ...ownBalances.map(({ balance, key }) => ({
      table: balanceOf(registry, balance),
      where: `r.org_id = $1 and exists (select 1 from chosen c where c.id = ${key})`,
      order: 'r.id',
    })),
  ];
}
export const ledgerSources = (registry: Registry): readonly Source[] =>
  [...registry.ledgers.values()].map(({ table }) => ({ table, where: `r.org_id = $1 and exists (select 1 from chosen c where c.id = r.cause_id)`, order: 'r.id' }));

/** Balances that belong to one document are copied with it; the others grow by what the copies add to them. */
export const ownBalances: readonly { readonly balance: string; readonly key: string }[] = [
  { balance: 'finance.open_item_balance', key: 'r.item' },
  { balance: 'sales.order_line_progress', key: 'r."order"' },
  { balance: 'inventory.reservation_balance', key: '(select l.parent from sales.order_line l where l.org_id = r.org_id and l.id = r.demand::uuid)' },
];
function balanceOf(registry: Registry, name: string): string {
  const balance = registry.balances.get(name);
  if (!balance) throw new TypeError(`no balance ${name}`);
  return balance.table;
}
