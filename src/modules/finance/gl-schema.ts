import { type Column } from '../../kernel/store/columns.ts';
import { organisationTable } from '../../kernel/store/ddl.ts';

const column = (name: string, type: string): Column => ({ name, type });
const org = column('org_id', 'uuid not null');
const amounts = [column('debit', 'numeric(20,2) not null'), column('credit', 'numeric(20,2) not null')];
const account = column('account', 'uuid not null');
/** Vouchers that only carry results forward are kept apart, because statements leave them out (3.3). */
const closing = column('closing', 'boolean not null');

/*
 * The general ledger beside its declared tables (3.0.2): what the sequencer writes after the commit, and what the database itself holds.
 * Roll-ups are turnovers per bucket, never running balances, so that a back-dated posting touches its own day and month alone.
 */
export const generalLedgerSchema: readonly string[] = [
  ...organisationTable('finance.gl_pending', [org, column('voucher', 'uuid not null')], ['org_id', 'voucher']),
  ...organisationTable(
    'finance.gl_number',
    [org, column('period', 'text not null'), column('vtype', 'text not null'), column('number', 'integer not null'), column('voucher', 'uuid not null')],
    ['org_id', 'period', 'vtype', 'number'],
    'append',
  ),
  'create unique index finance_gl_number_voucher on finance.gl_number (org_id, voucher)',
  ...organisationTable(
    'finance.gl_chain',
    [org, column('seq', 'bigint not null'), column('voucher', 'uuid not null'), column('prev_hash', 'text not null'), column('hash', 'text not null')],
    ['org_id', 'seq'],
    'append',
  ),
  'create unique index finance_gl_chain_voucher on finance.gl_chain (org_id, voucher)',
  ...organisationTable('finance.gl_day', [org, account, column('date', 'date not null'), closing, ...amounts], ['org_id', 'account', 'date', 'closing']),
  'create index finance_gl_day_date on finance.gl_day (org_id, date) include (account, debit, credit)',
  ...organisationTable('finance.gl_month', [org, account, column('period', 'text not null'), closing, ...amounts], ['org_id', 'account', 'period', 'closing']),
  'create index finance_gl_month_period on finance.gl_month (org_id, period) include (account, debit, credit)',
  ...organisationTable('finance.gl_year', [org, account, column('year', 'integer not null'), closing, ...amounts], ['org_id', 'account', 'year', 'closing']),
  ...organisationTable(
    'finance.gl_month_dim',
    [
      org,
      column('id', 'uuid not null'),
      account,
      column('period', 'text not null'),
      column('customer', 'uuid'),
      column('department', 'uuid'),
      column('product', 'uuid'),
      closing,
      ...amounts,
    ],
    ['org_id', 'id'],
  ),
  'create unique index finance_gl_month_dim_key on finance.gl_month_dim (org_id, account, period, customer, department, product, closing) nulls not distinct',
  'create index finance_gl_month_dim_period on finance.gl_month_dim (org_id, account, period) include (customer, debit, credit)',
  ...organisationTable(
    'finance.gl_year_dim',
    [
      org,
      column('id', 'uuid not null'),
      account,
      column('year', 'integer not null'),
      column('customer', 'uuid'),
      column('department', 'uuid'),
      column('product', 'uuid'),
      closing,
      ...amounts,
    ],
    ['org_id', 'id'],
  ),
  'create unique index finance_gl_year_dim_key on finance.gl_year_dim (org_id, account, year, customer, department, product, closing) nulls not distinct',
  'create index finance_gl_year_dim_year on finance.gl_year_dim (org_id, account, year) include (customer, debit, credit)',
  // All that stands on an account and party now: a statement of today starts from it instead of from the beginning of time.
  ...organisationTable('finance.gl_party', [org, account, column('party', 'uuid not null'), ...amounts], ['org_id', 'account', 'party']),
  'create index finance_gl_entry_account on finance.gl_voucher_line (org_id, account, date, parent, line_no)',
  'create index finance_gl_entry_customer on finance.gl_voucher_line (org_id, customer, account, date) where customer is not null',
  // The openings of 3.1 R7 are told apart from turnovers of the year they fall in.
  "create index finance_gl_entry_opening on finance.gl_voucher_line (org_id, date) where kind = 'opening'",
  // What is open now: ageing starts from it and goes back in time (3.0.5).
  'create index finance_open_item_balance_open on finance.open_item_balance (org_id, item) where remaining <> 0',
  'create index finance_gl_voucher_source on finance.gl_voucher (org_id, source_id)',
  // I9: a business event posts once; a retry meets this index.
  'create unique index finance_gl_voucher_event on finance.gl_voucher (org_id, source_type, source_id, source_rev, rule_code, kind) where rule_code is not null',
  // I1: exactly one side, red amounts allowed.
  'alter table finance.gl_voucher_line add constraint finance_gl_entry_side check ((debit <> 0) <> (credit <> 0))',
  periodCheck(),
  'create trigger period_open before insert on finance.gl_voucher for each row execute function finance.voucher_period()',
  entryCheck(),
  'create trigger balanced after insert on finance.gl_voucher_line referencing new table as new_rows for each statement execute function finance.voucher_entries()',
];

