import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';
import { DeliveryRecord } from './delivery.ts';
import { InvoiceRecord } from './invoice.ts';
import { OrderLineProgressBalance, OrderProgressLedger } from './order-progress.ts';
import { OrderRecord } from './order.ts';
import { PriceListRecord } from './price-list.ts';
import { QuotationRecord } from './quotation.ts';
import { salesSettings } from './settings.ts';
import { salesWidgets } from './widgets.ts';

/** 销售管理: from a price to the invoice (spec 2). */
export const sales: ModuleDeclaration = {
  name: 'sales',
  zh: '销售',
  en: 'Sales',
  records: [PriceListRecord, QuotationRecord, OrderRecord, DeliveryRecord, InvoiceRecord],
  ledgers: [OrderProgressLedger],
  balances: [OrderLineProgressBalance],
  settings: salesSettings,
  widgets: salesWidgets,
};
