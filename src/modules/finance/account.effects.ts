import { change, lockRows, onSave, prepare, type Ref, type Rows, type Write } from '#declare';
import { Refused } from '../../kernel/problem.ts';
import { AccountRecord } from './account.ts';
import { carriedFrom, hasEntries, type Move, moveFacts, moveLocks, moveWrites } from './sub-account.ts';

type Account = Rows['finance.account'];
/** What a new account takes from its parent unless the person said otherwise (3.0.3). */
const inherited = [
  'aux_required',
  'aux_optional',
  'is_cash',
  'control',
  'forbid_negative',
  'non_operating',
  'cf_in',
  'cf_out',
  'bs_dr_line',
  'bs_cr_line',
  'is_line',
  'net',
] as const;

export const prepareAccount = prepare(AccountRecord, async (draft, read, { creating, given }) => {
  if (draft.code === null) return {};
  const found = draft.parent === null && creating && draft.code.length > 4 ? (await read.find('finance.account', { code: draft.code.slice(0, -2) }))[0] : undefined;
  const parent = draft.parent === null ? found : await read.row('finance.account', draft.parent);
  if (!parent) return creating ? { is_leaf: true } : {};
  if (!draft.code.startsWith(parent.code) || draft.code === parent.code) throw new Refused('account.code_prefix', { prefix: parent.code }, '/code');
  if (!creating) return {};
  const taken = Object.fromEntries(inherited.filter((name) => !given.has(name)).map((name) => [name, parent[name]]));
  // Rules and documents go on posting: what they look for by role is now the sub-account.
  const roles = parent.is_leaf && !given.has('roles') ? parent.roles : draft.roles;
  return { ...taken, roles, is_leaf: true, parent: parent.id, class: draft.class ?? parent.class, direction: draft.direction ?? parent.direction };
});

interface Facts {
  readonly parent: Account | null;
  readonly move: Move | null;
  readonly today: Parameters<typeof moveWrites>[3];
  /** Bank accounts that stood on the parent while it was a leaf. */
  readonly banks: readonly string[];
}
export const saveAccount = onSave(AccountRecord, {
  locks: async (account, read, { creating }) =>
    creating && account.parent !== null ? [lockRows('finance.account', [account.parent]), ...(await moveLocks(read, account.parent))] : [],
  facts: async (account, read, { creating }): Promise<Facts> => {
    if (!creating) {
      await refuseChange(account, await read.row('finance.account', account.id), read);
      return { parent: null, move: null, today: read.today, banks: [] };
    }
    const parent = account.parent === null ? null : await read.row('finance.account', account.parent);
    if (!parent?.is_leaf) return { parent, move: null, today: read.today, banks: [] };
    const [move, banks] = await Promise.all([moveFacts(read, parent.id), read.find('finance.bank_account', { account: parent.id as Ref<'finance.account'> })]);
    // Open items hang on their account: receivables and advances stay leaves (3.0.3).
    if (move.carried.length > 0 && parent.roles.some((role) => role === 'ar' || role === 'advance')) throw new Refused('account.has_balance', {}, '/parent');
    return { parent, move, today: read.today, banks: banks.map((bank) => bank.id) };
  },
  entries: (account, { parent, move, today, banks }): Write[] =>
    parent?.is_leaf
      ? [
          ...(move ? moveWrites(move, parent, account, today) : []),
          change('finance.account', parent.id, { is_leaf: false, roles: parent.roles.filter((role) => !account.roles.includes(role)) }),
          ...banks.map((id) => change('finance.bank_account', id, { account: AccountRecord.id(account.id) })),
        ]
      : [],
});
/** Class and direction are fixed once posted; an account with a balance stays in use (3.0.3). */
async function refuseChange(account: Account, before: Account | null, read: Parameters<typeof carriedFrom>[0]): Promise<void> {
  if (before === null) return;
  const turned = before.class !== account.class || before.direction !== account.direction;
  if (turned && (await hasEntries(read, account.id))) throw new Refused('account.in_use', {}, before.class === account.class ? '/direction' : '/class');
  if (before.active && !account.active && (await carriedFrom(read, account.id)).length > 0) throw new Refused('account.has_balance', {}, '/active');
}
