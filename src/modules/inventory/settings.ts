import { choice, defineSettings, reference, text, type Values } from '#declare';

const fields = {
  cost_scope: choice({ zh: '核算范围', en: 'Cost scope', required: true, default: 'company', options: { company: { zh: '全公司', en: 'Company' } } }),
  valuation_method: choice({
    zh: '计价方法',
    en: 'Valuation method',
    required: true,
    default: 'moving_average',
    options: { moving_average: { zh: '移动加权平均', en: 'Moving average' } },
  }),
  removal_strategy: choice({
    zh: '出库策略',
    en: 'Removal strategy',
    required: true,
    default: 'fefo',
    help: { zh: '实物先后，与计价方法无关', en: 'Which goods leave first, independent of their cost' },
    options: { fefo: { zh: '先到期先出', en: 'First expired, first out' }, fifo: { zh: '先进先出', en: 'First in, first out' } },
  }),
  default_warehouse: reference('inventory.warehouse', { zh: '默认仓库', en: 'Default warehouse' }),
  scan_pattern: text({ zh: '称重码格式', en: 'Pattern of weight codes', required: true, default: '20PPPPPQQQQQC', max: 20 }),
};
export interface InventorySettings extends Values<typeof fields> {}
/** One row per organisation (5.0, 5.5). Only what can be chosen is offered: the other methods come with their engines. */
export const inventorySettings = defineSettings('inventory.settings', { zh: '库存设置', en: 'Inventory settings', fields });

declare module '#declare' {
  interface Settings {
    'inventory.settings': InventorySettings;
  }
}
