import { fill } from './bulk.ts';
import type { World } from './world.ts';

/*
 * A general ledger of any size, laid down by SQL without triggers: vouchers of four entries, balanced, half of them sales on a customer; the
 * roll-ups are the sums of the entries, as the sequencer would have made them. Open items beside them, of which one in twenty-five is open.
 */
export const firstDay = '2017-01-01';
const customers = 2_000;

export async function layLedger(world: World, entries: number): Promise<void> {
  const { superuser, org } = world;
  const [known] = (await superuser.query<{ n: number }>('select count(*)::int as n from finance.gl_voucher')).rows;
  const [from, to] = [known?.n ?? 0, Math.ceil(entries / 4)];
  if (from >= to) return;
  if (from === 0) {
    await world.kernel.changeSettings(world.call, 'finance', { go_live_period: firstDay.slice(0, 7) });
    await fill(world, customers, { seller: world.call.principal.user, department: await only(world, `select id from core.department where code = 'HQ'`) }, false);
  }
  await superuser.query('set session_replication_role = replica');
  const step = 100_000;
  for (let at = from; at < to; at += step) await layVouchers(world, at + 1, Math.min(to, at + step));
  for (const statement of rollUps(org.id)) await superuser.query(statement);
  await layItems(world, Math.floor(entries / 11));
  await superuser.query('set session_replication_role = origin');
  await superuser.query('vacuum analyze');
}
const only = async ({ superuser }: World, sql: string): Promise<string> => (await superuser.query<{ id: string }>(sql)).rows[0]?.id ?? '';

/** Days of the last ten years up to today, so that every month has its share. */
const dayOf = `(date '${firstDay}' + ((v * 2654435761::bigint) % ((current_date - date '${firstDay}')::bigint))::int)`;
const amountOf = '(1 + (v * 48271::bigint) % 9000)';

async function layVouchers({ superuser, org, call }: World, from: number, to: number): Promise<void> {
  const user = call.principal.user;
  await superuser.query(`
    create temporary table if not exists laid (v bigint primary key, id uuid, day date, amount numeric(20,2)); truncate laid;
    insert into laid select v, uuidv7(), ${dayOf}, ${amountOf} from generate_series(${from}, ${to}) v;
    insert into finance.gl_voucher (org_id, id, version, created_at, created_by, updated_at, period, vtype, voucher_date, kind, attachment_count, prepared_by, posted_by, posted_at, debit)
      select '${org.id}', id, 1, day, '${user}', day, to_char(day, 'YYYY-MM'), 'ji', day, 'normal', 0, '${user}', '${user}', day, amount * case when v % 2 = 1 then 113 else 150 end from laid;
    insert into finance.gl_number (org_id, period, vtype, number, voucher)
      select '${org.id}', to_char(day, 'YYYY-MM'), 'ji', coalesce((select max(number) from finance.gl_number n where n.org_id = '${org.id}' and n.period = to_char(day, 'YYYY-MM')), 0) + row_number() over (partition by to_char(day, 'YYYY-MM') order by v), id from laid;
  `);
  await superuser.query(`
    with a as (select code, id from finance.account where org_id = '${org.id}'),
      plain as (select array_agg(id order by code) as ids from finance.account where org_id = '${org.id}' and is_leaf and not is_cash and cardinality(aux_required) = 0 and active and archived_at is null),
      c as (select array_agg(id order by code) as ids from customers.customer where org_id = '${org.id}'),
      hq as (select id from core.department where org_id = '${org.id}' and code = 'HQ')
    insert into finance.gl_voucher_line (org_id, id, parent, line_no, summary, account, debit, credit, customer, department, currency, date, period, kind)
    select '${org.id}', uuidv7(), l.id, e.no, '销售', e.account, e.debit, e.credit, e.customer, e.department, 'CNY', l.day, to_char(l.day, 'YYYY-MM'), 'normal'
    from laid l cross join plain cross join c cross join hq cross join lateral (
      select 1 as no, (select id from a where code = '1122') as account, l.amount * 113 as debit, 0::numeric as credit, c.ids[1 + l.v % cardinality(c.ids)] as customer, null::uuid as department where l.v % 2 = 1
      union all select 2, (select id from a where code = '6001'), 0, l.amount * 60, null, hq.id where l.v % 2 = 1
      union all select 3, (select id from a where code = '6001'), 0, l.amount * 40, null, hq.id where l.v % 2 = 1
      union all select 4, (select id from a where code = '222106'), 0, l.amount * 13, null, null where l.v % 2 = 1
      union all select 1, plain.ids[1 + l.v * 7 % cardinality(plain.ids)], l.amount * 100, 0, null, null where l.v % 2 = 0
      union all select 2, plain.ids[1 + l.v * 11 % cardinality(plain.ids)], l.amount * 50, 0, null, null where l.v % 2 = 0
      union all select 3, plain.ids[1 + l.v * 13 % cardinality(plain.ids)], 0, l.amount * 90, null, null where l.v % 2 = 0
      union all select 4, plain.ids[1 + l.v * 17 % cardinality(plain.ids)], 0, l.amount * 60, null, null where l.v % 2 = 0
    ) e`);
}
/** The roll-ups anew from all entries: what the sequencer adds batch by batch. */
function rollUps(org: string): readonly string[] {
  const table = (name: string, group: readonly string[], columns: string, identified = false): readonly string[] => [
    `delete from finance.${name}`,
    `insert into finance.${name} (org_id, ${identified ? 'id, ' : ''}${columns}, debit, credit)
      select '${org}', ${identified ? 'uuidv7(), ' : ''}s.* from (select ${group.join(', ')}, sum(debit), sum(credit) from finance.gl_voucher_line where org_id = '${org}' group by ${group.map((_, at) => at + 1).join(', ')}) s`,
  ];
  const [month, year] = [`to_char(date, 'YYYY-MM')`, 'extract(year from date)::int'];
  const dimensions = ['customer', 'department', 'product'];
  return [
    ...table('gl_day', ['account', 'date', 'false'], 'account, date, closing'),
    ...table('gl_month', ['account', month, 'false'], 'account, period, closing'),
    ...table('gl_year', ['account', year, 'false'], 'account, year, closing'),
    ...table('gl_month_dim', ['account', month, ...dimensions, 'false'], 'account, period, customer, department, product, closing', true),
    ...table('gl_year_dim', ['account', year, ...dimensions, 'false'], 'account, year, customer, department, product, closing', true),
    ...table('gl_party', ['account', `coalesce(customer, '00000000-0000-0000-0000-000000000000')`], 'account, party'),
  ];
}

