import { type AnyRef, change, create, effect, link, lockPeriod, type Lock, prepare, type Read, type Ref, sql, type Warning, type Write } from '#declare';
import { type Decimal, isZero, negated, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { chartOfAccounts } from './accounts.facts.ts';
import { accountsOf, bookFacts, type Books, type Original, reverseVoucher, voucherWrites } from './book.ts';
import { type CashMove, cashLocks, cashWarnings } from './cash-guard.ts';
import { itemEntries, type ItemFacts, itemFacts, itemLock, itemRow, opened } from './items.ts';
import { reversalDayOf } from './period.facts.ts';
import { correctSummary } from './posting.ts';
import { reversed } from './settlement.ts';
import { itemLines, ledgerVoucher, originalOf, touchesCash, type VoucherFacts, voucherFacts, wordOf, worksAlone } from './voucher.facts.ts';
import { closingKinds, voucherWords } from './voucher-words.ts';
import { type Voucher, VoucherRecord } from './voucher.ts';

const selfOf = (voucher: Pick<Voucher, 'id'>): AnyRef => ({ name: 'finance.voucher', id: voucher.id });
/** Kinds that a month in the close still takes are judged by the ledger itself, the others wait for an open period (I3). */
const late: readonly Voucher['kind'][] = [...closingKinds, 'transfer', 'depreciation', 'fx_reval', 'tax'];
const periodOf = (voucher: Voucher): readonly Lock[] => (late.includes(voucher.kind) ? [] : [lockPeriod(voucher.voucher_date)]);

/** The type follows from the lines unless a person says it; openings have a document of their own. */
export const prepareVoucher = prepare(VoucherRecord, async (draft, read, { given }) => {
  if (draft.kind === 'opening') throw new Refused('field.choice', { value: 'opening', nearest: 'normal' }, '/kind');
  const { voucher_scheme: scheme } = await read.settings('finance.settings');
  if (given.has('vtype') || (scheme === 'ji' && draft.vtype === 'ji')) return {};
  const chart = await chartOfAccounts(read);
  const lines = draft.lines.map((line) => ({
    account: (line.account === null ? undefined : chart.byId.get(line.account)?.code) ?? '',
    debit: line.debit ?? zero,
    credit: line.credit ?? zero,
  }));
  return { vtype: wordOf(chart, { scheme }, lines) };
});

/** All of 3.1 "bad input"; what posting would refuse is refused here already, tags included. */
const submit = effect(VoucherRecord, 'submit', {
  locks: periodOf,
  facts: async (voucher, read) => {
    const facts = await voucherFacts(read, voucher);
    return { facts, writes: voucherWrites(facts.books, ledgerVoucher(voucher, facts, voucher.id, { reviewed_by: null })) };
  },
});
const cashierSign = effect(VoucherRecord, 'cashier_sign', {
  facts: async (voucher, read) => {
    const facts = await voucherFacts(read, voucher);
    if (!facts.settings.require_cashier_sign || !touchesCash(facts)) throw new Refused('document.transition_refused', { from: voucher.state, action: 'cashier_sign', allowed: [] });
    return { user: read.user };
  },
  entries: (voucher, { user }) => [change('finance.voucher', voucher.id, { cashier_by: user })],
});
const unsign = effect(VoucherRecord, 'unsign', { entries: (voucher) => [change('finance.voucher', voucher.id, { cashier_by: null })] });
const unreview = effect(VoucherRecord, 'unreview', { entries: (voucher) => [change('finance.voucher', voucher.id, { reviewed_by: null })] });
const sendBack = effect(VoucherRecord, 'return', { entries: (voucher) => [change('finance.voucher', voucher.id, { cashier_by: null, reviewed_by: null })] });

interface Posting extends VoucherFacts {
  readonly user: Ref<'core.user'>;
  readonly warnings: readonly Warning[];
}
const movesOf = (voucher: Voucher): readonly CashMove[] => voucher.lines.map((line) => ({ account: line.account, change: (line.debit ?? zero).minus(line.credit ?? zero) }));
const postingLocks = async (voucher: Voucher, read: Read): Promise<readonly Lock[]> => [...periodOf(voucher), ...(await cashLocks(read, movesOf(voucher)))];
/** Writes the ledger voucher (3.0.2) with the open items of its lines. */
function postingWrites(voucher: Voucher, facts: Posting, reviewed_by: Ref<'core.user'> | null): readonly Write[] {
  const id = newId();
  const items = itemLines(voucher, facts).flatMap((line): readonly Write[] => {
    const item = newId();
    const row = itemRow({ ...line, document: selfOf(voucher), doc_date: voucher.voucher_date }, item);
    return [row, ...itemEntries([opened(item, line.amount, voucher.voucher_date)], selfOf(voucher))];
  });
  return [
    ...voucherWrites(facts.books, ledgerVoucher(voucher, facts, id, { reviewed_by })),
    ...items,
    change('finance.voucher', voucher.id, { posted_as: id as Ref<'finance.gl_voucher'>, reviewed_by }),
  ];
}
const refuseUnsigned = (voucher: Voucher, facts: VoucherFacts, action: string): void => {
  if (facts.settings.require_cashier_sign && voucher.state === 'submitted' && touchesCash(facts))
    throw new Refused('document.transition_refused', { from: voucher.state, action, allowed: ['signed'] });
};
const review = effect(VoucherRecord, 'review', {
  locks: postingLocks,
  facts: async (voucher, read): Promise<Posting> => {
    const facts = await voucherFacts(read, voucher);
    refuseUnsigned(voucher, facts, 'review');
    const own = voucher.created_by === read.user && !facts.settings.allow_self_review;
    const alone = own && (await worksAlone(read));
    if (own && !alone) throw new Refused('voucher.self_review');
    const money = facts.settings.post_on_review ? await cashWarnings(read, movesOf(voucher)) : [];
    return { ...facts, user: read.user, warnings: [...(alone ? [{ code: 'voucher.self_review' }] : []), ...money] };
  },
  warnings: (_voucher, { warnings }) => warnings,
  entries: (voucher, facts): Write[] =>
    facts.settings.post_on_review
      ? [...postingWrites(voucher, facts, facts.user), change('finance.voucher', voucher.id, { state: 'posted' })]
      : [change('finance.voucher', voucher.id, { state: 'reviewed', reviewed_by: facts.user })],
});
const post = effect(VoucherRecord, 'post', {
  locks: postingLocks,
  facts: async (voucher, read): Promise<Posting> => {
    const facts = await voucherFacts(read, voucher);
    if (facts.settings.require_review && voucher.state !== 'reviewed')
      throw new Refused('document.transition_refused', { from: voucher.state, action: 'post', allowed: ['reviewed'] });
    refuseUnsigned(voucher, facts, 'post');
    return { ...facts, user: read.user, warnings: await cashWarnings(read, movesOf(voucher)) };
  },
  warnings: (_voucher, { warnings }) => warnings,
  entries: (voucher, facts): Write[] => [...postingWrites(voucher, facts, voucher.reviewed_by)],
});

interface Reverse {
  readonly date: Voucher['voucher_date'];
  readonly original: Original;
  readonly books: Books;
  readonly items: readonly ItemFacts[];
  readonly sides: ReadonlyMap<string, 'receivable' | 'payable' | 'advance_in' | 'advance_out'>;
}
async function itemsOf(read: Read, voucher: Voucher): Promise<readonly string[]> {
  const rows = await read.query<{ id: string }>(sql`select id from finance.open_item where org_id = ${read.org.id} and document_id = ${voucher.id} order by id`);
  return rows.map((row) => row.id);
}
async function reverseLocks(voucher: Voucher, read: Read): Promise<readonly Lock[]> {
  return [lockPeriod(await reversalDayOf(read, voucher.voucher_date)), itemLock(await itemsOf(read, voucher))];
}
async function reverseFacts(voucher: Voucher, read: Read): Promise<Reverse> {
  if (voucher.posted_as === null) throw new Refused('not_found');
  const [date, original, ids] = await Promise.all([reversalDayOf(read, voucher.voucher_date), originalOf(read, voucher.posted_as), itemsOf(read, voucher)]);
  if (original.reversed) throw new Refused('voucher.already_reversed');
  const [books, items, rows] = await Promise.all([bookFacts(read, { accounts: accountsOf([original]) }), itemFacts(read, ids), read.rows('finance.open_item', ids)]);
  return { date, original, books, items, sides: new Map([...rows].map(([id, row]) => [id, row.side])) };
}
/** R2: a voucher of its own with the same lines in red (blue in a later year), posted at once; opposite items settle the originals. */
function reverseWrites(voucher: Voucher, { date, original, books, items, sides }: Reverse, reason: string): readonly Write[] {
  const counter = selfOf({ id: newId() });
  const booked = reverseVoucher(books, original, { date, source: counter });
  const blue = original.voucher.voucher_date.slice(0, 4) !== date.slice(0, 4);
  const lines = voucher.lines.map((line, index) => ({
    ...line,
    line_uid: newId(),
    summary: booked.lines[index]?.summary ?? line.summary,
    debit: blue ? line.credit : flipped(line.debit),
    credit: blue ? line.debit : flipped(line.credit),
  }));
  const { vtype, attachment_count } = voucher;
  return [
    // First, because the typed voucher points to it.
    ...booked.writes,
    create(
      'finance.voucher',
      counter.id,
      {
        vtype,
        voucher_date: date,
        kind: blue ? 'blue' : 'red',
        attachment_count,
        lines,
        note: reason,
        posted_as: booked.voucher as Ref<'finance.gl_voucher'>,
        reverses: VoucherRecord.id(voucher.id),
      },
      { state: 'posted', told: true },
    ),
    link(counter, selfOf(voucher), 'reverses'),
    ...items.flatMap((item): readonly Write[] => {
      const opposite = newId();
      const row = itemRow(
        {
          document: counter,
          document_no: item.document_no,
          side: sides.get(item.item) ?? 'receivable',
          account: item.account,
          customer: item.customer ?? '',
          doc_date: date,
          due_date: null,
          amount: negated(item.amount),
        },
        opposite,
      );
      return [row, ...itemEntries(reversed(item, opposite, item.amount, date), counter)];
    }),
  ];
}
const flipped = (amount: Decimal | null): Decimal | null => (amount === null || isZero(amount) ? amount : negated(amount));
const reverse = effect(VoucherRecord, 'reverse', {
  locks: reverseLocks,
  facts: reverseFacts,
  entries: (voucher, facts, { reason }): Write[] => [...reverseWrites(voucher, facts, reason)],
});
/** 更正: the red voucher and, in the same transaction, an editable draft of the right one (3.1 R2). */
const correct = effect(VoucherRecord, 'correct', {
  locks: reverseLocks,
  facts: reverseFacts,
  entries: (voucher, facts, { reason }): Write[] => {
    const { zh } = correctSummary({ voucher_date: voucher.voucher_date, vtype: voucherWords[voucher.vtype].zh, number: facts.original.number, draft_no: voucher.draft_no ?? '' });
    const { vtype, kind, attachment_count, note } = voucher;
    const draft = selfOf({ id: newId() });
    return [
      ...reverseWrites(voucher, facts, reason),
      create(
        'finance.voucher',
        draft.id,
        { vtype, voucher_date: facts.date, kind, attachment_count, note, lines: voucher.lines.map((line) => ({ ...line, line_uid: newId(), summary: zh })) },
        { told: true },
      ),
      link(selfOf(voucher), draft, 'amends'),
    ];
  },
});
export const voucherEffects = [submit, cashierSign, unsign, review, unreview, sendBack, post, reverse, correct];
