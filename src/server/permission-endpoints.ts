import { grantsOfRole, may, requirePermission } from '../kernel/permission/grants.ts';
import type { Label } from '#declare';
import type { Locale } from '../kernel/command/call.ts';
import { permissionNames, plainScopes } from '../kernel/permission/check-grants.ts';
import { previewed } from '../kernel/permission/preview.ts';
import { rolesOf } from '../kernel/permission/question.ts';
import { scopeFits } from '../kernel/permission/scope.ts';
import { sodConflicts } from '../kernel/permission/duties.ts';
import { matrixOf, simulated } from '../kernel/permission/simulate.ts';
import { levels, writtenFrom } from '../kernel/permission/written-grants.ts';
import { nearest } from '../kernel/kinds/index.ts';
import { Refused } from '../kernel/problem.ts';
import type { Registry } from '../kernel/registry/meta.ts';
import { inTransaction, type Tx } from '../kernel/store/session.ts';
import { done, said } from './describing.ts';
import type { Context, Endpoint } from './endpoint.ts';
import { dayOf, subjectOf, userOf } from './explain-endpoints.ts';
import { objectBody, refuseUnknown, requiredText } from './request-values.ts';
import type { SignIn } from './sign-in/sign-in.ts';

/* What an administrator sees and tries before he gives rights (P.8): the roles as they are written, what a change would do, the whole matrix. */
const string = { type: 'string' };
const list = { type: 'array', items: string };
const object = { type: 'object' };
const rights = { declaration: 'core.permission', action: 'explain' };
const user = { anyOf: [string, { type: 'object', properties: { id: string }, required: ['id'] }] };

