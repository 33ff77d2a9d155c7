import { choice, define, flag, integer, quantity, reference, references, type Row, text } from '#declare';
import { locationRefusals } from './refusals.ts';

const warehouseFields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  kind: choice({
    zh: '类别',
    en: 'Kind',
    required: true,
    default: 'own',
    options: { own: { zh: '自有', en: 'Own' }, store: { zh: '门店', en: 'Store' }, third_party: { zh: '三方', en: 'Third party' }, consigned: { zh: '寄售', en: 'Consigned' } },
  }),
  department: reference('core.department', { zh: '部门', en: 'Department' }),
  keepers: references('core.user', { zh: '仓管员', en: 'Keepers' }),
  removal_strategy: choice({
    zh: '出库策略',
    en: 'Removal strategy',
    help: { zh: '留空：按库存设置', en: 'Empty: as in the settings' },
    options: { fefo: { zh: '先到期先出', en: 'First expired, first out' }, fifo: { zh: '先进先出', en: 'First in, first out' } },
  }),
  sellable: flag({ zh: '可销售', en: 'Sellable', default: true }),
  address: text({ zh: '地址', en: 'Address', max: 200 }),
};
export interface Warehouse extends Row<typeof warehouseFields> {}
/** 仓库 (5.0.1): creating one makes its places STOCK, RECV, SHIP, QC and DAMAGED. */
export const WarehouseRecord = define('inventory.warehouse', warehouseFields).catalog({
  zh: '仓库',
  en: 'Warehouse',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name'],
  department: 'department',
  grants: {
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
  views: { list: ['code', 'name', 'kind', 'department.name', 'keepers', 'sellable'], sort: ['code'], quick: ['code', 'name', 'kind'] },
});

const locationFields = {
  code: text({ zh: '库位', en: 'Location', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', max: 80 }),
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse', immutable: true, help: { zh: '外部库位不属于任何仓库', en: 'Outer places belong to no warehouse' } }),
  barcode: text({ zh: '库位条码', en: 'Bar code', max: 80 }),
  parent: reference('inventory.location', { zh: '上级库位', en: 'Parent' }),
  usage: choice({
    zh: '用途',
    en: 'Usage',
    required: true,
    default: 'storage',
    immutable: true,
    options: {
      storage: { zh: '存储', en: 'Storage' },
      receiving: { zh: '收货', en: 'Receiving' },
      shipping: { zh: '发货', en: 'Shipping' },
      inspection: { zh: '待检', en: 'Inspection' },
      damaged: { zh: '残次', en: 'Damaged' },
      transit: { zh: '在途', en: 'Transit' },
      quarantine: { zh: '拒收待退', en: 'Quarantine' },
      supplier: { zh: '供应商', en: 'Supplier' },
      customer: { zh: '客户', en: 'Customer' },
      adjustment: { zh: '盘点损益', en: 'Adjustment' },
      scrap: { zh: '报废', en: 'Scrap' },
      consumption: { zh: '领用', en: 'Consumption' },
      opening: { zh: '期初', en: 'Opening' },
    },
  }),
  sellable: flag({ zh: '可销售', en: 'Sellable', help: { zh: '存储库位默认可销售', en: 'Storage is sellable unless said otherwise' } }),
  pick_sequence: integer({ zh: '拣货顺序', en: 'Pick sequence', required: true, default: 0 }),
  capacity_m3: quantity({ zh: '容积（立方米）', en: 'Capacity (m³)', min: 0 }),
  capacity_kg: quantity({ zh: '承重（千克）', en: 'Capacity (kg)', min: 0 }),
};
export interface Location extends Row<typeof locationFields> {}
export const outerUsages: readonly string[] = ['supplier', 'customer', 'adjustment', 'scrap', 'consumption', 'opening'];
/** 库位 (5.0.1). Outer places are made by the first start alone. */
export const LocationRecord = define('inventory.location', locationFields).catalog({
  zh: '库位',
  en: 'Location',
  title: 'code',
  unique: [{ fields: ['warehouse', 'code'] }, { fields: ['barcode'] }],
  search: ['code', 'name', 'barcode'],
  refusals: locationRefusals,
  validate: {
    'location.not_allowed': ({ usage, warehouse }) => warehouse === null || outerUsages.includes(usage),
  },
  grants: {
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
  views: { list: ['warehouse.name', 'code', 'name', 'usage', 'sellable', 'pick_sequence'], sort: ['code'], tree: { parent: 'parent' } },
});

declare module '#declare' {
  interface Rows {
    'inventory.warehouse': Warehouse;
    'inventory.location': Location;
  }
}
