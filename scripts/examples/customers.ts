import type { WrittenSheet } from '../../src/kernel/exchange/write-workbook.ts';
import { type Firm, makeFirms } from '../../src/demo/firms.ts';

/** What stands in the file of customers. */
interface Customer extends Firm {
  readonly row: readonly string[];
}
export const customers: readonly Customer[] = makeFirms(300, 20_260_102).map((firm) => ({
  ...firm,
  row: [firm.code, firm.name, '企业', firm.uscc, firm.term, firm.contact, firm.mobile],
}));

export const customersFile = (): readonly WrittenSheet[] => [
  {
    name: '客户',
    header: 1,
    widths: [12, 34, 10, 24, 10, 10, 18],
    rows: [['客户编号', '名称', '客户性质', '统一社会信用代码', '收款条件', '联系人', '联系人手机'], ...customers.map(({ row }) => row)],
  },
];
