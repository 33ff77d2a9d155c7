import type { AnyRef, EffectSpec, Read } from '#declare';
import type { Company } from '../../../test/support/company.ts';
import type { Call, Principal } from '../../kernel/command/call.ts';
import { runCommand } from '../../kernel/command/command.ts';
import { decide } from '../../kernel/command/decide.ts';
import { newId } from '../../kernel/ids.ts';
import { defaultWarehouse } from './default-warehouse.ts';
import { releaseFacts, releaseLocks, releaseWrites, reserveFacts, reserveLocks, reserveWrites } from './reserve.ts';
import { reversalFacts, reversalLocks, reversalWrites, checkReversal } from './reversal.ts';
import type { Demand, StockPlan } from './services.ts';
import { checkStock } from './stock-check.ts';
import { stockFacts, stockLocks } from './stock-facts.ts';
import { stockWrites } from './stock-writes.ts';

/*
 * For tests: the stock services as a module above uses them, each in a command of its own with locks, checks and entries, on real connections.
 */
type Step = Pick<EffectSpec<never, Record<string, never>, never, unknown>, 'locks' | 'facts' | 'entries'>;

export interface StockDesk {
  readonly warehouse: string;
  /** Posts a plan; answers the document that caused it. */
  move(plan: StockPlan, options?: { readonly demandsBack?: boolean }): Promise<AnyRef>;
  reserve(demands: readonly Demand[]): Promise<void>;
  release(lines: readonly string[]): Promise<void>;
  reverse(original: AnyRef, date: StockPlan['date']): Promise<void>;
  ask<T>(question: (read: Read) => Promise<T>): Promise<T>;
}
export async function openDesk(company: Company, permissions: readonly string[] = ['*']): Promise<StockDesk> {
  const { environment } = company.kernel;
  const call = callOf(company, permissions);
  const run = async (acting: AnyRef, step: (read: Read) => Step): Promise<void> => {
    await runCommand(environment, call, acting, { action: 'test', reason: undefined }, async (command) => {
      await decide(command, step(command.read), {}, {});
      return () => Promise.resolve({ status: 200, body: undefined });
    });
  };
  const ask = async <T>(question: (read: Read) => Promise<T>): Promise<T> => {
    let answer: T | undefined;
    await runCommand(environment, { ...call, dryRun: true }, document(), { action: 'test', reason: undefined }, async ({ read }) => {
      answer = await question(read);
      return () => Promise.resolve({ status: 200, body: undefined });
    });
    return answer as T;
  };
  return {
    warehouse: (await ask(defaultWarehouse)) ?? '',
    ask,
    move: async (plan) => {
      const cause = document();
      await run(cause, (read) => ({
        locks: () => stockLocks(read, plan),
        facts: () => stockFacts(read, plan),
        entries: (_row, facts) => {
          checkStock(facts as never);
          return stockWrites(facts as never, { kind: 'issue' }).writes;
        },
      }));
      return cause;
    },
    reserve: (demands) =>
      run(document(), (read) => ({
        locks: () => reserveLocks(read, demands),
        facts: () => reserveFacts(read, demands),
        entries: (_row, facts) => reserveWrites(facts as never).writes,
      })),
    release: (lines) => {
      const releases = lines.map((line) => ({ line }));
      return run(document(), (read) => ({
        locks: () => releaseLocks(read, releases),
        facts: () => releaseFacts(read, releases),
        entries: (_row, facts) => releaseWrites(facts as never).writes,
      }));
    },
    reverse: (original, date) => {
      const cause = document();
      return run(cause, (read) => ({
        locks: () => reversalLocks(read, original, date),
        facts: () => reversalFacts(read, original, date),
        entries: (_row, facts) => {
          checkReversal(facts as never);
          return reversalWrites(facts as never, { cause, promises: true }).writes;
        },
      }));
    },
  };
}
/** Entries need a cause; the trade of it does not matter here. */
const document = (): AnyRef => ({ name: 'inventory.adjustment', id: newId() });

function callOf(company: Company, permissions: readonly string[]): Call {
  const principal: Principal = {
    kind: 'job',
    user: newId(),
    name: 'test',
    org: { ...company.org, name: 'test', time_zone: 'Asia/Shanghai' },
    department: null,
    departments: [],
    departmentTree: [],
    roles: [],
    grants: [],
    permissions: new Set(permissions),
    unlimited: permissions.includes('*'),
  };
  return { principal, via: 'job', request: newId(), locale: 'en', dryRun: false, ack: new Set() };
}
