import type pg from 'pg';
import type { LocalDate } from '#declare';
import { inTransaction } from '../kernel/store/session.ts';
import { firstDay } from '../modules/finance/index.ts';
import { planBooks } from './bookkeeping.ts';
import { planOpeningItems } from './collecting.ts';
import { type Office, type OfficeOptions, openOffice } from './desk.ts';
import { looseEnds } from './loose-ends.ts';
import { makePlan, type Plan, type Size } from './plan.ts';
import { planSales } from './selling.ts';
import { type Members, setUp } from './setup.ts';
import { openStory } from './story.ts';

export interface LoadOptions extends OfficeOptions, Members {
  readonly seed: number;
  readonly size?: Size;
  readonly times?: number;
  /** Told of each month as it begins. */
  readonly month?: (month: string) => void;
  /** Counts the tables anew: within seconds they grow from nothing, sooner than PostgreSQL looks by itself. */
  readonly analyze?: () => Promise<void>;
}
export interface Loaded {
  readonly plan: Plan;
  readonly office: Office;
}

/** The year of a trading company through the same actions a person would take (P.16 `demo`); the same seed gives the same figures. */
export async function loadDemo(options: LoadOptions): Promise<Loaded> {
  const { seed, until, size, times = 1 } = options;
  const office = openOffice(options);
  const plan = makePlan({ seed, until, times, ...(size ? { size } : {}) });
  const story = openStory(office, plan);
  options.month?.(plan.goLive);
  await setUp(office, plan, options);
  planOpeningItems(story);
  planSales(story);
  planBooks(story);
  looseEnds(story);
  let month = plan.goLive;
  await options.analyze?.();
  await story.diary.run(firstDay(plan.goLive), until, async (date: LocalDate) => {
    office.at(date);
    if (date.slice(0, 7) === month) return;
    month = date.slice(0, 7);
    options.month?.(month);
    await office.settled();
    // Each time the tables have doubled.
    if ([1, 2, 4, 8].includes(plan.months.indexOf(month))) await options.analyze?.();
  });
  await office.settled();
  return { plan, office };
}

/** Tables in which a company that works has rows; the demo would mix with them. */
const begun = [
  'inventory.product',
  'customers.customer',
  'sales.price_list',
  'sales."order"',
  'inventory.adjustment',
  'finance.opening',
  'finance.voucher',
  'finance.gl_voucher',
] as const;
export async function hasBegun(pool: pg.Pool, org: string): Promise<boolean> {
  return inTransaction(
    pool,
    org,
    async (tx) => {
      for (const table of begun) if ((await tx.query(`select 1 from ${table} where org_id = $1 limit 1`, [org])).length > 0) return true;
      return false;
    },
    { readOnly: true },
  );
}
