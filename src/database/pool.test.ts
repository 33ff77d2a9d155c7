import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { isoInstant, openPools, type Pools } from './pool.ts';

let database: TestDatabase;
let pools: Pools;

beforeAll(async () => {
  database = await testDatabase();
  pools = openPools(database.app);
});

afterAll(async () => {
  await pools.end();
  await database.drop();
});

test('what a JavaScript number or Date would spoil comes as text', async () => {
  const { rows } = await pools.commands.query(`select date '2026-01-31' as day, timestamptz '2026-03-18 10:11:09.12+08' as at, 12345678901234567.89::numeric(20,2) as money,
    9007199254740993::int8 as big, 7 as small, '{"城市":"昆山","n":1}'::jsonb as doc, array['上海', null] as names,
    array[1.50, null]::numeric[] as amounts, array[date '2026-02-28'] as days, array[timestamptz '2026-01-01 00:00Z'] as ats`);
  expect(rows).toEqual([
    {
      day: '2026-01-31',
      at: '2026-03-18T02:11:09.120Z',
      money: '12345678901234567.89',
      big: '9007199254740993',
      small: 7,
      doc: { 城市: '昆山', n: 1 },
      names: ['上海', null],
      amounts: ['1.50', null],
      days: ['2026-02-28'],
      ats: ['2026-01-01T00:00:00.000Z'],
    },
  ]);
});

test('instants have three decimals, cut and not rounded', () => {
  expect(isoInstant('2026-03-18 02:11:09+00')).toBe('2026-03-18T02:11:09.000Z');
  expect(isoInstant('2026-12-31 23:59:59.9999+00')).toBe('2026-12-31T23:59:59.999Z');
  expect(isoInstant('infinity')).toBe('infinity');
});

test('each pool has the planner its statements want', async () => {
  const mode = "select current_setting('plan_cache_mode') as mode, current_setting('statement_timeout') as timeout, current_setting('TimeZone') as zone";
  const [commands, reads, plain] = await Promise.all([pools.commands.query(mode), pools.reads.query(mode), pools.plain.query(mode)]);
  expect(commands.rows).toEqual([{ mode: 'force_generic_plan', timeout: '0', zone: 'UTC' }]);
  expect(reads.rows).toEqual([{ mode: 'force_custom_plan', timeout: '30s', zone: 'UTC' }]);
  expect(plain.rows).toEqual([{ mode: 'auto', timeout: '0', zone: 'UTC' }]);
});

test('a flight is answered in order, and after a failure commit rolls back without an error', async () => {
  const client = await pools.commands.connect();
  try {
    const flight = await Promise.allSettled(['begin', 'select 1 as n', 'select 1/0', 'select 2 as n', 'commit'].map((text) => client.query(text)));
    expect(flight.map((answer) => (answer.status === 'fulfilled' ? answer.value.command : (answer.reason as { code: string }).code))).toEqual([
      'BEGIN',
      'SELECT',
      '22012',
      '25P02',
      'ROLLBACK',
    ]);
  } finally {
    client.release();
  }
});

test('a connection ended by the server neither ends the process nor spoils the pool', async () => {
  const lost: string[] = [];
  const watched = openPools(database.app, (error) => lost.push(error.message));
  try {
    const { rows } = await watched.commands.query<{ pid: number }>('select pg_backend_pid() as pid');
    await pools.plain.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await expect.poll(() => lost.length).toBeGreaterThan(0);
    expect((await watched.commands.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  } finally {
    await watched.end();
  }
});