/** I3: the period is open and holds the date; its row is taken FOR SHARE, so that a close waits for postings in flight. */
function periodCheck(): string {
  return `create function finance.voucher_period() returns trigger language plpgsql as $$
declare p record;
begin
  if new.kind = 'opening' then
    if new.period !~ '-00$' then
      raise exception 'voucher.date_outside_period' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
    end if;
    return new;
  end if;
  select state, first_day, last_day into p from finance.period where org_id = new.org_id and code = new.period for share;
  if not found then
    raise exception 'period.closed' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  if p.state = 'future' then
    raise exception 'period.not_open' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  if p.state = 'closed' or (p.state = 'soft_closed' and new.kind not in ('transfer', 'depreciation', 'fx_reval', 'tax', 'pl_close', 'year_close')) then
    raise exception 'period.closed' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  if new.voucher_date < p.first_day or new.voucher_date > p.last_day then
    raise exception 'voucher.date_outside_period' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  return new;
end $$`;
}

/**
 * I2, I6, I7 over all entries of one statement. The loop runs over the transition table and asks with constants, because a join of it
 * with a table cannot be distributed (scale rule 9). The header's total refuses entries that come later.
 */
function entryCheck(): string {
  return `create function finance.voucher_entries() returns trigger language plpgsql as $$
declare v record; a record; e record; tagged numeric; head record;
begin
  for v in select org_id, parent, count(*) as n, sum(debit) as debit, sum(credit) as credit from new_rows group by org_id, parent loop
    if v.n < 2 then
      raise exception 'voucher.too_few_lines' using errcode = 'QT002';
    end if;
    if v.debit <> v.credit then
      raise exception 'voucher.unbalanced' using errcode = 'QT002', detail = json_build_object('debit', v.debit::text, 'credit', v.credit::text, 'difference', (v.debit - v.credit)::text)::text;
    end if;
    select debit, kind into head from finance.gl_voucher where org_id = v.org_id and id = v.parent;
    if head.debit is distinct from v.debit then
      raise exception 'ledger.immutable' using errcode = 'QT001';
    end if;
  end loop;
  for e in select org_id, parent, account, sum(debit - credit) as net, bool_or(customer is not null) as has_customer, bool_and(customer is not null) as all_customer, bool_or(department is not null) as has_department, bool_and(department is not null) as all_department, bool_or(product is not null) as has_product, bool_and(product is not null) as all_product from new_rows group by org_id, parent, account loop
    select code, is_leaf, active, is_cash, aux_required, aux_optional into a from finance.account where org_id = e.org_id and id = e.account;
    if not found or not a.is_leaf then
      raise exception 'account.not_leaf' using errcode = 'QT006', detail = json_build_object('account', coalesce(a.code, e.account::text))::text;
    end if;
    if not a.active then
      raise exception 'account.inactive' using errcode = 'QT006', detail = json_build_object('account', a.code)::text;
    end if;
${['customer', 'department', 'product'].map(dimensionCheck).join('\n')}
  end loop;
  for v in select org_id, parent, max(kind) as kind from new_rows group by org_id, parent loop
    if v.kind <> 'opening' then
      select coalesce(sum(amount), 0) into tagged from finance.gl_voucher_cash_flow where org_id = v.org_id and parent = v.parent;
      for e in select account, sum(debit - credit) as net from new_rows where org_id = v.org_id and parent = v.parent group by account loop
        if exists (select 1 from finance.account where org_id = v.org_id and id = e.account and is_cash) then
          tagged := tagged - e.net;
        end if;
      end loop;
      if tagged <> 0 then
        raise exception 'cash_flow.untagged' using errcode = 'QT007', detail = json_build_object('amount', tagged::text)::text;
      end if;
    end if;
  end loop;
  return null;
end $$`;
}
/** A required dimension stands on every entry, one that the account does not take on none. */
function dimensionCheck(name: string): string {
  return `    if '${name}' = any(a.aux_required) and not e.all_${name} then
      raise exception 'aux.missing' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', '${name}')::text;
    end if;
    if e.has_${name} and not ('${name}' = any(a.aux_required || a.aux_optional)) then
      raise exception 'aux.not_allowed' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', '${name}')::text;
    end if;`;
}
