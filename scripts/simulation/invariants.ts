import { verify } from '../../src/kernel/ledger/verify.ts';
import { inTransaction, type Row } from '../../src/kernel/store/session.ts';
import { type Company, parts, type Player, registry } from './company.ts';
import { pathOf, type Told } from './moves.ts';

/* What must hold whatever anybody did. Each check answers what is wrong, in words. */

/** Of every answer: no fault of the program, every refusal a known one, and nobody saw a name that his scope keeps from him. */
export function wrongAnswers(told: readonly Told[]): string[] {
  return told.flatMap(({ by, what, answer }) => {
    const { code } = answer.body as { readonly code?: string };
    const part = parts[by.role];
    const hidden = 'neverSees' in part && by.login !== 'admin' ? part.neverSees : undefined;
    // The search repeats nothing of the question, so the sign in an answer is the sign of a row.
    return [
      ...(answer.status >= 500 ? [`${by.role} ${what}: ${answer.status} ${answer.text.slice(0, 300)}`] : []),
      ...(answer.status >= 400 && answer.status < 500 && !registry.refusals.has(code ?? '')
        ? [`${by.role} ${what}: ${answer.status} without a known code: ${answer.text.slice(0, 200)}`]
        : []),
      ...(hidden !== undefined && answer.text.includes(hidden)
        ? [`${by.role} ${what}: saw ${hidden}: ${answer.text.slice(Math.max(0, answer.text.indexOf(hidden) - 200), answer.text.indexOf(hidden) + 60)}`]
        : []),
    ];
  });
}
/** A key stands for one answer: repeated, it gives the same again. */
export function doubled(told: readonly Told[]): string[] {
  const byKey = Map.groupBy(
    told.filter(({ what }) => what.startsWith('POST') && what.includes('/actions/')),
    ({ by, what }) => `${by.login} ${what}`,
  );
  return [...byKey.values()].flatMap(([first, ...again]) =>
    again
      .filter((one) => first && first.answer.status < 300 && one.answer.status !== first.answer.status)
      .map((one) => `${one.what}: first ${first?.answer.status}, repeated ${one.answer.status} ${one.answer.text.slice(0, 200)}`),
  );
}

const rows = ({ stage }: Company, sql: string): Promise<readonly Row[]> =>
  inTransaction(stage.pools.plain, stage.org.id, (tx) => tx.query(sql, [stage.org.id]), { readOnly: true });
/** Plain questions to the tables, apart from what `verify` knows: each answers what must not be. */
const never: Readonly<Record<string, string>> = {
  'a voucher that does not balance': `select parent::text as what from finance.gl_voucher_line where org_id = $1 group by parent having sum(debit) <> sum(credit)`,
  'stock below nothing': `select product::text || ' ' || on_hand as what from inventory.stock_balance where org_id = $1 and on_hand < 0`,
  'more promised than there is': `select product::text || ' ' || reserved || ' of ' || sellable as what from inventory.warehouse_balance where org_id = $1 and reserved > sellable`,
  'more delivered or invoiced than ordered': `select line::text as what from sales.order_line_progress where org_id = $1 and (delivered < 0 or invoiced < 0 or delivered > ordered - cancelled + allowed or invoiced > delivered)`,
  'an item settled beyond its amount': `select item::text as what from finance.open_item_balance where org_id = $1 and (remaining < 0) <> (amount < 0) and remaining <> 0`,
  'a number twice': `select number as what from sales."order" where org_id = $1 and number is not null group by number having count(*) > 1`,
  'a voucher in a month that was closed when it came': `select v.id::text as what from finance.gl_voucher v join finance.period p on p.org_id = $1 and p.code = v.period where v.org_id = $1 and p.state = 'closed' and v.posted_at > p.closed_at`,
};
export async function wrongBooks(company: Company): Promise<string[]> {
  await company.stage.sequence();
  const { checks } = await verify(company.stage.kernel.environment, company.stage.org);
  const wrong = checks.filter((check) => check.differences > 0).map((check) => `verify ${check.name}: ${check.differences} of ${check.rows}, first ${check.first ?? ''}`);
  for (const [name, sql] of Object.entries(never)) for (const row of await rows(company, sql)) wrong.push(`${name}: ${String(row['what'])}`);
  const report = await company.admin.ask('GET', `/api/finance/report/trial_balance?from=${company.stage.year}-01-01&to=${company.stage.year}-12-31`);
  const totals = (report.body['totals'] ?? {}) as Readonly<Record<string, string | null>>;
  for (const side of ['opening_', '', 'closing_'])
    if (totals[`${side}debit`] !== totals[`${side}credit`]) wrong.push(`trial balance ${side}: ${totals[`${side}debit`]} and ${totals[`${side}credit`]}`);
  return wrong;
}

