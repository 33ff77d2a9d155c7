import { choice, date, define, flag, integer, reference, type Row, text } from '#declare';

const contactFields = {
  name: text({ zh: '姓名', en: 'Name', required: true, max: 80, pinyin: true }),
  gender: choice({ zh: '性别', en: 'Gender', options: { male: { zh: '男', en: 'Male' }, female: { zh: '女', en: 'Female' } } }),
  title: text({ zh: '职务', en: 'Title', max: 80 }),
  department: text({ zh: '部门', en: 'Department', max: 80 }),
  decision_role: choice({
    zh: '决策角色',
    en: 'Role in decisions',
    options: {
      decider: { zh: '决策者', en: 'Decides' },
      buyer: { zh: '采购', en: 'Buys' },
      user: { zh: '使用者', en: 'Uses' },
      influencer: { zh: '影响者', en: 'Influences' },
      finance: { zh: '财务', en: 'Finance' },
    },
  }),
  mobile: text({ zh: '手机', en: 'Mobile', format: 'mobile' }),
  phone: text({ zh: '电话', en: 'Phone', format: 'phone' }),
  email: text({ zh: '邮箱', en: 'E-mail', format: 'email' }),
  wechat: text({ zh: '微信', en: 'WeChat', max: 80 }),
  birthday_calendar: choice({ zh: '生日历法', en: 'Birthday calendar', options: { solar: { zh: '公历', en: 'Solar' }, lunar: { zh: '农历', en: 'Lunar' } } }),
  birthday_month: integer({ zh: '生日月', en: 'Month of birth', min: 1, max: 12 }),
  birthday_day: integer({ zh: '生日日', en: 'Day of birth', min: 1, max: 31 }),
  birthday_leap: flag({ zh: '闰月', en: 'Leap month' }),
  birthday_year: integer({ zh: '出生年', en: 'Year of birth', min: 1900, max: 2100 }),
  note: text({ zh: '备注', en: 'Note', long: true, max: 2000 }),
};
export interface Contact extends Row<typeof contactFields> {}
/** 联系人 (1.1): a person, who may serve several customers over time. */
export const ContactRecord = define('customers.contact', contactFields).catalog({
  zh: '联系人',
  en: 'Contact',
  title: 'name',
  indexes: [['mobile'], ['email']],
  search: ['name', 'mobile', 'phone', 'email'],
  personal: ['name', 'mobile', 'phone', 'email', 'wechat'],
  grants: {
    sales: { scope: 'own', actions: ['create', 'update'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'delete'] },
    service: { scope: 'all', actions: ['create', 'update'] },
    customer_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
  },
  views: {
    list: ['name', 'title', 'mobile', 'email', 'decision_role'],
    sort: ['name'],
    form: [
      { zh: '联系人', en: 'Contact', fields: ['name', 'gender', 'title', 'department', 'decision_role', 'mobile', 'phone', 'email', 'wechat'] },
      { zh: '生日', en: 'Birthday', fields: ['birthday_calendar', 'birthday_month', 'birthday_day', 'birthday_leap', 'birthday_year'], collapsed: true },
    ],
    quick: ['name', 'mobile', 'title'],
  },
});

const linkFields = {
  customer: reference('customers.customer', { zh: '客户', en: 'Customer', required: true, scope: true }),
  contact: reference('customers.contact', { zh: '联系人', en: 'Contact', required: true }),
  role: text({ zh: '角色', en: 'Role', max: 80 }),
  is_primary: flag({ zh: '主要联系人', en: 'Primary' }),
  from: date({ zh: '自', en: 'From', default: 'today' }),
  to: date({ zh: '至', en: 'To' }),
};
export interface ContactCustomer extends Row<typeof linkFields> {}
/** 联系人与客户 (1.1): exactly one current primary contact per customer that has any; the first becomes it by itself. */
export const ContactCustomerRecord = define('customers.contact_customer', linkFields).catalog({
  zh: '联系人与客户',
  en: 'Contact of a customer',
  title: 'contact',
  unique: [
    { fields: ['customer'], where: { is_primary: true, to: { is_empty: true } } },
    { fields: ['customer', 'contact'], where: { to: { is_empty: true } } },
  ],
  grants: {
    sales: { scope: 'own', actions: ['create', 'update', 'delete'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'delete'] },
    service: { scope: 'all', actions: ['create', 'update', 'delete'] },
    customer_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
  },
  views: { list: ['customer', 'contact', 'role', 'is_primary', 'from', 'to'] },
});

declare module '#declare' {
  interface Rows {
    'customers.contact': Contact;
    'customers.contact_customer': ContactCustomer;
  }
}
