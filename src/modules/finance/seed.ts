import { decimal } from '#decimal';
import type { SeedFacts } from '../../kernel/command/environment.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/store/session.ts';
import { insertRecords } from '../core/server.ts';
import { accountRoles } from './account-roles.ts';
import { firstDay, lastDay, monthOf } from './calendar-day.ts';
import { casChart } from './chart-cas.ts';
import { sbeChart } from './chart-sbe.ts';
import { shippedTerms } from './payment-term.ts';
import { plannedPeriods } from './period.ts';
import { shippedTaxCodes } from './tax-codes.ts';

type Standard = 'cas' | 'sbe';

/** What the first start fills in (index §7): the chart of `cas` with its roles, tax codes, payment terms, periods, the till. */
export async function seedFinance(tx: Tx, org: SeedFacts): Promise<void> {
  const goLive = monthOf(org.today);
  await tx.query('insert into core.setting (org_id, module, values, updated_at) values ($1, $2, $3, $4)', [
    org.id,
    'finance',
    JSON.stringify({ go_live_period: goLive, default_tax_code: 'VAT13', default_payment_term: 'COD' }),
    org.now,
  ]);
  await loadChart(tx, org, 'cas');
  await insertRecords(
    tx,
    org.registry,
    org,
    'finance.tax_code',
    shippedTaxCodes.map(({ zh, en, ...code }) => ({ ...code, name: zh, name_en: en, deductible: decimal(1), active: true })),
  );
  await insertRecords(
    tx,
    org.registry,
    org,
    'finance.payment_term',
    shippedTerms.map(({ zh, en, ...term }) => ({ ...term, name: zh, name_en: en })),
  );
  await loadPeriods(tx, org, goLive, 2);
  await insertRecords(tx, org.registry, org, 'finance.bank_account', [
    { code: 'CASH', name: '现金', kind: 'cash', account: await accountId(tx, org.id, '1001'), is_default: true },
  ]);
}

/** The accounts of a standard with their roles; parents before children. */
export async function loadChart(tx: Tx, org: SeedFacts, standard: Standard): Promise<void> {
  const chart = standard === 'cas' ? casChart : sbeChart;
  const ids = new Map(chart.map((account) => [account.code, newId()]));
  const rolesOf = (code: string): string[] => Object.entries(accountRoles).flatMap(([role, spec]) => (spec[standard] === code ? [role] : []));
  const rows = chart.map(({ zh, en, parent, ...account }) => ({
    ...account,
    id: ids.get(account.code),
    name: zh,
    name_en: en,
    parent: parent === null ? null : (ids.get(parent) ?? null),
    currency_mode: 'base',
    roles: rolesOf(account.code),
  }));
  await insertRecords(tx, org.registry, org, 'finance.account', rows);
}
/** Periods from go-live to the end of next year, the first ones open. */
export async function loadPeriods(tx: Tx, org: SeedFacts, goLive: string, maxOpen: number): Promise<void> {
  const rows = plannedPeriods(goLive, org.today, maxOpen).map(({ code, state }) => ({ code, state, first_day: firstDay(code), last_day: lastDay(code), scopes: [] }));
  await insertRecords(tx, org.registry, org, 'finance.period', rows);
}
async function accountId(tx: Tx, org: string, code: string): Promise<string> {
  const [row] = await tx.query('select id from finance.account where org_id = $1 and code = $2', [org, code]);
  return String(row?.['id']);
}

/** Another standard before the first posting: its chart instead of the old one, bank accounts move to the leaves of the same codes (3.0.1). */
export async function changeStandard(tx: Tx, org: SeedFacts, standard: Standard): Promise<void> {
  const banks = await tx.query('select b.id, a.code, a.name from finance.bank_account b join finance.account a on a.org_id = $1 and a.id = b.account where b.org_id = $1', [
    org.id,
  ]);
  await tx.query('delete from finance.account where org_id = $1', [org.id]);
  await loadChart(tx, org, standard);
  for (const bank of banks) {
    const code = String(bank['code']);
    const known = await tx.query('select id from finance.account where org_id = $1 and code = $2', [org.id, code]);
    const account = known[0]?.['id'] ?? (await addBankLeaf(tx, org, code, String(bank['name'])));
    await tx.query('update finance.bank_account set account = $3 where org_id = $1 and id = $2', [org.id, bank['id'], account]);
  }
}
/** A leaf below 1002 for one bank account; 1002 itself carries entries no more. */
async function addBankLeaf(tx: Tx, org: SeedFacts, code: string, name: string): Promise<string> {
  const [parent] = await tx.query(`select id, class, direction, cf_in, cf_out, bs_dr_line, bs_cr_line from finance.account where org_id = $1 and code = $2`, [
    org.id,
    code.slice(0, 4),
  ]);
  const id = newId();
  await tx.query('update finance.account set is_leaf = false where org_id = $1 and id = $2', [org.id, parent?.['id']]);
  await insertRecords(tx, org.registry, org, 'finance.account', [
    { ...parent, id, code, name, parent: parent?.['id'], is_leaf: true, active: true, is_cash: true, currency_mode: 'base', roles: [], aux_required: [], aux_optional: [] },
  ]);
  return id;
}
