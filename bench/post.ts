import { verify } from '../src/kernel/ledger/verify.ts';
import { closedLoop, goal, median, type Outcome, rounded, type TableRow, type Throughput } from './measure.ts';
import type { Options } from './options.ts';
import { type Floor, openFloor } from './post-floor.ts';
import { overHttp, type Sale, sell } from './sale.ts';
import { employ, openShop, type Shop, staff } from './shop.ts';
import { dearestStatements, resetStatements } from './statements-debug.ts';
import { openWorld, type World } from './world.ts';

/**
 * `post`: order of three lines, confirmed, delivered, invoiced through the API, against the same rows in three statements. Product and
 * floor take turns; the ratio is that of the medians.
 */
export async function post(options: Options): Promise<Outcome> {
  const world = await openWorld(options);
  try {
    const shop = await openShop(world, options.rows ?? 300);
    const counts = options.clients ?? [1, 8, 32, 64];
    const user = await employ(world, 'seller1', ['sales_manager', 'warehouse_supervisor', 'billing_clerk'], 'HQ');
    const sales = salesOf(shop);
    const floor = await openFloor(world, user, sales('t'));
    const clients = (await staff(world, Math.max(...counts))).map(overHttp);
    const product = (at: number): Promise<void> => sell(clients[at] ?? clients[0] ?? never(), sales('a'));
    await closedLoop(8, 3, product);
    await closedLoop(8, 2, () => floor.sell(sales('f')));
    // Plans made while the tables were empty last until PostgreSQL has looked at them; what is measured is a company that has worked a while.
    await world.owner.query('analyze');
    await closedLoop(8, 2, product);
    await resetStatements(world, options);
    const rounds = options.rounds ?? 3;
    const results: Measured[] = [];
    for (const count of counts) results.push(await compare(world, { count, rounds, seconds: options.seconds ?? 15 }, product, () => floor.sell(sales('f'))));
    await dearestStatements(world, options);
    const { checks } = await verify(world.kernel.environment, world.org);
    const differences = checks.reduce((sum, check) => sum + check.differences, 0);
    return outcome(
      results,
      floor,
      differences,
      checks.filter((check) => check.differences > 0).map((check) => `${check.name}: ${check.first}`),
    );
  } finally {
    await world.stop();
  }
}
function never(): never {
  throw new Error('no client');
}
/** Sales of three goods out of all, for customers in turn; each has keys and a number of its own. */
function salesOf({ products, customers }: Shop): (prefix: string) => Sale {
  let count = 0;
  const run = Date.now().toString(36);
  const year = String(new Date().getFullYear()).slice(2);
  return (prefix) => {
    count += 1;
    const chosen = [0, 1, 2].map((at) => products[(count * 3 + at * 101 + Math.floor(count / 7)) % products.length]);
    const [customer] = [customers[count % customers.length]];
    if (!customer || new Set(chosen).size < 3) throw new Error('too few goods for a sale of three');
    return {
      customer,
      products: chosen.flatMap((one) => one ?? []),
      fapiao: `${year}${String(Date.now()).slice(-9)}${String(count).padStart(9, '0')}`,
      key: `${prefix}${run}${count}`,
    };
  };
}

interface Side {
  readonly runs: readonly Throughput[];
  /** Milliseconds of processor time a sale. */
  readonly server: number;
  readonly database: number;
}
interface Measured {
  readonly count: number;
  readonly product: Side;
  readonly floor: Side;
}
async function compare(
  world: World,
  { count, rounds, seconds }: { readonly count: number; readonly rounds: number; readonly seconds: number },
  product: (at: number) => Promise<void>,
  floor: () => Promise<void>,
): Promise<Measured> {
  const sides = { product: [] as Round[], floor: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    sides.product.push(await oneRound(world, count, seconds, product));
    sides.floor.push(await oneRound(world, count, seconds, floor));
    // What the floor left in the queues is put away before the product's next turn.
    await world.sequence();
  }
  return { count, product: sideOf(sides.product), floor: sideOf(sides.floor) };
}
interface Round {
  readonly run: Throughput;
  readonly server: number;
  readonly database: number;
}
async function oneRound(world: World, count: number, seconds: number, step: (at: number) => Promise<void>): Promise<Round> {
  const before = world.processor();
  const run = await closedLoop(count, seconds, step);
  const after = world.processor();
  return { run, server: (after.server - before.server) / run.done, database: (after.database - before.database) / run.done };
}
const sideOf = (rounds: readonly Round[]): Side => ({
  runs: rounds.map((round) => round.run),
  server: median(rounds.map((round) => round.server)),
  database: median(rounds.map((round) => round.database)),
});
const perSecond = ({ runs }: Side): number => median(runs.map((run) => run.perSecond));
const failures = ({ runs }: Side): number => runs.reduce((sum, run) => sum + run.failed, 0);

function rowOf(name: string, count: number, side: Side, ratio: number | string): TableRow {
  const of = (which: 'p50' | 'p95' | 'p99'): number => rounded(median(side.runs.map((run) => run.latency[which])), 0);
  return {
    clients: count,
    what: name,
    'sales/s': rounded(perSecond(side)),
    ratio,
    'p50 ms': of('p50'),
    'p95 ms': of('p95'),
    'p99 ms': of('p99'),
    'server ms/sale': rounded(side.server),
    'database ms/sale': rounded(side.database),
    failed: failures(side),
  };
}
function outcome(results: readonly Measured[], floor: Floor, differences: number, first: readonly string[]): Outcome {
  const ratio = ({ product, floor: under }: Measured): number => perSecond(product) / perSecond(under);
  const of = (count: number): Measured | undefined => results.find((one) => one.count === count);
  const [at32, at64] = [of(32), of(64)];
  const errors = results.flatMap((one) => [...one.product.runs, ...one.floor.runs].flatMap((run) => Object.entries(run.errors).map(([said, times]) => `${times} × ${said}`)));
  return {
    name: 'post',
    rows: results.flatMap((one) => [rowOf('product', one.count, one.product, rounded(ratio(one), 2)), rowOf('floor', one.count, one.floor, '')]),
    goals: [
      ...(at32 ? [goal('throughput at 32 clients against the floor', '≥ 0.5', rounded(ratio(at32), 2), ratio(at32) >= 0.5)] : []),
      ...(at32 && at64
        ? [goal('64 clients against 32', '≥ 1', rounded(perSecond(at64.product) / perSecond(at32.product), 2), perSecond(at64.product) >= perSecond(at32.product))]
        : []),
      goal('errors', '0', errors.length === 0 ? 0 : errors.slice(0, 3).join('; '), errors.length === 0),
      goal('differences that verify finds in what both wrote', '0', differences === 0 ? 0 : first.slice(0, 3).join('; '), differences === 0),
    ],
    notes: [`one sale writes ${floor.rows.join(' + ')} rows (order, delivery, invoice); the product in 7 requests and 7 transactions, the floor in 3`],
  };
}
