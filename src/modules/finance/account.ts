import { choice, choices, date, define, flag, type Label, reference, refusal, type Row, text } from '#declare';
import { accountRoles } from './account-roles.ts';
import { cashFlowItems } from './cash-flow-items.ts';
import { accountUseRefusals } from './refusals.ts';

const cashFlowOptions: { readonly [code: string]: Label } = Object.fromEntries(cashFlowItems.map(({ code, zh, en }) => [code, { zh: `${code} ${zh}`, en: `${code} ${en}` }]));
const roleOptions: { readonly [role: string]: Label } = Object.fromEntries(Object.entries(accountRoles).map(([role, { zh, en }]) => [role, { zh, en }]));
const dimensions = {
  customer: { zh: '客户', en: 'Customer' },
  supplier: { zh: '供应商', en: 'Supplier' },
  employee: { zh: '员工', en: 'Employee' },
  department: { zh: '部门', en: 'Department' },
  project: { zh: '项目', en: 'Project' },
  product: { zh: '商品', en: 'Product' },
};

const fields = {
  code: text({
    zh: '科目编码',
    en: 'Code',
    required: true,
    max: 20,
    format: 'code',
    immutable: true,
    help: { zh: '级次 4-2-2-2，以上级编码开头', en: 'Levels 4-2-2-2, beginning with the parent’s code' },
  }),
  name: text({ zh: '科目名称', en: 'Name', required: true, pinyin: true, max: 80 }),
  name_en: text({ zh: '英文名称', en: 'English name', max: 120 }),
  parent: reference('finance.account', { zh: '上级科目', en: 'Parent', immutable: true }),
  class: choice({
    zh: '类别',
    en: 'Class',
    required: true,
    options: {
      asset: { zh: '资产', en: 'Assets' },
      liability: { zh: '负债', en: 'Liabilities' },
      common: { zh: '共同', en: 'Common' },
      equity: { zh: '权益', en: 'Equity' },
      cost: { zh: '成本', en: 'Cost' },
      profit: { zh: '损益', en: 'Profit and loss' },
    },
  }),
  direction: choice({
    zh: '余额方向',
    en: 'Normal balance',
    required: true,
    options: { D: { zh: '借', en: 'Debit' }, C: { zh: '贷', en: 'Credit' }, '±': { zh: '借或贷', en: 'Either' } },
  }),
  is_leaf: flag({ zh: '末级', en: 'Leaf', origin: 'derived' }),
  active: flag({ zh: '启用', en: 'Active', default: true }),
  aux_required: choices({ zh: '必填辅助核算', en: 'Required dimensions', options: dimensions }),
  aux_optional: choices({ zh: '可选辅助核算', en: 'Optional dimensions', options: dimensions }),
  currency_mode: choice({
    zh: '外币核算',
    en: 'Foreign currency',
    required: true,
    default: 'base',
    options: { base: { zh: '不核算', en: 'None' }, one: { zh: '指定币种', en: 'One currency' }, any: { zh: '所有币种', en: 'Any currency' } },
  }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency' }),
  quantity_unit: reference('core.unit', { zh: '数量单位', en: 'Quantity unit' }),
  is_cash: flag({ zh: '现金科目', en: 'Cash account' }),
  cf_in: choice({ zh: '流入项目', en: 'Cash-flow item, in', options: cashFlowOptions }),
  cf_out: choice({ zh: '流出项目', en: 'Cash-flow item, out', options: cashFlowOptions }),
  bs_dr_line: text({ zh: '资产负债表行（借方余额）', en: 'Balance sheet line, debit', max: 40 }),
  bs_cr_line: text({ zh: '资产负债表行（贷方余额）', en: 'Balance sheet line, credit', max: 40 }),
  is_line: text({ zh: '利润表行', en: 'Income statement line', max: 40 }),
  net: text({
    zh: '轧差口径',
    en: 'Netting',
    max: 40,
    help: { zh: '空：末级科目；party：往来单位；其他：同名科目一起轧差', en: 'Empty: the leaf; party: leaf and party; else: accounts of one name together' },
  }),
  control: flag({ zh: '受控科目', en: 'Controlled', help: { zh: '只能由业务单据记账', en: 'Posted by documents only' } }),
  forbid_negative: flag({ zh: '禁止赤字', en: 'No negative balance' }),
  non_operating: flag({ zh: '非经营性', en: 'Non-operating' }),
  roles: choices({ zh: '科目角色', en: 'Roles', options: roleOptions }),
  effective_from: date({ zh: '生效日', en: 'Valid from' }),
  effective_to: date({ zh: '失效日', en: 'Valid to' }),
};
export interface Account extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.account': Account;
  }
}
/** 会计科目 (3.0.3). The first start loads the chart of the standard; loading again never overwrites what a person changed. */
export const AccountRecord = define('finance.account', fields).catalog({
  zh: '会计科目',
  en: 'Account',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name', 'name_en'],
  fill: { class: 'parent.class', direction: 'parent.direction' },
  refusals: {
    ...accountUseRefusals,
    'account.code_prefix': refusal({
      zh: '编码须以上级科目编码 {prefix} 开头',
      en: 'The code must begin with {prefix}',
      fix: { zh: '更正编码', en: 'Correct the code' },
      with: { prefix: 'text' },
    }),
    'account.has_balance': refusal({
      zh: '科目有余额或在用草稿，不能停用',
      en: 'The account has a balance or drafts use it',
      fix: { zh: '先结平余额', en: 'Clear the balance first' },
      status: 409,
    }),
    'account.in_use': refusal({
      zh: '已记账，类别和方向不能更改',
      en: 'Posted already, class and direction are fixed',
      fix: { zh: '新建科目', en: 'Create another account' },
      status: 409,
    }),
  },
  grants: {
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    accountant: { scope: 'all' },
    cashier: { scope: 'all' },
    tax_officer: { scope: 'all' },
    treasurer: { scope: 'all' },
    controller: { scope: 'all' },
    cost_accountant: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'class', 'direction', 'aux_required', 'is_cash', 'active'],
    sort: ['code'],
    tree: { parent: 'parent', depth: 4 },
    saved: {
      active: { zh: '启用的科目', en: 'Active accounts', where: { active: true } },
      cash: { zh: '现金科目', en: 'Cash accounts', where: { is_cash: true } },
      leaf: { zh: '末级科目', en: 'Leaves', where: { is_leaf: true, active: true } },
    },
    form: [
      { zh: '科目', en: 'Account', fields: ['code', 'name', 'name_en', 'parent', 'class', 'direction', 'active', 'is_leaf'] },
      {
        zh: '核算',
        en: 'Analysis',
        fields: ['aux_required', 'aux_optional', 'currency_mode', 'currency', 'quantity_unit', 'control', 'forbid_negative', 'non_operating', 'roles'],
      },
      { zh: '报表', en: 'Statements', fields: ['is_cash', 'cf_in', 'cf_out', 'bs_dr_line', 'bs_cr_line', 'is_line', 'net', 'effective_from', 'effective_to'] },
    ],
    quick: ['code', 'name', 'parent'],
  },
});
