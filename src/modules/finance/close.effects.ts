import { change, effect, insert, type Ref, type Write } from '#declare';
import { isZero, negated, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { bookFacts, type Books, type LedgerLine, voucherWrites } from './book.ts';
import { lastDay } from './calendar-day.ts';
import { closeFacts, profitSets } from './close.facts.ts';
import { PeriodRecord } from './period-record.ts';
import { periodsOf } from './period.facts.ts';
import type { DimensionSet } from './turnovers.ts';

/*
 * The month's end (3.1 R8, R9, R11). An action on a period holds its row, which every posting reads FOR SHARE: it waits for postings in
 * flight, and later ones see the new state. No document is locked, so no deadlock is possible (3.0.2).
 */
const open = effect(PeriodRecord, 'open', {
  facts: async (period, read) => ({ earlier: (await periodsOf(read)).some((other) => other.code < period.code && other.state === 'future') }),
  guard: { 'period.not_open': (period, { earlier }) => earlier && { period: period.code } },
});

interface CarryForward {
  readonly books: Books;
  readonly sets: readonly DimensionSet[];
  readonly code: (id: string) => string;
  readonly result: string;
}
/** R9: one line for each account and dimensions with a balance, zeroed by it, against 4103. What is posted later is carried by a further run. */
const carryForward = effect(PeriodRecord, 'carry_forward', {
  facts: async (period, read): Promise<CarryForward> => {
    const { chart, sets } = await profitSets(read, period.code);
    const books = await bookFacts(read, { roles: ['profit_of_year'], accounts: sets.map((set) => set.account) });
    const result = books.byRole.get('profit_of_year');
    if (!result) throw new Refused('posting.no_account', { event: 'pl_close', role: 'profit_of_year', key: '' });
    return { books, sets, code: (id) => chart.byId.get(id)?.code ?? id, result: result.code };
  },
  entries: (period, { books, sets, code, result }): Write[] => {
    if (sets.length === 0) return [];
    const summary = `结转${Number(period.code.slice(5))}月损益`;
    const zeroing = [...sets]
      .sort((a, b) => (code(a.account) < code(b.account) ? -1 : 1))
      .map(
        ({ account, net, customer, department, product }): Omit<LedgerLine, 'line_no'> => ({
          summary,
          account: code(account),
          debit: net.lt(zero) ? negated(net) : zero,
          credit: net.gt(zero) ? net : zero,
          dimensions: { ...(customer ? { customer } : {}), ...(department ? { department } : {}), ...(product ? { product } : {}) },
        }),
      );
    const net = sum(sets, (set) => set.net);
    const counter = isZero(net) ? [] : [{ summary, account: result, debit: net.gt(zero) ? net : zero, credit: net.lt(zero) ? negated(net) : zero, dimensions: {} }];
    const lines = [...zeroing, ...counter].map((line, index): LedgerLine => ({ ...line, line_no: index + 1 }));
    const source = { name: 'finance.period', id: period.id };
    return [
      ...voucherWrites(books, {
        id: newId(),
        date: lastDay(period.code),
        period: period.code,
        kind: 'pl_close',
        source,
        source_rev: period.version,
        rule_code: null,
        reverses: null,
        lines,
        cashFlow: null,
      }),
    ];
  },
});

/** R8: closes when nothing stands in the way; numbers that waited are given in the order of the book, then the seal. */
const close = effect(PeriodRecord, 'close', {
  facts: async (period, read) => closeFacts(read, period),
  guard: {
    'close.blocked': (_period, { blocked }) => blocked.length > 0 && { items: blocked },
    'close.pl_not_zero': (_period, { profit }) => profit.length > 0 && { accounts: profit },
  },
  entries: (period, { unnumbered, lastNumbers, seal, now }): Write[] => {
    const counters = new Map(lastNumbers);
    const numbers = unnumbered.map(({ id, vtype }) => {
      const number = (counters.get(vtype) ?? 0) + 1;
      counters.set(vtype, number);
      return insert('finance.gl_number', { period: period.code, vtype, number, voucher: id });
    });
    return [...numbers, change('finance.period', period.id as Ref<'finance.period'>, { seal, closed_at: now })];
  },
});
/** R11: the last closed period only. The old seal stays until the next close writes a new one. */
const reopen = effect(PeriodRecord, 'reopen', {
  facts: async (period, read) => {
    const later = (await periodsOf(read)).some((other) => other.code > period.code && other.state === 'closed');
    if (later) throw new Refused('document.transition_refused', { from: period.state, action: 'reopen', allowed: [] });
    return {};
  },
  entries: (period): Write[] => [change('finance.period', period.id as Ref<'finance.period'>, { closed_at: null })],
});
export const closeEffects = [open, carryForward, close, reopen];
