import { parentOf } from '../permission/grants.ts';
import { type Beside, inScope } from '../permission/scope.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { loadRecords } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import type { Principal } from './call.ts';
import type { Environment } from './environment.ts';

type Row = Readonly<Record<string, unknown>>;
/** Does a grant for this action reach this row (P.8)? Reads the parent it follows and its owner where the scope asks for them. */
export async function reaches({ registry }: Environment, tx: Tx, principal: Principal, meta: RecordMeta, action: string, row: Row): Promise<boolean> {
  if (principal.unlimited || inScope(registry, principal, meta, action, row)) return true;
  return inScope(registry, principal, meta, action, row, await besideOf({ registry }, tx, principal, meta, row));
}
/** What a scope asks for beside the row itself: the parents it follows and its owner. */
export async function besideOf({ registry }: Pick<Environment, 'registry'>, tx: Tx, principal: Principal, meta: RecordMeta, row: Row): Promise<Beside> {
  const beside = new Map<string, Row>();
  const load = async (name: string, id: unknown): Promise<Row | undefined> => {
    const target = registry.records.get(name);
    if (!target || typeof id !== 'string') return undefined;
    const found = (await loadRecords(tx, principal.org.id, target, [id])).get(id);
    if (found) beside.set(`${name}:${id}`, found);
    return found;
  };
  let [current, values]: [RecordMeta, Row | undefined] = [meta, row];
  for (let depth = 0; depth < 3; depth += 1) {
    const parent = parentOf(registry, current);
    if (!parent || !values) break;
    values = await load(parent.meta.name, values[parent.field]);
    current = parent.meta;
  }
  if (values) await load('core.user', values[current.owner]);
  return (name, id) => beside.get(`${name}:${id}`);
}
