import { effect, lockRows, prepare, type Read, type Ref, type Write } from '#declare';
import { isDecimal, isZero, negated, toMoney } from '#decimal';
import { type Problem, Refused, refuseAll } from '../../kernel/problem.ts';
import { type ChartOfAccounts, type ChartEntry, chartOfAccounts } from './accounts.facts.ts';
import { bookFacts, type Books, type LedgerLine, voucherWrites } from './book.ts';
import { itemEntries, itemRow, opened } from './items.ts';
import { type OpeningBalance, openingEntries, openingProblems } from './opening-check.ts';
import { type Opening, OpeningRecord } from './opening.ts';
import { type Begin, beginOf } from './period.facts.ts';
import type { Dimensions } from './posting.ts';
import { accountProblems } from './voucher-check.ts';
import { newId } from '../../kernel/ids.ts';

/** An opening stands on the day before the first period, whatever day it is typed (3.1 R7). */
export const prepareOpening = prepare(OpeningRecord, async (_draft, read) => ({ date: (await beginOf(read)).day }));

interface Balance extends OpeningBalance {
  readonly line: Opening['lines'][number];
}
const dimensionsOf = ({ customer, department, product }: Opening['lines'][number]): Dimensions => ({
  ...(customer === null ? {} : { customer }),
  ...(department === null ? {} : { department }),
  ...(product === null ? {} : { product }),
});
interface Post {
  readonly begin: Begin;
  readonly chart: ChartOfAccounts;
  readonly books: Books;
  readonly balances: readonly Balance[];
}
const entryOf = (chart: ChartOfAccounts, id: string): ChartEntry => {
  const account = chart.byId.get(id);
  if (!account) throw new Refused('reference.not_found', { code: id });
  return account;
};
async function factsOf(opening: Opening, read: Read): Promise<Post> {
  const [begin, chart, books, posted, [first]] = await Promise.all([
    beginOf(read),
    chartOfAccounts(read),
    bookFacts(read, { accounts: opening.lines.map((line) => line.account) }),
    read.find('finance.opening', { state: 'posted' }),
    read.find('finance.period', { code: (await beginOf(read)).period }),
  ]);
  if (posted.length > 0 || first?.state === 'closed') throw new Refused('opening.locked');
  if (opening.date !== begin.day) throw new Refused('voucher.date_outside_period', { period: begin.opening }, '/date');
  const balances = opening.lines.map((line): Balance => {
    const { code, direction } = entryOf(chart, line.account);
    return {
      line,
      account: code,
      direction,
      dimensions: dimensionsOf(line),
      opening: line.opening,
      year_open: line.year_open,
      debit_ytd: line.debit_ytd,
      credit_ytd: line.credit_ytd,
    };
  });
  return { begin, chart, books, balances };
}
/** Everything wrong with it at once: accounts and dimensions, both sides, turnovers, open items. */
function problemsOf(opening: Opening, { chart, balances }: Post): readonly Problem[] {
  const accounts = balances.flatMap((balance, index) => accountProblems(balance, `/lines/${index}`, { account: (code) => chart.byCode.get(code), mayPostControlled: true }));
  const items = opening.items.map((item) => ({ account: entryOf(chart, item.account).code, dimension: `customer=${item.party.id}`, amount: item.amount }));
  return [...accounts, ...openingProblems(balances, items)].map((problem) => ({
    ...problem,
    params: Object.fromEntries(Object.entries(problem.params).map(([name, value]) => [name, isDecimal(value) ? toMoney(value) : value])),
  }));
}
const post = effect(OpeningRecord, 'post', {
  // Two openings, or an opening and the close of the first month, wait for each other.
  locks: async (_opening, read) => {
    const [first] = await read.find('finance.period', { code: (await beginOf(read)).period });
    return first ? [lockRows('finance.period', [first.id])] : [];
  },
  facts: async (opening, read) => {
    const facts = await factsOf(opening, read);
    const problems = problemsOf(opening, facts);
    if (problems.length > 0) refuseAll(problems);
    return facts;
  },
  entries: (opening, { begin, chart, books, balances }): Write[] => {
    const self = { name: 'finance.opening', id: opening.id };
    const lines = openingEntries(balances).map(
      ({ balance, debit, credit }, index): LedgerLine => ({ line_no: index + 1, summary: '期初余额', account: balance.account, debit, credit, dimensions: balance.dimensions }),
    );
    const voucher = voucherWrites(books, {
      id: newId(),
      date: begin.day,
      period: begin.opening,
      kind: 'opening',
      source: self,
      source_rev: 1,
      rule_code: null,
      reverses: null,
      lines,
      cashFlow: null,
    });
    const items = opening.items.flatMap((item): readonly Write[] => {
      const account = entryOf(chart, item.account);
      const received = account.direction === 'C';
      const amount = received ? negated(item.amount) : item.amount;
      if (isZero(amount)) return [];
      const row = itemRow(
        {
          document: self,
          document_no: item.document_no,
          side: received ? 'advance_in' : 'receivable',
          account: item.account,
          customer: item.party.id as Ref<'customers.customer'>,
          doc_date: item.doc_date,
          due_date: item.due_date,
          amount,
        },
        item.line_uid,
      );
      return [row, ...itemEntries([opened(item.line_uid, amount, begin.day)], self)];
    });
    return [...(lines.length === 0 ? [] : voucher), ...items];
  },
});
export const openingEffects = [post];
