import { printTable } from './measure.ts';
import type { Options } from './options.ts';
import type { World } from './world.ts';

/** With `--statements`: which statements PostgreSQL spent its time on. The counting itself costs a little, so such a run is for looking, not for figures. */
export async function resetStatements({ superuser }: World, { statements }: Options): Promise<void> {
  if (!statements) return;
  await superuser.query('create extension if not exists pg_stat_statements schema public');
  await superuser.query('select pg_stat_statements_reset()');
}
export async function dearestStatements({ superuser }: World, { statements }: Options, most = 40): Promise<void> {
  if (!statements) return;
  const { rows } = await superuser.query<{ calls: string; total: string; mean: string; share: string; query: string }>(
    `select calls, round(total_exec_time::numeric) as total, round(mean_exec_time::numeric, 3) as mean, round((100 * total_exec_time / sum(total_exec_time) over ())::numeric, 1) as share,
       left(regexp_replace(query, '\\s+', ' ', 'g'), 260) as query from pg_stat_statements order by total_exec_time desc limit $1`,
    [most],
  );
  const [whole] = (await superuser.query<{ calls: string; total: string }>('select sum(calls) as calls, round(sum(total_exec_time)::numeric) as total from pg_stat_statements'))
    .rows;
  process.stdout.write(`${whole?.calls} statements, ${whole?.total} ms\n`);
  printTable(rows.map(({ calls, total, mean, share, query }) => ({ calls, 'total ms': total, 'mean ms': mean, '%': share, query })));
}
