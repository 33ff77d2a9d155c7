import { anyReference, choice, date, defineReport, instant, money, quantity, reference, text, unitPrice } from '#declare';
import { moveKinds } from './stock-ledger.ts';

const money2 = (zh: string, en: string) => money({ zh, en, signed: true, group: 'cost' });
const amount = (zh: string, en: string) => quantity({ zh, en, signed: true });

/** 存货明细账: what came in and went out of a product, with quantity and value (5.5). */
export const costCard = defineReport('inventory.report.cost_card', {
  zh: '存货明细账',
  en: 'Cost card',
  parameters: {
    product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
    from: date({ zh: '起', en: 'From', required: true, default: 'month_start' }),
    to: date({ zh: '止', en: 'To', required: true, default: 'today' }),
  },
  columns: {
    date: date({ zh: '日期', en: 'Date' }),
    document: anyReference({ zh: '单据', en: 'Document' }),
    kind: text({ zh: '类别', en: 'Kind' }),
    in_qty: amount('收入数量', 'In'),
    in_value: money2('收入金额', 'In value'),
    out_qty: amount('发出数量', 'Out'),
    out_value: money2('发出金额', 'Out value'),
    qty: amount('结存数量', 'Balance'),
    unit_cost: unitPrice({ zh: '结存单价', en: 'Unit cost', group: 'cost' }),
    value: money2('结存金额', 'Balance value'),
  },
  roles: ['cost_accountant', 'accountant', 'chief_accountant', 'warehouse_supervisor', 'auditor', 'product_admin'],
});

/** 存货金额: what every product was worth at the end of a day. */
export const stockValue = defineReport('inventory.report.stock_value', {
  zh: '存货金额表',
  en: 'Value of stock',
  parameters: {
    at: date({ zh: '截至', en: 'At', required: true, default: 'today' }),
    product: reference('inventory.product', { zh: '商品', en: 'Product' }),
    category: reference('inventory.product_category', { zh: '商品分类', en: 'Category' }),
  },
  columns: {
    code: text({ zh: '编号', en: 'Code' }),
    name: text({ zh: '名称', en: 'Name' }),
    category: text({ zh: '商品分类', en: 'Category' }),
    unit: text({ zh: '单位', en: 'Unit' }),
    qty: amount('数量', 'Quantity'),
    unit_cost: unitPrice({ zh: '单位成本', en: 'Unit cost', group: 'cost' }),
    value: money2('金额', 'Value'),
  },
  roles: ['cost_accountant', 'accountant', 'chief_accountant', 'warehouse_supervisor', 'auditor', 'product_admin'],
});

/** 可用库存: what may be promised per warehouse, as the balances say it now. */
export const availabilityReport = defineReport('inventory.report.availability', {
  zh: '可用库存',
  en: 'Availability',
  parameters: {
    product: reference('inventory.product', { zh: '商品', en: 'Product' }),
    warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse' }),
  },
  columns: {
    code: text({ zh: '编号', en: 'Code' }),
    name: text({ zh: '名称', en: 'Name' }),
    warehouse: text({ zh: '仓库', en: 'Warehouse' }),
    unit: text({ zh: '单位', en: 'Unit' }),
    on_hand: amount('在库', 'On hand'),
    sellable: amount('可售', 'Sellable'),
    reserved: amount('预留', 'Reserved'),
    available: amount('可用', 'Available'),
    short: amount('缺货', 'Short'),
  },
  roles: [
    'sales',
    'sales_manager',
    'service',
    'keeper',
    'warehouse_supervisor',
    'product_admin',
    'purchaser',
    'purchasing_manager',
    'cost_accountant',
    'accountant',
    'chief_accountant',
    'auditor',
  ],
  limits: { keeper: 'assigned_warehouse' },
});

/** 库存流水: physical moves of a product, the drill of availability. */
export const stockCard = defineReport('inventory.report.stock_card', {
  zh: '库存流水账',
  en: 'Stock card',
  parameters: {
    product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
    warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse' }),
    from: date({ zh: '起', en: 'From', required: true, default: 'month_start' }),
    to: date({ zh: '止', en: 'To', required: true, default: 'today' }),
  },
  columns: {
    effective_at: instant({ zh: '时间', en: 'Time' }),
    document: anyReference({ zh: '单据', en: 'Document' }),
    kind: choice({ zh: '类别', en: 'Kind', options: moveKinds }),
    location: text({ zh: '库位', en: 'Location' }),
    lot: text({ zh: '批次', en: 'Lot' }),
    in_qty: amount('收入', 'In'),
    out_qty: amount('发出', 'Out'),
    qty: amount('结存', 'Balance'),
  },
  roles: ['keeper', 'warehouse_supervisor', 'product_admin', 'cost_accountant', 'accountant', 'chief_accountant', 'auditor'],
  limits: { keeper: 'assigned_warehouse' },
});
