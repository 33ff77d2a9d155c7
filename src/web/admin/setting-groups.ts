import type { Label } from '#declare';

export interface SettingGroup extends Label {
  /** Fields of the group, and what each decides where its declaration says no more than its name. */
  readonly fields: Readonly<Record<string, Label | undefined>>;
}
const said = (zh: string, en: string): Label => ({ zh, en });
/** How the settings of a module are read: what belongs together, in the order a new company meets it (P.15). What is not named here follows at the end. */
export const settingGroups: Readonly<Record<string, readonly SettingGroup[]>> = {
  core: [
    {
      ...said('登录安全', 'Sign-in'),
      fields: {
        second_factor: said('密码之外再输入手机验证器的 6 位数字', 'Six digits of an authenticator besides the password'),
        second_factor_grace: said('首次登录后几天内可以先不开启', 'Days after the first sign-in until it is needed'),
        password_min: said('修改密码时起作用，已有的密码不受影响', 'For passwords chosen from now on'),
        session_idle_hours: said('这么久没有操作就要重新登录', 'Without any action for this long one signs in again'),
        session_absolute_days: said('到期一定要重新登录', 'After this one signs in again in any case'),
      },
    },
    { ...said('对外发送', 'What is sent out'), fields: { webhook_allow: undefined } },
  ],
  finance: [
    {
      ...said('账套', 'Books'),
      fields: {
        accounting_standard: undefined,
        base_currency: said('首张凭证过账后不能更改', 'Fixed after the first posted voucher'),
        go_live_period: undefined,
        max_open_periods: said('同时可以记账的月份数', 'Months that can be posted to at once'),
      },
    },
    {
      ...said('凭证', 'Vouchers'),
      fields: {
        voucher_scheme: said('凭证字怎么分', 'How vouchers are told apart'),
        number_when: said('结账时编号能保证日期顺序', 'At the close the numbers follow the dates'),
        require_review: said('过账前由另一个人审核', 'Somebody else reviews before posting'),
        allow_self_review: said('一个人的公司可以打开', 'For a company of one person'),
        post_on_review: said('审核后不用再单独过账', 'No step of its own for posting'),
        require_cashier_sign: said('收付款凭证须出纳签字后才能审核', 'Cash and bank vouchers wait for the cashier'),
      },
    },
    {
      ...said('收付款', 'Cash'),
      fields: {
        negative_cash: said('库存现金会变成负数时', 'When cash in hand would fall below zero'),
        negative_bank: said('银行存款会变成负数时', 'When a bank account would fall below zero'),
        advance_role: said('客户先付的钱记到哪里', 'Where money paid in advance is entered'),
        default_payment_term: said('新客户没有填写时采用', 'For customers without their own'),
      },
    },
    {
      ...said('税与报表', 'Tax and statements'),
      fields: {
        default_tax_code: said('商品没有填写时采用', 'For products without their own'),
        reclass_level: said('资产负债表上往来科目按谁重分类', 'Whose balances are regrouped on the balance sheet'),
        advance_as_contract_liability: said('资产负债表上的列示', 'How it stands on the balance sheet'),
        capital_rate: said('计算应收占用成本用', 'For the cost of money tied up in receivables'),
      },
    },
  ],
  sales: [
    {
      ...said('价格', 'Prices'),
      fields: {
        price_includes_tax: said('新价目表和订单默认', 'Default of new price lists and orders'),
        price_decimals: said('单价保留几位', 'Digits kept of unit prices'),
        quotation_valid_days: said('新报价的有效期', 'For new quotations'),
        min_margin_pct: said('低于它时订单上提示', 'Orders below it are marked'),
        floor_mode: said('成交价低于底价时', 'When a price falls below the floor'),
        gift_mode: said('赠品怎么分摊价款和税', 'How price and tax are shared with free goods'),
      },
    },
    {
      ...said('发货与收入', 'Delivery and revenue'),
      fields: {
        over_delivery_pct: said('允许多发订单数量的百分之几', 'How much more than ordered may leave'),
        recognise_at: said('什么时候确认收入', 'When revenue is recognised'),
        revenue_basis: undefined,
        red_entries: said('冲回用红字，不用反方向', 'Reversals as negative figures, not on the other side'),
      },
    },
    {
      ...said('开票', 'Invoices'),
      fields: {
        billing_policy: said('可开票的数量按什么算', 'What may be invoiced'),
        invoice_tax_tolerance: said('税额与税率相差多少以内接受', 'How far the tax may be from the rate'),
        invoice_remark_max: said('开票系统能收多少字', 'What the invoicing system takes'),
      },
    },
  ],
  customers: [
    {
      ...said('查重', 'Duplicates'),
      fields: {
        duplicate_refuse: said('相似到这个分数不能新建', 'As alike as this: refused'),
        duplicate_acknowledge: said('到这个分数须确认不是同一家', 'As alike as this: to be confirmed'),
        duplicate_report: said('到这个分数列出来参考', 'As alike as this: shown'),
      },
    },
    { ...said('资料', 'Master data'), fields: { require_uscc_at: said('统一社会信用代码最晚什么时候补齐', 'By when the credit code is to be there') } },
  ],
  inventory: [
    {
      ...said('出入库', 'Movements'),
      fields: {
        default_warehouse: said('新单据先填上的仓库', 'Filled into new documents'),
        removal_strategy: undefined,
        scan_pattern: said('P 商品、Q 数量、C 校验位', 'P product, Q quantity, C check digit'),
      },
    },
    { ...said('成本', 'Cost'), fields: { valuation_method: undefined, cost_scope: undefined } },
  ],
};
