import { attachments, choice, define, flag, reference, references, type Row, states, text } from '#declare';

const organisationFields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 12, format: 'code', immutable: true, help: { zh: '大写字母和数字', en: 'Capital letters and digits' } }),
  name: text({ zh: '名称', en: 'Name', required: true, pinyin: true }),
  short_name: text({ zh: '简称', en: 'Short name', max: 40 }),
  uscc: text({ zh: '统一社会信用代码', en: 'Unified social credit code', format: 'uscc' }),
  address: text({ zh: '地址', en: 'Address' }),
  phone: text({ zh: '电话', en: 'Phone', format: 'phone' }),
  logo: attachments({ zh: '标志', en: 'Logo', max: 1, types: ['image/png', 'image/jpeg', 'image/webp'] }),
  time_zone: text({ zh: '时区', en: 'Time zone', default: 'Asia/Shanghai', required: true }),
  locale: choice({ zh: '语言', en: 'Language', required: true, default: 'zh-CN', options: { 'zh-CN': { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } } }),
  state: states({
    active: { zh: '使用中', en: 'Active', color: 'green' },
    suspended: { zh: '暂停', en: 'Suspended', color: 'amber' },
    closed: { zh: '已关闭', en: 'Closed', final: true },
  }),
};
export interface Organisation extends Row<typeof organisationFields> {}
/** Its own id is the `org_id` of everything in it; an organisation sees its own row alone (P.1). */
export const OrganisationRecord = define('core.organisation', organisationFields).catalog({
  zh: '组织',
  en: 'Organisation',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  actions: {
    suspend: { zh: '暂停', en: 'Suspend', from: 'active', to: 'suspended', danger: true },
    resume: { zh: '恢复使用', en: 'Resume', from: 'suspended', to: 'active' },
    close: { zh: '关闭', en: 'Close', from: ['active', 'suspended'], to: 'closed', danger: true },
  },
  grants: {
    administrator: { scope: 'all', actions: ['update', 'suspend', 'resume', 'close'] },
    employee: { scope: 'all' },
  },
  views: { list: ['code', 'name', 'uscc', 'state'] },
});

const departmentFields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, pinyin: true }),
  parent: reference('core.department', { zh: '上级部门', en: 'Parent department' }),
  head: reference('core.user', { zh: '负责人', en: 'Head' }),
  deputies: references('core.user', { zh: '副职', en: 'Deputies' }),
  position: text({ zh: '排序', en: 'Position', max: 20 }),
  cost_class: choice({
    zh: '费用类别',
    en: 'Cost class',
    required: true,
    default: 'admin',
    options: { admin: { zh: '管理', en: 'Administration' }, selling: { zh: '销售', en: 'Selling' }, production: { zh: '生产', en: 'Production' } },
  }),
  active: flag({ zh: '启用', en: 'Active', default: true }),
};
export interface Department extends Row<typeof departmentFields> {}
export const DepartmentRecord = define('core.department', departmentFields).catalog({
  zh: '部门',
  en: 'Department',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name'],
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
  views: { list: ['code', 'name', 'parent', 'head', 'active'], tree: { parent: 'parent', depth: 8 } },
});

declare module '#declare' {
  interface Rows {
    'core.organisation': Organisation;
    'core.department': Department;
  }
}
