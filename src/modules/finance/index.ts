import type { Fields, ReportDeclaration } from '#declare';
import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';
import { AccountRecord } from './account.ts';
import { BankAccountRecord } from './bank-account.ts';
import { GlVoucherRecord } from './gl-voucher.ts';
import { OpenItemBalanceRow, OpenItemLedger, OpenItemRecord } from './open-item.ts';
import { OpeningRecord } from './opening.ts';
import { PaymentTermRecord } from './payment-term-record.ts';
import { PeriodRecord } from './period-record.ts';
import { ReceiptRecord } from './receipt.ts';
import { financeRefusals } from './refusals.ts';
import { accountLedger, agingReport, balanceSheetReport, incomeStatementReport, openItemsReport, trialBalance } from './reports.ts';
import { financeSettings } from './settings.ts';
import { TaxCodeRecord } from './tax-code.ts';
import { VoucherRecord } from './voucher.ts';
import { financeWidgets } from './widgets.ts';

/** The registry reads parameters and columns as data; the exact types are for the report's server part alone. */
const listed = <P extends Fields, C extends Fields>(report: ReportDeclaration<P, C>): ReportDeclaration => report as never;

/** 财务管理: what every module that posts builds on (3.0, 3.1, 3.3). */
export const finance: ModuleDeclaration = {
  name: 'finance',
  zh: '财务',
  en: 'Finance',
  records: [VoucherRecord, ReceiptRecord, OpenItemRecord, GlVoucherRecord, OpeningRecord, AccountRecord, PeriodRecord, BankAccountRecord, TaxCodeRecord, PaymentTermRecord],
  ledgers: [OpenItemLedger],
  balances: [OpenItemBalanceRow],
  settings: financeSettings,
  reports: [listed(trialBalance), listed(accountLedger), listed(balanceSheetReport), listed(incomeStatementReport), listed(openItemsReport), listed(agingReport)],
  widgets: financeWidgets,
  refusals: financeRefusals,
};

export { allocate } from './allocate.ts';
export { addDays, addMonths, daysBetween, firstDay, lastDay, monthOf } from './calendar-day.ts';
export { type Due, dueDate, dues, type Term, type TermDates } from './payment-term.ts';
export {
  type AdvanceApplied,
  advanceApplied,
  type Delivered,
  delivered,
  type Invoiced,
  invoiced,
  type PostingRule,
  type Received,
  received,
  type Returned,
  returned,
} from './posting-rules.ts';
export { type PeriodRow, reversalDate } from './period.ts';
export { outputVatAccount, taxRoles } from './tax-codes.ts';
