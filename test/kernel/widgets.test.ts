import { defineWidget } from '#declare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKernel } from '../../src/kernel/open.ts';
import { widgetNamed } from '../../src/kernel/widget/widget.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { systemCall } from '../../src/server/system-call.ts';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Widget {
  readonly name: string;
  readonly value: unknown;
  readonly limited: boolean;
  readonly previous: unknown;
  readonly change: unknown;
  readonly ratio: unknown;
  readonly spark: readonly { readonly period: string; readonly value: unknown }[];
  readonly link: { readonly declaration: string; readonly filter: object };
  readonly code?: string;
}
const clock = (): Date => new Date('2026-03-31T02:00:00.000Z');
let company: Company;
let lin: Client;
let customer: string;
let product: string;
const order = async (client: Client, date: string, price: string): Promise<{ id: string; version: number }> => {
  const made = await client.post<{ id: string; version: number }>('/api/sales/order', {
    customer: { id: customer },
    order_date: date,
    lines: [{ product: { id: product }, qty: '1', unit_price: price }],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body;
};
beforeAll(async () => {
  company = await foundCompany({ clock });
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  customer = (await lin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创机电有限公司' })).body.id;
  product = (
    await company.admin.post<{ id: string }>('/api/inventory/product', { code: 'P001', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' })
  ).body.id;
});
afterAll(() => company.close());

describe('P.14 key figures', () => {
  test('a figure and the list it opens agree, within the reader’s own rows', async () => {
    const own = await order(lin, '2026-03-20', '100');
    const other = await order(company.admin, '2026-03-20', '100');
    for (const { id, version } of [own, other]) {
      const confirmed = await company.admin.post(`/api/sales/order/${id}/actions/confirm`, { version, input: {}, ack: ['stock.short', 'price.below_minimum'] });
      expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
    }
    const figureOf = async (client: Client): Promise<Widget> => (await client.get<Widget>('/api/core/widget/sales.orders_to_deliver')).body;
    const [wide, narrow] = [await figureOf(company.admin), await figureOf(lin)];
    expect([wide.value, wide.limited, narrow.value, narrow.limited]).toEqual([2, false, 1, true]);
    const list = await lin.post<{ count: { value: number } }>(`/api/${narrow.link.declaration.replace('.', '/')}/list`, { filter: narrow.link.filter, count: 'exact' });
    expect(list.body.count.value).toBe(narrow.value);
  });
  test('only widgets of one’s roles and rights are offered', async () => {
    const names = async (client: Client): Promise<string[]> => (await client.get<{ data: Widget[] }>('/api/core/widget')).body.data.map((widget) => widget.name);
    expect(await names(lin)).toEqual(expect.arrayContaining(['sales.orders_to_deliver']));
    expect(await names(lin)).not.toContain('finance.receivable');
    expect(await names(company.admin)).toEqual(expect.arrayContaining(['sales.orders_to_deliver', 'finance.receivable']));
    expect((await lin.get<Widget>('/api/core/widget/finance.receivable')).body.code).toBe('forbidden');
    expect((await lin.get<Widget>('/api/core/widget/sales.nothing')).body.code).toBe('not_found');
    const { data } = (await lin.get<{ data: Widget[] }>('/api/core/widget?values=1')).body;
    expect(data.find((widget) => widget.name === 'sales.orders_to_deliver')?.value).toBe(1);
  });
  test('P14-1 value, previous, change, ratio and course come from one condition', async () => {
    await order(company.admin, '2026-02-10', '2260');
    await order(company.admin, '2025-12-05', '1130');
    const probe = defineWidget('probe.orders_of_month', {
      zh: '本月订单',
      en: 'Orders of the month',
      kind: 'figure',
      of: 'sales.order',
      measure: { sum: 'net' },
      where: { order_date: { between: ['month_start', 'month_end'] } },
      by: 'order_date',
      roles: ['sales'],
    });
    const { environment } = openKernel({ modules: [...modules, { name: 'probe', zh: '试', en: 'Probe', records: [], widgets: [probe] }], servers, pools: company.pools, clock });
    const call = systemCall({ ...company.org, name: '', time_zone: 'Asia/Shanghai' }, company.org.id, 'test');
    const body = (await widgetNamed(environment, call, 'probe.orders_of_month')).body as Widget;
    const sums = async (from: string, to: string): Promise<string> => {
      const page = await company.admin.get<{ totals: { net: { value: string }[] } }>(`/api/sales/order?totals=net&f.order_date.between=${from},${to}`);
      return page.body.totals.net[0]?.value ?? '';
    };
    const [march, february, december] = [await sums('2026-03-01', '2026-03-31'), await sums('2026-02-01', '2026-02-28'), await sums('2025-12-01', '2025-12-31')];
    expect(body).toMatchObject({ value: march, previous: february });
    expect(Number(body.change)).toBeCloseTo(Number(march) - Number(february), 2);
    expect(Number(body.ratio)).toBeCloseTo((Number(march) - Number(february)) / Number(february), 4);
    expect(body.spark).toHaveLength(12);
    expect(body.spark.filter((one) => one.value !== '0.00')).toEqual([
      { period: '2025-12', value: december },
      { period: '2026-02', value: february },
      { period: '2026-03', value: march },
    ]);
  });
});
