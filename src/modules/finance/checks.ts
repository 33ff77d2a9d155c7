import { createHash } from 'node:crypto';
import { decimal, toMoney } from '#decimal';
import type { Check } from '../../kernel/command/environment.ts';
import type { Tx } from '../../kernel/store/session.ts';
import { cashBalanceCheck } from './cash-balance.ts';
import { genesisText, linkText } from './chain.ts';
import { chainTexts } from './gl-sequence.ts';
import { noParty } from './turnovers.ts';
import { closingKinds, voucherWords } from './voucher-words.ts';

/*
 * What `verify` proves of the books (P.16, 3.0.2): each voucher and the whole balance; the roll-ups are the entries; every voucher has its
 * number, without a hole, and its place in the chain; open items are the general ledger. The vouchers concerned are named.
 */
const amount = (value: unknown): string => toMoney(decimal(String(value ?? 0)));
const wordOf = (vtype: unknown): string => voucherWords[vtype as keyof typeof voucherWords]?.zh ?? String(vtype);
const counted = async (tx: Tx, text: string, org: string): Promise<number> => Number((await tx.query(text, [org]))[0]?.['n'] ?? 0);

const trialBalance: Check = {
  name: 'finance.trial_balance',
  run: async (tx, org) => {
    const rows = await counted(tx, 'select count(*)::int as n from finance.gl_voucher where org_id = $1', org.id);
    const wrong = await tx.query(
      `select v.period, v.vtype, n.number, v.id, v.debit::text as head, coalesce(e.debit, 0)::text as debit, coalesce(e.credit, 0)::text as credit
       from finance.gl_voucher v left join (select parent, sum(debit) as debit, sum(credit) as credit from finance.gl_voucher_line where org_id = $1 group by parent) e on e.parent = v.id
       left join finance.gl_number n on n.org_id = $1 and n.voucher = v.id
       where v.org_id = $1 and (e.debit is null or e.debit <> e.credit or e.debit <> v.debit) order by v.period, n.number`,
      [org.id],
    );
    return {
      rows,
      differences: wrong.map(
        (row) =>
          `voucher ${String(row['period'])} ${wordOf(row['vtype'])}-${String(row['number'] ?? '?')} ${String(row['id'])}: debit ${amount(row['debit'])}, credit ${amount(row['credit'])}, header ${amount(row['head'])}`,
      ),
    };
  },
};

const closing = `e.kind in (${closingKinds.map((kind) => `'${kind}'`).join(', ')})`;
interface RollUp {
  readonly table: string;
  /** Key columns, the bucket first, with what they are in an entry; the account comes before them. */
  readonly key: readonly (readonly [name: string, expression: string])[];
}
const month: RollUp['key'][number] = ['period', "to_char(e.date, 'YYYY-MM')"];
const year: RollUp['key'][number] = ['year', 'extract(year from e.date)::int'];
const closed: RollUp['key'][number] = ['closing', closing];
const dimensions: RollUp['key'] = ['customer', 'department', 'product'].map((name) => [name, `e.${name}`] as const);
const rollUps: readonly RollUp[] = [
  { table: 'finance.gl_day', key: [['date', 'e.date'], closed] },
  { table: 'finance.gl_month', key: [month, closed] },
  { table: 'finance.gl_year', key: [year, closed] },
  { table: 'finance.gl_month_dim', key: [month, ...dimensions, closed] },
  { table: 'finance.gl_year_dim', key: [year, ...dimensions, closed] },
  { table: 'finance.gl_party', key: [['party', `coalesce(e.customer, '${noParty}')`]] },
];
/** What is stored and what the entries say stand under one another and are added by key, because empty dimensions are keys too. */
const rollUpCheck = ({ table, key }: RollUp): Check => ({
  name: table,
  run: async (tx, org) => {
    const names = ['account', ...key.map(([name]) => name)].join(', ');
    const rows = await tx.query(
      `select a.code, x.${key[0]?.[0] ?? 'account'}::text as bucket, x.stored_debit::text, x.stored_credit::text, x.debit::text, x.credit::text from (
         select ${names}, sum(stored_debit) as stored_debit, sum(stored_credit) as stored_credit, sum(debit) as debit, sum(credit) as credit from (
           select ${names}, debit as stored_debit, credit as stored_credit, 0::numeric as debit, 0::numeric as credit from ${table} where org_id = $1
           union all
           select ${['e.account', ...key.map(([, expression]) => expression)].join(', ')}, 0, 0, e.debit, e.credit from finance.gl_voucher_line e where e.org_id = $1
         ) both_sides group by ${names}
       ) x left join finance.account a on a.org_id = $1 and a.id = x.account where x.stored_debit <> x.debit or x.stored_credit <> x.credit order by a.code, 2`,
      [org.id],
    );
    const total = await counted(tx, `select count(*)::int as n from ${table} where org_id = $1`, org.id);
    return {
      rows: total,
      differences: rows.map(
        (row) =>
          `${table} ${String(row['code'])} ${String(row['bucket'])}: stored ${amount(row['stored_debit'])} / ${amount(row['stored_credit'])}, entries ${amount(row['debit'])} / ${amount(row['credit'])}`,
      ),
    };
  },
});

