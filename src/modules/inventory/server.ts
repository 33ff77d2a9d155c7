import type { ModuleServer } from '../../kernel/command/environment.ts';
import { adjustmentEffects, prepareAdjustment } from './adjustment.effects.ts';
import { inventoryChecks } from './checks.ts';
import { lotEffects } from './lot.effects.ts';
import { saveProductCategory } from './product-category.effects.ts';
import { prepareProduct, productDerives, saveProduct } from './product.effects.ts';
import { inventoryReports } from './reports.server.ts';
import { inventoryScopeMembers } from './scopes.ts';
import { seedInventory } from './seed.ts';
import { prepareLocation, prepareWarehouse, saveLocation, saveWarehouse } from './warehouse.effects.ts';

/** The server's side of inventory. */
export const inventoryServer: ModuleServer = {
  name: 'inventory',
  effects: [...adjustmentEffects, ...lotEffects],
  prepares: [prepareProduct, prepareWarehouse, prepareLocation, prepareAdjustment],
  saves: [saveProduct, saveProductCategory, saveWarehouse, saveLocation],
  derives: [productDerives],
  reports: inventoryReports,
  scopes: inventoryScopeMembers,
  seed: seedInventory,
  checks: inventoryChecks,
};

export type * from './services.ts';
export { availability } from './availability.ts';
export { defaultWarehouse } from './default-warehouse.ts';
export { lotOf, type LineLots, lotsOfLines } from './lot-lines.ts';
export { type PromiseFacts, type Release, releaseFacts, releaseLocks, releaseWrites, reserveFacts, reserveLocks, reserveWrites } from './reserve.ts';
export { checkReversal, type ReversalFacts, reversalFacts, reversalLocks, reversalWrites } from './reversal.ts';
export { checkStock } from './stock-check.ts';
export { stockReversalDate } from './stock-dates.ts';
export { type StockFacts, stockFacts, stockLocks } from './stock-facts.ts';
export { stockWrites } from './stock-writes.ts';
export { convertibleFactors, factorFor, toBase, type UnitFactor, unitFactors, type UnitFactors, type UnitQuantity, type UnitWish } from './unit-factors.ts';
