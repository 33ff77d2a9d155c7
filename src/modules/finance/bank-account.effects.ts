import { change, create, lockRows, onSave, prepare, type Read, type Ref, type Rows, type Write } from '#declare';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { BankAccountRecord } from './bank-account.ts';
import { leafOff, type Move, moveFacts, moveLocks, moveWrites } from './sub-account.ts';

type Account = Rows['finance.account'];
type BankAccount = Rows['finance.bank_account'];
const bankCode = '1002';
const tillCode = '1001';
/** Accounts whose leaves may stand for a bank account: banks and other monetary funds; the till has its own (3.2). */
const homes = (kind: BankAccount['kind']): readonly string[] => (kind === 'cash' ? [tillCode] : [bankCode, '1012']);

const byCode = async (read: Read, code: string): Promise<Account | undefined> => (await read.find('finance.account', { code }))[0];
/** Left empty, the till stands on 1001 and a bank account gets a leaf of its own; its id is chosen here, the leaf is made as the account is saved. */
export const prepareBankAccount = prepare(BankAccountRecord, async (draft, read) => {
  if (draft.account !== null || draft.kind === null) return {};
  if (draft.kind !== 'cash') return { account: newId() as Ref<'finance.account'> };
  const till = await byCode(read, tillCode);
  return till ? { account: till.id as Ref<'finance.account'> } : {};
});

interface Facts {
  readonly parent: Account | null;
  readonly code: string;
  readonly move: Move | null;
  /** Accounts that were the default so far. */
  readonly defaults: readonly string[];
  readonly today: Read['today'];
}
async function nextLeaf(read: Read, parent: Account): Promise<string> {
  const children = await read.find('finance.account', { parent: parent.id as Ref<'finance.account'> });
  const last = Math.max(0, ...children.map((child) => Number(child.code.slice(parent.code.length))).filter(Number.isInteger));
  return `${parent.code}${String(last + 1).padStart(2, '0')}`;
}
export const saveBankAccount = onSave(BankAccountRecord, {
  // The next code and the parent's last entry are decided one after the other.
  locks: async (bank, read) => {
    const parent = bank.account === null || (await read.row('finance.account', bank.account)) === null ? await byCode(read, bankCode) : undefined;
    return parent ? [lockRows('finance.account', [parent.id]), ...(parent.is_leaf ? await moveLocks(read, parent.id) : [])] : [];
  },
  facts: async (bank, read): Promise<Facts> => {
    const own = bank.account === null ? null : await read.row('finance.account', bank.account);
    const others = bank.is_default ? (await read.find('finance.bank_account', { is_default: true })).filter((other) => (other.kind === 'cash') === (bank.kind === 'cash')) : [];
    const base = { defaults: others.map((other) => other.id).filter((id) => id !== bank.id), today: read.today };
    if (own) {
      if (!own.is_leaf || !homes(bank.kind).some((home) => own.code.startsWith(home)))
        throw new Refused('bank_account.wrong_account', { expected: homes(bank.kind).join('/') }, '/account');
      return { ...base, parent: null, code: '', move: null };
    }
    const parent = await byCode(read, bankCode);
    if (!parent) throw new Refused('bank_account.wrong_account', { expected: bankCode }, '/account');
    return { ...base, parent, code: await nextLeaf(read, parent), move: parent.is_leaf ? await moveFacts(read, parent.id) : null };
  },
  entries: (bank, { parent, code, move, defaults, today }): Write[] => [
    ...defaults.map((id) => change('finance.bank_account', id, { is_default: false })),
    ...(parent && bank.account !== null ? leafWrites(bank, parent, { id: bank.account, code, name: bank.name }, move, today) : []),
  ],
});
function leafWrites(
  bank: BankAccount,
  parent: Account,
  leaf: { readonly id: string; readonly code: string; readonly name: string },
  move: Move | null,
  today: Read['today'],
): readonly Write[] {
  const {
    class: kind,
    direction,
    aux_required,
    aux_optional,
    currency_mode,
    is_cash,
    cf_in,
    cf_out,
    bs_dr_line,
    bs_cr_line,
    net,
    control,
    forbid_negative,
    non_operating,
  } = parent;
  return [
    create('finance.account', leaf.id, {
      code: leaf.code,
      name: leaf.name,
      parent: parent.id as Ref<'finance.account'>,
      class: kind,
      direction,
      is_leaf: true,
      active: true,
      aux_required,
      aux_optional,
      currency_mode,
      currency: bank.currency,
      is_cash,
      cf_in,
      cf_out,
      bs_dr_line,
      bs_cr_line,
      net,
      control,
      forbid_negative,
      non_operating,
      roles: [],
    }),
    ...(move ? moveWrites(move, parent, leaf, today) : []),
    ...(parent.is_leaf ? [leafOff(parent.id)] : []),
  ];
}
