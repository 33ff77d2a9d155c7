import type { Grant, Level, Principal } from '../command/call.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, LinesMeta, Registry } from '../registry/meta.ts';
import { grantsFor } from './grants.ts';
import { type Beside, inGrants } from './scope.ts';

export type { Level } from '../command/call.ts';
type Grouped = { readonly name: string; readonly group?: string };

/** How a principal sees a field group of one declaration, before any row is known (P.8 *Field access*). */
export interface GroupAccess {
  readonly group: string;
  /** Read grants by the level they give, most open first; a row has the first whose grants cover it. */
  readonly steps: readonly { readonly level: Level; readonly grants: readonly Grant[] }[];
  /** What is left for rows that none of those cover. */
  readonly otherwise: Level;
  /** The same in every row, where it is so. */
  readonly always: Level | undefined;
  /** Its values are readable in every row the principal can read. */
  readonly readable: boolean;
}
/** Access to one declaration: only groups that are not shown in full everywhere stand in it. */
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
    const access = groupAccess(group, standardOf(registry, group), grants);
    if (access.always !== 'full') groups.set(group, access);
  }
  const meta = registry.records.get(source.name);
  return { record: source.name, groups, covers: (some, row, beside) => meta !== undefined && inGrants(registry, principal, meta, some, row, beside) };
}
/** What a grant that does not name the group shows of it. */
function standardOf(registry: Registry, group: string): Level {
  const unless = registry.fieldGroups.get(group)?.unless ?? 'shown';
  return unless === 'shown' ? 'full' : unless;
}
const openness: readonly Level[] = ['full', 'readonly', 'masked', 'hidden'];
const isReadable = (level: Level): boolean => level === 'full' || level === 'readonly';
const levelOf = (grant: Grant, group: string, standard: Level): Level => grant.levels.get(group) ?? grant.levels.get('*') ?? standard;

function groupAccess(group: string, standard: Level, grants: readonly Grant[]): GroupAccess {
  const by = Map.groupBy(grants, (grant) => levelOf(grant, group, standard));
  const given = openness.flatMap((level) => (by.has(level) ? [{ level, grants: by.get(level) ?? [] }] : []));
  const otherwise = given.at(-1)?.level ?? (standard === 'full' ? 'hidden' : standard);
  const steps = given.slice(0, -1);
  const full = by.get('full') ?? [];
  const readable = grants.filter((grant) => isReadable(levelOf(grant, group, standard)));
  const always = covered(grants, full) ? 'full' : steps.length === 0 ? otherwise : undefined;
  return { group, steps, otherwise, always, readable: covered(grants, readable) };
}
/** For every grant without the field there is one with it that reaches at least as far and asks for nothing more. */
const covered = (grants: readonly Grant[], showing: readonly Grant[]): boolean =>
  grants.length > 0 && grants.every((grant) => showing.some((one) => one === grant || (!one.condition && reaches(one.scope, grant.scope))));
const reaches = (wide: string, narrow: string): boolean => wide === 'all' || wide === narrow || (wide === 'department_tree' && narrow === 'department');

/** Groups whose access differs from row to row: the list selects the level of each. */
export const partialGroups = (plan: AccessPlan): readonly GroupAccess[] => [...plan.groups.values()].filter((group) => group.always === undefined);
export const seesColumn = (group: string): string => `_sees_${group}`;

/** The most permissive of the grants that cover this row, never one that covers other rows. */
export function rowAccess(plan: AccessPlan, row: Readonly<Record<string, unknown>>, beside?: Beside): RowAccess {
  const known = new Map<string, Level>();
  const found = (access: GroupAccess): Level => {
    const column = row[seesColumn(access.group)];
    if (typeof column === 'string') return column as Level;
    return access.steps.find((step) => plan.covers(step.grants, row, beside))?.level ?? access.otherwise;
  };
  return {
    level: ({ group }) => {
      const access = group === undefined ? undefined : plan.groups.get(group);
      if (!access) return 'full';
      const level = access.always ?? known.get(access.group) ?? found(access);
      known.set(access.group, level);
      return level;
    },
  };
}

/** Filter, sort, group and search on a field one does not see in every row would let its values be guessed bit by bit (P.8). */
export function permitList(plan: AccessPlan, fields: readonly Grouped[], path: string, op: string): void {
  for (const { group } of fields) {
    const access = group === undefined ? undefined : plan.groups.get(group);
    if (!access || access.readable) continue;
    if (access.otherwise === 'hidden') throw new Refused('field.hidden', { field: path });
    if (op !== 'eq') throw new Refused('filter.sensitive', { field: path });
  }
}
/** Choosing a member for the answer: refused only where no row can show it. */
export function permitChoice(plan: AccessPlan, field: Grouped, path: string): void {
  const access = field.group === undefined ? undefined : plan.groups.get(field.group);
  if (access?.always === 'hidden') throw new Refused('field.hidden', { field: path });
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
