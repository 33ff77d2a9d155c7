import { defineWidget } from '#declare';

/** 工作台 (P.14): each opens the list it counts. */
export const salesWidgets = [
  defineWidget('sales.orders_to_deliver', {
    zh: '待发货订单',
    en: 'Orders to deliver',
    kind: 'figure',
    of: 'sales.order',
    measure: 'count',
    where: { progress: ['to_deliver', 'partly_delivered'] },
    roles: ['sales', 'sales_manager', 'keeper', 'warehouse_supervisor'],
  }),
  defineWidget('sales.orders_to_invoice', {
    zh: '待开票订单',
    en: 'Orders to invoice',
    kind: 'figure',
    of: 'sales.order',
    measure: 'count',
    where: { progress: 'to_invoice' },
    roles: ['sales', 'sales_manager', 'billing_clerk', 'accountant'],
  }),
  defineWidget('sales.late_orders', {
    zh: '逾期未发',
    en: 'Late orders',
    kind: 'alert',
    of: 'sales.order',
    measure: 'count',
    where: { progress: ['to_deliver', 'partly_delivered'], promised_date: { lt: 'today' } },
    roles: ['sales', 'sales_manager'],
  }),
  defineWidget('sales.sales_of_month', {
    zh: '本月销售额',
    en: 'Sales of the month',
    kind: 'figure',
    of: 'sales.delivery',
    measure: { sum: 'net' },
    where: { state: ['posted', 'signed', 'reversed'], delivery_date: { between: ['month_start', 'month_end'] } },
    by: 'delivery_date',
    roles: ['sales', 'sales_manager', 'accountant', 'chief_accountant'],
  }),
] as const;
