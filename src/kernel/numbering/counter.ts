import type pg from 'pg';
import { inTransaction } from '../store/session.ts';

/**
 * Cheap numbers (P.5): taken outside the transaction that uses them, so nobody waits for another's commit. Below one number a second a
 * block is a single number and nothing is lost; under load a process takes ten at a time.
 */
export interface Counters {
  /** `expected` numbers are about to be taken under this key: an import asks for all of them at once. */
  take(org: string, declaration: string, key: string, expected?: number): Promise<number>;
  /** Raises the counter so that the next automatic number lies above one given by hand. */
  raise(org: string, declaration: string, key: string, used: number): Promise<void>;
  peek(org: string, declaration: string, key: string): Promise<number>;
}
interface Block {
  next: number;
  end: number;
  takenAt: number;
  waiting: Promise<void>;
}
const blockSize = 10;

export function openCounters(pool: pg.Pool, clock: () => number = Date.now): Counters {
  const blocks = new Map<string, Block>();
  const reserve = async (org: string, declaration: string, key: string, size: number): Promise<number> => {
    const rows = await inTransaction(pool, org, (tx) =>
      tx.query('insert into core.counter as c (org_id, declaration, key, next) values ($1, $2, $3, 1 + $4) on conflict (org_id, declaration, key) do update set next = c.next + $4 returning next - $4 as first', [org, declaration, key, size]),
    );
    return Number(rows[0]?.['first']);
  };
  return {
    async take(org, declaration, key, expected = 1) {
      const name = `${org}|${declaration}|${key}`;
      const block = blocks.get(name) ?? { next: 0, end: 0, takenAt: 0, waiting: Promise.resolve() };
      blocks.set(name, block);
      // One at a time per counter within the process, so that a block is fetched once.
      const turn = block.waiting.then(async () => {
        if (block.next >= block.end) {
          const size = Math.max(expected, clock() - block.takenAt < 1000 ? blockSize : 1);
          block.next = await reserve(org, declaration, key, size);
          block.end = block.next + size;
          block.takenAt = clock();
        }
        block.next += 1;
        return block.next - 1;
      });
      block.waiting = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
    async raise(org, declaration, key, used) {
      blocks.delete(`${org}|${declaration}|${key}`);
      await inTransaction(pool, org, (tx) =>
        tx.query('insert into core.counter as c (org_id, declaration, key, next) values ($1, $2, $3, $4) on conflict (org_id, declaration, key) do update set next = greatest(c.next, $4)', [org, declaration, key, used + 1]),
      );
    },
    async peek(org, declaration, key) {
      const block = blocks.get(`${org}|${declaration}|${key}`);
      if (block && block.next < block.end) return block.next;
      const rows = await inTransaction(pool, org, (tx) => tx.query('select next from core.counter where org_id = $1 and declaration = $2 and key = $3', [org, declaration, key]));
      return Number(rows[0]?.['next'] ?? 1);
    },
  };
}
