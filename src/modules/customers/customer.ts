import { choice, choices, define, flag, lines, reference, references, refusal, type Refusals, type Row, serial, states, text } from '#declare';

const addressFields = {
  kind: choice({
    zh: '类型',
    en: 'Kind',
    required: true,
    default: 'delivery',
    options: { registered: { zh: '注册', en: 'Registered' }, billing: { zh: '开票', en: 'Billing' }, delivery: { zh: '收货', en: 'Delivery' }, other: { zh: '其他', en: 'Other' } },
  }),
  receiver: text({ zh: '收货人', en: 'Receiver', max: 80 }),
  mobile: text({ zh: '收货手机', en: 'Mobile', format: 'mobile' }),
  region: reference('core.region', { zh: '行政区划', en: 'Region' }),
  detail: text({ zh: '详细地址', en: 'Address', required: true }),
  postcode: text({ zh: '邮编', en: 'Postcode', max: 12 }),
  is_default: flag({ zh: '默认', en: 'Default' }),
};

const fields = {
  code: serial('C{seq:6}', { zh: '客户编号', en: 'Customer no.' }),
  state: states({
    active: { zh: '启用', en: 'Active', color: 'green' },
    pending_review: { zh: '待审', en: 'Pending review', color: 'amber' },
    disabled: { zh: '停用', en: 'Disabled' },
    blacklisted: { zh: '黑名单', en: 'Blacklisted', color: 'red' },
    merged: { zh: '已合并', en: 'Merged', final: true },
  }),
  kind: choice({
    zh: '客户性质',
    en: 'Kind',
    required: true,
    default: 'company',
    options: {
      company: { zh: '企业', en: 'Company' },
      sole_trader: { zh: '个体工商户', en: 'Sole trader' },
      public_body: { zh: '机关事业单位', en: 'Public body' },
      individual: { zh: '个人', en: 'Individual' },
      overseas: { zh: '境外', en: 'Overseas' },
    },
  }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 200, pinyin: true }),
  short_name: text({ zh: '简称', en: 'Short name', max: 80, pinyin: true }),
  name_en: text({ zh: '英文名', en: 'English name' }),
  uscc: text({ zh: '统一社会信用代码', en: 'Unified social credit code', format: 'uscc', max: 18 }),
  /** Right in itself, yet positions 9–17 fail their own check: older numbers do (GB 11714). */
  uscc_notice: choice({ zh: '信用代码提示', en: 'Notice on the code', origin: 'derived', required: false, options: { org_code: { zh: '组织机构代码校验位不符', en: 'The organisation code within fails its check', color: 'amber' } } }),
  tax_no: text({ zh: '纳税人识别号', en: 'Taxpayer no.', format: 'tax_no', max: 20, help: { zh: '默认同统一社会信用代码', en: 'The credit code unless given' } }),
  id_no: text({ zh: '证件号', en: 'Identity no.', format: 'id_no', sensitive: { show: 'first3_last4' }, group: 'identity' }),
  mobile: text({ zh: '手机', en: 'Mobile', format: 'mobile' }),
  phone: text({ zh: '电话', en: 'Phone', format: 'phone' }),
  email: text({ zh: '邮箱', en: 'E-mail', format: 'email' }),
  wechat: text({ zh: '微信', en: 'WeChat', max: 80 }),
  website: text({ zh: '网站', en: 'Website', format: 'url' }),
  region: reference('core.region', { zh: '行政区划', en: 'Region' }),
  address: text({ zh: '地址', en: 'Address' }),
  addresses: lines(addressFields, { zh: '地址簿', en: 'Addresses' }),
  invoice_title: text({ zh: '发票抬头', en: 'Invoice title' }),
  invoice_tax_no: text({ zh: '开票税号', en: 'Invoice taxpayer no.', format: 'tax_no', max: 20 }),
  invoice_address: text({ zh: '开票地址', en: 'Invoice address' }),
  invoice_phone: text({ zh: '开票电话', en: 'Invoice phone', format: 'phone' }),
  invoice_bank: text({ zh: '开户银行', en: 'Bank', max: 120 }),
  invoice_account: text({ zh: '银行账号', en: 'Bank account', format: 'bank_account', group: 'bank' }),
  invoice_email: text({ zh: '收票邮箱', en: 'E-mail for invoices', format: 'email' }),
  invoice_mobile: text({ zh: '收票手机', en: 'Mobile for invoices', format: 'mobile' }),
  industry: text({ zh: '所属行业', en: 'Industry', max: 80, help: { zh: 'GB/T 4754-2017', en: 'GB/T 4754-2017' } }),
  scale: choice({ zh: '企业规模', en: 'Size', options: { micro: { zh: '微型', en: 'Micro' }, small: { zh: '小型', en: 'Small' }, medium: { zh: '中型', en: 'Medium' }, large: { zh: '大型', en: 'Large' } } }),
  source: text({ zh: '来源', en: 'Source', max: 80 }),
  owner: reference('core.user', { zh: '负责人', en: 'Owner', default: 'me', help: { zh: '空 = 公海', en: 'Empty = public pool' } }),
  department: reference('core.department', { zh: '部门', en: 'Department', default: 'my_department' }),
  collaborators: references('core.user', { zh: '协作人', en: 'Collaborators' }),
  category: reference('customers.customer_category', { zh: '客户分类', en: 'Category' }),
  parent: reference('customers.customer', { zh: '上级单位', en: 'Parent' }),
  canonical: reference('customers.customer', { zh: '合并至', en: 'Merged into', origin: 'derived', required: false }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency' }),
  price_list: reference('sales.price_list', { zh: '价目表', en: 'Price list', help: { zh: '空 = 按客户分类', en: 'Empty = that of the category' } }),
  payment_term: reference('finance.payment_term', { zh: '收款条件', en: 'Payment term', help: { zh: '空 = 按客户分类', en: 'Empty = that of the category' } }),
  channels: choices({ zh: '联系渠道', en: 'Channels', options: { sms: { zh: '短信', en: 'SMS' }, phone: { zh: '电话', en: 'Phone' }, email: { zh: '邮件', en: 'E-mail' }, wechat: { zh: '微信', en: 'WeChat' } } }),
  note: text({ zh: '备注', en: 'Note', long: true, max: 2000 }),
  name_norm: text({ zh: '名称归一', en: 'Folded name', origin: 'derived', required: false, hidden: true }),
  name_core: text({ zh: '名称核心', en: 'Core of the name', origin: 'derived', required: false, hidden: true }),
};
export interface Customer extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'customers.customer': Customer;
  }
}

