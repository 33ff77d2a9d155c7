import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client.ts';

/** What grants are made of, and a role as it is written (P.8). */
export type Level = 'full' | 'readonly' | 'masked' | 'hidden';
export interface WrittenGrant {
  readonly actions: readonly string[];
  readonly scope: string;
  readonly fields?: Readonly<Record<string, Level>>;
  readonly condition?: unknown;
}
export type Grants = Readonly<Record<string, readonly WrittenGrant[]>>;
export type Permissions = Readonly<Record<string, object>>;
export interface RoleAnswer {
  readonly code: string;
  readonly label: string;
  /** Written by an administrator, no longer those it was shipped with. */
  readonly written: boolean;
  readonly grants: Grants;
  readonly permissions: Permissions;
  readonly everything: boolean;
}
export interface Named {
  readonly name: string;
  readonly label: string;
}
export interface FieldGroup extends Named {
  /** How its fields are seen where a grant says nothing of the group. */
  readonly unless: 'shown' | 'masked' | 'hidden';
}
export interface Grantable extends Named {
  readonly kind: 'catalog' | 'document' | 'ledger' | 'report';
  readonly actions: readonly string[];
  readonly scopes: readonly string[];
  readonly groups: readonly string[];
}
export interface GrantOptions {
  readonly declarations: readonly Grantable[];
  readonly scopes: readonly Named[];
  readonly groups: readonly FieldGroup[];
  readonly levels: readonly Level[];
  readonly permissions: readonly string[];
}
export const optionsQuery = (locale: string) =>
  queryOptions({ queryKey: ['grant-options', locale], queryFn: ({ signal }) => request<GrantOptions>('GET', '/core/permission/options', { signal }), staleTime: 5 * 60_000 });
export const roleQuery = (code: string) =>
  queryOptions({ queryKey: ['role-grants', code], queryFn: ({ signal }) => request<RoleAnswer>('GET', `/core/permission/role/${code}`, { signal }) });

export interface GrantRow {
  readonly of: Grantable;
  readonly at: number;
  readonly grant: WrittenGrant;
}
/** One row a grant, in the order in which records, ledgers and reports are declared. */
export const rowsOf = (grants: Grants, options: GrantOptions): readonly GrantRow[] =>
  options.declarations.flatMap((of) => (grants[of.name] ?? []).map((grant, at): GrantRow => ({ of, at, grant })));
export const allows = ({ actions }: WrittenGrant, action: string): boolean => actions.includes('*') || actions.includes(action) || action === 'read';

export function withGrant(grants: Grants, name: string, at: number, grant: WrittenGrant | undefined): Grants {
  const list = (grants[name] ?? []).flatMap((one, index) => (index !== at ? [one] : grant ? [grant] : []));
  const next = at === (grants[name] ?? []).length && grant ? [...(grants[name] ?? []), grant] : list;
  const { [name]: _, ...others } = grants;
  return next.length === 0 ? others : { ...others, [name]: next };
}
/** `*` becomes the actions it stands for as soon as one of them is taken away. */
export function toggled(grant: WrittenGrant, action: string, known: readonly string[]): WrittenGrant {
  const actions = grant.actions.includes('*') ? known : grant.actions;
  return { ...grant, actions: actions.includes(action) ? actions.filter((one) => one !== action) : [...actions, action] };
}
/** What a grant says of a group, or of all of them, else how the group is seen by those nothing is said of. */
export const levelOf = ({ fields = {} }: Partial<WrittenGrant>, { name, unless }: FieldGroup): Level => fields[name] ?? fields['*'] ?? (unless === 'shown' ? 'full' : unless);
export const withLevel = (grant: WrittenGrant, group: FieldGroup, level: Level): WrittenGrant => ({ ...grant, fields: { ...grant.fields, [group.name]: level } });
/** How a role sees a group of fields, over all its grants whose records have any of them. */
export const levelsOf = (grants: Grants, options: GrantOptions, group: FieldGroup): readonly Level[] => [
  ...new Set(rowsOf(grants, options).flatMap(({ of, grant }): Level[] => (of.groups.includes(group.name) ? [levelOf(grant, group)] : []))),
];
