import type { ScopeDeclaration } from '../../kernel/registry/meta.ts';

/** 仓管员 see what moves through their own warehouses (5.0.1); a move between two is seen from both. */
export const inventoryScopes: Readonly<Record<string, ScopeDeclaration>> = {
  assigned_warehouse: { zh: '自己负责的仓库', en: 'Assigned warehouses', of: 'inventory.warehouse' },
};
/** A warehouse for which nobody is named is everybody's, so that a small company can begin without naming anyone. */
export const inventoryScopeMembers: Readonly<Record<string, string>> = {
  assigned_warehouse: 'select id from inventory.warehouse_v where org_id = $1 and ($2::uuid = any(keepers) or cardinality(keepers) = 0)',
};
