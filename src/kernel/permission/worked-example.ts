import {
  choice,
  choices,
  date,
  define,
  defineLedger,
  flag,
  instant,
  integer,
  lines,
  money,
  month,
  quantity,
  rate,
  reference,
  references,
  serial,
  states,
  text,
  anyReference,
} from '#declare';
import type { Principal } from '../command/call.ts';
import { buildRegistry } from '../registry/build.ts';
import type { LedgerDeclaration } from '#declare';
import type { AnyRecord, ModuleDeclaration, Registry } from '../registry/meta.ts';
import { effectiveGrants, namedPermissions } from './grants.ts';

/*
 * The people and orders of the worked examples of P.2, P.7 and P.8 as a small registry of their own, for the tests of conditions,
 * lists and permissions. Names are not entered among the declared rows, so the builders are called without their types.
 */
const declare = define as unknown as (name: string, fields: object) => { readonly catalog: (spec: object) => AnyRecord; readonly document: (spec: object) => AnyRecord };
const refer = reference as unknown as (target: string, options: object) => object;
const referMany = references as unknown as (target: string, options: object) => object;
const label = (name: string): { readonly zh: string; readonly en: string } => ({ zh: name, en: name });
const group = (name: string, of: string): object => ({ ...label(name), group: of, origin: 'derived' });

const department = declare('core.department', { code: text({ ...label('code') }), name: text({ ...label('name') }), parent: refer('core.department', label('parent')) }).catalog({
  ...label('department'),
  title: 'name',
  code: 'code',
  views: { tree: { parent: 'parent' } },
});
const user = declare('core.user', {
  login: text(label('login')),
  name: text({ ...label('name'), pinyin: true }),
  department: refer('core.department', label('department')),
}).catalog({
  ...label('user'),
  title: 'name',
  code: 'login',
  grants: { employee: { scope: 'all' } },
});
const currency = declare('core.currency', { code: text(label('code')) }).catalog({ ...label('currency'), title: 'code', code: 'code' });
const customer = declare('sales.customer', {
  code: text(label('code')),
  name: text(label('name')),
  mobile: text({ ...label('mobile'), sensitive: { show: 'first3_last4' } }),
  limit: money(label('limit')),
  owner: refer('core.user', label('owner')),
}).catalog({
  ...label('customer'),
  title: 'name',
  code: 'code',
  owner: 'owner',
  search: ['code', 'name'],
  grants: { sales: { scope: 'own', actions: ['create', 'update'] }, sales_manager: { scope: 'all' } },
});
const contact = declare('sales.contact', { customer: refer('sales.customer', { ...label('customer'), scope: true }), name: text(label('name')) }).catalog({
  ...label('contact'),
  title: 'name',
});
const order = declare('sales.order', {
  number: serial('SO{seq:5}'),
  state: states({ draft: label('草稿'), confirmed: { ...label('已确认'), posted: true }, closed: { ...label('已关闭'), posted: true } }),
  customer: refer('sales.customer', label('customer')),
  owner: refer('core.user', label('owner')),
  department: refer('core.department', label('department')),
  currency: refer('core.currency', label('currency')),
  due: date(label('due')),
  net: money(label('net')),
  cost: money(group('cost', 'cost') as never),
  margin: rate(group('margin', 'margin') as never),
  lines: lines({ product: text(label('product')), qty: quantity(label('qty')), cost: money(group('cost', 'cost') as never) } as never, label('lines')),
}).document({
  ...label('order'),
  date: 'due',
  owner: 'owner',
  department: 'department',
  actions: { confirm: { ...label('confirm'), from: 'draft', to: 'confirmed' } },
  grants: {
    sales: { scope: 'own', actions: ['create', 'update', 'confirm'] },
    sales_manager: { scope: 'department_tree', actions: ['update', 'confirm'] },
    margin_view: { scope: 'department' },
  },
});
/** R1…R4 of P.7, with a column of every kind beside them. */
const thing = declare('sales.thing', {
  name: text(label('name')),
  amount: money({ ...label('amount'), signed: true }),
  margin: rate({ ...label('margin') }),
  city: text(label('city')),
  due: date(label('due')),
  tags: choices({ ...label('tags'), options: { VIP: label('VIP'), 重点: label('重点'), other: label('other') } }),
  vip: choice({ ...label('vip'), options: { true: label('是'), false: label('否') } }),
  pieces: integer(label('pieces')),
  at: instant(label('at')),
  period: month(label('period')),
  active: flag(label('active')),
  customer: refer('sales.customer', label('customer')),
  watchers: referMany('core.user', label('watchers')),
  origin: anyReference(label('origin')),
  secret: text({ ...label('secret'), sensitive: { show: 'last4' } }),
  lines: lines({ product: text(label('product')), qty: quantity(label('qty')) } as never, label('lines')),
}).catalog({ ...label('thing'), title: 'name' });

