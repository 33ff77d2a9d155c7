import type { ModuleServer } from '../../kernel/command/environment.ts';
import { financeDerives } from './derives.ts';
import { prepareAccount, saveAccount } from './account.effects.ts';
import { accountLedgerServer } from './account-ledger.report.ts';
import { balanceSheetServer } from './balance-sheet.report.ts';
import { prepareBankAccount, saveBankAccount } from './bank-account.effects.ts';
import { financeChecks } from './checks.ts';
import { closeEffects } from './close.effects.ts';
import { cashBalanceSchema } from './cash-balance.ts';
import { generalLedgerSchema } from './gl-schema.ts';
import { sequenceLedger } from './gl-sequence.ts';
import { incomeStatementServer } from './income-statement.report.ts';
import { agingServer, openItemsServer } from './open-items.report.ts';
import { openingEffects, prepareOpening } from './opening.effects.ts';
import { financeSettingsChanged, lockPeriodOf } from './periods.effects.ts';
import { financePrints } from './prints.ts';
import { receiptEffects } from './receipt.effects.ts';
import { seedFinance } from './seed.ts';
import { trialBalanceServer } from './trial-balance.report.ts';
import { prepareVoucher, voucherEffects } from './voucher.effects.ts';

/** Server part of finance. Other modules post through the functions exported here. */
export const financeServer: ModuleServer = {
  name: 'finance',
  effects: [...closeEffects, ...openingEffects, ...receiptEffects, ...voucherEffects],
  prepares: [prepareAccount, prepareBankAccount, prepareOpening, prepareVoucher],
  saves: [saveAccount, saveBankAccount],
  derives: financeDerives,
  reports: [trialBalanceServer, accountLedgerServer, balanceSheetServer, incomeStatementServer, openItemsServer, agingServer],
  ddl: [...generalLedgerSchema, ...cashBalanceSchema],
  seed: seedFinance,
  period: lockPeriodOf,
  settingsChanged: financeSettingsChanged,
  sequence: sequenceLedger,
  checks: financeChecks,
  prints: financePrints,
};

export { accountsOf, type Booked, bookFacts, type Books, bookVoucher, type Original, type Posting, reverseVoucher, vouchersOf } from './book.ts';
export { type ItemFacts, itemEntries, itemFacts, itemLock, itemRow, type NewItem, openItem } from './items.ts';
export { type ItemEntry, type OpenPart, opened, relabelled, reversed, settled } from './settlement.ts';
