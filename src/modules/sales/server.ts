import type { ModuleServer } from '../../kernel/command/environment.ts';
import { salesChecks } from './checks.ts';
import { deliveryEffects, prepareDelivery } from './delivery.effects.ts';
import { deliveryReverseEffects } from './delivery-reverse.effects.ts';
import { orderColumns, quotationColumns } from './derives.ts';
import { invoiceEffects, prepareInvoice } from './invoice.effects.ts';
import { orderAmendEffects } from './order-amend.effects.ts';
import { orderEffects, prepareOrder } from './order.effects.ts';
import { preparePriceList } from './price-list.effects.ts';
import { salesPrints } from './prints.ts';
import { prepareQuotation, quotationEffects } from './quotation.effects.ts';

/** The server's side of sales. */
export const salesServer: ModuleServer = {
  name: 'sales',
  effects: [...quotationEffects, ...orderEffects, ...orderAmendEffects, ...deliveryEffects, ...deliveryReverseEffects, ...invoiceEffects],
  prepares: [preparePriceList, prepareQuotation, prepareOrder, prepareDelivery, prepareInvoice],
  derives: [orderColumns, quotationColumns],
  checks: salesChecks,
  prints: salesPrints,
};