export function permissionEndpoints(signIn: SignIn): readonly Endpoint[] {
  const within = <T>({ call }: Context, work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(signIn.pool, call.principal.org.id, work, { readOnly: true });
  return [
    {
      method: 'GET',
      path: '/api/core/permission/options',
      operation: 'core.permission.options',
      tag: 'core',
      summary: said('授权可用的动作、范围、字段组', 'Actions, scopes and field groups that grants are made of'),
      parameters: [],
      answers: {
        200: {
          schema: {
            type: 'object',
            properties: {
              declarations: { type: 'array', items: object },
              scopes: { type: 'array', items: object },
              groups: { type: 'array', items: object },
              levels: list,
              permissions: list,
            },
          },
          description: done,
        },
      },
      codes: [],
      handle: ({ kernel, call }) => Promise.resolve({ status: 200, body: optionsOf(kernel.registry, call.locale) }),
    },
    {
      method: 'GET',
      path: '/api/core/permission/role/:code',
      operation: 'core.permission.role',
      tag: 'core',
      summary: said('岗位角色的授权：自定的，或系统自带的', 'The grants of a role: those written into it, or those it is shipped with'),
      permission: 'core.role.read',
      parameters: [],
      answers: {
        200: {
          schema: {
            type: 'object',
            properties: { code: string, label: string, written: { type: 'boolean' }, grants: object, permissions: object, everything: { type: 'boolean' } },
            required: ['code', 'grants', 'permissions'],
          },
          description: done,
        },
      },
      codes: ['not_found', 'forbidden'],
      handle: async (context) => {
        if (!may(context.call.principal, 'core.role', 'read')) throw new Refused('forbidden', { declaration: 'core.role', action: 'read' });
        const role = (await within(context, (tx) => rolesOf(tx, context.call.principal.org.id))).find((one) => one.code === context.params['code']);
        if (!role) throw new Refused('not_found');
        const { registry } = context.kernel;
        const spec = registry.roles.get(role.code);
        const permissions = role.permissions ?? Object.fromEntries((spec?.everything ? permissionNames(registry) : (spec?.may ?? [])).map((name) => [name, {}]));
        const grants = role.grants ?? writtenFrom(grantsOfRole(registry, role));
        return {
          status: 200,
          body: { code: role.code, label: role.label, written: role.grants !== null, grants, permissions, everything: spec?.everything === true && role.grants === null },
        };
      },
    },
    {
      method: 'POST',
      path: '/api/core/permission/simulate',
      operation: 'core.permission.simulate',
      tag: 'core',
      summary: said('试算：增减角色后多看见、少看见多少记录', 'What a change of roles would let somebody see, or not see any more'),
      parameters: [],
      request: {
        schema: {
          type: 'object',
          properties: { user, add_roles: list, remove_roles: list, at: { type: 'string', format: 'date' } },
          required: ['user'],
          additionalProperties: false,
        },
        required: true,
        example: { user: '0197b2a4-7c00-7000-8000-000000000187', add_roles: ['sales_manager'] },
      },
      answers: {
        200: {
          schema: { type: 'object', properties: { data: { type: 'array', items: object }, conflicts: { type: 'array', items: object } }, required: ['data', 'conflicts'] },
          description: done,
        },
      },
      codes: ['field.required', 'field.type', 'field.choice', 'field.date', 'forbidden', 'not_found'],
      handle: async (context) => {
        const { kernel, call } = context;
        const given = objectBody(context.body);
        refuseUnknown(Object.keys(given), ['user', 'add_roles', 'remove_roles', 'at']);
        requirePermission(call.principal, 'permission.explain', rights);
        const id = userOf(given['user']);
        if (id === undefined) throw new Refused('field.required', {}, '/user');
        const at = dayOf(given);
        const org = call.principal.org.id;
        return within(context, async (tx) => {
          const roles = await rolesOf(tx, org);
          const add = codes(
            given,
            'add_roles',
            roles.map((role) => role.code),
          );
          const remove = codes(
            given,
            'remove_roles',
            roles.map((role) => role.code),
          );
          const before = await subjectOf(signIn, tx, org, id, at);
          const after = await subjectOf(signIn, tx, org, id, at, { add: roles.filter((role) => add.includes(role.code)), remove });
          return { status: 200, body: { data: await simulated(kernel.registry, tx, before.principal, after.principal), conflicts: await sodConflicts(tx, after.principal) } };
        });
      },
    },
    {
      method: 'GET',
      path: '/api/core/permission/matrix',
      operation: 'core.permission.matrix',
      tag: 'core',
      summary: said('权限总表：人 × 记录 × 动作', 'The whole matrix: person × record × action'),
      parameters: [],
      answers: { 200: { schema: { type: 'object', properties: { data: { type: 'array', items: object } }, required: ['data'] }, description: done } },
      codes: ['forbidden'],
      handle: async (context) => {
        const { kernel, call } = context;
        requirePermission(call.principal, 'permission.explain', rights);
        const org = call.principal.org.id;
        return within(context, async (tx) => {
          const people = await tx.query(`select id, name, login from core."user" where org_id = $1 and state = 'active' order by login`, [org]);
          const lines: object[] = [];
          for (const person of people) {
            const { principal } = await subjectOf(signIn, tx, org, String(person['id']), undefined);
            lines.push(...matrixOf(kernel.registry, principal).map((line) => ({ user: { id: person['id'], code: person['login'], label: person['name'] }, ...line })));
          }
          return { status: 200, body: { data: lines } };
        });
      },
    },
    {
      method: 'POST',
      path: '/api/core/permission/preview',
      operation: 'core.permission.preview',
      tag: 'core',
      summary: said('以某人的眼光看一张列表', 'A list as somebody else sees it'),
      parameters: [],
      request: {
        schema: { type: 'object', properties: { user, declaration: string, limit: { type: 'integer' } }, required: ['user', 'declaration'], additionalProperties: false },
        required: true,
        example: { user: '0197b2a4-7c00-7000-8000-000000000187', declaration: 'sales.order' },
      },
      answers: { 200: { schema: { type: 'object', properties: { menu: list, list: object }, required: ['menu', 'list'] }, description: done } },
      codes: ['field.required', 'field.type', 'field.choice', 'forbidden', 'not_found', 'request.limit'],
      handle: async (context) => {
        const { kernel, call } = context;
        const given = objectBody(context.body);
        refuseUnknown(Object.keys(given), ['user', 'declaration', 'limit']);
        requirePermission(call.principal, 'permission.explain', rights);
        const id = userOf(given['user']);
        if (id === undefined) throw new Refused('field.required', {}, '/user');
        const environment = await kernel.environmentFor(call);
        const declaration = requiredText(given, 'declaration');
        return within(context, async (tx) => {
          const { principal } = await subjectOf(signIn, tx, call.principal.org.id, id, undefined);
          return { status: 200, body: await previewed(environment, tx, call, principal, declaration, given['limit']) };
        });
      },
    },
  ];
}

function optionsOf(registry: Registry, locale: Locale): object {
  const label = (one: Label): string => one[locale];
  const scopesOf = (name: string): readonly string[] => [...plainScopes, ...registry.scopes.keys()].filter((scope) => scopeFits(registry, name, scope));
  const general = ['read', 'create', 'update', 'delete', 'archive', 'restore', 'import', 'export', 'print', 'bulk'];
  const declarations = [
    ...[...registry.records.values()].map((meta) => ({
      name: meta.name,
      label: label(meta),
      kind: meta.type,
      actions: [...general, ...meta.actions.map((action) => action.name)],
      scopes: scopesOf(meta.name),
      groups: [...new Set([...meta.fields, ...meta.lines, ...meta.lines.flatMap((lines) => lines.fields)].flatMap((field) => field.group ?? []))],
    })),
    ...[...registry.ledgers.values()].map((meta) => ({
      name: meta.name,
      label: label(meta),
      kind: 'ledger',
      actions: ['read', 'export'],
      scopes: scopesOf(meta.name),
      groups: [],
    })),
    ...[...registry.reports.values()].map((meta) => ({
      name: meta.name,
      label: label(meta),
      kind: 'report',
      actions: ['read', 'export', 'print'],
      scopes: scopesOf(meta.name),
      groups: [],
    })),
  ];
  return {
    declarations,
    scopes: [
      ...plainScopes.map((name) => ({ name, label: plainLabels[name]?.[locale] ?? name })),
      ...[...registry.scopes.values()].map((scope) => ({ name: scope.name, label: label(scope) })),
    ],
    groups: [...registry.fieldGroups].map(([name, group]) => ({ name, label: label(group), unless: group.unless })),
    levels,
    permissions: permissionNames(registry),
  };
}
const plainLabels: Readonly<Record<string, Label>> = {
  own: said('自己的', 'Own'),
  department: said('本部门', 'Own departments'),
  department_tree: said('本部门及下级', 'Own departments and those below'),
  all: said('全部', 'All'),
};
function codes(given: Readonly<Record<string, unknown>>, name: string, known: readonly string[]): readonly string[] {
  const value = given[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Refused('field.type', { expected: 'array of codes' }, `/${name}`);
  return value.map((code: unknown, index) => {
    if (typeof code !== 'string' || !known.includes(code)) throw new Refused('field.choice', { nearest: nearest(String(code), known) }, `/${name}/${index}`);
    return code;
  });
}
