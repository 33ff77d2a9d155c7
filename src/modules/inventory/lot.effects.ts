import { effect, lockBalance, type Read } from '#declare';
import { type Lot, LotRecord } from './lot.ts';
import { type SellableStock, sellableChange, stockOf, stockPairs } from './sellable-change.ts';

const locks = async (lot: Lot, read: Read) => [lockBalance('inventory.warehouse_balance', stockPairs(await stockOf(read, { lot: lot.id })) as never)];
const facts = async (lot: Lot, read: Read): Promise<readonly SellableStock[]> => (await stockOf(read, { lot: lot.id })).filter((row) => row.place_sells && row.warehouse_sells);
const cause = (lot: Lot) => ({ name: 'inventory.lot' as const, id: lot.id });

/** A lot on hold or expired is not sold, and its goods leave what may be promised (5.0.4). */
export const lotEffects = [
  effect(LotRecord, 'hold', { locks, facts, entries: (lot, stock) => sellableChange(stock, false, cause(lot)) }),
  effect(LotRecord, 'release', { locks, facts, entries: (lot, stock) => sellableChange(stock, true, cause(lot)) }),
  effect(LotRecord, 'expire', { locks, facts, entries: (lot, stock) => sellableChange(stock, false, cause(lot)) }),
];
