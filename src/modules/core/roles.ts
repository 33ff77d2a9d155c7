import { defineFieldGroups, defineRoles } from '#declare';

/** Groups of fields a role may be refused (P.8, index §6). */
export const fieldGroups = defineFieldGroups({
  cost: { zh: '成本', en: 'Cost', unless: 'hidden' },
  margin: { zh: '毛利', en: 'Margin', unless: 'hidden' },
  salary: { zh: '薪资', en: 'Salary', unless: 'hidden' },
  health: { zh: '健康', en: 'Health', unless: 'hidden' },
  identity: { zh: '证件', en: 'Identity', unless: 'masked' },
  bank: { zh: '银行账户', en: 'Bank account', unless: 'masked' },
});

/** Shipped roles (index §6) of the modules that exist; the others come with their module. */
export const roles = defineRoles({
  administrator: { zh: '系统管理员', en: 'Administrator', may: ['permission.explain', 'audit.read', 'audit.redact', 'job.run'] },
  approval_admin: { zh: '审批管理员', en: 'Approval administrator' },
  general_manager: { zh: '总经理', en: 'General manager', everything: true },
  employee: { zh: '员工', en: 'Employee' },
  line_manager: { zh: '直属上级', en: 'Line manager' },
  department_head: { zh: '部门负责人', en: 'Head of department' },
  sales: { zh: '销售员', en: 'Sales representative', may: ['stock.view'] },
  sales_manager: {
    zh: '销售经理',
    en: 'Sales manager',
    sees: ['cost', 'margin'],
    may: ['stock.view', 'stock.view_cost', 'customers.create_duplicate', 'customers.reveal', 'number.manual'],
  },
  service: { zh: '客服', en: 'Service', may: ['stock.view'] },
  billing_clerk: { zh: '开票员', en: 'Billing clerk' },
  credit_controller: { zh: '信用管理员', en: 'Credit controller', may: ['customers.reveal'] },
  customer_admin: {
    zh: '客户资料管理员',
    en: 'Customer administrator',
    may: ['customers.create_duplicate', 'customers.edit_sensitive', 'customers.export_personal', 'customers.reveal'],
  },
  accountant: { zh: '会计', en: 'Accountant', sees: ['cost', 'margin', 'bank'], reads: 'posting', may: ['stock.view', 'stock.view_cost'] },
  chief_accountant: {
    zh: '会计主管',
    en: 'Chief accountant',
    sees: ['cost', 'margin', 'bank'],
    reads: 'posting',
    may: ['finance.post_controlled', 'stock.view', 'stock.view_cost', 'cost.run', 'cost.close', 'number.manual', 'export_sensitive'],
  },
  cashier: { zh: '出纳', en: 'Cashier', sees: ['bank'] },
  cost_accountant: { zh: '成本会计', en: 'Cost accountant', sees: ['cost', 'margin'], may: ['stock.view', 'stock.view_cost', 'cost.run', 'cost.close'] },
  tax_officer: { zh: '税务会计', en: 'Tax officer', sees: ['bank'] },
  treasurer: { zh: '资金主管', en: 'Treasurer', sees: ['bank'] },
  controller: { zh: '内控', en: 'Controller', sees: ['cost', 'margin', 'bank'] },
  auditor: { zh: '审计', en: 'Auditor', sees: ['cost', 'margin', 'bank'], reads: 'posting', may: ['permission.explain', 'audit.read', 'stock.view', 'stock.view_cost'] },
  keeper: { zh: '仓管员', en: 'Keeper', may: ['stock.view', 'stock.post', 'stock.count'] },
  counter: { zh: '盘点人', en: 'Counter', may: ['stock.view', 'stock.count'] },
  warehouse_supervisor: {
    zh: '仓库主管',
    en: 'Warehouse supervisor',
    sees: ['cost', 'margin'],
    may: [
      'stock.view',
      'stock.view_cost',
      'stock.post',
      'stock.backdate',
      'stock.override_reservation',
      'stock.count',
      'stock.count_view_book',
      'stock.approve_count',
      'stock.adjust',
    ],
  },
  product_admin: { zh: '商品管理员', en: 'Product administrator', sees: ['cost', 'margin'], may: ['stock.view', 'stock.view_cost'] },
  purchaser: { zh: '采购员', en: 'Buyer', may: ['stock.view'] },
  purchasing_manager: { zh: '采购经理', en: 'Purchasing manager', sees: ['cost'], may: ['stock.view', 'stock.view_cost', 'price.view'] },
});

declare module '#declare' {
  interface FieldGroups extends Record<keyof typeof fieldGroups, true> {}
  interface Roles extends Record<keyof typeof roles, true> {}
}
