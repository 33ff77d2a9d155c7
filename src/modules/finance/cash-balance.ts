import { decimal, toMoney } from '#decimal';
import type { Check } from '../../kernel/command/environment.ts';
import { organisationTable } from '../../kernel/store/ddl.ts';

/*
 * I10 in the database: of each account that forbids it the current balance stands in one row, changed with the entries that change it, whatever
 * posts them — vouchers, receipts, reversals. CHECK holds it above the lowest balance that the settings allow. The row is made by the first
 * posting, from all entries so far. What may be overdrawn with open eyes (`warn`) is asked before, by `cash-guard.ts`.
 */
export const cashBalanceSchema: readonly string[] = [
  ...organisationTable(
    'finance.cash_balance',
    [
      { name: 'org_id', type: 'uuid not null' },
      { name: 'account', type: 'uuid not null' },
      { name: 'balance', type: 'numeric(20,2) not null' },
      // Nothing: it may be overdrawn without limit.
      { name: 'lowest', type: 'numeric(20,2)' },
    ],
    ['org_id', 'account'],
  ),
  'alter table finance.cash_balance add constraint finance_cash_balance_lowest check (lowest is null or balance >= lowest)',
  lowestBalance(),
  changeBalances(),
  'create trigger cash_balance after insert on finance.gl_voucher_line referencing new table as new_rows for each statement execute function finance.change_cash_balances()',
  // An account that was not guarded meanwhile has moved without its row.
  `create function finance.forget_cash_balance() returns trigger language plpgsql as $$
begin
  delete from finance.cash_balance where org_id = new.org_id and account = new.id;
  return null;
end $$`,
  'create trigger cash_balance after update of forbid_negative on finance.account for each row when (old.forbid_negative is distinct from new.forbid_negative) execute function finance.forget_cash_balance()',
];

/** 3.0.1: cash stops at nothing, a bank account is asked about and stops at its overdraft limit, unless the settings say otherwise. */
function lowestBalance(): string {
  return `create function finance.lowest_balance(org uuid, of_account uuid, code text) returns numeric language plpgsql stable as $$
declare rule text; overdraft numeric;
begin
  select coalesce(s.values ->> case when code like '1001%' then 'negative_cash' else 'negative_bank' end, case when code like '1001%' then 'stop' else 'warn' end) into rule
    from (select 1) one left join core.setting s on s.org_id = org and s.module = 'finance';
  if rule = 'stop' then
    return 0;
  end if;
  select overdraft_limit into overdraft from finance.bank_account where org_id = org and account = of_account;
  return -overdraft;
end $$`;
}
/** Accounts in one order, so that two postings never wait for each other. Money that comes in, and an opening, is taken whatever the balance. */
function changeBalances(): string {
  return `create function finance.change_cash_balances() returns trigger language plpgsql as $$
declare e record; a record; floor numeric;
begin
  for e in select org_id, account, sum(debit - credit) as change, bool_and(kind = 'opening') as opening from new_rows group by org_id, account order by org_id, account loop
    select code, forbid_negative into a from finance.account where org_id = e.org_id and id = e.account;
    if a.forbid_negative then
      if not exists (select 1 from finance.cash_balance b where b.org_id = e.org_id and b.account = e.account) then
        insert into finance.cash_balance (org_id, account, balance)
          select e.org_id, e.account, coalesce(sum(l.debit - l.credit), 0) - e.change from finance.gl_voucher_line l where l.org_id = e.org_id and l.account = e.account
          on conflict do nothing;
      end if;
      floor := finance.lowest_balance(e.org_id, e.account, a.code);
      begin
        update finance.cash_balance set balance = balance + e.change, lowest = case when floor is null or (e.change < 0 and not e.opening) then floor else least(floor, balance + e.change) end
          where org_id = e.org_id and account = e.account;
      exception when check_violation then
        raise exception 'account.negative_balance' using errcode = 'QT010', detail = (select json_build_object('account', a.code, 'balance', (b.balance + e.change)::text)::text from finance.cash_balance b where b.org_id = e.org_id and b.account = e.account);
      end;
    end if;
  end loop;
  return null;
end $$`;
}

export const cashBalanceCheck: Check = {
  name: 'finance.cash_balance',
  run: async (tx, org) => {
    const rows = await tx.query(
      `select a.code, b.balance::text as stored, coalesce((select sum(l.debit - l.credit) from finance.gl_voucher_line l where l.org_id = $1 and l.account = b.account), 0)::text as entries
       from finance.cash_balance b join finance.account a on a.org_id = $1 and a.id = b.account where b.org_id = $1 order by a.code`,
      [org.id],
    );
    const shown = (value: unknown): string => toMoney(decimal(String(value)));
    const wrong = rows.filter((row) => shown(row['stored']) !== shown(row['entries']));
    return { rows: rows.length, differences: wrong.map((row) => `finance.cash_balance ${String(row['code'])}: stored ${shown(row['stored'])}, entries ${shown(row['entries'])}`) };
  },
};
