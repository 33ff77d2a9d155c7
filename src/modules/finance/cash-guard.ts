import { type Lock, lockRows, type Read, sql, type Warning } from '#declare';
import { type Decimal, decimal, sum, toMoney, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';

/*
 * I10: an account that forbids it is never overdrawn (3.0.1 negative_cash, negative_bank). Who takes money out locks the account's row, so that
 * two payments see each other; the balance is the exact one of roll-ups and queue.
 */
export interface CashMove {
  /** Id of the account. */
  readonly account: string;
  readonly change: Decimal;
}
interface Guarded {
  readonly id: string;
  readonly code: string;
  readonly balance: string;
  readonly overdraft: string | null;
}
/** What leaves each account, all lines together. */
const outgoing = (moves: readonly CashMove[]): readonly CashMove[] =>
  [...new Set(moves.map((move) => move.account))]
    .map((account) => ({
      account,
      change: sum(
        moves.filter((move) => move.account === account),
        (move) => move.change,
      ),
    }))
    .filter((move) => move.change.lt(zero));

const guarded = (read: Read, accounts: readonly string[]): Promise<readonly { readonly id: string }[]> =>
  read.query<{ id: string }>(sql`select id from finance.account where org_id = ${read.org.id} and id = any(${accounts}::uuid[]) and forbid_negative order by id`);
export async function cashLocks(read: Read, moves: readonly CashMove[]): Promise<readonly Lock[]> {
  const taken = outgoing(moves);
  const rows =
    taken.length === 0
      ? []
      : await guarded(
          read,
          taken.map((move) => move.account),
        );
  return rows.length === 0
    ? []
    : [
        lockRows(
          'finance.account',
          rows.map((row) => row.id),
        ),
      ];
}
/** Refuses what may not be overdrawn; answers the warnings for what may with open eyes. After the locks. */
export async function cashWarnings(read: Read, moves: readonly CashMove[]): Promise<readonly Warning[]> {
  const taken = outgoing(moves);
  if (taken.length === 0) return [];
  const org = read.org.id;
  const [settings, rows] = await Promise.all([
    read.settings('finance.settings'),
    read.query<Guarded>(sql`select a.id, a.code, b.overdraft_limit::text as overdraft,
        ((select coalesce(sum(y.debit - y.credit), 0) from finance.gl_year y where y.org_id = ${org} and y.account = a.id)
        + (select coalesce(sum(e.debit - e.credit), 0) from finance.gl_pending p join finance.gl_voucher_line e on e.org_id = ${org} and e.parent = p.voucher where p.org_id = ${org} and e.account = a.id))::text as balance
      from finance.account a left join finance.bank_account b on b.org_id = ${org} and b.account = a.id
      where a.org_id = ${org} and a.id = any(${taken.map((move) => move.account)}::uuid[]) and a.forbid_negative order by a.code`),
  ]);
  return rows.flatMap((row): readonly Warning[] => {
    const after = decimal(row.balance).plus(taken.find((move) => move.account === row.id)?.change ?? zero);
    if (after.gte(zero)) return [];
    const rule = row.code.startsWith('1001') ? settings.negative_cash : settings.negative_bank;
    const beyond = row.overdraft !== null && after.abs().gt(decimal(row.overdraft));
    if (rule === 'stop' || beyond) throw new Refused('account.negative_balance', { account: row.code, balance: toMoney(after) });
    return [{ code: 'account.negative_balance', params: { account: row.code, balance: toMoney(after) } }];
  });
}
