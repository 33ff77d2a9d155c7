import type { Grant, Principal } from '../command/call.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, LinesMeta, Registry } from '../registry/meta.ts';
import { grantsFor } from './grants.ts';
import { type Beside, inGrants } from './scope.ts';

export type Level = 'full' | 'readonly' | 'masked' | 'hidden';
type Grouped = { readonly name: string; readonly group?: string };

/** How a principal sees a field group of one declaration, before any row is known (P.8 *Field access*). */
export interface GroupAccess {
  readonly group: string;
  /** What a row shows whose grants do not carry the group. */
  readonly otherwise: Level;
  /** Read grants that show the group in full. */
  readonly showing: readonly Grant[];
  /** They cover every row the principal can read. */
  readonly everywhere: boolean;
}
/** Access to one declaration: only groups that are not shown everywhere stand in it. */
export interface AccessPlan {
  readonly record: string;
  readonly groups: ReadonlyMap<string, GroupAccess>;
  /** Do these grants cover the row? For rows that were not read by a list. */
  readonly covers: (grants: readonly Grant[], row: Readonly<Record<string, unknown>>, beside?: Beside) => boolean;
}
/** Access to one row; `readonly` names fields its state has closed. */
export interface RowAccess {
  readonly level: (field: Grouped) => Level;
}
export const fullAccess: RowAccess = { level: () => 'full' };

interface Declared {
  readonly name: string;
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
}
export function accessPlan(registry: Registry, principal: Principal, source: Declared): AccessPlan {
  const grants = grantsFor(principal, source.name, 'read');
  const names = new Set([...source.fields, ...source.lines, ...source.lines.flatMap((lines) => lines.fields)].flatMap((field: Grouped) => (field.group ? [field.group] : [])));
  const groups = new Map<string, GroupAccess>();
  for (const group of names) {
    const declared = registry.fieldGroups.get(group)?.unless ?? 'shown';
    if (declared === 'shown') continue;
    const showing = grants.filter((grant) => grant.sees.has('*') || grant.sees.has(group));
    if (showing.length < grants.length || grants.length === 0) groups.set(group, { group, otherwise: declared, showing, everywhere: covered(grants, showing) });
  }
  const meta = registry.records.get(source.name);
  return { record: source.name, groups, covers: (some, row, beside) => meta !== undefined && inGrants(registry, principal, meta, some, row, beside) };
}
/** For every grant without the field there is one with it that reaches at least as far. */
const covered = (grants: readonly Grant[], showing: readonly Grant[]): boolean => grants.every((grant) => showing.some((one) => one === grant || reaches(one.scope, grant.scope)));
const reaches = (wide: Grant['scope'], narrow: Grant['scope']): boolean => wide === 'all' || wide === narrow || (wide === 'department_tree' && narrow === 'department');

/** Groups whose access differs from row to row: the list selects one boolean for each. */
export const partialGroups = (plan: AccessPlan): readonly GroupAccess[] => [...plan.groups.values()].filter((group) => group.showing.length > 0 && !group.everywhere);
export const seesColumn = (group: string): string => `_sees_${group}`;

/** The most permissive of the grants that cover this row, never one that covers other rows. */
export function rowAccess(plan: AccessPlan, row: Readonly<Record<string, unknown>>, beside?: Beside): RowAccess {
  const shows = ({ group, showing }: GroupAccess): boolean => {
    if (showing.length === 0) return false;
    const column = seesColumn(group);
    return column in row ? row[column] === true : plan.covers(showing, row, beside);
  };
  return {
    level: ({ group }) => {
      const access = group === undefined ? undefined : plan.groups.get(group);
      if (!access || access.everywhere) return 'full';
      return shows(access) ? 'full' : access.otherwise;
    },
  };
}

/** Filter, sort, group and search on a field one does not see in every row would let its values be guessed bit by bit (P.8). */
export function permitList(plan: AccessPlan, fields: readonly Grouped[], path: string, op: string): void {
  for (const { group } of fields) {
    const access = group === undefined ? undefined : plan.groups.get(group);
    if (!access || access.everywhere) continue;
    if (access.otherwise === 'hidden') throw new Refused('field.hidden', { field: path });
    if (op !== 'eq') throw new Refused('filter.sensitive', { field: path });
  }
}
/** Choosing a member for the answer: refused only where no row can show it. */
export function permitChoice(plan: AccessPlan, field: Grouped, path: string): void {
  const access = field.group === undefined ? undefined : plan.groups.get(field.group);
  if (access && !access.everywhere && access.otherwise === 'hidden' && access.showing.length === 0) throw new Refused('field.hidden', { field: path });
}

/** `138****8000`, `**** **** **** 1234`: the text that stands for a masked value. */
export function mask(value: string, show: string | undefined): string {
  const letters = [...value];
  switch (show) {
    case 'first3_last4':
      return letters.length <= 7 ? '*'.repeat(letters.length) : `${letters.slice(0, 3).join('')}${'*'.repeat(letters.length - 7)}${letters.slice(-4).join('')}`;
    case 'last4':
      return letters.length <= 4 ? '****' : `**** **** **** ${letters.slice(-4).join('')}`;
    case 'district':
      return `${value.match(/^.*?[区县市]/u)?.[0] ?? ''}****`;
    default:
      return '****';
  }
}
