import { employ } from '../../bench/shop.ts';
import { registryOf } from '../../src/kernel/kernel.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { type Answer, type Person, signIn, type Stage } from './stage.ts';

export const registry = registryOf(modules, servers);

/** Who plays: what he may do, and what his screen must never show. */
interface Part {
  readonly roles: readonly string[];
  readonly department: string;
  /** Names of customers begin with this sign of whoever looks after them. */
  readonly sign?: string;
  readonly neverSees?: string;
}
export const parts = {
  salesA: { roles: ['sales'], department: 'S1', sign: '甲客', neverSees: '乙客' },
  salesB: { roles: ['sales'], department: 'S2', sign: '乙客', neverSees: '甲客' },
  headA: { roles: ['sales_manager'], department: 'S1', sign: '甲客', neverSees: '乙客' },
  keeper: { roles: ['keeper'], department: 'WH' },
  supervisor: { roles: ['warehouse_supervisor'], department: 'WH' },
  billing: { roles: ['billing_clerk'], department: 'FIN' },
  cashier: { roles: ['cashier'], department: 'FIN' },
  accountant: { roles: ['accountant'], department: 'FIN' },
  chief: { roles: ['chief_accountant'], department: 'FIN' },
  manager: { roles: ['general_manager'], department: 'HQ' },
} as const satisfies Readonly<Record<string, Part>>;
export type Role = keyof typeof parts;
export const roles = Object.keys(parts) as readonly Role[];

export interface Player extends Person {
  readonly role: Role;
  readonly user: string;
  readonly departments: readonly string[];
}
export interface Company {
  readonly stage: Stage;
  readonly admin: Person;
  readonly players: Readonly<Record<Role, Player>>;
  readonly customers: Readonly<Record<'甲客' | '乙客', readonly string[]>>;
}
export const goods = ['P001', 'P002', 'P003'] as const;

/** The company on the eve of its first month: people, goods in stock, customers of two salespersons, opened books. */
export async function openCompany(stage: Stage): Promise<Company> {
  const admin = await signIn(stage, 'admin', stage.adminPassword);
  await done(admin.ask('PATCH', '/api/finance/settings', { ...(await versionOf(admin, '/api/finance/settings')), go_live_period: `${stage.year}-01`, max_open_periods: 4 }));
  const departments = new Map<string, string>();
  for (const code of ['S1', 'S2', 'WH', 'FIN']) departments.set(code, idOf(await done(admin.ask('POST', '/api/core/department', { code, name: `部门${code}`, parent: 'HQ' }))));
  await done(
    admin.ask('POST', '/api/finance/bank_account', { code: 'ICBC', name: '工行基本户', kind: 'basic', bank: '中国工商银行', account_no: '1001234509876543210', is_default: true }),
  );
  for (const [at, code] of goods.entries())
    await done(
      admin.ask('POST', '/api/inventory/product', {
        code,
        name: `货品${code}`,
        base_unit: 'PCS',
        tax_class_code: '1060105010000000000',
        sales_tax_code: 'VAT13',
        list_price: String(50 + 10 * at),
      }),
    );
  const players = {} as Record<Role, Player>;
  for (const role of roles) {
    const { department, roles: given } = parts[role];
    const user = await employ(stage as never, role.toLowerCase(), given, department);
    const { ask } = await signIn(stage, role.toLowerCase(), stage.password);
    players[role] = { login: role, role, user, departments: [departments.get(department) ?? ''], ask };
  }
  const customers = { 甲客: await firms(players.salesA, '甲客'), 乙客: await firms(players.salesB, '乙客') };
  await openBooks(admin);
  await stage.sequence();
  return { stage, admin, players, customers };
}
async function firms({ ask }: Player, sign: string): Promise<readonly string[]> {
  const made: string[] = [];
  for (const kind of ['机电', '包装']) made.push(idOf(await done(ask('POST', '/api/customers/customer', { name: `${sign}${kind}有限公司`, payment_term: 'I30' }))));
  return made;
}
async function openBooks({ ask }: Person): Promise<void> {
  const lines = goods.map((product) => ({ product, qty: '400', amount: '8000.00' }));
  const stock = await done(ask('POST', '/api/inventory/adjustment', { kind: 'opening', lines }));
  await done(ask('POST', `/api/inventory/adjustment/${idOf(stock)}/actions/submit`, { version: stock.body['version'], input: {} }));
  const opening = await done(
    ask('POST', '/api/finance/opening', {
      lines: [
        { account: '100201', opening: '100000.00' },
        { account: '1405', opening: '24000.00' },
        { account: '4001', opening: '124000.00' },
      ],
      items: [],
    }),
  );
  await done(ask('POST', `/api/finance/opening/${idOf(opening)}/actions/post`, { version: opening.body['version'], input: {} }));
}
export const idOf = (answer: Answer): string => String(answer.body['id']);
const versionOf = async ({ ask }: Person, path: string): Promise<{ readonly version: unknown }> => ({ version: (await ask('GET', path)).body['version'] });
async function done(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`setting up: ${answer.status} ${answer.text.slice(0, 500)}`);
  return answer;
}
