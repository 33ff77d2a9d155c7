import { type Client, signIn } from './client.ts';
import { layLedger } from './ledger.ts';
import { goal, type Goal, type Outcome, rounded, sampled, type Spread } from './measure.ts';
import type { Options } from './options.ts';
import { openWorld, password, type World } from './world.ts';

/** `statements`: the statements of any date over ten million entries, against one SELECT of the rows they are made of; a tenth of the entries first. */
export async function statements(options: Options): Promise<Outcome> {
  const entries = options.rows ?? 10_000_000;
  const times = (options.rounds ?? 3) * 10;
  const world = await openWorld(options);
  try {
    const client = await signIn(world.url, 'admin', password);
    const measured: Measured[] = [];
    for (const count of [Math.ceil(entries / 10), entries]) {
      await layLedger(world, count);
      for (const question of await questions(world)) {
        const floor = await sampled(times, (at) => world.superuser.query(question.sql, [...question.values(at)]));
        const product = await sampled(times, (at) => client.get(question.path(at)));
        measured.push({ count, name: question.name, product, floor });
      }
    }
    return outcome(measured, entries, await empty(client, times));
  } finally {
    await world.stop();
  }
}
const empty = (client: Client, times: number): Promise<Spread> => sampled(times, () => client.get('/api/session'));
interface Question {
  readonly name: string;
  readonly path: (at: number) => string;
  readonly sql: string;
  readonly values: (at: number) => readonly unknown[];
}
interface Measured {
  readonly count: number;
  readonly name: string;
  readonly product: Spread;
  readonly floor: Spread;
}
/** Days of eight years that nobody has asked for just before. */
const day = (at: number): string => new Date(Date.UTC(2018, 0, 17) + ((at * 1_013) % 2_900) * 86_400_000).toISOString().slice(0, 10);
const monthBefore = (date: string): string => new Date(Date.parse(date) - 30 * 86_400_000).toISOString().slice(0, 10);
const upTo = (org: string, when: string): string =>
  `select account, debit, credit from finance.gl_year where org_id = ${org} and year < extract(year from ${when}::date)::int
   union all select account, debit, credit from finance.gl_month where org_id = ${org} and period >= to_char(${when}::date, 'YYYY') || '-01' and period < to_char(${when}::date, 'YYYY-MM')
   union all select account, debit, credit from finance.gl_day where org_id = ${org} and date >= date_trunc('month', ${when}::date)::date and date <= ${when}::date`;
async function questions({ org, superuser }: World): Promise<readonly Question[]> {
  const [account] = (await superuser.query<{ id: string }>(`select id from finance.account where code = '1122'`)).rows;
  const balances = `select account, sum(debit), sum(credit) from (${upTo('$1', '$2')}) x group by 1`;
  const at = (n: number): readonly unknown[] => [org.id, day(n)];
  return [
    { name: 'trial balance of a month', path: (n) => `/api/finance/report/trial_balance?from=${monthBefore(day(n))}&to=${day(n)}`, sql: balances, values: at },
    { name: 'balance sheet', path: (n) => `/api/finance/report/balance_sheet?at=${day(n)}`, sql: balances, values: at },
    { name: 'profit and loss of a month', path: (n) => `/api/finance/report/income_statement?from=${monthBefore(day(n))}&to=${day(n)}`, sql: balances, values: at },
    {
      name: 'account ledger, receivables of a week',
      path: (n) => `/api/finance/report/account_ledger?account=1122&from=${new Date(Date.parse(day(n)) - 6 * 86_400_000).toISOString().slice(0, 10)}&to=${day(n)}`,
      sql: 'select date, parent, line_no, summary, debit, credit from finance.gl_voucher_line where org_id = $1 and account = $3 and date between $2::date - 6 and $2::date order by date, parent, line_no limit 50',
      values: (n) => [org.id, day(n), account?.id],
    },
    {
      name: 'ageing',
      path: (n) => `/api/finance/report/aging?at=${day(n)}`,
      sql: `select i.customer, sum(e.change) from finance.open_item i join finance.open_item_entry e on e.org_id = $1 and e.item = i.id and e.date <= $2 where i.org_id = $1 and i.doc_date between $2::date - 90 and $2::date group by 1`,
      values: at,
    },
  ];
}
function outcome(measured: readonly Measured[], entries: number, session: Spread): Outcome {
  const large = measured.filter((one) => one.count === entries);
  const growth = (one: Measured): number => one.product.p50 / (measured.find((other) => other.count < entries && other.name === one.name)?.product.p50 ?? Number.NaN);
  const worst = (name: string, wanted: string, of: (one: Measured) => number, met: (value: number) => boolean): Goal => {
    const [first] = [...large].sort((a, b) => of(b) - of(a));
    return goal(name, wanted, `${rounded(first ? of(first) : Number.NaN, 2)} (${first?.name})`, first !== undefined && met(of(first)));
  };
  return {
    name: 'statements',
    rows: large.map((one) => ({
      what: one.name,
      'p50 ms': rounded(one.product.p50),
      'p95 ms': rounded(one.product.p95),
      'floor p50': rounded(one.floor.p50),
      'ratio of p50': rounded(one.product.p50 / one.floor.p50),
      'growth at 10 × entries': rounded(growth(one), 2),
    })),
    goals: [
      worst(
        'p95, the slowest',
        '≤ 100 ms',
        (one) => one.product.p95,
        (value) => value <= 100,
      ),
      worst('time at ten times the entries, the steepest', '≤ 1.2', growth, (value) => value <= 1.2),
    ],
    notes: [`${entries} entries over ten years; an empty signed-in request takes ${rounded(session.p50)} ms (p50)`],
  };
}
