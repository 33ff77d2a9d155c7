import { choice, date, define, flag, reference, references, refusal, type Row, states, text, trace } from '#declare';

const userFields = {
  name: text({ zh: '姓名', en: 'Name', required: true, pinyin: true }),
  login: text({ zh: '账号', en: 'Login', required: true, immutable: true, help: { zh: '邮箱或手机号', en: 'E-mail or mobile number' } }),
  email: text({
    zh: '邮箱',
    en: 'E-mail',
    format: 'email',
    help: { zh: '接收邮件通知；空则用账号（账号是邮箱时）', en: 'Where notifications are mailed; empty is the login, where that is an address' },
  }),
  account: text({ zh: '账户标识', en: 'Account', hidden: true, immutable: true, max: 36 }),
  employee_no: text({ zh: '工号', en: 'Employee number', max: 40 }),
  department: reference('core.department', { zh: '部门', en: 'Department', required: true }),
  also_in: references('core.department', { zh: '兼职部门', en: 'Also in' }),
  manager: reference('core.user', { zh: '直属上级', en: 'Manager' }),
  locale: choice({ zh: '语言', en: 'Language', options: { 'zh-CN': { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } } }),
  valid_until: date({ zh: '有效期至', en: 'Valid until' }),
  state: states({
    invited: { zh: '已邀请', en: 'Invited', color: 'amber' },
    active: { zh: '在用', en: 'Active', color: 'green' },
    disabled: { zh: '已停用', en: 'Disabled' },
  }),
};
export interface User extends Row<typeof userFields> {}
/** Membership of an account in this organisation; never deleted (P.1). */
export const UserRecord = define('core.user', userFields).catalog({
  zh: '用户',
  en: 'User',
  title: 'name',
  code: 'login',
  unique: [{ fields: ['login'] }],
  search: ['name', 'login', 'employee_no'],
  refusals: {
    'user.last_admin': refusal({ zh: '最后一名管理员', en: 'The last administrator', fix: { zh: '先指定另一名管理员', en: 'Name another one first' }, status: 409 }),
    'user.self_disable': refusal({ zh: '不能停用自己', en: 'You cannot disable yourself', fix: { zh: '请其他管理员处理', en: 'Ask another administrator' }, status: 409 }),
  },
  actions: {
    disable: { zh: '停用', en: 'Disable', from: ['invited', 'active'], to: 'disabled', danger: true },
    enable: { zh: '启用', en: 'Enable', from: ['invited', 'disabled'], to: 'active' },
  },
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'disable', 'enable'] },
    employee: { scope: 'all' },
  },
  views: { list: ['name', 'login', 'department', 'manager', 'state'] },
});

const roleFields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 60, immutable: true }),
  label: text({ zh: '名称', en: 'Name', required: true, pinyin: true }),
  label_en: text({ zh: '英文名称', en: 'English name' }),
  shipped: flag({ zh: '系统自带', en: 'Shipped', origin: 'derived' }),
  based_on: text({ zh: '复制自', en: 'Copied from', max: 60 }),
  /** `{ "sales.order": [{ "actions": ["read"], "scope": "own", "fields": { "cost": "hidden" }, "condition": {…} }] }` (P.8). */
  grants: trace({ zh: '授权', en: 'Grants', help: { zh: '留空：系统自带的授权', en: 'Empty: the grants that are shipped under this code' } }),
  /** `{ "stock.backdate": { "max_days": 3 } }` */
  permissions: trace({ zh: '专项权限', en: 'Named permissions', help: { zh: '留空：系统自带的专项权限', en: 'Empty: those that are shipped under this code' } }),
};
export interface Role extends Row<typeof roleFields> {}
export const RoleRecord = define('core.role', roleFields).catalog({
  zh: '岗位角色',
  en: 'Role',
  title: 'label',
  code: 'code',
  permanent: { shipped: true },
  stepUp: ['create', 'update', 'delete'],
  unique: [{ fields: ['code'] }],
  refusals: {
    'grant.scope': refusal({
      zh: '这里不能使用数据范围 {scope}',
      en: 'The scope {scope} does not exist here',
      fix: { zh: '改用 {allowed} 之一', en: 'Use one of {allowed}' },
      status: 422,
      with: { scope: 'text', allowed: 'list' },
    }),
    'grant.condition': refusal({
      zh: '授权条件不能用字段 {field}',
      en: 'A grant cannot depend on {field}',
      fix: { zh: '改用本记录自己的字段', en: 'Use a field of the record itself' },
      status: 422,
      with: { field: 'text' },
    }),
    'role.administrator': refusal({
      zh: '系统管理员须保留用户、角色和角色授予的管理权',
      en: 'The administrator must keep users, roles and role assignments',
      fix: { zh: '保留这些授权', en: 'Leave those grants in' },
      status: 409,
    }),
  },
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    auditor: { scope: 'all' },
  },
  views: { list: ['code', 'label', 'shipped'] },
});

const roleAssignmentFields = {
  user: reference('core.user', { zh: '用户', en: 'User', required: true, immutable: true }),
  role: reference('core.role', { zh: '岗位角色', en: 'Role', required: true, immutable: true }),
  from: date({ zh: '自', en: 'From', required: true, default: 'today' }),
  to: date({ zh: '至', en: 'To' }),
  given_by: reference('core.user', { zh: '授予人', en: 'Given by', default: 'me' }),
  reason: text({ zh: '原因', en: 'Reason' }),
};
export interface RoleAssignment extends Row<typeof roleAssignmentFields> {}
export const RoleAssignmentRecord = define('core.role_assignment', roleAssignmentFields).catalog({
  zh: '角色授予',
  en: 'Role assignment',
  title: 'user',
  indexes: [['user']],
  stepUp: ['create', 'update', 'delete'],
  refusals: {
    'sod.conflict': refusal({
      zh: '不相容职责：{a} 与 {b} 不能归一人',
      en: 'The duties {a} and {b} must not lie in one hand',
      fix: { zh: '把角色交给另一人', en: 'Give the role to somebody else' },
      with: { a: 'text', b: 'text' },
    }),
    'user.last_admin': refusal({ zh: '最后一名管理员', en: 'The last administrator', fix: { zh: '先指定另一名管理员', en: 'Name another one first' }, status: 409 }),
  },
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    auditor: { scope: 'all' },
  },
  views: { list: ['user', 'role', 'from', 'to', 'given_by'] },
});

declare module '#declare' {
  interface Rows {
    'core.user': User;
    'core.role': Role;
    'core.role_assignment': RoleAssignment;
  }
}
