import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { builtWeb } from '../../../scripts/build-web.ts';
import { founderPassword, testServer, type Browser as Client, type TestServer } from '../../support/server.ts';
import { launchBrowser } from './chromium.ts';

/** A whole installation in a browser: server, built application, Chromium, and a company with a little business in it. */
export interface World {
  readonly url: string;
  readonly server: TestServer;
  readonly browser: Browser;
  /** The same company through the API, to prepare and to check. */
  readonly api: Api;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the content security policy refused on this page, by directive and sample. */
  readonly refusedByPolicy: () => Promise<readonly string[]>;
  readonly faults: string[];
  close(): Promise<void>;
}
export interface Api {
  get<T = Readonly<Record<string, unknown>>>(path: string): Promise<T>;
  send<T = Readonly<Record<string, unknown>>>(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<T>;
  import(name: string, text: string): Promise<void>;
}
const generous = { most: 1_000_000, seconds: 60 };

export async function openWorld(): Promise<World> {
  const webFolder = process.env['QIANTAI_WEB_FOLDER'] ?? (await builtWeb());
  const server = await testServer({ webFolder, rates: { user: generous, sign_in: generous, exchange: generous } });
  await server.app.listen({ port: 0, host: 'localhost' });
  const url = `http://localhost:${(server.app.server.address() as AddressInfo).port}`;
  const client = server.browser();
  await client.signIn();
  const api = apiOf(client);
  await fillCompany(api);
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: 'light' });
  const page = await context.newPage();
  const faults: string[] = [];
  // The question of the browser itself before unsaved changes are left; the application's own is tested.
  page.on('dialog', (dialog) => void dialog.accept());
  page.on('pageerror', (error) => faults.push(error.stack ?? String(error)));
  // What runs in the page is text: the program around it is checked without the types of a browser.
  await page.addInitScript(
    "globalThis.policyRefusals = []; document.addEventListener('securitypolicyviolation', (event) => policyRefusals.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))",
  );
  return {
    url,
    server,
    browser,
    api,
    context,
    page,
    refusedByPolicy: () => page.evaluate<readonly string[]>('policyRefusals'),
    faults,
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

function apiOf(client: Client): Api {
  const checked = <T>(path: string, { status, text, body }: Awaited<ReturnType<Client['send']>>): T => {
    if (status >= 400) throw new Error(`${path}: ${status} ${text}`);
    return body as T;
  };
  return {
    get: async <T>(path: string) => checked<T>(path, await client.send('GET', path)),
    send: async <T>(method: 'POST' | 'PATCH', path: string, body: unknown) => checked<T>(path, await client.send(method, path, body)),
    import: async (name, text) => {
      const edge = 'qiantai-form-edge';
      const part = (head: string, value: string): string => `--${edge}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
      const body = `${part('name="mode"', 'upsert')}${part('name="file"; filename="rows.csv"\r\ncontent-type: text/csv', text)}--${edge}--\r\n`;
      checked(name, await client.send('POST', `/api/${name}/import`, Buffer.from(body), { 'content-type': `multipart/form-data; boundary=${edge}` }));
    },
  };
}

/** The master data of the first sale (step 3), and a few orders. */
async function fillCompany(api: Api): Promise<void> {
  await api.import('inventory/product_category', '编号,名称\nOFFICE,办公用品\nFOOD,福利食品\n');
  await api.import(
    'inventory/product',
    '编号,名称,规格,商品分类,库存单位,销售单位,税收分类编码,销售税码\nP001,A4复印纸,70g 500张,OFFICE,包,箱,1060105010000000000,VAT13\nP002,桌面计算器,12位,OFFICE,台,,1090511030000000000,VAT13\nP003,东北大米,10kg,FOOD,袋,,1030102010000000000,VAT9\n',
  );
  await api.import('inventory/unit_conversion', '商品,单位,分子,分母\nP001,箱,5,1\n');
  await api.import(
    'customers/customer',
    '客户编号,名称,客户性质,统一社会信用代码,收款条件\nC000001,昆山同创电子有限公司,企业,91320583MA1TC26047,I30\nC000002,无锡华瑞包装设备有限公司,企业,,I30\n',
  );
  await api.import(
    'sales/price_list',
    '编号,名称,含税,生效日,商品,单位,起订量,价格,操作\nSTD,标准价,是,2026-01-01,P001,包,0,25.9,发布\n,,,,P001,包,100,24.9,\n,,,,P002,台,0,79,\n,,,,P003,袋,0,59.9,\n',
  );
  for (const [customer, qty] of [
    ['C000001', '2'],
    ['C000002', '3'],
    ['C000001', '10'],
  ] as const) {
    await api.send('POST', '/api/sales/order', { customer, order_date: '2026-11-20', lines: [{ product: 'P002', qty }] });
  }
}

export async function signIn({ page, url }: World, password = founderPassword): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name=login]', 'admin');
  await page.fill('input[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav.nav');
}
/** An address inside the company, shown and quiet. */
export async function open({ page, url }: World, path: string, waitFor: string): Promise<void> {
  await page.goto(`${url}/o/MAIN${path}`);
  await page.waitForSelector(waitFor);
}
/** What a person chose for this browser, as the application keeps it; it takes effect with the next page. */
export async function prefer(page: Page, chosen: { readonly theme?: string; readonly locale?: string }): Promise<void> {
  await page.evaluate(`localStorage.setItem('qiantai.preferences', ${JSON.stringify(JSON.stringify(chosen))})`);
}
