/* The people of the demo company. Their logins are spelled as they are spoken, so that they can be typed. */
export interface Desk {
  readonly code: string;
  readonly name: string;
  readonly cost: 'admin' | 'selling';
}
export const departments: readonly Desk[] = [
  { code: 'SALES1', name: '销售一部', cost: 'selling' },
  { code: 'SALES2', name: '销售二部', cost: 'selling' },
  { code: 'FIN', name: '财务部', cost: 'admin' },
  { code: 'WH', name: '仓储部', cost: 'selling' },
];
export interface Colleague {
  readonly login: string;
  readonly name: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly title: { readonly zh: string; readonly en: string };
}
const colleague = (login: string, name: string, department: string, roles: readonly string[], zh: string, en: string): Colleague => ({
  login,
  name,
  department,
  roles,
  title: { zh, en },
});
export const staff = {
  manager: colleague('zhoujianguo', '周建国', 'HQ', ['general_manager'], '总经理', 'General manager'),
  head1: colleague('chenxiaomin', '陈晓敏', 'SALES1', ['sales_manager', 'sales'], '销售一部经理', 'Head of sales 1'),
  head2: colleague('huangjunjie', '黄俊杰', 'SALES2', ['sales_manager', 'sales'], '销售二部经理', 'Head of sales 2'),
  sales1: colleague('linzhiyuan', '林志远', 'SALES1', ['sales'], '销售员', 'Sales'),
  sales2: colleague('wangyating', '王雅婷', 'SALES1', ['sales'], '销售员', 'Sales'),
  sales3: colleague('wujiayi', '吴嘉怡', 'SALES2', ['sales'], '销售员', 'Sales'),
  sales4: colleague('tangbowen', '唐博文', 'SALES2', ['sales'], '销售员', 'Sales'),
  chief: colleague('xulihua', '徐丽华', 'FIN', ['chief_accountant'], '会计主管', 'Chief accountant'),
  accountant: colleague('sunwenjing', '孙文静', 'FIN', ['accountant'], '会计', 'Accountant'),
  cashier: colleague('maxiaoyan', '马小燕', 'FIN', ['cashier'], '出纳', 'Cashier'),
  billing: colleague('hemin', '何敏', 'FIN', ['billing_clerk'], '开票员', 'Billing clerk'),
  supervisor: colleague('zhuhaifeng', '朱海峰', 'WH', ['warehouse_supervisor', 'product_admin'], '仓库主管', 'Warehouse supervisor'),
  keeper: colleague('gaoqiang', '高强', 'WH', ['keeper'], '仓管员', 'Keeper'),
} as const satisfies Readonly<Record<string, Colleague>>;
export type Seat = keyof typeof staff;
/** Who looks after customers, in turn. */
export const sellers = ['sales1', 'sales3', 'sales2', 'sales4', 'head1', 'head2'] as const satisfies readonly Seat[];
export type Seller = (typeof sellers)[number];
/** Whom a salesperson reports to, and who puts an order on hold. */
export const headOf: Readonly<Record<Seller, 'head1' | 'head2'>> = { head1: 'head1', head2: 'head2', sales1: 'head1', sales2: 'head1', sales3: 'head2', sales4: 'head2' };