const checkLicence = { zh: '核对营业执照', en: 'Check the business licence' };
export const customerRefusals = {
  'uscc.length': refusal({ zh: '统一社会信用代码应为 18 位，实为 {length} 位', en: 'The credit code has 18 characters, not {length}', fix: checkLicence, with: { length: 'count' } }),
  'uscc.charset': refusal({ zh: '统一社会信用代码含有不允许的字符', en: 'The credit code has a character that cannot occur', fix: checkLicence, with: { suggestion: 'text' } }),
  'uscc.check_digit': refusal({ zh: '信用代码校验位应为 {expected}', en: 'The check digit should be {expected}', fix: checkLicence, with: { expected: 'text', suggestion: 'text' } }),
  'uscc.taken': refusal({ zh: '该信用代码已属于 {code}', en: 'This code already belongs to {code}', fix: { zh: '使用已有客户', en: 'Use the existing customer' }, status: 409, with: { code: 'text', status: 'text' } }),
  'id_no.check_digit': refusal({ zh: '证件号校验位应为 {expected}', en: 'The check digit should be {expected}', fix: { zh: '核对证件', en: 'Check the document' }, with: { expected: 'text' } }),
  'id_no.birth_date': refusal({ zh: '证件号中的出生日期不存在', en: 'The birth date within does not exist', fix: { zh: '核对证件', en: 'Check the document' } }),
  'customer.name_required': refusal({ zh: '客户名称必填', en: 'A customer needs a name', fix: { zh: '填写名称', en: 'Enter the name' } }),
  'customer.duplicate_certain': refusal({
    zh: '客户已存在',
    en: 'This customer exists',
    fix: { zh: '使用已有客户或请负责人共享', en: 'Use it or ask its owner to share' },
    status: 409,
    with: { candidates: 'list' },
  }),
  'customer.duplicate_unacknowledged': refusal({
    zh: '发现疑似重复客户',
    en: 'Possible duplicates',
    fix: { zh: '确认不是同一客户（ack_duplicates）后再保存', en: 'Confirm that they differ (ack_duplicates)' },
    status: 409,
    with: { candidates: 'list' },
  }),
  'customer.parent_cycle': refusal({ zh: '上级单位形成循环或超过 5 级', en: 'The parents form a cycle or exceed 5 levels', fix: { zh: '另选上级单位', en: 'Choose another parent' } }),
} satisfies Refusals;