async function layItems({ superuser, org }: World, count: number): Promise<void> {
  const [known] = (await superuser.query<{ n: number }>('select count(*)::int as n from finance.open_item')).rows;
  const from = known?.n ?? 0;
  if (from >= count) return;
  const step = 100_000;
  for (let at = from; at < count; at += step) {
    await superuser.query(`
      create temporary table if not exists laid_item (v bigint primary key, id uuid, day date, amount numeric(20,2), customer uuid); truncate laid_item;
      insert into laid_item select v, uuidv7(), ${dayOf}, ${amountOf} * 113, c.ids[1 + v % cardinality(c.ids)] from generate_series(${at + 1}, ${Math.min(count, at + step)}) v cross join (select array_agg(id order by code) as ids from customers.customer) c;
      insert into finance.open_item (org_id, id, version, created_at, updated_at, document_no, side, account, customer, document_type, document_id, instalment, doc_date, due_date, currency, amount)
        select '${org.id}', id, 1, day, day, 'XS' || v, 'receivable', (select id from finance.account where code = '1122'), customer, 'sales.delivery', id, 1, day, day + 30, 'CNY', amount from laid_item;
      insert into finance.open_item_balance (org_id, id, item, amount, remaining) select '${org.id}', uuidv7(), id, amount, case when v % 25 = 0 then amount else 0 end from laid_item;
      insert into finance.open_item_entry (org_id, id, posted_at, cause_type, cause_id, item, date, kind, amount, change) select '${org.id}', uuidv7(), day, 'sales.delivery', id, id, day, 'open', amount, amount from laid_item;
      insert into finance.open_item_entry (org_id, id, posted_at, cause_type, cause_id, item, date, kind, amount, change)
        select '${org.id}', uuidv7(), day, 'finance.receipt', id, id, least(current_date, day + 20 + (v % 40)::int), 'settle', 0, -amount from laid_item where v % 25 <> 0;
    `);
  }
}
