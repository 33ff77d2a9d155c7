import { choice, date, define, lines, money, periodClosed, quantity, reference, refusal, type Row, serial, states, text, unitPrice } from '#declare';
import { costRefusals, movementRefusals, unitRefusals } from './refusals.ts';

const lineFields = {
  product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, min: 0, exclusive: true }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', required: true }),
  base_qty: quantity({ zh: '库存数量', en: 'Base quantity', origin: 'derived', required: false }),
  location: reference('inventory.location', {
    zh: '库位',
    en: 'Location',
    help: { zh: '留空：入库到 STOCK，出库自动配货', en: 'Empty: into STOCK, out of where it is allocated' },
  }),
  to_location: reference('inventory.location', { zh: '移入库位', en: 'To location' }),
  lot_no: text({ zh: '批号', en: 'Lot no.', max: 60 }),
  manufacture_date: date({ zh: '生产日期', en: 'Manufactured' }),
  expiry_date: date({ zh: '有效期至', en: 'Last usable day' }),
  unit_cost: unitPrice({ zh: '单位成本', en: 'Unit cost', min: 0, group: 'cost' }),
  amount: money({ zh: '金额', en: 'Amount', min: 0, group: 'cost', help: { zh: '填写金额时单位成本由金额得出', en: 'Given, it stands; else quantity × unit cost' } }),
  cost: money({ zh: '成本', en: 'Cost', origin: 'derived', required: false, group: 'cost' }),
};
const fields = {
  number: serial('IO{yy}{mm}-{seq:5}'),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    posted: { zh: '已过账', en: 'Posted', color: 'green', posted: true },
    reversed: { zh: '已冲销', en: 'Reversed', color: 'amber', final: true, posted: true },
  }),
  kind: choice({
    zh: '类别',
    en: 'Kind',
    required: true,
    options: {
      opening: { zh: '期初', en: 'Opening' },
      other_in: { zh: '其他入库', en: 'Other receipt' },
      internal_use: { zh: '领用', en: 'Internal use' },
      relocate: { zh: '移库', en: 'Relocation' },
    },
  }),
  date: date({ zh: '日期', en: 'Date', required: true, default: 'today', help: { zh: '期初单为启用期间前一天', en: 'An opening carries the day before the first period' } }),
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse', required: true }),
  department: reference('core.department', { zh: '部门', en: 'Department', default: 'my_department' }),
  reason: text({ zh: '原因', en: 'Reason', max: 200 }),
  note: text({ zh: '备注', en: 'Note', long: true, max: 2000 }),
  reverses: reference('inventory.adjustment', { zh: '冲销', en: 'Reverses', origin: 'derived', required: false }),
  amount: money({ zh: '金额合计', en: 'Total', origin: 'derived', required: false, group: 'cost' }),
  lines: lines(lineFields, { zh: '明细', en: 'Lines', min: 1 }),
};
export interface Adjustment extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'inventory.adjustment': Adjustment;
  }
}
/** 其他出入库单 (5.0.7). An opening posts stock and value alone; the other kinds post their voucher too. */
export const AdjustmentRecord = define('inventory.adjustment', fields).document({
  zh: '其他出入库单',
  en: 'Stock adjustment',
  date: 'date',
  department: 'department',
  fill: { lines: { unit: 'product.base_unit' } },
  refusals: {
    ...movementRefusals,
    ...costRefusals,
    ...unitRefusals,
    ...periodClosed,
    'opening.ledger_posted': refusal({
      zh: '总账期初已过账，存货科目不会随之变动',
      en: 'The opening of the ledger is posted, its inventory account does not follow',
      fix: { zh: '用凭证把差额调入存货科目', en: 'Bring the difference into the inventory account by a voucher' },
    }),
  },
  validate: {
    'cost.required': ({ kind, lines: rows }) =>
      kind === 'internal_use' || kind === 'relocate'
        ? undefined
        : rows.flatMap((line, index) => (line.amount === null && line.unit_cost === null ? [{ line: line.line_no, at: `/lines/${index}/amount` }] : [])),
  },
  actions: {
    submit: { zh: '提交', en: 'Submit', from: 'draft', to: 'posted', approval: true },
    reverse: {
      zh: '冲销',
      en: 'Reverse',
      from: 'posted',
      to: 'reversed',
      danger: true,
      reverses: 'submit',
      asks: { reason: text({ zh: '原因', en: 'Reason', required: true, max: 500 }) },
    },
  },
  search: ['number', 'reason'],
  grants: {
    keeper: { scope: 'assigned_warehouse', actions: ['create', 'update', 'delete'] },
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update', 'delete', 'submit', 'reverse'] },
    cost_accountant: { scope: 'all' },
    accountant: { scope: 'all' },
    chief_accountant: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'kind', 'date', 'warehouse.name', 'reason', 'amount', 'state'],
    sort: ['-date'],
    saved: {
      drafts: { zh: '草稿', en: 'Drafts', where: { state: 'draft' } },
      openings: { zh: '期初', en: 'Openings', where: { kind: 'opening' } },
    },
    form: [
      { zh: '单据', en: 'Document', fields: ['kind', 'date', 'warehouse', 'department', 'reason'] },
      'lines',
      { zh: '备注', en: 'Note', fields: ['note', 'reverses'], collapsed: true },
    ],
  },
});
