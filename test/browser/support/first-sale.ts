import type { Api } from './world.ts';

interface Saved {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly lines?: readonly { readonly id: string }[];
}
interface Done {
  readonly record: Saved;
  readonly created?: readonly Saved[];
}
/** Steps 2 to 11 of the first sale through the API, so that the books have something to show. */
export async function sellOnce(api: Api): Promise<{ readonly orderNumber: string }> {
  const act = async (path: string, id: string, action: string, input: object = {}): Promise<Done> => {
    const { version } = await api.get<Saved>(`/api/${path}/${id}`);
    return api.send<Done>('POST', `/api/${path}/${id}/actions/${action}`, { version, input });
  };
  const make = (path: string, body: object): Promise<Saved> => api.send<Saved>('POST', `/api/${path}`, body);
  await api.send('PATCH', '/api/finance/settings', { go_live_period: '2026-01' });
  await make('finance/bank_account', { code: 'ICBC', name: '工行基本户', kind: 'basic', bank: '中国工商银行', account_no: '1001234509876543210', is_default: true });
  const stock = await make('inventory/adjustment', {
    kind: 'opening',
    lines: [
      { product: 'P001', qty: '300', amount: '5500.00' },
      { product: 'P002', qty: '50', amount: '2150.50' },
      { product: 'P003', qty: '120', amount: '4980.00' },
    ],
  });
  await act('inventory/adjustment', stock.id, 'submit');
  const balances = [
    '1001 2000.00',
    '100201 150000.00',
    '1122 11300.00',
    '1405 12630.50',
    '1601 36000.00',
    '1602 6000.00',
    '200101 50000.00',
    '222102 3380.00',
    '4001 100000.00',
    '410415 52550.50',
  ];
  const opening = await make('finance/opening', {
    lines: balances.map((one) => one.split(' ')).map(([account, amount]) => ({ account, opening: amount, ...(account === '1122' ? { customer: 'C000001' } : {}) })),
    items: [{ account: '1122', party: 'customers.customer:C000001', document_no: 'XS-1210', doc_date: '2025-12-10', due_date: '2026-01-09', amount: '11300.00' }],
  });
  await act('finance/opening', opening.id, 'post');
  const quotation = await make('sales/quotation', {
    customer: 'C000001',
    quotation_date: '2026-01-05',
    valid_until: '2027-12-31',
    header_discount: '77.60',
    lines: [
      { product: 'P001', qty: '40' },
      { product: 'P002', qty: '12', discount_rate: '0.05' },
      { product: 'P003', qty: '30' },
    ],
  });
  await act('sales/quotation', quotation.id, 'send');
  const { created = [] } = await act('sales/quotation', quotation.id, 'to_order', { order_date: '2026-01-08' });
  const order = (await act('sales/order', created[0]?.id ?? '', 'confirm')).record;
  const [l1, l2, l3] = (await api.get<Saved>(`/api/sales/order/${order.id}`)).lines ?? [];
  const first = await make('sales/delivery', {
    order: order.number,
    delivery_date: '2026-01-12',
    lines: [
      { order_line: l1?.id, qty: '25' },
      { order_line: l2?.id, qty: '12' },
      { order_line: l3?.id, qty: '10' },
    ],
  });
  const delivered = (await act('sales/delivery', first.id, 'post')).record;
  const second = await make('sales/delivery', { order: order.number, delivery_date: '2026-01-20' });
  await act('sales/delivery', second.id, 'post');
  const invoice = await make('sales/invoice', { delivery: delivered.number, issue_date: '2026-01-22' });
  await act('sales/invoice', invoice.id, 'ready');
  await act('sales/invoice', invoice.id, 'issue', { fapiao_no: '26311000000000000001' });
  return { orderNumber: order.number ?? '' };
}
