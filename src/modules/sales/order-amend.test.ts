import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { act, answered, attempt, create, type Doc, type Json, perLine, read, refused, remove, setting } from '../../../test/first-sale/client.ts';
import { type Client, type Company, foundCompany } from '../../../test/support/company.ts';
import { joinCompany } from '../../../test/support/people.ts';
import { verify } from '../../kernel/ledger/verify.ts';

let company: Company;
let admin: Client;
const started = Date.now();
const clock = (): Date => new Date(Date.parse('2026-03-02T02:00:00Z') + Date.now() - started);
beforeAll(async () => {
  company = await foundCompany({ clock });
  admin = company.admin;
  await setting(admin, 'finance', { go_live_period: '2026-01' });
  for (const code of ['A', 'B']) await create(admin, 'inventory.product', { code, name: `商品${code}`, base_unit: '台', list_price: '113', tax_class_code: '1060105010000000000' });
  await create(admin, 'inventory.warehouse', { code: 'EAST', name: '东仓' });
  const opening = await create(admin, 'inventory.adjustment', { kind: 'opening', lines: ['A', 'B'].map((product) => ({ product, qty: '1000', amount: '30000.00' })) });
  await act(admin, 'inventory.adjustment', opening.id, 'submit');
  await create(admin, 'customers.customer', { name: '新客户' });
});
afterAll(async () => {
  await company.settled();
  const { checks } = await verify(company.kernel.environment, company.org);
  expect(checks.filter((check) => check.differences > 0)).toEqual([]);
  await company.close();
});

const date = '2026-02-02';
async function confirmed(body: Json): Promise<Doc> {
  const draft = await create(admin, 'sales.order', { customer: 'C000001', order_date: date, ...body });
  return (await act(admin, 'sales.order', draft.id, 'confirm')).record;
}
const draftDelivery = (order: Doc, lines?: readonly Json[]): Promise<Doc> => create(admin, 'sales.delivery', { order: order.id, delivery_date: date, ...(lines ? { lines } : {}) });
const delivered = async (order: Doc, lines?: readonly Json[]): Promise<Doc> => (await act(admin, 'sales.delivery', (await draftDelivery(order, lines)).id, 'post')).record;
let fapiao = 0;
async function invoiced(order: Doc, qty: string, index = 0): Promise<Doc> {
  const draft = await create(admin, 'sales.invoice', { customer: 'C000001', issue_date: date, is_natural_person: true, lines: [{ order_line: line(order, index), qty }] });
  await act(admin, 'sales.invoice', draft.id, 'ready');
  fapiao += 1;
  return (await act(admin, 'sales.invoice', draft.id, 'issue', { fapiao_no: `263110000000000${String(fapiao).padStart(5, '0')}` })).record;
}
const line = (document: Doc, index = 0): string => document.lines[index]?.id ?? '';
const amend = (order: Doc, input: Json) => attempt(admin, 'sales.order', order.id, 'amend', input);
const amended = async (order: Doc, input: Json): Promise<Doc> => (await act(admin, 'sales.order', order.id, 'amend', input)).record;
const promised = async (product: string): Promise<number> => Number((await read(admin, 'inventory.product', product))['reserved']);

