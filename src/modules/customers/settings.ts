import { choice, defineSettings, integer, type Values } from '#declare';

const fields = {
  require_uscc_at: choice({
    zh: '信用代码何时必填',
    en: 'Credit code needed at',
    required: true,
    default: 'first_special_invoice',
    options: { never: { zh: '从不', en: 'Never' }, first_order: { zh: '首张订单', en: 'First order' }, first_special_invoice: { zh: '首张专用发票', en: 'First special invoice' } },
  }),
  duplicate_refuse: integer({ zh: '查重：拒绝分数', en: 'Duplicates: refused from', required: true, default: 90, min: 0, max: 100 }),
  duplicate_acknowledge: integer({ zh: '查重：须确认分数', en: 'Duplicates: acknowledged from', required: true, default: 60, min: 0, max: 100 }),
  duplicate_report: integer({ zh: '查重：报告分数', en: 'Duplicates: reported from', required: true, default: 40, min: 0, max: 100 }),
};
export interface CustomersSettings extends Values<typeof fields> {}
export const customersSettings = defineSettings('customers.settings', { zh: '客户参数', en: 'Customer settings', fields });
declare module '#declare' {
  interface Settings {
    'customers.settings': CustomersSettings;
  }
}
