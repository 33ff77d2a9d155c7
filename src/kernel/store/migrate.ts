import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** One reviewed file of `migrations/`; statements are parted by a line that holds `--;;` alone, because functions hold semicolons. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}
export const separator = '\n--;;\n';

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((file) => ({ number: Number(file.slice(0, 4)), name: file.slice(0, -'.sql'.length), statements: parts(readFileSync(join(folder, file), 'utf8')) }));
}
const parts = (text: string): string[] =>
  text
    .split(separator)
    .map((statement) => statement.replace(/^(--[^\n]*\n)+/, '').trim())
    .filter((statement) => statement !== '');

/** A database that knows more than this program must not be touched by it (P.17). */
export class NewerDatabase extends Error {
  readonly number: number;
  constructor(number: number) {
    super(`the database has migration ${number}, which this program does not know`);
    this.name = 'NewerDatabase';
    this.number = number;
  }
}

/** Applies what is missing, each migration in one transaction, statement by statement (scale rule 4), one process at a time. */
export async function migrate(client: pg.Client, migrations: readonly Migration[], told: (migration: Migration) => void = () => undefined): Promise<number> {
  await client.query('create table if not exists public.migration (number integer primary key, name text not null, at timestamptz not null default now())');
  await client.query('grant select on public.migration to qiantai_app');
  await client.query('select pg_advisory_lock(4800, 2)');
  try {
    const done = await client.query<{ number: number }>('select number from public.migration order by number');
    const newest = done.rows.at(-1)?.number ?? 0;
    const known = migrations.at(-1)?.number ?? 0;
    if (newest > known) throw new NewerDatabase(newest);
    const missing = migrations.filter((migration) => migration.number > newest);
    for (const migration of missing) {
      await apply(client, migration);
      told(migration);
    }
    return missing.length;
  } finally {
    await client.query('select pg_advisory_unlock(4800, 2)');
  }
}
async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    for (const statement of migration.statements) await client.query(statement);
    await client.query('insert into public.migration (number, name) values ($1, $2)', [migration.number, migration.name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
