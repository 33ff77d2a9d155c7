import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { workbookBytes } from '../src/kernel/exchange/write-workbook.ts';
import { signIn } from './client.ts';
import { firm } from './firms.ts';
import { goal, type Outcome, rounded, timed } from './measure.ts';
import type { Options } from './options.ts';
import { dearestStatements, resetStatements } from './statements-debug.ts';
import { openWorld, password, type World } from './world.ts';

/** `import`: customers from an Excel file through the API, every rule and the search for duplicates included, against COPY of the rows that came of it. */
export async function importCustomers(options: Options): Promise<Outcome> {
  const rows = options.rows ?? 100_000;
  const world = await openWorld(options);
  try {
    const client = await signIn(world.url, 'admin', password);
    const file = await workbook(rows);
    await client.upload('/api/customers/customer/import', { name: 'warm.xlsx', bytes: await workbook(200, 90_000_000) });
    await world.owner.query('analyze');
    await resetStatements(world, options);
    const before = world.processor();
    const watch = watchMemory(world);
    const { ms, result } = await timed(() => client.upload<Answer>('/api/customers/customer/import', { name: 'customers.xlsx', bytes: file }, { unit: 'row' }));
    const grown = watch.stop();
    const after = world.processor();
    client.close();
    await dearestStatements(world, options);
    const floor = await copySeconds(world, rows);
    const perSecond = (rows * 1000) / ms;
    const { created = 0, failed = 0 } = result.counts;
    return {
      name: 'import',
      rows: [
        {
          what: 'product',
          rows: created,
          seconds: rounded(ms / 1000),
          'rows/s': rounded(perSecond, 0),
          'server ms/row': rounded((after.server - before.server) / rows, 2),
          'database ms/row': rounded((after.database - before.database) / rows, 2),
        },
        { what: 'COPY into the same table', rows: floor.rows, seconds: rounded(floor.ms / 1000), 'rows/s': rounded((floor.rows * 1000) / floor.ms, 0) },
      ],
      goals: [
        goal('rows a second', '≥ 2000', rounded(perSecond, 0), perSecond >= 2000),
        goal('rows that failed', '0', failed === 0 ? 0 : `${failed}: ${JSON.stringify(result.errors[0])}`, failed === 0 && created === rows),
        goal('memory of the server in the last third against the middle one', '≤ 1.3', rounded(grown.ratio, 2), grown.ratio <= 1.3),
      ],
      notes: [
        `ratio to COPY ${rounded(perSecond / ((floor.rows * 1000) / floor.ms), 2)}; the file has ${rounded(file.length / 2 ** 20)} MB; server memory ${grown.course.join(' → ')} MB`,
      ],
    };
  } finally {
    await world.stop();
  }
}
interface Answer {
  readonly counts: { readonly created?: number; readonly failed?: number };
  readonly errors: readonly unknown[];
}
/** A few invented names are alike enough to be asked about: they are acknowledged, and compared all the same. */
async function workbook(count: number, first = 0): Promise<Uint8Array> {
  function* lines(): Generator<readonly string[]> {
    yield ['名称', '客户性质', '统一社会信用代码', '收款条件', '地址', '手机', '确认重复'];
    for (let at = first; at < first + count; at += 1) {
      const { name, uscc, address, mobile } = firm(at);
      yield [name, '企业', uscc, 'I30', address, mobile, '是'];
    }
  }
  return workbookBytes([{ name: '客户', rows: lines(), header: 1 }]);
}

/** Server memory every half second: its course in ten steps, and whether it still grew at the end. */
function watchMemory(world: World): { readonly stop: () => { readonly ratio: number; readonly course: readonly number[] } } {
  const seen: number[] = [];
  const timer = setInterval(() => seen.push(world.memory().server), 500);
  const highest = (from: number, to: number): number => Math.max(...seen.slice(Math.floor(seen.length * from), Math.max(1, Math.ceil(seen.length * to))), 1);
  return {
    stop: () => {
      clearInterval(timer);
      const course = Array.from({ length: 10 }, (_, at) => rounded(highest(at / 10, (at + 1) / 10), 0));
      return { ratio: highest(2 / 3, 1) / highest(1 / 3, 2 / 3), course };
    },
  };
}

/** The very rows that the import made, read out and copied into a table with the same columns and indexes. */
async function copySeconds({ owner, org }: World, most: number): Promise<{ readonly ms: number; readonly rows: number }> {
  await owner.query('drop table if exists customers.bench_copy; create table customers.bench_copy (like customers.customer including all)');
  const chunks: Buffer[] = [];
  const out = owner.query(copyTo(`copy (select * from customers.customer where org_id = '${org.id}' order by id limit ${most}) to stdout`));
  for await (const chunk of out as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  const { ms } = await timed(() => pipeline(Readable.from(chunks), owner.query(copyFrom('copy customers.bench_copy from stdin'))));
  const [count] = (await owner.query<{ n: number }>('select count(*)::int as n from customers.bench_copy')).rows;
  await owner.query('drop table customers.bench_copy');
  return { ms, rows: count?.n ?? 0 };
}
