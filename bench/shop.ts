import { addMember, ensureAccount, setPassword } from '../src/server/sign-in/account.ts';
import { authDatabase } from '../src/server/sign-in/database.ts';
import { hashPassword } from '../src/server/sign-in/secret.ts';
import { type Client, signIn } from './client.ts';
import { firm } from './firms.ts';
import { type Inside, password, type World } from './world.ts';

/** A company that can sell: goods in stock, customers, people with the rights they need and no more. */
export interface Shop {
  readonly products: readonly Product[];
  readonly customers: readonly Buyer[];
}
export interface Product {
  readonly id: string;
  readonly code: string;
}
export interface Buyer {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}
const productCode = (at: number): string => `P${String(at + 1).padStart(5, '0')}`;

/** All goods are alike but for their codes, so that one sale's amounts are every sale's and a floor can repeat them. */
export async function openShop(world: Inside, products = 300, customers = 100): Promise<Shop> {
  const found = await shopOf(world);
  if (found.products.length > 0) return found;
  await imported(world, 'inventory.product', [
    '编号,名称,库存单位,税收分类编码,销售税码,标价',
    ...Array.from({ length: products }, (_, at) => `${productCode(at)},桌面计算器,台,1090511030000000000,VAT13,79`),
  ]);
  await imported(world, 'customers.customer', [
    '名称,客户性质,统一社会信用代码,收款条件,地址,确认重复',
    ...Array.from({ length: customers }, (_, at) => {
      const { name, uscc, address } = firm(at);
      return `${name},企业,${uscc},I30,${address},是`;
    }),
  ]);
  const lines = Array.from({ length: products }, (_, at) => ({ product: productCode(at), qty: '10000000', amount: '430000000.00' }));
  const { body } = await world.kernel.create(world.call, 'inventory.adjustment', { kind: 'opening', lines });
  const opening = body as { readonly id: string; readonly version: number };
  await world.kernel.act(world.call, 'inventory.adjustment', opening.id, 'submit', { version: opening.version, input: {} });
  await world.sequence();
  return shopOf(world);
}
async function shopOf({ owner, org }: Inside): Promise<Shop> {
  const products = await owner.query<Product>('select id, code from inventory.product where org_id = $1 order by code', [org.id]);
  const customers = await owner.query<Buyer>('select id, code, name from customers.customer where org_id = $1 order by code', [org.id]);
  return { products: products.rows, customers: customers.rows };
}
export async function imported({ kernel, call }: Inside, declaration: string, lines: readonly string[]): Promise<void> {
  const { status, body } = await kernel.importFile(call, declaration, { name: 'bench.csv', bytes: Buffer.from(`${lines.join('\n')}\n`) }, { mode: 'upsert' });
  if (status !== 200) throw new Error(`${declaration}: ${JSON.stringify(body).slice(0, 500)}`);
}

const rightsOfSeller = ['sales_manager', 'warehouse_supervisor', 'billing_clerk'] as const;
/** People with ordinary roles, signed in over HTTP; each client of a benchmark is one of them with a connection of its own. */
export async function staff(world: World, count: number, roles: readonly string[] = rightsOfSeller, department = 'HQ'): Promise<readonly Client[]> {
  const logins = Array.from({ length: Math.ceil(count / 8) }, (_, at) => `${roles.includes('sales_manager') ? 'seller' : roles.join('-')}${at + 1}`);
  for (const login of logins) await employ(world, login, roles, department);
  const clients: Client[] = [];
  // One after the other: many attempts on one account at once look like a guess at its password.
  for (let at = 0; at < count; at += 1) clients.push(await signIn(world.url, logins[at % logins.length] ?? '', password));
  return clients;
}
/** Makes the account, its user and roles, unless they are there from an earlier run on the same folder. */
export async function employ({ kernel, call, pools, org }: Inside, login: string, roles: readonly string[], department: string): Promise<string> {
  const auth = authDatabase(pools.commands);
  const account = await ensureAccount(auth, login, Date.now());
  const [known] = await auth.query<{ user: string }>('select user_id as "user" from auth.member where account = $1 and org_id = $2', [account.id, org.id]);
  if (known) return known.user;
  await setPassword(auth, account.id, await hashPassword(password), false);
  const made = (await kernel.create(call, 'core.user', { login, name: login, department, account: account.id })).body as { readonly id: string; readonly version: number };
  await addMember(auth, account.id, { org: org.id, code: org.code, user: made.id });
  await kernel.act(call, 'core.user', made.id, 'enable', { version: made.version, input: {} });
  for (const role of roles) await kernel.create(call, 'core.role_assignment', { user: made.id, role, reason: 'bench' });
  return made.id;
}