const ledger = defineLedger as unknown as (name: string, spec: object) => LedgerDeclaration;
const progress = ledger('sales.progress', {
  ...label('progress'),
  fields: { customer: refer('sales.customer', label('customer')), date: date(label('date')), qty: quantity({ ...label('qty'), signed: true }) },
});

const core: ModuleDeclaration = {
  ...label('core'),
  name: 'core',
  records: [department, user, currency],
  fieldGroups: { cost: { ...label('cost'), unless: 'hidden' }, margin: { ...label('margin'), unless: 'hidden' } },
  roles: {
    employee: label('员工'),
    general_manager: { ...label('总经理'), everything: true },
    sales: label('销售员'),
    sales_manager: { ...label('销售经理'), sees: ['cost', 'margin'] as never },
    accountant: { ...label('会计'), sees: ['cost', 'margin'] as never, reads: 'posting' },
    margin_view: { ...label('毛利'), sees: ['cost', 'margin'] as never },
  },
};
const sales: ModuleDeclaration = { ...label('sales'), name: 'sales', records: [customer, contact, order, thing], ledgers: [progress] };
export const exampleRegistry = (): Registry => buildRegistry([core, sales]);

const id = (kind: number, number: number): string => `00000000-0000-7000-8000-${String(kind * 1000 + number).padStart(12, '0')}`;
export const organisations = { a: id(0, 1), b: id(0, 2) } as const;
export const departments = { 公司: id(1, 1), 销售部: id(1, 2), 华东组: id(1, 3), 华北组: id(1, 4), 总经办: id(1, 5) } as const;
export const people = { 林晓雯: id(2, 1), 李雷: id(2, 2), 王思琪: id(2, 3), 赵强: id(2, 4) } as const;
export const customers = { c1: id(3, 1), c2: id(3, 2), c3: id(3, 3) } as const;
export const orders = { O1: id(4, 1), O2: id(4, 2), O3: id(4, 3), O4: id(4, 4), O5: id(4, 5) } as const;
export const cny = id(5, 1);
const usd = id(5, 2);
export const exampleId = id;

const homes: Readonly<Record<keyof typeof people, keyof typeof departments>> = { 林晓雯: '华东组', 李雷: '华北组', 王思琪: '销售部', 赵强: '总经办' };
const below: Readonly<Record<string, readonly (keyof typeof departments)[]>> = { 销售部: ['销售部', '华东组', '华北组'] };

/** One of the people with these roles, as a request would carry him. */
export function person(registry: Registry, name: keyof typeof people, roles: readonly string[], org: string = organisations.a): Principal {
  const home = homes[name];
  return {
    kind: 'user',
    user: people[name],
    name,
    org: { id: org, code: 'A', name: '启泰', time_zone: 'Asia/Shanghai' },
    department: departments[home],
    departments: [departments[home]],
    departmentTree: (below[home] ?? [home]).map((one) => departments[one]),
    roles,
    grants: effectiveGrants(registry, roles),
    permissions: namedPermissions(registry, roles),
    unlimited: false,
  };
}

