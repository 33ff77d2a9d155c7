import { toPlain } from '#decimal';
import type { LocalDate } from '#declare';
import { addDays, lastDay } from '../modules/finance/index.ts';
import { between, chance, type Chance, happens, pick } from './chance.ts';
import { isWorkday, onDay, workdayFrom, workdaysAfter, workdayUpTo } from './days.ts';
import type { Article } from './goods.ts';
import { type Seller, sellers } from './staff.ts';

/*
 * What the salespeople do in the year, decided beforehand and out of nothing but the seed: who orders what and when, what becomes of it.
 * Prices, amounts and numbers are the system's.
 */
export interface PlannedLine {
  readonly article: number;
  /** In the unit it is sold in. */
  readonly qty: number;
  /** `0.03` off, or nothing. */
  readonly discount: string | null;
}
export interface PlannedDelivery {
  readonly date: LocalDate;
  /** One per line of the order. */
  readonly qty: readonly number[];
  /** Taken back at once and delivered again the next day. */
  readonly wrong: boolean;
}
export type Fate = 'delivered' | 'cancelled' | 'closed' | 'held';
export interface Deal {
  readonly customer: number;
  readonly seller: Seller;
  readonly lines: readonly PlannedLine[];
  readonly header: string | null;
  readonly quoted: LocalDate | null;
  readonly ordered: LocalDate;
  readonly fate: Fate;
  readonly deliveries: readonly PlannedDelivery[];
  readonly billing: { readonly by: 'delivery' | 'order'; readonly days: number };
  /** Days after the due date; what is paid then, in percent; how many days later the rest. */
  readonly payment: { readonly late: number; readonly percent: number; readonly rest: number; readonly rounded: boolean };
  /** Percent of the order paid before anything is delivered. */
  readonly prepaid: number;
}
/** A quotation that comes to nothing. */
export interface Quote {
  readonly customer: number;
  readonly seller: Seller;
  readonly lines: readonly PlannedLine[];
  readonly quoted: LocalDate;
  readonly ends: 'rejected' | 'expired' | 'cancelled';
  readonly ended: LocalDate;
}
export interface Market {
  readonly seed: number;
  readonly until: LocalDate;
  readonly months: readonly string[];
  /** A month, on average. */
  readonly orders: number;
  readonly customers: number;
  readonly articles: readonly Article[];
}

/** Offices stock up before the turn of the year, welfare goods leave before the festivals. */
const season: readonly number[] = [1.2, 0.6, 0.95, 0.95, 1, 1.05, 0.85, 0.9, 1.25, 0.85, 1.1, 1.3];
const growth = 0.02;

export function makeDeals(market: Market): readonly Deal[] {
  const calendar = chance(market.seed * 7 + 1);
  return market.months.flatMap((month, at) => {
    const share = monthShare(month, market.until);
    const count = Math.round(market.orders * (season[Number(month.slice(5)) - 1] ?? 1) * (1 + growth * at) * share);
    return Array.from({ length: count }, () => dayIn(calendar, month, market.until))
      .sort()
      .map((date, index) => makeDeal(market, date, chance(market.seed * 1_000_003 + at * 1_000 + index), at));
  });
}
/** The running month is as far along as its last day says. */
const monthShare = (month: string, until: LocalDate): number => (lastDay(month) <= until ? 1 : Number(until.slice(8)) / Number(lastDay(month).slice(8)));
function dayIn(next: Chance, month: string, until: LocalDate): LocalDate {
  const last = lastDay(month) <= until ? lastDay(month) : until;
  const day = onDay(month, between(next, 1, Number(last.slice(8))));
  const found = isWorkday(day) ? day : workdayFrom(day);
  return found <= last ? found : workdayUpTo(last);
}

