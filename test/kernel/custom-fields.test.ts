import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundCompany, type Client, type Company, type Reply } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

type Body = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number; readonly code?: string };
interface Page {
  readonly data: readonly Body[];
  readonly totals?: Readonly<Record<string, unknown>>;
  readonly code?: string;
}
let company: Company;
let admin: Client;
let lin: Client;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
});
afterAll(() => company.close());
const field = (key: string, kind: string, more: object = {}): Promise<Reply<Body>> =>
  admin.post<Body>('/api/core/custom_field', { declaration: 'customers.customer', key, kind, label_zh: key.slice(2), label_en: key.slice(2), ...more });
const customer = (values: object, client = admin): Promise<Reply<Body>> => client.post<Body>('/api/customers/customer', values);
const names = async (query: string): Promise<unknown[]> => {
  const { body } = await admin.get<Page>(`/api/customers/customer?${query}`);
  return body.code ? [body.code] : body.data.map((row) => row['name']);
};

describe('P.11 custom fields', () => {
  test('are defined by the administrator, with keys of their own', async () => {
    const options = [
      { key: 'A', label_zh: '甲级', label_en: 'Grade A' },
      { key: 'B', label_zh: '乙级', label_en: 'Grade B' },
    ];
    for (const made of [
      await field('x_grade', 'choice', { label_zh: '等级', label_en: 'Grade', options }),
      await field('x_area', 'quantity', { label_zh: '面积', min: '0' }),
      await field('x_fee', 'money', { label_zh: '服务费', field_group: 'cost' }),
      await field('x_staff', 'integer', { default_value: '1' }),
      await field('x_since', 'date'),
      await field('x_vip', 'flag', { default_value: 'true' }),
      await field('x_remark', 'text', { max_length: 10 }),
    ])
      expect(made.status, JSON.stringify(made.body)).toBe(201);
    const codes = async (...made: readonly Promise<Reply<Body>>[]): Promise<unknown[]> => (await Promise.all(made)).map(({ body }) => body.code);
    expect(
      await codes(
        field('grade', 'text'),
        field('x_Grade', 'text'),
        field('x_grade', 'text'),
        field('x_none', 'choice'),
        field('x_d', 'date', { default_value: 'soon' }),
        field('x_i', 'integer', { default_value: 'many' }),
        field('x_g', 'text', { field_group: 'nothing' }),
        field('x_t', 'text', { declaration: 'sales.ordr' }),
        field('x_t', 'text', { declaration: 'finance.open_item' }),
      ),
    ).toEqual(['field.format', 'field.format', 'record.duplicate', 'field.required', 'field.format', 'field.format', 'field.choice', 'field.choice', 'field.choice']);
    expect((await lin.post<Body>('/api/core/custom_field', { declaration: 'sales.order', key: 'x_a', kind: 'text', label_zh: '一', label_en: 'one' })).body.code).toBe('forbidden');
  });

  test('stand in the schema and are written, read, defaulted and validated by the code of declared fields', async () => {
    const schema = (
      await admin.get<{ fields: { name: string; kind: string; label: { zh: string }; custom?: true; operators: string[]; options?: { key: string }[] }[] }>(
        '/api/customers/customer/schema',
      )
    ).body;
    expect(schema.fields.find((one) => one.name === 'x_grade')).toMatchObject({ kind: 'choice', label: { zh: '等级' }, custom: true, options: [{ key: 'A' }, { key: 'B' }] });
    const made = await customer({ name: '昆山同创机电有限公司', x_grade: 'A', x_area: '120.50', x_fee: '1,200', x_since: '2026年3月5日', x_remark: '重点' });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const expected = { x_grade: 'A', x_area: '120.5', x_fee: '1200.00', x_staff: 1, x_since: '2026-03-05', x_vip: true, x_remark: '重点' };
    expect(made.body).toMatchObject(expected);
    expect((await admin.get<Body>(`/api/customers/customer/${made.body.id}`)).body).toMatchObject(expected);
    const wrong = async (values: object): Promise<unknown> => (await customer({ name: '错误客户有限公司', ...values })).body.code;
    expect(await wrong({ x_grade: 'C' })).toBe('field.choice');
    expect(await wrong({ x_area: '-1' })).toBe('field.range');
    expect(await wrong({ x_area: 12 })).toBe('field.type');
    expect(await wrong({ x_since: '3/5/2026' })).toBe('field.date');
    expect(await wrong({ x_remark: '十个字以上的备注文字' + '多' })).toBe('field.length');
    expect(await wrong({ x_gade: 'A' })).toBe('request.unknown_parameter');
    const changed = await admin.patch<Body>(`/api/customers/customer/${made.body.id}`, { x_grade: 'B', x_remark: null }, { 'if-match': `"${made.body.version}"` });
    expect(changed.body).toMatchObject({ x_grade: 'B', x_remark: null, x_area: '120.5', version: made.body.version + 1 });
    // A change of declared fields keeps them.
    const renamed = await admin.patch<Body>(`/api/customers/customer/${made.body.id}`, { short_name: '昆山同创' }, { 'if-match': `"${changed.body.version}"` });
    expect(renamed.body).toMatchObject({ x_grade: 'B', x_area: '120.5', short_name: '昆山同创' });
  });

  test('lists filter, sort, total and choose by them; audit and revisions tell of them', async () => {
    const made = (await customer({ name: '苏州明德机电有限公司', x_grade: 'A', x_area: '80', x_fee: '300.50', x_vip: false })).body;
    expect(await names('f.x_grade=A')).toEqual(['苏州明德机电有限公司']);
    expect(await names('f.x_area.gte=100')).toEqual(['昆山同创机电有限公司']);
    expect(await names('f.x_since.is_empty=1')).toEqual(['苏州明德机电有限公司']);
    expect(await names('f.x_vip=false')).toEqual(['苏州明德机电有限公司']);
    expect(await names('f.x_grade.ne=A')).toEqual(['昆山同创机电有限公司']);
    expect(await names('f.x_area.contains=1')).toEqual(['condition.unknown_op']);
    expect(await names('sort=x_area')).toEqual(['苏州明德机电有限公司', '昆山同创机电有限公司']);
    expect(await names('sort=-x_area')).toEqual(['昆山同创机电有限公司', '苏州明德机电有限公司']);
    const page = (await admin.get<Page>('/api/customers/customer?totals=x_fee,x_area&fields=name,x_grade&sort=name')).body;
    expect(page.totals).toMatchObject({ x_fee: [{ value: '1500.50' }], x_area: '200.5' });
    expect(Object.keys(page.data[0] ?? {}).sort()).toEqual(['id', 'name', 'version', 'x_grade']);
    const groups = (await admin.get<{ data: { key: string; count: number }[] }>('/api/customers/customer?group=x_grade')).body.data;
    expect(groups.map(({ key, count }) => [key, count])).toEqual([
      ['A', 1],
      ['B', 1],
    ]);
    await admin.patch(`/api/customers/customer/${made.id}`, { x_area: '90' }, { 'if-match': `"${made.version}"` });
    const { data } = (
      await admin.get<{ data: { changes: { path: string; old: unknown; new: unknown }[]; state: Record<string, unknown> }[] }>(`/api/customers/customer/${made.id}/revisions`)
    ).body;
    expect(data[0]?.changes).toEqual([{ path: 'x_area', old: '80', new: '90' }]);
    expect(data.map(({ state }) => state['x_area'])).toEqual(['90', '80']);
  });

  test('P8-3 a field of a hidden group is hidden like a declared one', async () => {
    const own = (await customer({ name: '太仓永固机电有限公司' }, lin)).body;
    const read = (await lin.get<Body & { _access: { hidden: string[] } }>(`/api/customers/customer/${own.id}`)).body;
    expect('x_fee' in read).toBe(false);
    expect(read._access.hidden).toContain('x_fee');
    expect((await lin.get<Page>('/api/customers/customer?f.x_fee.gt=0')).body.code).toBe('field.hidden');
    expect((await lin.get<Page>('/api/customers/customer?sort=x_fee')).body.code).toBe('field.hidden');
  });

  test('files carry them both ways', async () => {
    const file = Buffer.from('客户名称,等级,面积\n无锡华光机电有限公司,乙级,12.5\n', 'utf8');
    const done = await admin.upload<{ counts: { created: number }; errors: unknown[] }>('/api/customers/customer/import', { name: '客户.csv', bytes: file });
    expect(done.body, JSON.stringify(done.body)).toMatchObject({ counts: { created: 1 } });
    expect((await admin.get<Page>('/api/customers/customer?f.name=无锡华光机电有限公司')).body.data[0]).toMatchObject({ x_grade: 'B', x_area: '12.5' });
    const csv = await admin.post('/api/customers/customer/export', { format: 'csv', fields: 'name,x_grade,x_area', sort: 'name' });
    expect(csv.bytes.toString('utf8')).toContain('无锡华光机电有限公司,乙级,12.5');
  });

  test('P11-5 required from now on, kept while used, gone when archived and there again when restored', async () => {
    const [old] = (await admin.get<Page>('/api/customers/customer?f.name=无锡华光机电有限公司')).body.data;
    const [since] = (await admin.get<Page>('/api/core/custom_field?f.key=x_since')).body.data;
    const must = await admin.patch<Body>(`/api/core/custom_field/${since?.id}`, { required: true }, { 'if-match': '"1"' });
    expect(must.status, JSON.stringify(must.body)).toBe(200);
    expect((await customer({ name: '常州精达机电有限公司' })).body).toMatchObject({ code: 'field.required', path: '/x_since' });
    expect((await admin.get<Body>(`/api/customers/customer/${old?.id}`)).status).toBe(200);
    expect((await admin.patch<Body>(`/api/customers/customer/${old?.id}`, { short_name: '华光' }, { 'if-match': `"${old?.version}"` })).body).toMatchObject({
      code: 'field.required',
      path: '/x_since',
    });
    await admin.patch(`/api/core/custom_field/${since?.id}`, { required: false }, { 'if-match': '"2"' });

    const [grade] = (await admin.get<Page>('/api/core/custom_field?f.key=x_grade')).body.data;
    const at = `/api/core/custom_field/${grade?.id}`;
    const definition = (await admin.get<Body & { options: { id: string; key: string }[] }>(at)).body;
    expect((await admin.patch<Body>(at, { kind: 'integer' }, { 'if-match': '"1"' })).body.code).toBe('custom_field.kind_locked');
    const b = definition.options.find((option) => option.key === 'B');
    expect((await admin.patch<Body>(at, { options: [{ id: b?.id, _delete: true }] }, { 'if-match': '"1"' })).body).toMatchObject({
      code: 'custom_field.in_use',
      params: { by: ['B'] },
    });
    const view = (await admin.post<Body>('/api/core/saved_view', { declaration: 'customers.customer', name: '甲级客户', filter: { field: 'x_grade', op: 'eq', value: 'A' } })).body;
    expect((await admin.post<Body>(`${at}/actions/archive`, { version: 1 })).body).toMatchObject({ code: 'custom_field.in_use', params: { by: ['core.saved_view 甲级客户'] } });
    await admin.delete(`/api/core/saved_view/${view.id}`, { 'if-match': '"1"' });
    expect((await admin.post<Body>(`${at}/actions/archive`, { version: 1 })).status).toBe(200);
    expect(await names('f.x_grade=A')).toEqual(['condition.unknown_field']);
    const [hidden] = (await admin.get<Page>('/api/customers/customer?f.name=无锡华光机电有限公司')).body.data;
    expect(hidden && 'x_grade' in hidden).toBe(false);
    // What is written meanwhile leaves its value alone.
    await admin.patch(`/api/customers/customer/${hidden?.id}`, { x_area: '13' }, { 'if-match': `"${hidden?.version}"` });
    expect((await admin.post<Body>(`${at}/actions/restore`, { version: 2 })).status).toBe(200);
    expect((await admin.get<Body>(`/api/customers/customer/${hidden?.id}`)).body).toMatchObject({ x_grade: 'B', x_area: '13' });
  });

  test('documents have them too, and another company does not', async () => {
    const made = await admin.post<Body>('/api/core/custom_field', {
      declaration: 'sales.order',
      key: 'x_project',
      kind: 'text',
      label_zh: '项目',
      label_en: 'Project',
      required: true,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const product = (await admin.post<Body>('/api/inventory/product', { code: 'P001', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' }))
      .body.id;
    const [someone] = (await admin.get<Page>('/api/customers/customer?f.name=苏州明德机电有限公司')).body.data;
    const order = (await admin.post<Body>('/api/sales/order', { customer: { id: someone?.id }, lines: [{ product: { id: product }, qty: '1', unit_price: '113' }] })).body;
    // A draft lacks it and is computed all the same; leaving draft asks for it.
    expect(order).toMatchObject({ x_project: null, gross: '113.00' });
    expect((await admin.post<Body>(`/api/sales/order/${order.id}/actions/confirm`, { version: order.version, input: {} })).body).toMatchObject({
      code: 'document.incomplete',
      params: { fields: ['/x_project'] },
    });
    const filled = (await admin.patch<Body>(`/api/sales/order/${order.id}`, { x_project: '二期' }, { 'if-match': `"${order.version}"` })).body;
    const confirmed = await admin.post<{ record: Body }>(`/api/sales/order/${order.id}/actions/confirm`, { version: filled.version, input: {} });
    expect(confirmed.body.record, JSON.stringify(confirmed.body)).toMatchObject({ x_project: '二期', state: 'confirmed' });
    const elsewhere = await company.kernel.environment.custom.registryFor('0197b2a4-7c00-7000-8000-000000000187');
    expect(elsewhere).toBe(company.kernel.registry);
  });
});