describe('2.1 amendment', () => {
  test('E2.1-3 the done part keeps its price, the rest takes the new one', async () => {
    const order = await confirmed({ price_includes_tax: false, lines: [{ product: 'A', qty: '10', unit_price: '50' }] });
    expect([order['net'], order['tax'], order['gross'], order['revision']]).toEqual(['500.00', '65.00', '565.00', 1]);
    await delivered(order, [{ order_line: line(order), qty: '4' }]);
    await invoiced(order, '4');
    refused(await amend(order, { lines: [{ id: line(order), qty: '3' }] }), 422, 'order.qty_below_done', { line_no: 1, min: '4' });
    const next = await amended(order, { lines: [{ id: line(order), qty: '8', unit_price: '45' }], reason: '客户要求降价' });
    expect(perLine(next, 'qty', 'unit_price', 'net', 'tax', 'price_source')).toEqual(['4 / 50 / 200.00 / 26.00 / manual', '4 / 45 / 180.00 / 23.40 / manual']);
    expect([next['gross'], next['revision'], next.number, next.state]).toEqual(['429.40', 2, order.number, 'confirmed']);
    expect(next.lines[1]?.['root_line']).toMatchObject({ id: line(order) });
    expect(perLine(next, 'delivered', 'to_deliver')).toEqual(['4 / 0', '0 / 4']);
    const rest = await delivered(next);
    expect([rest['order_revision'], ...perLine(rest, 'qty', 'net', 'tax')]).toEqual([2, '4 / 180.00 / 23.40']);
    expect((await read(admin, 'sales.order', order.id))['progress']).toBe('to_invoice');
  });

  test('E2.1-3 anchoring: what was delivered stands, the next deliveries share the rest', async () => {
    const order = await confirmed({ lines: [{ product: 'A', qty: '3', unit_price: '33.33' }] });
    expect(perLine(await delivered(order, [{ order_line: line(order), qty: '1' }]), 'net', 'tax', 'gross')).toEqual(['29.50 / 3.83 / 33.33']);
    const next = await amended(order, { lines: [{ id: line(order), qty: '5' }] });
    expect(perLine(next, 'net', 'tax', 'gross')).toEqual(['147.48 / 19.17 / 166.65']);
    for (let count = 0; count < 2; count += 1)
      expect(perLine(await delivered(order, [{ order_line: line(order), qty: '2' }]), 'net', 'tax', 'gross')).toEqual(['58.99 / 7.67 / 66.66']);
    const invoice = await invoiced(order, '5');
    expect(perLine(invoice, 'net', 'tax', 'gross')).toEqual(['147.48 / 19.17 / 166.65']);
  });

  test('more is ordered even when all is delivered and invoiced: progress reopens', async () => {
    const order = await confirmed({ lines: [{ product: 'A', qty: '2' }] });
    await delivered(order);
    await invoiced(order, '2');
    const before = await promised('A');
    const next = await amended(order, {
      lines: [
        { id: line(order), qty: '3' },
        { product: 'B', qty: '1' },
      ],
    });
    expect([next['progress'], ...perLine(next, 'to_deliver', 'unit_price', 'price_source')]).toEqual(['partly_delivered', '1 / 113 / auto', '1 / 113 / auto']);
    expect((await promised('A')) - before).toBe(1);
    expect((await delivered(next)).state).toBe('posted');
  });

  test('P4-3 what was delivered since the revision was read is judged again when the amendment takes effect', async () => {
    const order = await confirmed({ lines: [{ product: 'A', qty: '10' }] });
    await delivered(order, [{ order_line: line(order), qty: '9' }]);
    refused(await amend(order, { lines: [{ id: line(order), qty: '8' }] }), 422, 'order.qty_below_done', { min: '9' });
    expect(await read(admin, 'sales.order', order.id)).toMatchObject({ revision: 1, state: 'confirmed' });
  });

  test('what is partly done keeps product, tax and price mode; a line nobody works with may go', async () => {
    const order = await confirmed({
      lines: [
        { product: 'A', qty: '4' },
        { product: 'B', qty: '4' },
      ],
    });
    const draft = await draftDelivery(order, [{ order_line: line(order, 1), qty: '1' }]);
    await delivered(order, [{ order_line: line(order), qty: '2' }]);
    refused(await amend(order, { lines: [{ id: line(order), product: 'B' }] }), 409, 'order.line_frozen', { line_no: 1, field: 'product' });
    refused(await amend(order, { lines: [{ id: line(order), tax_code: 'VAT9' }] }), 409, 'order.line_frozen', { field: 'tax_code' });
    refused(await amend(order, { lines: [{ id: line(order), qty: '2', unit_price: '90' }] }), 409, 'order.line_frozen', { field: 'unit_price' });
    refused(await amend(order, { price_includes_tax: false }), 409, 'order.line_frozen', { field: 'price_includes_tax' });
    refused(await amend(order, { lines: [{ id: line(order), _delete: true }] }), 422, 'order.qty_below_done', { min: '2' });
    refused(await amend(order, { lines: [{ id: line(order, 1), _delete: true }] }), 409, 'order.has_followups');
    await remove(admin, 'sales.delivery', draft.id);
    const before = await promised('B');
    const next = await amended(order, { lines: [{ id: line(order, 1), _delete: true }] });
    expect([next.lines.length, next['revision'], (await promised('B')) - before]).toEqual([1, 2, -4]);
  });

  test('the header discount stands once anything is done, and no cent of it is lost', async () => {
    const order = await confirmed({
      header_discount: '10.00',
      lines: [
        { product: 'A', qty: '3', unit_price: '100' },
        { product: 'B', qty: '1', unit_price: '100' },
      ],
    });
    const first = await delivered(order, [{ order_line: line(order), qty: '1' }]);
    refused(await amend(order, { header_discount: '5.00' }), 409, 'document.immutable');
    const next = await amended(order, {
      lines: [
        { id: line(order), unit_price: '90' },
        { product: 'B', qty: '1', unit_price: '50' },
      ],
    });
    expect([next['header_discount'], ...perLine(next, 'qty', 'gross')]).toEqual(['10.00', '1 / 97.50', '2 / 175.00', '1 / 97.50', '1 / 50.00']);
    expect(next['gross']).toBe('420.00');
    const rest = await delivered(next);
    expect(Number(first['gross']) + Number(rest['gross'])).toBe(420);
    const fewer = await confirmed({ header_discount: '10.00', lines: [{ product: 'A', qty: '4', unit_price: '25' }] });
    await delivered(fewer, [{ order_line: line(fewer), qty: '1' }]);
    expect(await amended(fewer, { lines: [{ id: line(fewer), qty: '2' }] })).toMatchObject({ header_discount: '5.00', gross: '45.00' });
    const nothingDone = await confirmed({ header_discount: '10.00', lines: [{ product: 'A', qty: '4', unit_price: '25' }] });
    expect(await amended(nothingDone, { header_discount: '20.00' })).toMatchObject({ gross: '80.00', revision: 2 });
  });

  test('another warehouse: promises and open drafts follow', async () => {
    const order = await confirmed({ lines: [{ product: 'A', qty: '4' }] });
    const draft = await draftDelivery(order, [{ order_line: line(order), qty: '1' }]);
    const before = await promised('A');
    await amended(order, { warehouse: 'EAST', ship_to: '上海市' });
    expect((await promised('A')) - before).toBe(-4);
    expect(await read(admin, 'sales.delivery', draft.id)).toMatchObject({ warehouse: { code: 'EAST' }, ship_to: '上海市' });
    refused(await attempt(admin, 'sales.delivery', draft.id, 'post'), 422, 'stock.insufficient');
  });

  test('a quotation limits what an amendment may order of it', async () => {
    const quotation = await create(admin, 'sales.quotation', {
      customer: 'C000001',
      quotation_date: date,
      valid_until: '2026-12-31',
      lines: [{ product: 'A', qty: '3', unit_price: '100' }],
    });
    await act(admin, 'sales.quotation', quotation.id, 'send');
    const { created } = await act(admin, 'sales.quotation', quotation.id, 'to_order', { order_date: date });
    const order = (await act(admin, 'sales.order', created[0]?.id ?? '', 'confirm')).record;
    refused(await amend(order, { lines: [{ id: line(order), qty: '4' }] }), 422, 'quotation.qty_exceeded', { line_no: 1, open: '3' });
    expect(perLine(await amended(order, { lines: [{ id: line(order), qty: '2' }] }), 'qty', 'unit_price')).toEqual(['2 / 100']);
    expect(await read(admin, 'sales.quotation', quotation.id)).toMatchObject({ converted: 'part' });
  });

  test('an amendment of an older revision is refused, of two at once one takes effect', async () => {
    const order = await confirmed({ lines: [{ product: 'A', qty: '4' }] });
    const body = (qty: string, version = order.version) => admin.post(`/api/sales/order/${order.id}/actions/amend`, { version, input: { lines: [{ id: line(order), qty }] } });
    const replies = await Promise.all([body('5'), body('6')]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    expect(replies.find((reply) => reply.status === 409)?.body['code']).toBe('order.stale_revision');
    const now = await read(admin, 'sales.order', order.id);
    expect(now['revision']).toBe(2);
    // Other changes of the record are a conflict like anywhere.
    answered(await admin.patch(`/api/sales/order/${order.id}`, { version: now.version, remark: '加急' }), 200);
    refused(await body('7', now.version), 409, 'conflict.stale');
  });

  test('while drafts are posted and the order amended at once nothing is lost and nobody is told of a deadlock', async () => {
    const order = await confirmed({ lines: [{ product: 'B', qty: '12' }] });
    const drafts = await Promise.all(Array.from({ length: 6 }, () => draftDelivery(order, [{ order_line: line(order), qty: '1' }])));
    const replies = await Promise.all([
      ...drafts.map((draft) => admin.post(`/api/sales/delivery/${draft.id}/actions/post`, { version: draft.version, input: {} })),
      admin.post(`/api/sales/order/${order.id}/actions/amend`, { version: order.version, input: { lines: [{ id: line(order), qty: '8' }] } }),
    ]);
    for (const reply of replies) expect([200, 409], JSON.stringify(reply.body)).toContain(reply.status);
    for (const reply of replies.filter((one) => one.status === 409)) expect(reply.body['code']).toBe('conflict.stale');
    const now = await read(admin, 'sales.order', order.id);
    const posted = replies.slice(0, -1).filter((reply) => reply.status === 200).length;
    expect(now.lines[0]?.['delivered']).toBe(String(posted));
  });

  test('who may amend: the salesperson his own order, nobody who only reads', async () => {
    const order = await confirmed({ lines: [{ product: 'A', qty: '4' }] });
    const clerk = await joinCompany(company, 'lin', '林晓雯', ['sales']);
    const keeper = await joinCompany(company, 'zhou', '周全', ['keeper']);
    const input = { lines: [{ id: line(order), qty: '5' }] };
    expect((await clerk.post(`/api/sales/order/${order.id}/actions/amend`, { version: order.version, input })).status).toBe(404);
    refused(await keeper.post(`/api/sales/order/${order.id}/actions/amend`, { version: order.version, input }), 403, 'forbidden');
    const customer = await create(clerk, 'customers.customer', { name: '林的客户有限公司' });
    const own = await create(clerk, 'sales.order', { customer: customer.id, order_date: date, lines: [{ product: 'A', qty: '1' }] });
    await act(clerk, 'sales.order', own.id, 'confirm');
    const { record } = await act(clerk, 'sales.order', own.id, 'amend', { lines: [{ id: line(own), qty: '2' }] });
    expect(record['revision']).toBe(2);
  });

  test('the action is told with its reason, described, tried without a trace, and kept as a revision with its difference', async () => {
    const draft = await create(admin, 'sales.order', { customer: 'C000001', order_date: date, lines: [{ product: 'A', qty: '4' }] });
    const told = (doc: Doc) => (doc['_actions'] as readonly { readonly name: string; readonly allowed: unknown; readonly code?: string }[]).find((one) => one.name === 'amend');
    expect(told(draft)).toMatchObject({ allowed: false, code: 'document.transition_refused' });
    const order = (await act(admin, 'sales.order', draft.id, 'confirm')).record;
    expect(told(order)).toMatchObject({ allowed: 'check' });
    const input = { lines: [{ id: line(order), qty: '6' }], reason: '追加' };
    const dry = answered<Json>(await attempt(admin, 'sales.order', order.id, 'amend', input, true), 200);
    expect(dry).toMatchObject({ dry_run: true, record: { revision: 2, gross: '678.00' } });
    expect(await read(admin, 'sales.order', order.id)).toMatchObject({ revision: 1, gross: '452.00' });
    refused(await amend(order, { customer: 'C000001' }), 422, 'request.unknown_parameter');
    await amended(order, input);
    const { data } = answered<{
      readonly data: readonly { readonly action: string; readonly reason: string; readonly changes: readonly { readonly path: string }[]; readonly state: Json }[];
    }>(await admin.get(`/api/sales/order/${order.id}/revisions`), 200);
    expect(data[0]).toMatchObject({ action: 'amend', reason: '追加', state: { revision: 2, gross: '678.00' } });
    expect(data[0]?.changes.map((change) => change.path)).toEqual(expect.arrayContaining(['revision', 'gross', `lines[${line(order)}].qty`]));
    expect(data[1]?.state).toMatchObject({ revision: 1, gross: '452.00' });
    const openapi = answered<{ readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: { readonly input: { readonly properties: Json } } }>> } }>(
      await admin.get('/api/openapi.json'),
      200,
    );
    const members = Object.keys(openapi.components.schemas['sales.order.amend.request']?.properties.input.properties ?? {});
    expect(members).toEqual(expect.arrayContaining(['lines', 'warehouse', 'header_discount', 'reason']));
    const schema = answered<{ readonly actions: readonly { readonly name: string; readonly amends: readonly string[] }[] }>(await admin.get('/api/sales/order/schema'), 200);
    expect(schema.actions.find((action) => action.name === 'amend')?.amends).toContain('lines');
  });
});