function makeDeal(market: Market, ordered: LocalDate, next: Chance, month: number): Deal {
  const customer = customerOf(next, market.customers);
  const lines = makeLines(market, customer, next);
  const fate = happens(next, 4) ? 'cancelled' : happens(next, 3) ? 'closed' : happens(next, 3) ? 'held' : 'delivered';
  const quoted = happens(next, 30) ? workdayFrom(addDays(ordered, -between(next, 3, 14))) : null;
  const begin = onDay(market.months[0] ?? '', 1);
  return {
    customer,
    seller: pick(sellers, customer),
    lines,
    header: happens(next, 6) ? String(10 * between(next, 1, 12)) : null,
    quoted: quoted !== null && quoted >= begin && quoted < ordered ? quoted : null,
    ordered,
    fate,
    deliveries: fate === 'cancelled' ? [] : split(lines, fate, workdaysAfter(ordered, between(next, 1, 6)), next),
    billing: happens(next, 70)
      ? { by: 'delivery', days: between(next, 0, 5) }
      : happens(next, 80)
        ? { by: 'order', days: between(next, 1, 4) }
        : { by: 'order', days: between(next, 18, 35) },
    payment: payment(customer, next),
    prepaid: month > 0 && happens(next, 4) ? 30 : 0,
  };
}
/** A few customers buy most of it: the first one ten times as often as the last. */
function customerOf(next: Chance, count: number): number {
  const at = next(10_000) / 10_000;
  return Math.min(count - 1, Math.floor(count * at * at * (0.4 + 0.6 * at)));
}
function makeLines(market: Market, customer: number, next: Chance): readonly PlannedLine[] {
  const { articles } = market;
  const favourites = new Set([customer, customer * 3 + 1, customer * 5 + 2].map((at) => articles[at % articles.length]?.category));
  const liked = articles.flatMap((article, at) => (favourites.has(article.category) ? [at] : []));
  const chosen = new Set<number>();
  for (let wanted = between(next, 1, 6); wanted > 0; wanted -= 1) chosen.add(happens(next, 70) ? pick(liked, next(liked.length)) : next(articles.length));
  return [...chosen].map((article) => {
    const { price, category } = pick(articles, article);
    const each = Number(toPlain(price)) * (category.carton?.[1] ?? 1);
    const worth = 1_200 + next(62) * next(62) * 10;
    return { article, qty: Math.max(1, Math.round(worth / each)), discount: happens(next, 12) ? `0.0${between(next, 2, 5)}` : null };
  });
}
/** At once, or in two or three parts; what is ordered by the piece goes first. An order that is closed early keeps its last part. */
function split(lines: readonly PlannedLine[], fate: Fate, first: LocalDate, next: Chance): readonly PlannedDelivery[] {
  const parts = fate === 'closed' ? 2 : happens(next, 60) ? 1 : happens(next, 80) ? 2 : 3;
  const left = lines.map((line) => line.qty);
  const deliveries: PlannedDelivery[] = [];
  let date = first;
  for (let part = 1; part <= parts; part += 1) {
    const share = part === parts ? 100 : between(next, 35, 65);
    const qty = left.map((open) => (part === parts ? open : Math.ceil((open * share) / 100)));
    qty.forEach((taken, at) => (left[at] = (left[at] ?? 0) - taken));
    if (qty.some((taken) => taken > 0)) deliveries.push({ date, qty, wrong: part === 1 && happens(next, 2) });
    date = workdaysAfter(date, between(next, 3, 12));
  }
  return fate === 'closed' ? deliveries.slice(0, 1) : deliveries;
}
/** Half of the customers pay when they should, a third when they are reminded, the rest much later. */
const habitOf = (customer: number): number => (customer * 7 + 3) % 20;
/** Three in twenty pay only what has been due for weeks. */
export const paysSlowly = (customer: number): boolean => habitOf(customer) >= 17;
function payment(customer: number, next: Chance): Deal['payment'] {
  const habit = habitOf(customer);
  const late = habit < 11 ? between(next, -6, 3) : habit < 17 ? between(next, 4, 22) : between(next, 15, 80);
  return { late, percent: happens(next, 12) ? between(next, 4, 8) * 10 : 100, rest: between(next, 15, 40), rounded: happens(next, 3) };
}

export function makeQuotes(market: Market): readonly Quote[] {
  return market.months.flatMap((month, at) => {
    const next = chance(market.seed * 2_000_003 + at);
    const count = Math.round((market.orders / 4) * monthShare(month, market.until));
    return Array.from({ length: count }, (): Quote => {
      const customer = next(market.customers);
      const quoted = dayIn(next, month, market.until);
      const ends = happens(next, 50) ? 'rejected' : happens(next, 70) ? 'expired' : 'cancelled';
      const ended = workdayFrom(addDays(quoted, ends === 'expired' ? 16 : between(next, 2, 12)));
      return { customer, seller: pick(sellers, customer), lines: makeLines(market, customer, next), quoted, ends, ended };
    });
  });
}
