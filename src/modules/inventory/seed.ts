import type { SeedFacts } from '../../kernel/command/environment.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/store/session.ts';
import { insertRecords } from '../core/server.ts';
import { outerLocations, standardLocations } from './warehouse.effects.ts';

/** What the first start fills in (index §7): warehouse `MAIN` with its places, the outer places, category `ALL`. */
export async function seedInventory(tx: Tx, org: SeedFacts): Promise<void> {
  const registry = org.registry;
  const main = newId();
  await insertRecords(tx, registry, org, 'inventory.warehouse', [{ id: main, code: 'MAIN', name: '主仓', kind: 'own', keepers: [], sellable: true }]);
  await insertRecords(tx, registry, org, 'inventory.location', [
    ...standardLocations.map((place) => ({ ...place, warehouse: main, pick_sequence: 0 })),
    ...outerLocations.map((place) => ({ ...place, sellable: false, pick_sequence: 0 })),
  ]);
  await insertRecords(tx, registry, org, 'inventory.product_category', [{ code: 'ALL', name: '全部商品' }]);
  await tx.query('insert into core.setting (org_id, module, values, updated_at) values ($1, $2, $3, $4)', [
    org.id,
    'inventory',
    JSON.stringify({ default_warehouse: main }),
    org.now,
  ]);
}
