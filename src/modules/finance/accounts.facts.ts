import { type Read, sql } from '#declare';
import type { AccountLines } from './statements.ts';
import type { Dimension } from './turnovers.ts';

/** An account as reports need it. */
export interface ChartEntry extends AccountLines {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly class: string;
  readonly direction: 'D' | 'C' | '±';
  readonly is_leaf: boolean;
  readonly active: boolean;
  readonly control: boolean;
  readonly is_cash: boolean;
  readonly aux_required: readonly string[];
  readonly aux_optional: readonly string[];
  readonly roles: readonly string[];
}
export interface ChartOfAccounts {
  readonly all: readonly ChartEntry[];
  readonly byId: ReadonlyMap<string, ChartEntry>;
  readonly byCode: ReadonlyMap<string, ChartEntry>;
}
/** The whole chart; history stays on accounts that are archived or have become parents. */
export async function chartOfAccounts(read: Read): Promise<ChartOfAccounts> {
  const all =
    await read.query<ChartEntry>(sql`select id, code, name, parent, class, direction, is_leaf, active, control, is_cash, aux_required, aux_optional, roles, bs_dr_line, bs_cr_line, is_line, net
    from finance.account where org_id = ${read.org.id} order by code`);
  return { all, byId: new Map(all.map((account) => [account.id, account])), byCode: new Map(all.map((account) => [account.code, account])) };
}
/** From the top of the tree to the account itself. */
export function pathOf(chart: ChartOfAccounts, account: ChartEntry): readonly ChartEntry[] {
  const above = account.parent === null ? undefined : chart.byId.get(account.parent);
  return above ? [...pathOf(chart, above), account] : [account];
}
/** The account and everything below it. */
export const withBelow = (chart: ChartOfAccounts, account: ChartEntry): readonly ChartEntry[] => chart.all.filter((other) => pathOf(chart, other).includes(account));
export const takes = (account: ChartEntry, dimension: string): boolean => account.aux_required.includes(dimension) || account.aux_optional.includes(dimension);
/** Accounts that say themselves where they stand; one that says nothing takes its parent's lines (3.3). */
export const mappedAccounts = (chart: ChartOfAccounts): readonly AccountLines[] =>
  chart.all.filter((account) => account.bs_dr_line !== null || account.bs_cr_line !== null || account.is_line !== null);

export interface DimensionName {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}
/** Codes and names of what entries are analysed by. */
export async function dimensionNames(read: Read, dimension: Dimension, ids: readonly string[]): Promise<ReadonlyMap<string, DimensionName>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await read.query<DimensionName>(
    dimension === 'customer'
      ? sql`select id, code, name from customers.customer where org_id = ${read.org.id} and id = any(${wanted}::uuid[])`
      : dimension === 'department'
        ? sql`select id, code, name from core.department where org_id = ${read.org.id} and id = any(${wanted}::uuid[])`
        : sql`select id, code, name from inventory.product where org_id = ${read.org.id} and id = any(${wanted}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
