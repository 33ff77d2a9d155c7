import { refusal } from '#declare';

/*
 * Codes of 5.0 that several documents of several modules can meet (index §5); the texts stand here once.
 */
export const stockRefusals = {
  'stock.insufficient': refusal({
    zh: '库存不足：{product} 需要 {needed}，现有 {on_hand}',
    en: 'Not enough stock of {product}: {needed} needed, {on_hand} on hand',
    fix: { zh: '减少数量，或先入库、调入', en: 'Take less, or bring goods in first' },
    with: { product: 'text', location: 'text', lot: 'text', needed: 'amount', on_hand: 'amount' },
  }),
  'stock.insufficient_at': refusal({
    zh: '{product} 在 {date} 将缺 {shortage}',
    en: '{product} would be {shortage} short on {date}',
    fix: { zh: '改用更晚的日期', en: 'Use a later date' },
    with: { product: 'text', date: 'date', shortage: 'amount' },
  }),
  'stock.reserved_for_others': refusal({
    zh: '{product} 已预留给其他订单，可用 {available}',
    en: '{product} is promised to others, {available} may be taken',
    fix: { zh: '减少数量或先释放其他预留', en: 'Take less or release another promise first' },
    with: { product: 'text', warehouse: 'text', available: 'amount' },
  }),
  'stock.future_date': refusal({
    zh: '日期 {date} 晚于今天',
    en: '{date} lies in the future',
    fix: { zh: '改用今天或更早的日期', en: 'Use today or an earlier day' },
    with: { date: 'date' },
  }),
  'stock.pledged': refusal({ zh: '货物已质押', en: 'These goods are pledged', fix: { zh: '先解除质押', en: 'Release the pledge first' } }),
  'stock.reversal_insufficient': refusal({
    zh: '{product} 已部分发出，不能冲销',
    en: 'Some of {product} has left already',
    fix: { zh: '先冲销后面的出库', en: 'Reverse the later issues first' },
    with: { product: 'text', needed: 'amount', on_hand: 'amount' },
  }),
};
export const lotRefusals = {
  'lot.required': refusal({ zh: '{product} 按批次管理，请填写批号', en: '{product} is tracked by lot', fix: { zh: '填写批号', en: 'Name the lot' }, with: { product: 'text' } }),
  'lot.wrong_product': refusal({
    zh: '批次 {lot} 属于其他商品',
    en: 'Lot {lot} is of another product',
    fix: { zh: '选用本商品的批次', en: 'Choose a lot of this product' },
    with: { lot: 'text' },
  }),
  'lot.expired': refusal({ zh: '批次 {lot} 已过期或冻结', en: 'Lot {lot} is expired or on hold', fix: { zh: '选用其他批次', en: 'Choose another lot' }, with: { lot: 'text' } }),
  'serial.qty': refusal({
    zh: '{product} 按序列号管理，每行数量为 1',
    en: '{product} is tracked by serial number, one a line',
    fix: { zh: '每个序列号一行', en: 'One line for each serial number' },
    with: { product: 'text' },
  }),
  'serial.duplicate': refusal({
    zh: '序列号 {serial} 已在 {where}',
    en: 'Serial number {serial} is at {where} already',
    fix: { zh: '检查序列号', en: 'Check the serial number' },
    with: { serial: 'text', where: 'text' },
  }),
};
export const productRefusals = {
  'product.not_stocked': refusal({ zh: '{product} 不管理库存', en: '{product} is not stocked', fix: { zh: '去掉该行', en: 'Leave the line out' }, with: { product: 'text' } }),
  'product.tax_class': refusal({ zh: '税收分类编码应为 19 位数字', en: 'A tax class code has 19 digits', fix: { zh: '更正编码', en: 'Correct the code' } }),
  'product.archived': refusal({
    zh: '{product} 已停用，不能入库',
    en: '{product} is discontinued and takes no more stock',
    fix: { zh: '恢复使用后再入库', en: 'Take it into use again first' },
    with: { product: 'text' },
  }),
};
/** Trees of categories, here and in other modules, each with its own depth. */
export const treeRefusals = {
  'category.cycle': refusal({
    zh: '上级分类形成循环或超过 {max} 级',
    en: 'The parents form a cycle or exceed {max} levels',
    fix: { zh: '另选上级分类', en: 'Choose another parent' },
    with: { max: 'count' },
  }),
};
export const unitRefusals = {
  'uom.inexact': refusal({
    zh: '{qty} {unit} 不能换算成整数个 {base_unit}',
    en: '{qty} {unit} is no whole number of {base_unit}',
    fix: { zh: '改用库存单位或调整数量', en: 'Use the base unit or another quantity' },
    with: { qty: 'amount', unit: 'text', base_unit: 'text' },
  }),
  'uom.no_conversion': refusal({
    zh: '{product} 没有单位 {unit} 的换算',
    en: '{product} has no conversion for {unit}',
    fix: { zh: '先建立单位换算', en: 'Define the conversion first' },
    with: { product: 'text', unit: 'text' },
  }),
};
export const costRefusals = {
  'cost.required': refusal({
    zh: '缺少单位成本或金额',
    en: 'Neither unit cost nor amount is known',
    fix: { zh: '填写单位成本或金额', en: 'Enter a unit cost or an amount' },
    with: { line: 'count' },
  }),
  'cost.negative': refusal({ zh: '存货金额不能为负', en: 'The value of stock cannot be negative', fix: { zh: '检查金额', en: 'Check the amount' } }),
};
/** Of scanned codes; thrown by the parsers. */
export const scanRefusals = {
  'gs1.unknown_ai': refusal({ zh: '未知的应用标识符 {ai}', en: 'Unknown application identifier {ai}', fix: { zh: '检查条码', en: 'Check the code' }, with: { ai: 'text' } }),
  'gs1.length': refusal({
    zh: '应用标识符 {ai} 的长度不对',
    en: 'Wrong length after identifier {ai}',
    fix: { zh: '检查条码', en: 'Check the code' },
    with: { ai: 'text', length: 'count' },
  }),
  'gs1.date': refusal({ zh: '条码日期 {date} 不对', en: 'The date {date} of the code does not exist', fix: { zh: '检查条码', en: 'Check the code' }, with: { date: 'text' } }),
};
export const locationRefusals = {
  'location.not_allowed': refusal({
    zh: '库位须属于该仓库，外部库位由系统建立',
    en: 'The location must belong to the warehouse; outer places are made by the system',
    fix: { zh: '选用该仓库内的库位', en: 'Choose a location of the warehouse' },
  }),
};
/** Everything a document that moves stock can meet. */
export const movementRefusals = { ...stockRefusals, ...lotRefusals, ...productRefusals, ...locationRefusals };
