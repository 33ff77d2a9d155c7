import type { FieldMeta } from '../../src/kernel/registry/meta.ts';
import { type Chance, pick } from '../../src/demo/chance.ts';
import { type Company, goods, parts, type Player, registry, type Role, roles } from './company.ts';
import type { Answer } from './stage.ts';

/** A document somebody was told of, in the order they came about. */
export interface Known {
  readonly name: string;
  readonly id: string;
}
/** What one step needs: its own chance, the month it is played in, and what exists. */
export interface Scene {
  readonly company: Company;
  readonly chance: Chance;
  readonly month: number;
  readonly known: Known[];
  readonly step: number;
  /** Who mostly does such a thing, and now and then somebody who may not. */
  readonly by: (role: Role) => Player;
}
/** One thing that was asked, by whom, and what came of it. */
export interface Told {
  readonly by: Player;
  readonly what: string;
  readonly answer: Answer;
}
export type Move = (scene: Scene) => Promise<readonly Told[]>;
type Doc = Readonly<Record<string, unknown>>;

export const pathOf = (name: string): string => `/api/${name.replace('.', '/')}`;
const two = (value: number): string => String(value).padStart(2, '0');
/** Mostly a day of this month, sometimes of one before it or after it, whatever its period says. */
export function dayOf({ chance, month, company }: Scene): string {
  const dice = chance(12);
  const at = dice === 0 ? 1 + chance(month) : dice === 1 ? Math.min(12, month + 1) : month;
  return `${company.stage.year}-${two(at)}-${two(1 + chance(28))}`;
}
/** Mostly sensible, sometimes nothing that could be. */
const quantity = (chance: Chance): string => (chance(15) === 0 ? pick(['0', '-3', '1000000', '0.5', 'viel'], chance(5)) : String(1 + chance(9)));
const linesOf = ({ chance }: Scene): object[] => goods.filter(() => chance(2) === 0).map((product) => ({ product, qty: quantity(chance) }));
/** Of whichever salesperson: to the other one there is no such customer. */
const anyCustomer = ({ company, chance }: Scene, by: Player): string => {
  const part = parts[by.role];
  const sign = 'sign' in part && chance(8) > 0 ? part.sign : pick(['甲客', '乙客'] as const, chance(2));
  return pick(company.customers[sign], chance(2));
};
const docsOf = (scene: Scene, name: string): readonly Known[] => scene.known.filter((one) => one.name === name);

async function ask(scene: Scene, by: Player, ...[method, path, body, headers]: Parameters<Player['ask']>): Promise<Told> {
  const answer = await by.ask(method, path, body, headers);
  const made = answer.status === 201 ? /^\/api\/(\w+)\/(\w+)$/.exec(path) : null;
  if (made) scene.known.push({ name: `${made[1]}.${made[2]}`, id: String(answer.body['id']) });
  return { by, what: `${method} ${path} ${JSON.stringify(body ?? '').slice(0, 300)}`, answer };
}
/** Makes a document and mostly puts it through, each step by whom it belongs to. */
async function put(scene: Scene, by: Player, name: string, body: object, onwards: readonly (readonly [Role, string])[]): Promise<readonly Told[]> {
  const told = [await ask(scene, by, 'POST', pathOf(name), body, { 'idempotency-key': `m${scene.step}-0` })];
  const id = told[0]?.answer.body['id'];
  for (const [role, action] of onwards) {
    if ((told.at(-1)?.answer.status ?? 500) >= 300 || typeof id !== 'string' || scene.chance(6) === 0) break;
    told.push(...(await act(scene, scene.by(role), { name, id }, action)));
  }
  return told;
}
async function act(scene: Scene, by: Player, { name, id }: Known, action: string): Promise<readonly Told[]> {
  const read = await ask(scene, by, 'GET', `${pathOf(name)}/${id}`);
  if (read.answer.status !== 200) return [read];
  const version = scene.chance(20) === 0 ? 99 : read.answer.body['version'];
  const asks = registry.records.get(name)?.actions.find((one) => one.name === action)?.asks ?? [];
  const input = Object.fromEntries(asks.map((field) => [field.name, answerTo(scene, field)]).filter(([, value]) => value !== undefined));
  const headers = { 'idempotency-key': `m${scene.step}-${action}` };
  const path = `${pathOf(name)}/${id}/actions/${action}`;
  const first = await ask(scene, by, 'POST', path, { version, input }, headers);
  // Whoever got no answer asks again under the same key; it must be the same answer, and nothing twice.
  const again = scene.chance(6) === 0 ? [await ask(scene, by, 'POST', path, { version, input }, headers)] : [];
  return [read, first, ...again];
}
function answerTo(scene: Scene, field: FieldMeta): unknown {
  const { chance, company } = scene;
  switch (field.kind) {
    case 'date':
      return dayOf(scene);
    case 'text':
      return field.name.includes('fapiao') ? `${two(company.stage.year % 100)}31100000000${String(chance(10_000_000)).padStart(7, '0')}` : '录错了';
    case 'quantity':
      return String(1 + chance(5));
    case 'money':
      return `${1 + chance(500)}.00`;
    case 'choice':
      return pick(Object.keys(field.options ?? {}), chance(20));
    case 'flag':
      return chance(2) === 0;
    default:
      return undefined;
  }
}

