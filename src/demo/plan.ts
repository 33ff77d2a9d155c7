import { type Decimal, decimal, negated, round, sum, toMoney, zero } from '#decimal';
import type { LocalDate } from '#declare';
import { addDays, firstDay } from '../modules/finance/index.ts';
import { between, chance } from './chance.ts';
import { monthsUpTo } from './days.ts';
import { type Deal, makeDeals, makeQuotes, type Market, type PlannedLine, type Quote } from './deals.ts';
import { type Firm, makeFirms } from './firms.ts';
import { type Article, makeArticles } from './goods.ts';
import { monthlyVouchers, openingPayroll, type TypedVoucher } from './vouchers.ts';

/** How large the demo company is. */
export interface Size {
  readonly months: number;
  /** Orders a month, on average. */
  readonly orders: number;
  readonly customers: number;
  readonly articles: number;
}
export const wholeYear: Size = { months: 12, orders: 23, customers: 60, articles: 84 };

export interface OpeningItem {
  readonly customer: number;
  readonly no: string;
  readonly date: LocalDate;
  readonly due: LocalDate;
  readonly amount: string;
  /** Days after the due date. */
  readonly late: number;
}
export interface Balance {
  readonly account: string;
  readonly customer?: number;
  readonly opening: string;
}
/** The year as it will be, before anybody has acted (P.16 `demo`). */
export interface Plan {
  readonly seed: number;
  readonly until: LocalDate;
  /** The first month; the opening day is the day before it. */
  readonly goLive: string;
  readonly months: readonly string[];
  readonly firms: readonly Firm[];
  readonly articles: readonly Article[];
  readonly deals: readonly Deal[];
  readonly quotes: readonly Quote[];
  readonly vouchers: readonly TypedVoucher[];
  readonly stock: readonly { readonly article: number; readonly qty: string; readonly amount: string }[];
  readonly items: readonly OpeningItem[];
  readonly balances: readonly Balance[];
}
export interface PlanOptions {
  readonly seed: number;
  readonly until: LocalDate;
  readonly size?: Size;
  /** So many times as much stock and money at the beginning, for so many times as much business. */
  readonly times?: number;
}

export function makePlan({ seed, until, size = wholeYear, times = 1 }: PlanOptions): Plan {
  const months = monthsUpTo(until, size.months);
  const goLive = months[0] ?? until.slice(0, 7);
  const articles = makeArticles(size.articles, seed * 11 + 1);
  const firms = makeFirms(size.customers, seed * 11 + 2);
  const market: Market = { seed, until, months, orders: size.orders, customers: size.customers, articles };
  const deals = makeDeals(market);
  const stock = openingStock(
    articles,
    deals.flatMap((deal) => deal.lines),
    times,
  );
  const items = openingItems(seed, firstDay(goLive), size.customers);
  const quotes = makeQuotes(market);
  return {
    seed,
    until,
    goLive,
    months,
    articles,
    firms,
    deals,
    quotes,
    stock,
    items,
    vouchers: monthlyVouchers(seed, months, until),
    balances: openingBalances(stock, items, times),
  };
}

/** There is no purchasing yet, so the company begins with goods for the year and for what its people open beside it. */
function openingStock(articles: readonly Article[], lines: readonly PlannedLine[], times: number): Plan['stock'] {
  return articles.map((article, at) => {
    const holds = article.category.carton?.[1] ?? 1;
    const sold = lines.filter((line) => line.article === at).reduce((total, line) => total + line.qty * holds, 0);
    const qty = (Math.ceil((sold * 1.06 + 3 * holds) / 10) * 10 + Math.ceil(article.stock / 10)) * times;
    return { article: at, qty: String(qty), amount: toMoney(round(article.cost.times(String(qty)))) };
  });
}
function openingItems(seed: number, first: LocalDate, customers: number): readonly OpeningItem[] {
  const next = chance(seed * 4_000_037);
  return Array.from({ length: Math.ceil(customers * 0.7) }, (_, at): OpeningItem => {
    const date = addDays(first, -between(next, 3, 75));
    const amount = toMoney(decimal(between(next, 180_000, 4_200_000)).div('100'));
    return { customer: (at * 7) % customers, no: `XS-${1001 + at}`, date, due: addDays(date, 30), amount, late: between(next, -3, 70) };
  });
}
/** Amounts in each account's own direction; equity takes up the rest (3.1 R7). */
function openingBalances(stock: Plan['stock'], items: readonly OpeningItem[], times: number): readonly Balance[] {
  const many = (amount: string): string => toMoney(decimal(amount).times(String(times)));
  const owed = [...Map.groupBy(items, (item) => item.customer)]
    .sort(([a], [b]) => a - b)
    .map(([customer, list]) => ({ account: '1122', customer, opening: toMoney(sum(list, (item) => decimal(item.amount))) }));
  const debits: readonly Balance[] = [
    { account: '1001', opening: many('6200.00') },
    { account: '100201', opening: many('860000.00') },
    { account: '100202', opening: many('120000.00') },
    ...owed,
    { account: '1405', opening: toMoney(sum(stock, (row) => decimal(row.amount))) },
    { account: '1601', opening: many('486000.00') },
  ];
  const credits: readonly Balance[] = [
    { account: '1602', opening: many('91200.00') },
    { account: '200101', opening: many('1000000.00') },
    { account: '221101', opening: many(openingPayroll.wage) },
    { account: '221103', opening: many(openingPayroll.social) },
    { account: '221104', opening: many(openingPayroll.fund) },
    { account: '222102', opening: many('41260.00') },
    { account: '410101', opening: many('150000.00') },
  ];
  const equity = totalOf(debits).minus(totalOf(credits));
  if (equity.lte(zero)) throw new RangeError('the demo company would begin with more debts than it owns');
  // Two thirds were paid in, in round figures; the rest are profits of earlier years.
  const capital = equity.times('0.66').div('10000').round(0, 0).times('10000');
  return [...debits, ...credits, { account: '4001', opening: toMoney(capital) }, { account: '410415', opening: toMoney(equity.minus(capital)) }];
}
const totalOf = (balances: readonly Balance[]): Decimal => negated(sum(balances, (balance) => negated(decimal(balance.opening))));
