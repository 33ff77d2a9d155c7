import type { Fields, ReportDeclaration } from '#declare';
import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';
import { AdjustmentRecord } from './adjustment.ts';
import { BarcodeRecord } from './barcode.ts';
import { LotRecord } from './lot.ts';
import { ProductCategoryRecord } from './product-category.ts';
import { ProductRecord } from './product.ts';
import { costRefusals, movementRefusals, scanRefusals, unitRefusals } from './refusals.ts';
import { availabilityReport, costCard, stockCard, stockValue } from './reports.ts';
import { reservation, reservationBalance } from './reservation.ts';
import { inventoryScopes } from './scopes.ts';
import { inventorySettings } from './settings.ts';
import { stockBalance, stockLedger, warehouseBalance } from './stock-ledger.ts';
import { UnitConversionRecord } from './unit-conversion.ts';
import { costHead, valueLedger } from './value-ledger.ts';
import { LocationRecord, WarehouseRecord } from './warehouse.ts';

/** The registry reads parameters and columns as data; the exact types are for the report's server part alone. */
const listed = <P extends Fields, C extends Fields>(report: ReportDeclaration<P, C>): ReportDeclaration => report as never;

/** 库存管理: products, where they lie, what is promised and what they cost (5.0). */
export const inventory: ModuleDeclaration = {
  name: 'inventory',
  zh: '库存',
  en: 'Inventory',
  records: [ProductRecord, AdjustmentRecord, ProductCategoryRecord, WarehouseRecord, LocationRecord, LotRecord, UnitConversionRecord, BarcodeRecord],
  ledgers: [stockLedger, valueLedger, reservation],
  balances: [stockBalance, warehouseBalance, costHead, reservationBalance],
  settings: inventorySettings,
  scopes: inventoryScopes,
  reports: [listed(availabilityReport), listed(stockValue), listed(costCard), listed(stockCard)],
  refusals: { ...movementRefusals, ...costRefusals, ...unitRefusals, ...scanRefusals },
};

export { type BaseUnit, type Factor, sameUnit, toBaseQuantity } from './convert-units.ts';
export { costRefusals, movementRefusals, treeRefusals, unitRefusals } from './refusals.ts';