const quote: Move = async (scene) => {
  const by = scene.by(pick(['salesA', 'salesB'] as const, scene.chance(2)));
  const until = `${scene.company.stage.year + 1}-12-31`;
  return put(scene, by, 'sales.quotation', { customer: { id: anyCustomer(scene, by) }, quotation_date: dayOf(scene), valid_until: until, lines: linesOf(scene) }, [
    [by.role, 'send'],
  ]);
};
const sell: Move = async (scene) => {
  const by = scene.by(pick(['salesA', 'salesB', 'headA'] as const, scene.chance(3)));
  return put(scene, by, 'sales.order', { customer: { id: anyCustomer(scene, by) }, order_date: dayOf(scene), lines: linesOf(scene) }, [[by.role, 'confirm']]);
};
const deliver: Move = async (scene) => {
  const orders = docsOf(scene, 'sales.order');
  if (orders.length === 0) return [];
  const by = scene.by('keeper');
  const order = pick(orders, orders.length - 1 - scene.chance(Math.min(6, orders.length)));
  const read = await ask(scene, by, 'GET', `${pathOf('sales.order')}/${order.id}`);
  const lines = (read.answer.body['lines'] ?? []) as readonly { readonly id: string }[];
  const part = scene.chance(2) === 0 ? {} : { lines: lines.map((line) => ({ order_line: line.id, qty: quantity(scene.chance) })) };
  return [read, ...(await put(scene, by, 'sales.delivery', { order: { id: order.id }, delivery_date: dayOf(scene), ...part }, [['keeper', 'post']]))];
};
const invoice: Move = async (scene) => {
  const deliveries = docsOf(scene, 'sales.delivery');
  if (deliveries.length === 0) return [];
  const delivery = pick(deliveries, deliveries.length - 1 - scene.chance(Math.min(6, deliveries.length)));
  const by = scene.by('billing');
  return put(scene, by, 'sales.invoice', { delivery: { id: delivery.id }, issue_date: dayOf(scene) }, [
    ['billing', 'ready'],
    ['billing', 'issue'],
  ]);
};
const collect: Move = async (scene) => {
  const by = scene.by('cashier');
  const customer = pick([...scene.company.customers.甲客, ...scene.company.customers.乙客], scene.chance(4));
  const list = await ask(scene, by, 'GET', `${pathOf('finance.open_item')}?limit=200&sort=created_at`);
  const open = ((list.answer.body['data'] ?? []) as readonly Doc[]).filter(
    (item) => Number(item['remaining']) > 0 && (item['party'] as { readonly id?: string } | null)?.id === customer,
  );
  const item = open.length === 0 ? undefined : pick(open, scene.chance(open.length));
  const amount = item && scene.chance(2) === 0 ? String(item['remaining']) : `${1 + scene.chance(400)}.00`;
  const allocations = item ? [{ item: { id: item['id'] }, amount: scene.chance(5) === 0 ? '1.00' : amount }] : [];
  const body = { date: dayOf(scene), bank_account: 'ICBC', party: { declaration: 'customers.customer', id: customer }, amount, allocations };
  return [
    list,
    ...(await put(scene, by, 'finance.receipt', body, [
      ['cashier', 'submit'],
      ['accountant', 'post'],
    ])),
  ];
};
const adjust: Move = async (scene) => {
  const kind = pick(
    Object.keys(registry.records.get('inventory.adjustment')?.fields.find((field) => field.name === 'kind')?.options ?? {}).filter((one) => one !== 'opening'),
    scene.chance(20),
  );
  return put(scene, scene.by('supervisor'), 'inventory.adjustment', { kind, date: dayOf(scene), reason: '盘点', lines: linesOf(scene) }, [['supervisor', 'submit']]);
};
const book: Move = async (scene) => {
  const amount = `${1 + scene.chance(900)}.00`;
  const credit = scene.chance(8) === 0 ? '0.01' : amount;
  const lines = [
    { account: '660201', summary: '办公费', debit: amount, department: 'FIN' },
    { account: '100201', summary: '办公费', credit },
  ];
  return put(scene, scene.by('accountant'), 'finance.voucher', { voucher_date: dayOf(scene), lines }, [
    ['accountant', 'submit'],
    ['chief', 'review'],
    ['chief', 'post'],
  ]);
};
/** Any action on any document by anybody, allowed or not. */
const meddle: Move = async (scene) => {
  if (scene.known.length === 0) return [];
  const one = pick(scene.known, scene.chance(scene.known.length));
  const actions = registry.records.get(one.name)?.actions ?? [];
  const by = scene.by(pick(roles, scene.chance(roles.length)));
  return actions.length === 0 ? [] : act(scene, by, one, pick(actions, scene.chance(actions.length)).name);
};
/** Changes or deletes what may not be changed any more, or by somebody else. */
const change: Move = async (scene) => {
  if (scene.known.length === 0) return [];
  const one = pick(scene.known, scene.chance(scene.known.length));
  const by = scene.by(pick(roles, scene.chance(roles.length)));
  const at = `${pathOf(one.name)}/${one.id}`;
  const read = await ask(scene, by, 'GET', at);
  const headers = { 'if-match': `"${String(read.answer.body['version'] ?? 1)}"` };
  const rest =
    scene.chance(3) === 0 ? await ask(scene, by, 'DELETE', at, undefined, headers) : await ask(scene, by, 'PATCH', at, { remark: `改 ${scene.step}`, lines: [] }, headers);
  return [read, rest];
};
/** Looks into everything there is. */
const snoop: Move = async (scene) => {
  const by = scene.by(pick(['salesA', 'salesB', 'headA'] as const, scene.chance(3)));
  const never = parts[by.role];
  const sign = 'neverSees' in never ? never.neverSees : '乙客';
  const looks = [
    `/api/search?q=${encodeURIComponent(sign)}`,
    `${pathOf('customers.customer')}?q=${encodeURIComponent(sign)}&count=exact`,
    `${pathOf('sales.order')}?limit=200&count=exact&totals=gross`,
    `${pathOf('sales.delivery')}?limit=200`,
    `${pathOf('sales.invoice')}?limit=200`,
    `${pathOf('finance.open_item')}?limit=200`,
    `${pathOf('finance.gl_voucher')}?limit=200`,
    ...(scene.known.length === 0
      ? []
      : ['', '/timeline', '/related?depth=6'].map((what) => `${pathOf(pick(scene.known, scene.step).name)}/${pick(scene.known, scene.step).id}${what}`)),
  ];
  return [await ask(scene, by, 'GET', pick(looks, scene.chance(looks.length)))];
};
export const moves: readonly Move[] = [
  quote,
  sell,
  sell,
  sell,
  sell,
  deliver,
  deliver,
  deliver,
  invoice,
  invoice,
  collect,
  collect,
  adjust,
  adjust,
  book,
  meddle,
  meddle,
  meddle,
  change,
  snoop,
  snoop,
];