/** Σ remaining per account and party = general ledger, for receivables and for advances that stand on an account of their own (3.0.5). */
const openItems: Check = {
  name: 'finance.open_items',
  run: async (tx, org) => {
    const accounts = `select id from finance.account where org_id = $1 and ('ar' = any(roles) or ('advance' = any(roles) and not 'contract_liability' = any(roles)))`;
    const rows = await tx.query(
      `select a.code, c.code as party, x.ledger::text as ledger, x.items::text as items from (
         select account, customer, sum(ledger) as ledger, sum(items) as items from (
           select account, customer, debit - credit as ledger, 0::numeric as items from finance.gl_voucher_line where org_id = $1 and account in (${accounts})
           union all
           select o.account, o.customer, 0, b.remaining from finance.open_item o join finance.open_item_balance b on b.org_id = $1 and b.item = o.id where o.org_id = $1 and o.account in (${accounts})
         ) both_sides group by account, customer
       ) x left join finance.account a on a.org_id = $1 and a.id = x.account left join customers.customer c on c.org_id = $1 and c.id = x.customer order by a.code, c.code`,
      [org.id],
    );
    const wrong = rows.filter((row) => amount(row['ledger']) !== amount(row['items']));
    return {
      rows: rows.length,
      differences: wrong.map((row) => `${String(row['code'])} ${String(row['party'] ?? '—')}: ledger ${amount(row['ledger'])}, open items ${amount(row['items'])}`),
    };
  },
};

/** I5: numbers of a period and type are 1, 2, 3 … */
const numbers: Check = {
  name: 'finance.voucher_numbers',
  run: async (tx, org) => {
    const rows = await tx.query(
      `select period, vtype, min(number)::int as first, max(number)::int as last, count(*)::int as n from finance.gl_number where org_id = $1 group by period, vtype order by period, vtype`,
      [org.id],
    );
    const missing = await tx.query(
      `select v.id, v.period from finance.gl_voucher v where v.org_id = $1 and not exists (select 1 from finance.gl_number n where n.org_id = $1 and n.voucher = v.id) order by v.posted_at limit 100`,
      [org.id],
    );
    const atClose = (await tx.query(`select values->>'number_when' as n from core.setting where org_id = $1 and module = 'finance'`, [org.id]))[0]?.['n'] === 'at_close';
    const holes = rows.filter((row) => row['first'] !== 1 || row['last'] !== row['n']);
    return {
      rows: rows.reduce((total, row) => total + Number(row['n']), 0),
      differences: [
        ...holes.map((row) => `numbers of ${String(row['period'])} ${wordOf(row['vtype'])}: ${String(row['first'])}–${String(row['last'])} for ${String(row['n'])} vouchers`),
        ...(atClose ? [] : missing.map((row) => `voucher ${String(row['period'])} ${String(row['id'])} has no number`)),
      ],
    };
  },
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const batch = 2000;
/** The chain from its beginning; the first link that differs is named with both hashes, what comes after it follows from it (3.10). */
const chain: Check = {
  name: 'finance.voucher_chain',
  run: async (tx, org) => {
    let [previous, seq] = [sha256(genesisText(org.code)), 0];
    const differences: string[] = [];
    for (;;) {
      const links = await chainTexts(tx, org, seq, batch);
      for (const link of links) {
        const computed = sha256(linkText({ prev_hash: link.prev_hash, text: link.text }));
        if (link.seq !== seq + 1) differences.push(`chain: ${seq + 1} is missing`);
        else if (link.prev_hash !== previous) differences.push(`chain ${link.seq}: follows ${link.prev_hash}, expected ${previous}`);
        else if (computed !== link.hash) differences.push(`chain ${link.seq}: stored ${link.hash}, computed ${computed}: ${link.text.split('\n')[0] ?? ''}`);
        [previous, seq] = [link.hash, link.seq];
      }
      if (differences.length > 0 || links.length < batch) break;
    }
    const loose = await tx.query(
      'select v.id, v.period from finance.gl_voucher v where v.org_id = $1 and not exists (select 1 from finance.gl_chain c where c.org_id = $1 and c.voucher = v.id) order by v.posted_at limit 100',
      [org.id],
    );
    return { rows: seq, differences: [...differences, ...loose.map((row) => `voucher ${String(row['period'])} ${String(row['id'])} is not in the chain`)] };
  },
};

export const financeChecks: readonly Check[] = [trialBalance, ...rollUps.map(rollUpCheck), cashBalanceCheck, openItems, numbers, chain];
