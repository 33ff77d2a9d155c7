import { type AnyRef, create, effect, link, type LocalDate, lockPeriod, type Read, type Ref, type Write } from '#declare';
import { type Decimal, isZero, max, negated, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { accountsOf, bookFacts, type Books, bookVoucher, type Original, reverseVoucher, vouchersOf } from './book.ts';
import { itemEntries, type ItemFacts, itemFacts, itemLock, itemRow, opened } from './items.ts';
import { reversalDayOf } from './period.facts.ts';
import { advanceApplied, received } from './posting-rules.ts';
import { advanceUsers, type Allocation, allocationsOf, documentsOf, itemsOf, laterOf, selfOf, type Settled, settledBy } from './receipt.facts.ts';
import { type Receipt, ReceiptRecord } from './receipt.ts';
import { type ItemEntry, settled } from './settlement.ts';

const customerOf = (receipt: Receipt): Ref<'customers.customer'> => receipt.party.id as Ref<'customers.customer'>;
const summaryOf = (kind: string, receipt: Receipt, party: string): string => `${kind} ${receipt.number ?? ''} ${party}`.slice(0, 200);
const nameOf = async (read: Read, receipt: Receipt): Promise<string> => (await read.row('customers.customer', receipt.party.id))?.name ?? '';
/** Money of a receipt reduces what the party owes. */
const settles = (item: string, amount: Decimal, date: LocalDate, counter: string | null): ItemEntry => ({
  item,
  date,
  kind: 'settle',
  amount: zero,
  change: negated(amount),
  counter_item: counter,
});
const linksOf = (receipt: Receipt, documents: ReadonlyMap<string, AnyRef>): readonly Write[] => {
  const unique = new Map([...documents.values()].map((document) => [document.id, document]));
  return [...unique.values()].map((document) => link(selfOf(receipt), document, 'settles'));
};
/** The part of the money that no document claims yet, on 2203 under the receipt's own id (3.0.5). */
const advanceRow = (receipt: Receipt, account: string, amount: Decimal): Write =>
  itemRow({
    document: selfOf(receipt),
    document_no: receipt.number ?? '',
    side: 'advance_in',
    account,
    customer: customerOf(receipt),
    doc_date: receipt.date,
    due_date: null,
    amount,
  });

const submit = effect(ReceiptRecord, 'submit', {
  facts: async (receipt, read) => {
    const books = await bookFacts(read, { roles: ['ar'] });
    return allocationsOf(read, receipt.allocations, receipt.party.id, books.byRole.get('ar')?.id);
  },
});

interface Post {
  readonly books: Books;
  readonly allocations: readonly Allocation[];
  readonly documents: ReadonlyMap<string, AnyRef>;
  readonly party: string;
}
/** F1: the bank gets the amount less the channel's fee, the items what is allocated, the advance the rest. */
const post = effect(ReceiptRecord, 'post', {
  locks: (receipt) => [lockPeriod(receipt.date), itemLock(itemsOf(receipt.allocations))],
  facts: async (receipt, read): Promise<Post> => {
    const [books, documents, party] = await Promise.all([
      bookFacts(read, { rules: [received], banks: [receipt.bank_account] }),
      documentsOf(read, itemsOf(receipt.allocations)),
      nameOf(read, receipt),
    ]);
    return { books, documents, party, allocations: await allocationsOf(read, receipt.allocations, receipt.party.id, books.byRole.get('ar')?.id) };
  },
  entries: (receipt, { books, allocations, documents, party }): Write[] => {
    const self = selfOf(receipt);
    const allocated = sum(allocations, (allocation) => allocation.amount);
    const unapplied = receipt.amount.minus(allocated);
    const facts = {
      bank_account: receipt.bank_account,
      customer: customerOf(receipt),
      department: null,
      to_bank: receipt.amount.minus(receipt.fee),
      fee: receipt.fee,
      allocated,
      unapplied,
    };
    const booked = bookVoucher(books, { rule: received, facts: [facts], date: receipt.date, summary: summaryOf('收款单', receipt, party), source: self });
    const advance = books.byRole.get('advance');
    return [
      ...booked.writes,
      ...(isZero(unapplied) || !advance ? [] : [advanceRow(receipt, advance.id, negated(unapplied)), ...itemEntries([opened(receipt.id, negated(unapplied), receipt.date)], self)]),
      ...itemEntries(
        allocations.map(({ item, amount }) => settles(item.item, amount, receipt.date, null)),
        self,
      ),
      ...linksOf(receipt, documents),
    ];
  },
});

const isCounter = (receipt: Receipt, action: string): void => {
  if (receipt.reverses !== null) throw new Refused('document.transition_refused', { from: receipt.state, action, allowed: [] });
};
interface Reverse {
  readonly date: LocalDate;
  readonly vouchers: readonly Original[];
  readonly books: Books;
  readonly settled: readonly Settled[];
  readonly advance: ItemFacts | undefined;
}
/** Takes the money back: every voucher of the receipt in red, its items open again, its advance gone (3.0.4). */
const reverse = effect(ReceiptRecord, 'reverse', {
  locks: async (receipt, read) => {
    isCounter(receipt, 'reverse');
    return [lockPeriod(await reversalDayOf(read, receipt.date)), itemLock([receipt.id, ...(await settledBy(read, receipt.id)).map((one) => one.item)])];
  },
  facts: async (receipt, read): Promise<Reverse> => {
    const [date, vouchers, given, users, [advance]] = await Promise.all([
      reversalDayOf(read, receipt.date),
      vouchersOf(read, selfOf(receipt)),
      settledBy(read, receipt.id),
      advanceUsers(read, receipt.id),
      itemFacts(read, [receipt.id]),
    ]);
    if (users.length > 0) throw new Refused('document.has_followups', { documents: users });
    return { date, vouchers, settled: given, advance, books: await bookFacts(read, { accounts: accountsOf(vouchers) }) };
  },
  entries: (receipt, { date, vouchers, books, settled: given, advance }): Write[] => {
    const counter: AnyRef = { name: 'finance.receipt', id: newId() };
    const back = (item: string, change: Decimal, kind: ItemEntry['kind']): ItemEntry => ({ item, date, kind, amount: zero, change, counter_item: null });
    return [
      create('finance.receipt', counter.id, counterOf(receipt, date), { state: 'posted', numbered: true, told: true }),
      link(counter, selfOf(receipt), 'reverses'),
      ...vouchers.flatMap((original) => reverseVoucher(books, original, { date, source: counter }).writes),
      ...itemEntries(
        given.map(({ item, amount }) => back(item, amount, 'unsettle')),
        counter,
      ),
      ...(advance && !isZero(advance.remaining) ? itemEntries([back(receipt.id, negated(advance.remaining), 'reverse')], counter) : []),
    ];
  },
});
/** The counter-document repeats what it takes back; `reverses` says so, its amount stays positive. */
function counterOf(receipt: Receipt, date: LocalDate): Partial<Receipt> {
  const { bank_account, party, method, currency, amount, fee, doc_ref, note } = receipt;
  return {
    date,
    bank_account,
    party,
    method,
    currency,
    amount,
    fee,
    doc_ref,
    note,
    reverses: ReceiptRecord.id(receipt.id),
    allocations: receipt.allocations.map((line) => ({ ...line, line_uid: newId() })),
  };
}

interface Allocate extends Post {
  readonly date: LocalDate;
  readonly advance: ItemFacts | undefined;
}
/** S5: an advance takes items against itself later; more than is left of either is refused. */
const allocate = effect(ReceiptRecord, 'allocate', {
  locks: (receipt, read, input) => {
    isCounter(receipt, 'allocate');
    return [lockPeriod(laterOf(input.on ?? read.today, receipt.date)), itemLock([receipt.id, ...itemsOf(input.allocations)])];
  },
  facts: async (receipt, read, input): Promise<Allocate> => {
    const [books, documents, party, [advance]] = await Promise.all([
      bookFacts(read, { rules: [advanceApplied] }),
      documentsOf(read, itemsOf(input.allocations)),
      nameOf(read, receipt),
      itemFacts(read, [receipt.id]),
    ]);
    const allocations = await allocationsOf(read, input.allocations, receipt.party.id, books.byRole.get('ar')?.id);
    return { books, documents, party, allocations, advance, date: laterOf(input.on ?? read.today, receipt.date) };
  },
  entries: (receipt, { books, allocations, documents, party, advance, date }, input): Write[] => {
    const self = selfOf(receipt);
    const total = sum(allocations, (allocation) => allocation.amount);
    if (!advance || total.gt(advance.remaining.abs()))
      throw new Refused('open_item.over_settled', { document: receipt.number, remaining: advance?.remaining.abs() ?? zero }, '/allocations');
    let left = advance.remaining;
    const entries = allocations.flatMap(({ item, amount }) => {
      const both = settled({ item: receipt.id, remaining: left }, item, amount, date);
      left = left.plus(amount);
      return both;
    });
    const added = input.allocations.map(({ item, amount }, index) => ({ line_uid: newId(), line_no: receipt.allocations.length + index + 1, item, amount }));
    return [
      ...bookVoucher(books, {
        rule: advanceApplied,
        facts: [{ customer: customerOf(receipt), amount: total }],
        date,
        summary: summaryOf('预收核销', receipt, party),
        source: self,
        sourceRev: receipt.version,
      }).writes,
      ...itemEntries(entries, self),
      ...linksOf(receipt, documents),
      changeReceipt(receipt, [...receipt.allocations, ...added]),
    ];
  },
});
function changeReceipt(receipt: Receipt, allocations: Receipt['allocations']): Write {
  return { does: 'change', name: 'finance.receipt', id: receipt.id, values: { allocations, unapplied: receipt.amount.minus(sum(allocations, (line) => line.amount)) } };
}

interface Unallocate {
  readonly books: Books;
  readonly date: LocalDate;
  readonly party: string;
  readonly amount: Decimal;
  readonly advance: { readonly remaining: Decimal; readonly amount: Decimal; readonly exists: boolean };
}
/** Gives an item back what this receipt took from it; the money becomes an advance again. Nothing is deleted. */
const unallocate = effect(ReceiptRecord, 'unallocate', {
  locks: (receipt, read, input) => {
    isCounter(receipt, 'unallocate');
    return [lockPeriod(laterOf(input.on ?? read.today, receipt.date)), itemLock([receipt.id, input.item])];
  },
  facts: async (receipt, read, input): Promise<Unallocate> => {
    const [books, party, given, [advance], [balance]] = await Promise.all([
      bookFacts(read, { rules: [advanceApplied] }),
      nameOf(read, receipt),
      settledBy(read, receipt.id),
      itemFacts(read, [receipt.id]),
      read.balances('finance.open_item_balance', [{ item: receipt.id as Ref<'finance.open_item'> }]),
    ]);
    const own = given.find((one) => one.item === input.item);
    if (!own) throw new Refused('not_found', {}, '/input/item');
    return {
      books,
      party,
      date: laterOf(input.on ?? read.today, receipt.date),
      amount: own.amount,
      advance: { remaining: advance?.remaining ?? zero, amount: balance?.amount ?? zero, exists: advance !== undefined },
    };
  },
  entries: (receipt, { books, date, party, amount, advance }, input): Write[] => {
    const self = selfOf(receipt);
    const grown = max(zero, advance.remaining.minus(amount).abs().minus(advance.amount.abs()));
    const account = books.byRole.get('advance');
    const entries: readonly ItemEntry[] = [
      { item: input.item, date, kind: 'unsettle', amount: zero, change: amount, counter_item: receipt.id },
      { item: receipt.id, date, kind: 'unsettle', amount: negated(grown), change: negated(amount), counter_item: input.item },
    ];
    return [
      ...bookVoucher(books, {
        rule: advanceApplied,
        facts: [{ customer: customerOf(receipt), amount: negated(amount) }],
        date,
        summary: summaryOf('取消核销', receipt, party),
        source: self,
        sourceRev: receipt.version,
      }).writes,
      ...(advance.exists || !account ? [] : [advanceRow(receipt, account.id, negated(amount))]),
      ...itemEntries(entries, self),
      changeReceipt(
        receipt,
        receipt.allocations.filter((line) => line.item !== input.item),
      ),
    ];
  },
});
export const receiptEffects = [submit, post, reverse, allocate, unallocate];
