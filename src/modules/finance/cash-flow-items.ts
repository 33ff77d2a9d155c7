import type { Label } from '#declare';

export type CashActivity = 'operating' | 'investing' | 'financing' | 'exchange';
export interface CashFlowItem extends Label {
  readonly code: string;
  readonly activity: CashActivity;
  /** In-items show Σ of their tags, out-items −Σ; refunds stay in their own item (3.3). */
  readonly direction: 'in' | 'out';
  /** The lines of 会小企03 that take it. */
  readonly sbe: string;
}
const item = (code: string, activity: CashActivity, direction: 'in' | 'out', sbe: string, zh: string, en: string): CashFlowItem => ({ code, activity, direction, sbe, zh, en });

/** The items of 会企03 (3.3); 会小企03 groups them. */
export const cashFlowItems: readonly CashFlowItem[] = [
  item('CF101', 'operating', 'in', '1', '销售商品、提供劳务收到的现金', 'Cash received from sales and services'),
  item('CF102', 'operating', 'in', '2', '收到的税费返还', 'Tax refunds received'),
  item('CF103', 'operating', 'in', '2', '收到其他与经营活动有关的现金', 'Other cash received from operations'),
  item('CF111', 'operating', 'out', '3', '购买商品、接受劳务支付的现金', 'Cash paid for goods and services'),
  item('CF112', 'operating', 'out', '4', '支付给职工以及为职工支付的现金', 'Cash paid to and for employees'),
  item('CF113', 'operating', 'out', '5', '支付的各项税费', 'Taxes paid'),
  item('CF114', 'operating', 'out', '6', '支付其他与经营活动有关的现金', 'Other cash paid for operations'),
  item('CF201', 'investing', 'in', '8', '收回投资收到的现金', 'Cash received from investments recovered'),
  item('CF202', 'investing', 'in', '9', '取得投资收益收到的现金', 'Cash received from investment income'),
  item('CF203', 'investing', 'in', '10', '处置固定资产、无形资产和其他长期资产收回的现金净额', 'Net cash from disposal of long-term assets'),
  item('CF204', 'investing', 'in', '8', '处置子公司及其他营业单位收到的现金净额', 'Net cash from disposal of subsidiaries'),
  item('CF205', 'investing', 'in', '10', '收到其他与投资活动有关的现金', 'Other cash received from investing'),
  item('CF211', 'investing', 'out', '12', '购建固定资产、无形资产和其他长期资产支付的现金', 'Cash paid for long-term assets'),
  item('CF212', 'investing', 'out', '11', '投资支付的现金', 'Cash paid for investments'),
  item('CF213', 'investing', 'out', '11', '取得子公司及其他营业单位支付的现金净额', 'Net cash paid for subsidiaries'),
  item('CF214', 'investing', 'out', '12', '支付其他与投资活动有关的现金', 'Other cash paid for investing'),
  item('CF301', 'financing', 'in', '15', '吸收投资收到的现金', 'Cash received from investors'),
  item('CF302', 'financing', 'in', '14', '取得借款收到的现金', 'Cash received from borrowing'),
  item('CF303', 'financing', 'in', '14', '收到其他与筹资活动有关的现金', 'Other cash received from financing'),
  item('CF311', 'financing', 'out', '16', '偿还债务支付的现金', 'Cash paid to repay debt'),
  item('CF3121', 'financing', 'out', '18', '分配股利、利润支付的现金', 'Dividends paid'),
  item('CF3122', 'financing', 'out', '17', '偿付利息支付的现金', 'Interest paid'),
  item('CF313', 'financing', 'out', '16', '支付其他与筹资活动有关的现金', 'Other cash paid for financing'),
  item('CF401', 'exchange', 'in', '19', '汇率变动对现金及现金等价物的影响', 'Effect of exchange rate changes on cash'),
];
