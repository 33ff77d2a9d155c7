import type pg from 'pg';
import { statementName } from '../../kernel/store/session.ts';

/** The schema `auth`, which belongs to no organisation; nothing else of the server reaches it. */
export interface AuthDatabase {
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
  /** All or nothing, with row locks held to its end. */
  together<T>(work: (database: AuthDatabase) => Promise<T>): Promise<T>;
}

export function authDatabase(pool: pg.Pool): AuthDatabase {
  return {
    query: async <T extends object>(text: string, values: readonly unknown[] = []) => (await pool.query<T>({ name: statementName(text), text, values: values as unknown[] })).rows,
    together: async (work) => {
      const client = await pool.connect();
      const inside: AuthDatabase = {
        query: async <T extends object>(text: string, values: readonly unknown[] = []) => (await client.query<T>(text, values as unknown[])).rows,
        together: (more) => more(inside),
      };
      try {
        await client.query('begin');
        const result = await work(inside);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
