import { choice, define, flag, refusal, type Row, text } from '#declare';

const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code', immutable: true }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  a: text({ zh: '职责一', en: 'One duty', required: true, max: 120, help: { zh: '记录.动作，如 finance.voucher.submit', en: 'Record and action: finance.voucher.submit' } }),
  b: text({ zh: '职责二', en: 'The other duty', required: true, max: 120, help: { zh: '记录.动作', en: 'Record and action' } }),
  over: choice({
    zh: '范围',
    en: 'Over',
    required: true,
    default: 'same_record',
    options: {
      same_record: { zh: '同一单据', en: 'The same record' },
      same_chain: { zh: '同一单据链', en: 'The same chain of documents' },
      same_user: { zh: '同一用户', en: 'The same user' },
    },
  }),
  mode: choice({ zh: '方式', en: 'Mode', required: true, default: 'block', options: { block: { zh: '禁止', en: 'Block' }, warn: { zh: '提醒', en: 'Warn' } } }),
  active: flag({ zh: '启用', en: 'Active', default: true }),
  reason: text({ zh: '停用原因', en: 'Why it is off', max: 300 }),
  shipped: flag({ zh: '系统自带', en: 'Shipped', origin: 'derived' }),
};
export interface SodRule extends Row<typeof fields> {}
/** 职责分离 (P.8): two duties that must not lie in one hand. */
export const SodRuleRecord = define('core.sod_rule', fields).catalog({
  zh: '职责分离规则',
  en: 'Separation of duties',
  title: 'name',
  code: 'code',
  permanent: { shipped: true },
  stepUp: ['create', 'update', 'delete'],
  unique: [{ fields: ['code'] }],
  refusals: {
    'sod.reason_required': refusal({ zh: '停用规则须写明原因', en: 'Say why the rule is switched off', fix: { zh: '填写停用原因', en: 'Enter the reason' }, status: 422 }),
  },
  validate: { 'sod.reason_required': ({ active, reason }) => !active && (reason === null || reason === '') },
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    controller: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: { list: ['code', 'name', 'a', 'b', 'over', 'mode', 'active'] },
});

/** What comes with the system: a cashier keeps no books (会计法 art. 35). */
export const shippedRules = [
  { code: 'CASHIER-BOOKS', name: '出纳不得兼任记账', a: 'finance.voucher.cashier_sign', b: 'finance.voucher.submit', over: 'same_user', mode: 'block' },
] as const;

declare module '#declare' {
  interface Rows {
    'core.sod_rule': SodRule;
  }
}
