import type { Label } from '#declare';
import type { Me } from '../api/types.ts';
import type { Declarations } from '../record/declarations.ts';
import type { Word } from '../words/index.ts';
import type { IconName } from './icons.tsx';

/** All seven modules stand in the menu at all times (web §3); what a module declares fills it. */
export interface MenuModule {
  readonly name: ModuleName;
  readonly word: Word;
  readonly icon: IconName;
}
export type ModuleName = 'customers' | 'sales' | 'finance' | 'people' | 'inventory' | 'supply' | 'relationship';
export const menuModules: readonly MenuModule[] = (['customers', 'sales', 'finance', 'people', 'inventory', 'supply', 'relationship'] as const).map((name) => ({
  name,
  word: `nav.${name}`,
  icon: name,
}));

export interface MenuEntry extends Label {
  /** `sales.order` or `finance.report.balance_sheet` */
  readonly name: string;
  /** Path below `/o/{code}`. */
  readonly path: string;
  readonly kind: 'record' | 'report';
}
/** Daily work first; what is not named here follows in the order of its declaration. */
const first: Readonly<Record<string, readonly string[]>> = {
  customers: ['customer', 'contact', 'customer_category', 'customer_tag'],
  sales: ['quotation', 'order', 'delivery', 'invoice', 'price_list'],
  finance: ['voucher', 'receipt', 'payment', 'bank_account', 'account', 'period', 'opening'],
  inventory: ['product', 'stock', 'adjustment', 'warehouse', 'product_category', 'unit_conversion'],
};
const entry = (name: string, label: Label): MenuEntry => {
  const [module = '', ...rest] = name.split('.');
  return { name, zh: label.zh, en: label.en, path: `/${module}/${rest.join('/')}`, kind: rest.length > 1 ? 'report' : 'record' };
};
export interface ModuleMenu {
  readonly records: readonly MenuEntry[];
  readonly reports: readonly MenuEntry[];
}
export function menuOf(declarations: Declarations, me: Me, module: string): ModuleMenu {
  const order = first[module] ?? [];
  const rank = (name: string): number => {
    const at = order.indexOf(name.slice(module.length + 1));
    return at < 0 ? order.length : at;
  };
  const records = [...declarations.records.values()]
    .filter((record) => record.name.startsWith(`${module}.`) && mayOpen(me, record.name))
    .sort((a, b) => rank(a.name) - rank(b.name));
  const reports = [...declarations.reports.values()].filter((report) => report.name.startsWith(`${module}.`) && mayReport(me, report.roles));
  return { records: records.map((record) => entry(record.name, record)), reports: reports.map((report) => entry(report.name, report)) };
}
export function mayOpen(me: Me, name: string, action = 'read'): boolean {
  const actions = me.grants[name];
  return me.permissions.includes('*') || (actions !== undefined && (action === 'read' || actions.includes('*') || actions.includes(action)));
}
const mayReport = (me: Me, roles: readonly string[]): boolean => me.permissions.includes('*') || roles.some((role) => me.roles.includes(role));

/** Everything that can be jumped to, for the palette: menu entries index no less than the sidebar shows (web §13). */
export function allEntries(declarations: Declarations, me: Me): readonly MenuEntry[] {
  return [...menuModules.map(({ name }) => name as string), 'core'].flatMap((module) => {
    const { records, reports } = menuOf(declarations, me, module);
    return [...records, ...reports];
  });
}