type Row = Readonly<Record<string, unknown>>;
/** Rows of the example, by table; lines under the table of the lines. */
export function exampleRows(): readonly (readonly [string, Row])[] {
  const at = '2026-03-18T02:11:09.120Z';
  const kept = { org_id: organisations.a, created_at: at, created_by: people.赵强, updated_at: at };
  const row = (table: string, values: Row): readonly [string, Row] => [table, { ...kept, ...values }];
  const line = (order: string, no: number, product: string, qty: string, cost: string): readonly [string, Row] => [
    'sales."order_line"',
    { org_id: organisations.a, id: order.replace('8000', `80${no}0`), parent: order, line_no: no, product, qty, cost },
  ];
  const orderRow = (name: keyof typeof orders, owner: keyof typeof people, home: keyof typeof departments, net: string, more: Row): readonly [string, Row] =>
    row('sales."order"', {
      id: orders[name],
      number: name,
      state: 'confirmed',
      owner: people[owner],
      department: departments[home],
      net,
      currency: cny,
      cost: '60.00',
      margin: '0.4',
      ...more,
    });
  return [
    row('core."department"', { id: departments.公司, code: 'HQ', name: '公司' }),
    row('core."department"', { id: departments.销售部, code: 'XS', name: '销售部', parent: departments.公司 }),
    row('core."department"', { id: departments.华东组, code: 'HD', name: '华东组', parent: departments.销售部 }),
    row('core."department"', { id: departments.华北组, code: 'HB', name: '华北组', parent: departments.销售部 }),
    row('core."department"', { id: departments.总经办, code: 'ZJB', name: '总经办', parent: departments.公司 }),
    ...(Object.keys(people) as (keyof typeof people)[]).map((name) => row('core."user"', { id: people[name], login: name, name, department: departments[homes[name]] })),
    row('core."currency"', { id: cny, code: 'CNY' }),
    row('core."currency"', { id: usd, code: 'USD' }),
    row('sales."customer"', { id: customers.c1, code: 'C1', name: '昆山同创', mobile: '13800138000', limit: '1000.00', owner: people.林晓雯 }),
    row('sales."customer"', { id: customers.c2, code: 'C2', name: '苏州明德', limit: '5000.00', owner: people.李雷 }),
    row('sales."contact"', { id: id(6, 1), customer: customers.c1, name: '李明' }),
    row('sales."contact"', { id: id(6, 2), customer: customers.c2, name: '王芳' }),
    orderRow('O1', '林晓雯', '华东组', '100.00', { customer: customers.c1, due: '2026-03-01' }),
    orderRow('O2', '林晓雯', '华东组', '200.00', { customer: customers.c2, due: '2026-03-02' }),
    orderRow('O3', '李雷', '华北组', '300.00', { customer: customers.c2, due: '2026-03-03' }),
    orderRow('O4', '王思琪', '销售部', '400.00', { customer: customers.c1 }),
    orderRow('O5', '赵强', '总经办', '500.00', { state: 'draft', number: null, currency: usd }),
    [
      'sales."progress"',
      {
        org_id: organisations.a,
        id: id(7, 91),
        posted_at: '2026-03-01T01:00:00Z',
        cause_type: 'sales.order',
        cause_id: orders.O1,
        customer: customers.c1,
        date: '2026-03-01',
        qty: '12.5',
      },
    ],
    [
      'sales."progress"',
      {
        org_id: organisations.a,
        id: id(7, 92),
        posted_at: '2026-03-02T01:00:00Z',
        cause_type: 'sales.order',
        cause_id: orders.O1,
        customer: customers.c1,
        date: '2026-03-02',
        qty: '-2',
      },
    ],
    line(orders.O1, 1, '纸', '12.500000', '30.00'),
    line(orders.O1, 2, '笔', '3', '30.00'),
    line(orders.O3, 1, '纸', '1', '60.00'),
  ];
}
