import { create, lockBalance, onSave, prepare, type Read, type Write } from '#declare';
import { newId } from '../../kernel/ids.ts';
import { defaultWarehouse } from './default-warehouse.ts';
import { type SellableStock, sellableChange, stockOf, stockPairs } from './sellable-change.ts';
import { LocationRecord, WarehouseRecord } from './warehouse.ts';

/** Every warehouse has these from its first day (5.0.1). */
export const standardLocations = [
  { code: 'STOCK', name: '存储', usage: 'storage', sellable: true },
  { code: 'RECV', name: '收货', usage: 'receiving', sellable: false },
  { code: 'SHIP', name: '发货', usage: 'shipping', sellable: false },
  { code: 'QC', name: '待检', usage: 'inspection', sellable: false },
  { code: 'DAMAGED', name: '残次', usage: 'damaged', sellable: false },
] as const;

interface Changing {
  readonly changed: boolean;
  readonly stock: readonly SellableStock[];
}
/** A warehouse that stops or starts selling changes what may be promised of all its goods at once. */
export const saveWarehouse = onSave(WarehouseRecord, {
  locks: async (row, read, { creating }) =>
    creating || !(await flips(read, 'inventory.warehouse', row.id, row.sellable))
      ? []
      : [lockBalance('inventory.warehouse_balance', stockPairs(await stockOf(read, { warehouse: row.id })) as never)],
  facts: async (row, read, { creating }): Promise<Changing> => {
    if (creating) return { changed: false, stock: [] };
    const changed = await flips(read, 'inventory.warehouse', row.id, row.sellable);
    return { changed, stock: changed ? await stockOf(read, { warehouse: row.id }) : [] };
  },
  entries: (row, { changed, stock }, { creating }): readonly Write[] => {
    if (creating) return standardLocations.map((place) => create('inventory.location', newId(), { ...place, warehouse: row.id, pick_sequence: 0 } as never));
    return changed
      ? sellableChange(
          stock.filter((one) => one.place_sells),
          row.sellable,
          { name: 'inventory.warehouse', id: row.id },
        )
      : [];
  },
});

/** A warehouse sells unless it is said otherwise. */
export const prepareWarehouse = prepare(WarehouseRecord, (_draft, _read, { creating, given }) => Promise.resolve(creating && !given.has('sellable') ? { sellable: true } : {}));
/** A location is of a warehouse, and storage sells unless said otherwise. */
export const prepareLocation = prepare(LocationRecord, async (draft, read, { creating, given }) => ({
  warehouse: draft.warehouse ?? (creating ? await defaultWarehouse(read) : null),
  ...(creating && !given.has('sellable') ? { sellable: draft.usage === 'storage' } : {}),
}));
export const saveLocation = onSave(LocationRecord, {
  locks: async (row, read, { creating }) =>
    creating || !(await flips(read, 'inventory.location', row.id, row.sellable))
      ? []
      : [lockBalance('inventory.warehouse_balance', stockPairs(await stockOf(read, { location: row.id })) as never)],
  facts: async (row, read, { creating }): Promise<Changing> => {
    if (creating) return { changed: false, stock: [] };
    const changed = await flips(read, 'inventory.location', row.id, row.sellable);
    return { changed, stock: changed ? await stockOf(read, { location: row.id }) : [] };
  },
  entries: (row, { changed, stock }): readonly Write[] =>
    changed
      ? sellableChange(
          stock.filter((one) => one.warehouse_sells),
          row.sellable,
          { name: 'inventory.location', id: row.id },
        )
      : [],
});
async function flips(read: Read, name: 'inventory.location' | 'inventory.warehouse', id: string, sellable: boolean): Promise<boolean> {
  return (await read.row(name, id))?.sellable !== sellable;
}
/** The first start makes the outer places, one of each (5.0.1). */
export const outerLocations = [
  { code: 'SUPPLIER', name: '供应商', usage: 'supplier' },
  { code: 'CUSTOMER', name: '客户', usage: 'customer' },
  { code: 'ADJUSTMENT', name: '盘点损益', usage: 'adjustment' },
  { code: 'SCRAP', name: '报废', usage: 'scrap' },
  { code: 'CONSUMPTION', name: '领用', usage: 'consumption' },
  { code: 'OPENING', name: '期初', usage: 'opening' },
] as const;
