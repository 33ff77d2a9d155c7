import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Company } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());
const page = async (path: string): Promise<{ status: number; text: string; policy: string; type: string }> => {
  const { status, bytes, headers } = await company.stranger().get(path);
  return { status, text: bytes.toString('utf8'), policy: headers.get('content-security-policy') ?? '', type: headers.get('content-type') ?? '' };
};

test('P.2.12 the reference lists every declaration, in both languages, and loads nothing from elsewhere', async () => {
  const zh = await page('/api/reference?lang=zh');
  expect([zh.status, zh.type]).toEqual([200, 'text/html; charset=utf-8']);
  expect(zh.policy).toContain("default-src 'none'");
  expect(zh.policy).not.toContain('unsafe');
  for (const name of [...company.kernel.registry.records.keys(), ...company.kernel.registry.reports.keys(), ...company.kernel.registry.ledgers.keys()])
    expect(zh.text).toContain(`/api/reference/${name}?lang=zh`);
  expect((await page('/api/reference?lang=en')).text).toContain('<html lang="en">');
  for (const { text } of [zh, await page('/api/reference/sales.order')]) {
    expect(text.match(/(?:src|href|action)="(?!\/)[^"]*"/g) ?? []).toEqual([]);
    expect(text).not.toMatch(/<script>|\son\w+=|style="/);
  }
  expect((await page('/api/reference/reference.js')).type).toContain('javascript');
  expect((await page('/api/reference/reference.css')).type).toContain('css');
  expect((await page('/api/reference/sales.nothing')).status).toBe(404);
});
test('P.2.12 a declaration’s page has its fields, states, actions, refusals and addresses', async () => {
  const { text } = await page('/api/reference/sales.order?lang=zh');
  for (const part of [
    '<code>customer</code>',
    '已确认',
    '<code>confirm</code>',
    'order.qty_below_done',
    '<code>POST /api/sales/order/:id/actions/confirm</code>',
    'data-path="/api/sales/order?dry_run=1"',
  ])
    expect(text).toContain(part);
  expect((await page('/api/reference/sales.order?lang=en')).text).toContain('Confirmed');
});
test('P.2.12 what the pages offer to read can be read', { timeout: 60_000 }, async () => {
  const names = [...company.kernel.registry.records.keys(), ...company.kernel.registry.ledgers.keys(), 'platform'];
  const paths = (await Promise.all(names.map((name) => page(`/api/reference/${name}`)))).flatMap(({ text }) =>
    [...text.matchAll(/data-method="GET" data-path="([^"]*)"/g)].map(([, path = '']) => path),
  );
  expect(paths.length).toBeGreaterThan(80);
  const wrong: string[] = [];
  for (const path of new Set(paths)) {
    const { status, body } = await company.admin.get(path.replaceAll('&amp;', '&'));
    if (status >= 500 || status === 404) wrong.push(`${path} ${status} ${String(body?.['code'])}`);
  }
  expect(wrong).toEqual([]);
});
interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: object }>> } }>>>
  >;
}
test('P.2.12 every example of a new record that OpenAPI shows answers as written', { timeout: 60_000 }, async () => {
  const { paths } = (await company.admin.get<OpenApi>('/api/openapi.json')).body;
  const creates = Object.entries(paths).flatMap(([path, methods]) => {
    const example = methods['post']?.requestBody?.content['application/json']?.example;
    return methods['post']?.operationId.endsWith('.create') && example && path !== '/api/session' ? [{ path, example }] : [];
  });
  expect(creates.length).toBeGreaterThan(15);
  const wrong: string[] = [];
  for (const { path, example } of creates) {
    const { status, body } = await company.admin.post(`${path}?dry_run=1`, example);
    if (status !== 201) wrong.push(`${path} ${JSON.stringify(example)} ${status} ${JSON.stringify(body).slice(0, 200)}`);
  }
  expect(wrong).toEqual([]);
});