/** The end of a month, as far as the rules let it come. */
export async function closeMonth(scene: Scene, month: number): Promise<{ readonly told: readonly Told[]; readonly closed: boolean }> {
  const { company } = scene;
  const { chief } = company.players;
  const code = (at: number): string => `${company.stage.year}-${two(at)}`;
  const told: Told[] = [];
  const step = async (period: string, action: string): Promise<boolean> => {
    const read = await ask(scene, chief, 'GET', `${pathOf('finance.period')}/by/${period}`);
    const answer = await ask(scene, chief, 'POST', `${pathOf('finance.period')}/${String(read.answer.body['id'])}/actions/${action}`, {
      version: read.answer.body['version'],
      input: {},
    });
    told.push(read, answer);
    return answer.answer.status < 300;
  };
  for (const ahead of [1, 2]) if (month + ahead <= 12) await step(code(month + ahead), 'open');
  await tidy(scene, month, told);
  if (!(await step(code(month), 'soft_close'))) return { told, closed: false };
  await company.stage.sequence();
  await step(code(month), 'carry_forward');
  await company.stage.sequence();
  return { told, closed: await step(code(month), 'close') };
}
/** Drafts of the month stand in its way: they are put through or thrown away. */
async function tidy(scene: Scene, month: number, told: Told[]): Promise<void> {
  const prefix = `${scene.company.stage.year}-${two(month)}`;
  const dated: Readonly<Record<string, string>> = {
    'sales.delivery': 'delivery_date',
    'sales.invoice': 'issue_date',
    'finance.receipt': 'date',
    'inventory.adjustment': 'date',
    'finance.voucher': 'voucher_date',
  };
  for (const { name, id } of scene.known) {
    const date = dated[name];
    if (!date) continue;
    const by = { ...scene.company.players.manager, ask: scene.company.admin.ask };
    const read = await ask(scene, by, 'GET', `${pathOf(name)}/${id}`);
    if (read.answer.status !== 200 || !String(read.answer.body[date]).startsWith(prefix)) continue;
    const { version, state } = read.answer.body;
    if (state === 'draft') told.push(await ask(scene, by, 'DELETE', `${pathOf(name)}/${id}`, undefined, { 'if-match': `"${String(version)}"` }));
    else if (name === 'finance.receipt' && state === 'approved')
      told.push(await ask(scene, scene.company.players.accountant, 'POST', `${pathOf(name)}/${id}/actions/post`, { version, input: {} }));
    else if (name === 'finance.voucher' && ['submitted', 'signed', 'reviewed'].includes(String(state)))
      told.push(await ask(scene, scene.company.players.chief, 'POST', `${pathOf(name)}/${id}/actions/void`, { version, input: {} }));
  }
}