/** 客户 (1.1): complete it is active at once; what of it is blank is read from its category when a document is made. */
export const CustomerRecord = define('customers.customer', fields).catalog({
  zh: '客户',
  en: 'Customer',
  title: 'name',
  code: 'code',
  owner: 'owner',
  department: 'department',
  refusals: customerRefusals,
  unique: [{ fields: ['uscc'], where: { state: { not: 'merged' } }, refusal: 'uscc.taken' }],
  indexes: [['tax_no'], ['mobile'], ['phone'], ['email'], ['name_norm'], ['parent']],
  duplicates: { by: ['uscc', 'name', 'mobile', 'email', 'addresses.mobile'], refuse: 90, acknowledge: 60 },
  merge: { canonical: 'canonical', state: 'merged' },
  inherits: { currency: 'category.currency', price_list: 'category.price_list', payment_term: 'category.payment_term' },
  show: { uscc: { kind: ['company', 'public_body', 'sole_trader'] }, id_no: { kind: 'individual' } },
  personal: ['name', 'id_no', 'mobile', 'phone', 'email', 'wechat', 'invoice_account', 'addresses.receiver', 'addresses.mobile', 'addresses.detail'],
  search: ['code', 'name', 'short_name', 'uscc', 'mobile', 'phone'],
  actions: {
    approve: { zh: '审核', en: 'Approve', from: 'pending_review', to: 'active' },
    disable: { zh: '停用', en: 'Disable', from: 'active', to: 'disabled' },
    enable: { zh: '启用', en: 'Enable', from: ['disabled', 'blacklisted'], to: 'active' },
    blacklist: { zh: '拉黑', en: 'Blacklist', from: ['active', 'disabled'], to: 'blacklisted', asks: { reason: text({ zh: '原因', en: 'Reason', required: true, max: 500 }) }, danger: true },
  },
  grants: {
    sales: { scope: 'own', actions: ['create', 'update'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'approve', 'disable', 'enable', 'blacklist'] },
    service: { scope: 'all', actions: ['create', 'update'] },
    customer_admin: { scope: 'all', actions: ['create', 'update', 'delete', 'approve', 'disable', 'enable', 'blacklist'] },
    billing_clerk: { scope: 'all' },
    credit_controller: { scope: 'all' },
    keeper: { scope: 'all' },
    accountant: { scope: 'all' },
    chief_accountant: { scope: 'all' },
    cashier: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'category', 'owner', 'region', 'mobile', 'payment_term', 'state'],
    sort: ['-code'],
    saved: {
      active: { zh: '启用', en: 'Active', where: { state: 'active' } },
      pool: { zh: '公海', en: 'Pool', where: { owner: { is_empty: true }, state: 'active' } },
      no_uscc: { zh: '缺信用代码', en: 'No credit code', where: { kind: 'company', uscc: { is_empty: true } } },
    },
    form: [
      { zh: '基本', en: 'Basics', fields: ['kind', 'name', 'short_name', 'name_en', 'uscc', 'tax_no', 'id_no', 'mobile', 'phone', 'email', 'wechat', 'website', 'region', 'address', 'category', 'owner', 'department', 'collaborators'] },
      'addresses',
      { zh: '开票信息', en: 'Invoice data', fields: ['invoice_title', 'invoice_tax_no', 'invoice_address', 'invoice_phone', 'invoice_bank', 'invoice_account', 'invoice_email', 'invoice_mobile'] },
      { zh: '条款', en: 'Terms', fields: ['currency', 'price_list', 'payment_term', 'parent'] },
      { zh: '其他', en: 'More', fields: ['industry', 'scale', 'source', 'channels', 'note'], collapsed: true },
    ],
    quick: ['kind', 'name', 'mobile'],
    kanban: { by: 'category', card: ['name', 'owner', 'mobile'] },
    tree: { parent: 'parent', depth: 5 },
    colors: [
      { color: 'red', where: { state: 'blacklisted' } },
      { color: 'amber', where: { state: 'pending_review' } },
    ],
  },
});