/** What each of the narrow roles is shown of a record, against what the tables say is his: neither more nor less. */
export async function wrongScopes(company: Company): Promise<string[]> {
  const wrong: string[] = [];
  for (const name of ['customers.customer', 'sales.quotation', 'sales.order'] as const) {
    const meta = registry.records.get(name);
    if (!meta) continue;
    const all = await rows(company, `select id, ${meta.owner} as owner, ${meta.department ?? 'null'} as department from ${meta.table} where org_id = $1`);
    for (const role of ['salesA', 'salesB', 'headA'] as const) {
      const player = company.players[role];
      const answer = await player.ask('GET', `${pathOf(name)}?limit=200&count=exact`);
      const { data = [], count } = answer.body as { readonly data?: readonly { readonly id: string }[]; readonly count?: { readonly value: number } };
      const his = all.filter((row) => isHis(player, row)).map((row) => String(row['id']));
      const seen = data.map((row) => row.id);
      if (count?.value !== his.length) wrong.push(`${role} counts ${count?.value} ${name}, ${his.length} are his`);
      if (his.length <= 200 && seen.toSorted().join() !== his.toSorted().join()) wrong.push(`${role} sees ${seen.length} ${name}, ${his.length} are his`);
    }
  }
  return wrong;
}
const isHis = (player: Player, row: Row): boolean => (player.role === 'headA' ? player.departments.includes(String(row['department'])) : row['owner'] === player.user);

/** The reports of a month that is closed, as they were read on the day it was closed. */
export interface Kept {
  readonly month: number;
  readonly reports: ReadonlyMap<string, string>;
}
export async function keep(company: Company, month: number): Promise<Kept> {
  const { year } = company.stage;
  const end = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const asked = [
    `/api/finance/report/trial_balance?from=${first}&to=${end}`,
    `/api/finance/report/balance_sheet?at=${end}`,
    `/api/finance/report/income_statement?from=${first}&to=${end}`,
    `/api/finance/report/open_items?at=${end}`,
    `/api/inventory/report/stock_value?at=${end}`,
  ];
  const reports = new Map<string, string>();
  for (const path of asked) {
    const { body, status } = await company.admin.ask('GET', path);
    const { rows: lines = [], totals } = body as {
      readonly rows?: readonly { readonly key: string; readonly cells: Readonly<Record<string, string | null>> }[];
      readonly totals?: unknown;
    };
    // An account without any figure may join the list; what has figures must stay.
    const figures = lines
      .filter(({ cells }) => Object.values(cells).some((cell) => cell !== null && Number(cell) !== 0))
      .map(({ key, cells }) => [key, Object.entries(cells).filter(([, cell]) => cell !== null && Number(cell) !== 0)]);
    reports.set(path, JSON.stringify([status, figures, totals]));
  }
  return { month, reports };
}
export async function changedPast(company: Company, kept: readonly Kept[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { month, reports } of kept) {
    const now = await keep(company, month);
    for (const [path, before] of reports)
      if (now.reports.get(path) !== before) wrong.push(`${path} changed after the month was closed: ${firstDifference(before, now.reports.get(path) ?? '')}`);
  }
  return wrong;
}
function firstDifference(before: string, after: string): string {
  let at = 0;
  while (before[at] === after[at]) at += 1;
  return `${before.slice(Math.max(0, at - 80), at + 80)} → ${after.slice(Math.max(0, at - 80), at + 80)}`;
}
