import { fill } from './bulk.ts';
import { type Client, signIn } from './client.ts';
import { goal, type Goal, type Outcome, rounded, sampled, type Spread, type TableRow } from './measure.ts';
import type { Options } from './options.ts';
import { employ } from './shop.ts';
import { openWorld, password, type World } from './world.ts';

/** `list`: pages, totals, search and counts over a million orders and customers, as administrator and as a salesperson, against the bare indexed SQL; a tenth of the rows first. */
export async function list(options: Options): Promise<Outcome> {
  const rows = options.rows ?? 1_000_000;
  const times = (options.rounds ?? 3) * 20;
  const world = await openWorld(options);
  try {
    const seller = await employ(world, 'narrow', ['sales'], 'HQ');
    const [hq] = (await world.superuser.query<{ id: string }>(`select id from core.department where code = 'HQ'`)).rows;
    const people = { admin: await signIn(world.url, 'admin', password), seller: await signIn(world.url, 'narrow', password) };
    const measured: Measured[] = [];
    const empty = await sampled(times, () => people.admin.get('/api/session'));
    for (const count of [Math.ceil(rows / 10), rows]) {
      await fill(world, count, { seller, department: hq?.id ?? '' });
      for (const [who, client] of Object.entries(people))
        for (const one of await queries(world, client, who === 'admin' ? undefined : seller))
          measured.push({ count, who, name: one.name, ...(await compare(world, client, one, times)) });
    }
    return outcome(measured, rows, empty);
  } finally {
    await world.stop();
  }
}
interface Question {
  readonly name: string;
  readonly path: string;
  readonly sql: string;
  readonly values: readonly unknown[];
}
interface Measured {
  readonly count: number;
  readonly who: string;
  readonly name: string;
  readonly product: Spread;
  readonly floor: Spread;
}
interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly page: { readonly next: string | null };
}
/** What is asked, and the SQL a person would write who knows the indexes; both with the same rows to answer. */
async function queries({ org, superuser }: World, client: Client, owner: string | undefined): Promise<readonly Question[]> {
  const mine = owner === undefined ? '' : ` and salesperson = '${owner}'`;
  const ours = owner === undefined ? '' : ` and owner = '${owner}'`;
  const whole = `select id, number, customer, order_date, promised_date, net, gross, state, salesperson from sales."order" where org_id = $1${mine}`;
  const [range] = (
    await superuser.query<{ from: string; to: string }>(`select min(order_date)::text as from, min(order_date + 13)::text as to from sales."order" where org_id = $1`, [org.id])
  ).rows;
  const day = { from: range?.from ?? '', to: range?.to ?? '' };
  const [someone] = (
    await superuser.query<{ name: string; letters: string; middle: string }>(
      `select name, split_part(search, E'\\n', 4) as letters, substr(name, 3, 4) as middle from customers.customer where org_id = $1${ours} and uscc is not null order by id desc limit 1`,
      [org.id],
    )
  ).rows;
  const columns = 'fields=id,number,customer,order_date,promised_date,net,gross,state,salesperson';
  let deep = '';
  for (let at = 0; at < 20; at += 1) {
    const { page } = await client.get<Page>(`/api/sales/order?${columns}&limit=200&count=none&sort=-order_date${deep}`);
    if (page.next === null) break;
    deep = `&after=${encodeURIComponent(page.next)}`;
  }
  const like = (text: string): string => `%${text}%`;
  const found = `select id, code, name, owner, state from customers.customer where org_id = $1${ours}`;
  const pinyin = (someone?.letters ?? '').slice(0, 8);
  return [
    {
      name: 'filter, sort, page of 50',
      path: `/api/sales/order?${columns}&f.state=confirmed&f.order_date.gte=${day.to}&sort=-order_date&count=none`,
      sql: `${whole} and state = 'confirmed' and order_date >= $2 order by order_date desc, id desc limit 51`,
      values: [org.id, day.to],
    },
    {
      name: 'deep page (4,000 rows in)',
      path: `/api/sales/order?${columns}&limit=50&count=none&sort=-order_date${deep.replace('limit=200', '')}`,
      sql: `${whole} and (order_date, id) < ($2, $3) order by order_date desc, id desc limit 51`,
      values: [org.id, day.to, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    },
    {
      name: 'totals of a fortnight',
      path: `/api/sales/order?fields=id&limit=1&count=none&totals=net,gross&f.order_date.between=${day.from},${day.to}`,
      sql: `select sum(net), sum(gross), count(*) from sales."order" where org_id = $1${mine} and order_date between $2 and $3`,
      values: [org.id, day.from, day.to],
    },
    {
      name: 'count of a fortnight, exact',
      path: `/api/sales/order?fields=id&limit=1&count=exact&f.order_date.between=${day.from},${day.to}`,
      sql: `select count(*) from sales."order" where org_id = $1${mine} and order_date between $2 and $3`,
      values: [org.id, day.from, day.to],
    },
    {
      name: 'count up to 10,000',
      path: `/api/sales/order?fields=id&limit=1`,
      sql: `select count(*) from (select 1 from sales."order" where org_id = $1${mine} limit 10001) x`,
      values: [org.id],
    },
    {
      name: `customers by pinyin`,
      path: `/api/customers/customer?fields=id,code,name,owner,state&count=none&q=${encodeURIComponent(pinyin)}`,
      sql: `${found} and search like $2 order by id limit 51`,
      values: [org.id, like(pinyin)],
    },
    {
      name: 'customers by four characters',
      path: `/api/customers/customer?fields=id,code,name,owner,state&count=none&q=${encodeURIComponent(someone?.middle ?? '')}`,
      sql: `${found} and search like $2 order by id limit 51`,
      values: [org.id, like(someone?.middle ?? '')],
    },
  ];
}
/** The floor runs above the policies: bare SQL on the tables, as if there were one organisation and no rights. */
async function compare({ superuser }: World, client: Client, question: Question, times: number): Promise<{ readonly product: Spread; readonly floor: Spread }> {
  const half = Math.ceil(times / 2);
  // Alternately, so that what else the machine does falls on both alike.
  const first = await sampled(half, () => client.get(question.path));
  const floor = await sampled(times, () => superuser.query(question.sql, [...question.values]));
  const second = await sampled(half, () => client.get(question.path), 0);
  return { product: { ...first, p50: (first.p50 + second.p50) / 2, p95: (first.p95 + second.p95) / 2 }, floor };
}
function outcome(measured: readonly Measured[], rows: number, empty: Spread): Outcome {
  const floorOf = (one: Measured): number => one.floor.p95 + empty.p95;
  const large = measured.filter((one) => one.count === rows);
  const before = ({ who, name }: Measured): Measured | undefined => measured.find((one) => one.count < rows && one.who === who && one.name === name);
  const growth = (one: Measured): number => one.product.p50 / (before(one)?.product.p50 ?? Number.NaN);
  const table = large.map(
    (one): TableRow => ({
      who: one.who,
      what: one.name,
      'p50 ms': rounded(one.product.p50),
      'p95 ms': rounded(one.product.p95),
      'floor p50': rounded(one.floor.p50),
      'floor p95': rounded(one.floor.p95),
      'p95 / (floor + empty)': rounded(one.product.p95 / floorOf(one)),
      'growth of p50 at 10 × rows': rounded(growth(one), 2),
    }),
  );
  const worst = (name: string, wanted: string, of: (one: Measured) => number, met: (value: number) => boolean): Goal => {
    const [first] = [...large].sort((a, b) => of(b) - of(a));
    const value = first ? of(first) : Number.NaN;
    return goal(name, wanted, `${rounded(value, 2)} (${first?.who}, ${first?.name})`, met(value));
  };
  return {
    name: 'list',
    rows: table,
    goals: [
      worst(
        'p95, the slowest',
        '≤ 50 ms',
        (one) => one.product.p95,
        (value) => value <= 50,
      ),
      worst(
        'p95 against the floor and an empty request, the farthest',
        '≤ 3',
        (one) => one.product.p95 / floorOf(one),
        (value) => value <= 3,
      ),
      worst('time at ten times the rows, the steepest', '≤ 1.5', growth, (value) => value <= 1.5),
    ],
    notes: [
      `${rows} orders and customers; the product over HTTP with sign-in, permission and JSON, the floor as SQL on a connection above all policies; an empty signed-in request takes ${rounded(empty.p50)} ms (p50), ${rounded(empty.p95)} ms (p95)`,
    ],
  };
}
