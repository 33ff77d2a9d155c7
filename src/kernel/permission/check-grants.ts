import { checkCondition } from '../condition/check.ts';
import type { Moment } from '../condition/operand.ts';
import type { FieldPath } from '../condition/path.ts';
import { sourceOf } from '../condition/source.ts';
import { nearest } from '../kinds/normal.ts';
import { type Problem, Refused } from '../problem.ts';
import type { Registry } from '../registry/meta.ts';
import { scopeFits } from './scope.ts';
import { declarationsOf, levels } from './written-grants.ts';

/*
 * Grants are judged when a role is saved (P.8), so that a slip neither opens nor closes anything unnoticed: what is unknown is refused with the
 * nearest that is known, all problems together, each with the path of the member.
 */
type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const general = ['read', 'create', 'update', 'delete', 'archive', 'restore', 'import', 'export', 'print', 'share', 'bulk', '*'];
export const plainScopes: readonly string[] = ['own', 'department', 'department_tree', 'all'];
const grantMembers = ['actions', 'scope', 'fields', 'condition'];
/** A role is a page, not a book: more would slow every request of those who hold it. */
const most = 500;

const choice = (given: unknown, known: readonly string[], path: string): Problem => ({ code: 'field.choice', params: { nearest: nearest(String(given), known) }, path });
const type = (expected: string, path: string): Problem => ({ code: 'field.type', params: { expected }, path });

export function checkGrants(registry: Registry, moment: Moment, grants: unknown, permissions: unknown): readonly Problem[] {
  return [
    ...(grants === null || grants === undefined ? [] : grantProblems(registry, moment, grants)),
    ...(permissions === null || permissions === undefined ? [] : permissionProblems(registry, permissions)),
  ];
}
function grantProblems(registry: Registry, moment: Moment, grants: unknown): readonly Problem[] {
  if (!isObject(grants)) return [type('object of grants', '/grants')];
  if (Object.values(grants).flat().length > most) return [{ code: 'field.length', params: { min: 0, max: most }, path: '/grants' }];
  return Object.entries(grants).flatMap(([name, list]) => {
    const path = `/grants/${name}`;
    const declarations = declarationsOf(registry, name);
    if (declarations.length === 0) return [choice(name, [...registry.records.keys(), ...registry.reports.keys(), ...registry.ledgers.keys()], path)];
    if (!Array.isArray(list)) return [type('list of grants', path)];
    return list.flatMap((one: unknown, index) => grantProblem(registry, moment, declarations, one, `${path}/${index}`));
  });
}
function grantProblem(registry: Registry, moment: Moment, declarations: readonly string[], one: unknown, path: string): readonly Problem[] {
  if (!isObject(one)) return [type('grant', path)];
  const problems: Problem[] = Object.keys(one)
    .filter((member) => !grantMembers.includes(member))
    .map((member) => ({ code: 'field.unknown', params: { field: member, nearest: nearest(member, grantMembers) }, path: `${path}/${member}` }));
  problems.push(...actionProblems(registry, declarations, one['actions'], `${path}/actions`));
  const fitting = (scope: string): boolean => declarations.some((name) => scopeFits(registry, name, scope));
  const scopes = [...plainScopes, ...registry.scopes.keys()].filter(fitting);
  const scope = one['scope'];
  if (typeof scope !== 'string')
    problems.push({
      code: scope === undefined || scope === null ? 'field.required' : 'field.type',
      params: scope === undefined || scope === null ? {} : { expected: 'text' },
      path: `${path}/scope`,
    });
  else if (!scopes.includes(scope)) problems.push({ code: 'grant.scope', params: { scope, allowed: scopes }, path: `${path}/scope` });
  problems.push(...levelProblems(registry, one['fields'], `${path}/fields`));
  if (one['condition'] !== undefined && one['condition'] !== null) problems.push(...conditionProblems(registry, moment, declarations, one['condition'], `${path}/condition`));
  return problems;
}
function actionProblems(registry: Registry, declarations: readonly string[], given: unknown, path: string): readonly Problem[] {
  if (!Array.isArray(given)) return [type('list of actions', path)];
  const known = [...general, ...declarations.flatMap((name) => registry.records.get(name)?.actions.map((action) => action.name) ?? [])];
  return given.flatMap((action: unknown, index) => (typeof action === 'string' && known.includes(action) ? [] : [choice(action, known, `${path}/${index}`)]));
}
function levelProblems(registry: Registry, given: unknown, path: string): readonly Problem[] {
  if (given === undefined || given === null) return [];
  if (!isObject(given)) return [type('object of field groups', path)];
  const groups = ['*', ...registry.fieldGroups.keys()];
  return Object.entries(given).flatMap(([group, level]) => {
    if (!groups.includes(group)) return [choice(group, groups, `${path}/${group}`)];
    return levels.some((one) => one === level) ? [] : [choice(level, levels, `${path}/${group}`)];
  });
}
/** A condition becomes part of every statement and is judged for rows not stored yet, so it speaks of the record's own fields alone. */
function conditionProblems(registry: Registry, moment: Moment, declarations: readonly string[], tree: unknown, path: string): readonly Problem[] {
  const [name] = declarations;
  const meta = declarations.length === 1 ? registry.records.get(name ?? '') : undefined;
  if (!meta) return [type('one record', path)];
  const permit = ({ via, lines, field, text }: FieldPath): void => {
    if (via || lines || field.custom || field.origin === 'derived') throw new Refused('grant.condition', { field: text }, path);
  };
  try {
    checkCondition(tree, { registry, source: sourceOf(meta), moment, permit }, path);
    return [];
  } catch (error) {
    if (error instanceof Refused) return error.errors;
    throw error;
  }
}

/** Names that shipped roles hold, and the settings of each module. */
export function permissionNames(registry: Registry): readonly string[] {
  const shipped = [...registry.roles.values()].flatMap((role) => role.may ?? []);
  return [...new Set([...shipped, ...[...registry.settings.values()].map((settings) => `settings.${settings.module}`)])].toSorted();
}
function permissionProblems(registry: Registry, permissions: unknown): readonly Problem[] {
  if (!isObject(permissions)) return [type('object of permissions', '/permissions')];
  const known = permissionNames(registry);
  return Object.entries(permissions).flatMap(([name, bounds]) => {
    const path = `/permissions/${name}`;
    if (!known.includes(name)) return [choice(name, known, path)];
    if (!isObject(bounds)) return [type('object of bounds', path)];
    return Object.entries(bounds).flatMap(([bound, value]) => (typeof value === 'number' && value >= 0 ? [] : [type('number', `${path}/${bound}`)]));
  });
}
