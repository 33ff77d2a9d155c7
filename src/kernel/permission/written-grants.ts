import type { Bounds, Grant, Level } from '../command/call.ts';
import { checkCondition } from '../condition/check.ts';
import type { Moment } from '../condition/operand.ts';
import { sourceOf } from '../condition/source.ts';
import { Refused } from '../problem.ts';
import type { Registry } from '../registry/meta.ts';

/*
 * Grants as an administrator writes them into a role (P.8):
 *
 *     { "sales.order": [{ "actions": ["read", "update"], "scope": "own", "fields": { "cost": "hidden" }, "condition": {…} }], "inventory.*": [{ "actions": ["read"], "scope": "all" }] }
 *
 * Reading comes with every grant. They were judged when the role was saved (`check-grants.ts`); what the declarations no longer know gives nothing.
 */
export interface WrittenGrant {
  readonly actions: readonly string[];
  readonly scope: string;
  readonly fields?: Readonly<Record<string, Level>>;
  readonly condition?: unknown;
}
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
export const levels: readonly Level[] = ['full', 'readonly', 'masked', 'hidden'];

export function grantsWritten(registry: Registry, role: string, written: object, moment: Moment | undefined): Grant[] {
  return Object.entries(written).flatMap(([name, list]) =>
    declarationsOf(registry, name).flatMap((record) => (Array.isArray(list) ? list : []).filter(isObject).flatMap((one) => grantOf(registry, role, record, one, moment))),
  );
}
/** `sales.*` is every record, ledger and report of the module. */
export function declarationsOf(registry: Registry, name: string): readonly string[] {
  const all = [...registry.records.keys(), ...registry.ledgers.keys(), ...registry.reports.keys()];
  return name.endsWith('.*') ? all.filter((one) => one.startsWith(name.slice(0, -1))) : all.filter((one) => one === name);
}
function grantOf(registry: Registry, role: string, record: string, one: Readonly<Record<string, unknown>>, moment: Moment | undefined): Grant[] {
  const fields = isObject(one['fields']) ? Object.entries(one['fields']) : [];
  const grant: Grant = {
    role,
    record,
    scope: typeof one['scope'] === 'string' ? one['scope'] : 'own',
    actions: new Set(['read', ...texts(one['actions'])]),
    levels: new Map(fields.filter((entry): entry is [string, Level] => levels.includes(entry[1] as Level))),
  };
  if (one['condition'] === undefined || one['condition'] === null) return [grant];
  const meta = registry.records.get(record);
  if (!meta || !moment) return [];
  try {
    const { tree } = checkCondition(one['condition'], { registry, source: sourceOf(meta), moment });
    return [{ ...grant, condition: { tree, today: moment.today, zone: moment.zone } }];
  } catch (error) {
    // A field that is gone: rows that cannot be told apart any more are not shown.
    if (error instanceof Refused) return [];
    throw error;
  }
}

/** Named permissions as they are written into a role: `{ "stock.backdate": { "max_days": 3 }, "stock.view": {} }`. */
export function boundsOf(written: object): ReadonlyMap<string, Bounds | undefined> {
  return new Map(
    Object.entries(written).map(([name, bounds]) => {
      const numbers = isObject(bounds) ? Object.entries(bounds).filter((entry): entry is [string, number] => typeof entry[1] === 'number') : [];
      return [name, numbers.length === 0 ? undefined : Object.fromEntries(numbers)];
    }),
  );
}

/** Shipped grants in the form in which a role is written: what an editor begins from. */
export function writtenFrom(grants: readonly Grant[]): Readonly<Record<string, readonly WrittenGrant[]>> {
  const entries = [...Map.groupBy(grants, (grant) => grant.record)].map(
    ([record, list]) =>
      [
        record,
        list.map(
          (grant): WrittenGrant => ({ actions: [...grant.actions].toSorted(), scope: grant.scope, ...(grant.levels.size > 0 ? { fields: Object.fromEntries(grant.levels) } : {}) }),
        ),
      ] as const,
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
