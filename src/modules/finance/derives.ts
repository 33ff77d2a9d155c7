import { derive } from '#declare';
import { BankAccountRecord } from './bank-account.ts';
import { GlVoucherRecord } from './gl-voucher.ts';
import { OpenItemRecord } from './open-item.ts';
import { voucherWords } from './voucher-words.ts';

const words = Object.entries(voucherWords)
  .map(([key, { zh }]) => `when '${key}' then '${zh}'`)
  .join(' ');
/** Derived fields of the ledger's records as SQL of their read views. */
export const financeDerives = [
  // Turnovers of all years and what the sequencer has not taken yet: exact at any moment (kernel-storage §4).
  derive(BankAccountRecord, {
    columns: {
      balance: `(select coalesce(sum(y.debit - y.credit), 0) from finance.gl_year y where y.org_id = o.org_id and y.account = o.account)
        + (select coalesce(sum(e.debit - e.credit), 0) from finance.gl_pending p join finance.gl_voucher_line e on e.org_id = o.org_id and e.parent = p.voucher where p.org_id = o.org_id and e.account = o.account)`,
    },
  }),
  derive(GlVoucherRecord, {
    joins: 'left join finance.gl_number n on n.org_id = o.org_id and n.voucher = o.id',
    columns: { number: `case o.vtype ${words} end || '-' || n.number` },
  }),
  derive(OpenItemRecord, {
    joins: 'left join finance.open_item_balance b on b.org_id = o.org_id and b.item = o.id',
    columns: {
      remaining: 'coalesce(b.remaining, 0)',
      status: `case when coalesce(b.remaining, 0) = 0 then 'settled' when b.remaining = b.amount then 'open' else 'partly' end`,
    },
  }),
];
