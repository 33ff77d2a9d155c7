import type { LocalDate } from '#declare';
import { openPools } from '../database/pool.ts';
import { connect, type Database } from '../database/connect.ts';
import { todayIn } from '../kernel/command/environment.ts';
import { type Scaled, scaleUp } from '../demo/bulk/scale.ts';
import { hasBegun, loadDemo } from '../demo/load.ts';
import { beginDemo, endDemo, isUnfinished } from '../demo/mark.ts';
import { staff } from '../demo/staff.ts';
import { servers } from '../modules/server.ts';
import { firstStart, isEmpty } from '../server/first-start.ts';
import { checkPassword } from '../server/sign-in/password.ts';
import { readable } from '../server/sign-in/secret.ts';
import { Refused } from '../kernel/problem.ts';
import type { Command, Context } from './command.ts';
import { cliCall, dataFolder, type Installation, migrateDatabase, openInstallation, organisation, type OrganisationKey, withDatabase } from './installation.ts';
import { failureOf } from './speech.ts';
import { numberOf, WrongUse } from './usage.ts';

export const demo: Command = {
  name: 'demo',
  words: '',
  summary: { zh: '在空的组织中建立一家经营了一年的演示公司', en: 'Fill an empty organisation with a year of a trading company' },
  options: {
    until: { type: 'string', value: 'DATE', help: { zh: '最后一天（默认今天）', en: 'The last day (today)' } },
    seed: { type: 'string', value: 'NUMBER', help: { zh: '随机种子，相同则数据相同（默认 1）', en: 'The same number gives the same figures (1)' } },
    scale: { type: 'string', value: 'NUMBER', help: { zh: '业务量的倍数（默认 1）', en: 'So many times as much business (1)' } },
    password: { type: 'string', value: 'TEXT', help: { zh: '演示用户的密码（默认随机并显示一次）', en: 'Password of the demo users (a random one is shown once)' } },
  },
  more: {
    zh: '启用期间为最后一天所在月份之前的第 11 个月。演示用户的密码也可用 QIANTAI_DEMO_PASSWORD 指定；QIANTAI_DEMO=1 npm start 在首次启动时建立同样的公司。',
    en: 'The first period lies eleven months before the month of the last day. QIANTAI_DEMO_PASSWORD chooses the password too; QIANTAI_DEMO=1 npm start makes the same company at the first start.',
  },
  run: async (context) => {
    const wishes = wishesOf(context);
    return withDatabase(context, 'demo', async (database) => {
      await migrateDatabase(context, database);
      const installation = openInstallation(context, database);
      try {
        await foundFirst(context, installation);
        const org = await organisation(context, installation);
        if (await isUnfinished(installation.pools.plain, org.id)) throw new Refused('demo.unfinished', { org: org.code });
        if (await hasBegun(installation.pools.plain, org.id)) throw new Refused('demo.not_empty', { org: org.code });
        await fillOrganisation(context, installation, database, org, wishes);
        return 0;
      } finally {
        await installation.pools.end();
      }
    });
  },
};

interface Wishes {
  readonly until: LocalDate;
  readonly seed: number;
  readonly scale: number;
  readonly password: string;
}
const zone = 'Asia/Shanghai';
function wishesOf(context: Context): Wishes {
  const { given, environment } = context;
  const today = todayIn(zone, new Date());
  const until = given.text('until') ?? today;
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until)) || until > today)
    throw new WrongUse({ zh: '--until 应为不晚于今天的日期，例如 2026-03-31', en: '--until must be a day up to today, for example 2026-03-31' });
  const scale = numberOf('--scale', given.text('scale'), 1, 100_000);
  const password = given.text('password') ?? environment['QIANTAI_DEMO_PASSWORD'] ?? readable(12);
  checkPasswords(context, password);
  return { until: until as LocalDate, seed: numberOf('--seed', given.text('seed'), 1, 1_000_000), scale: Math.max(1, scale), password };
}
/** The rules of P.1 hold for the people of the demo too; a password they refuse was typed wrong. */
function checkPasswords({ given, met }: Context, password: string): void {
  try {
    for (const { login, name } of Object.values(staff))
      checkPassword(password, { login, name, organisationCode: given.text('org') ?? 'MAIN', organisationName: '上海启泰贸易有限公司', host: 'localhost' }, 10);
  } catch (error) {
    if (error instanceof Refused) throw new WrongUse(failureOf(error, met.registry, '').text);
    throw error;
  }
}
/** On an empty database the demo founds its organisation itself, as the first start does. */
async function foundFirst({ environment, speech, given }: Context, { pools, kernel }: Installation): Promise<void> {
  if (!(await isEmpty(pools.commands))) return;
  speech.note({ zh: '正在建立组织和基础资料…', en: 'Founding the organisation …' });
  const founded = await firstStart({
    pool: pools.commands,
    registry: kernel.registry,
    servers,
    clock: () => new Date(),
    code: given.text('org') ?? 'MAIN',
    password: environment['QIANTAI_ADMIN_PASSWORD'],
  });
  if (founded.password !== undefined) speech.say({ zh: `账号 ${founded.login}，密码 ${founded.password}`, en: `Login ${founded.login}, password ${founded.password}` });
}

/** Loads the year and says who can sign in. The start command calls it at the first start. */
async function fillOrganisation(context: Context, installation: Installation, database: Database, org: OrganisationKey, wishes: Wishes): Promise<void> {
  const { speech } = context;
  const began = Date.now();
  // What a power cut loses here is begun again; nobody waits for each commit to reach the disk.
  const { options = '' } = database.app;
  const pools = openPools({ ...database.app, options: `${options} -c synchronous_commit=off`.trim() });
  const owner = await connect(database.owner);
  const analyze = async (): Promise<void> => void (await owner.query('analyze'));
  try {
    const { principal } = await cliCall(installation, org, context);
    const now = todayIn(zone, new Date()) === wishes.until ? { now: () => new Date() } : {};
    await beginDemo(installation.pools.plain, org.id);
    const month = (at: string): void => speech.note({ zh: `演示数据 ${at} …`, en: `Demo ${at} …` });
    const { plan, office } = await loadDemo({ pools, auth: installation.auth, org: principal.org, user: org.user, ...wishes, times: wishes.scale, ...now, month, analyze });
    const year = Date.now() - began;
    const bulk =
      wishes.scale === 1 ? undefined : await grow(context, () => scaleUp({ client: owner, registry: office.environment.registry, org, plan, times: wishes.scale }), office.settled);
    await endDemo(installation.pools.plain, org.id);
    tell(context, wishes, year, bulk);
  } finally {
    await owner.end();
    await pools.end();
  }
}
interface Grown extends Scaled {
  readonly ms: number;
  readonly perSecond: number;
}
/** The bulk load with the numbers, chains and roll-ups that come after it; how quick it was belongs to the answer. */
async function grow({ speech }: Context, load: () => Promise<Scaled>, settled: () => Promise<void>): Promise<Grown> {
  speech.note({ zh: '批量写入 …', en: 'Bulk writes …' });
  const began = Date.now();
  const scaled = await load();
  speech.note({ zh: '编号、成链、汇总 …', en: 'Numbers, chains and roll-ups …' });
  await settled();
  const ms = Math.max(1, Date.now() - began);
  return { ...scaled, ms, perSecond: Math.round((scaled.entries * 1000) / ms) };
}
function tell({ speech }: Context, { password, until, seed, scale }: Wishes, ms: number, bulk: Grown | undefined): void {
  const people = Object.values(staff);
  speech.document({ until, seed, scale, ms, ...(bulk ? { bulk } : {}), password, logins: people.map(({ login, name, roles }) => ({ login, name, roles })) });
  speech.say({ zh: `\n演示公司已建立（截至 ${until}，用时 ${seconds(ms)} 秒）。`, en: `\nThe demo company stands (until ${until}, ${seconds(ms)} s).` });
  if (bulk)
    speech.say({
      zh: `另批量写入 ${bulk.copies} 倍业务：${bulk.rows} 行，其中账簿分录 ${bulk.entries} 条，用时 ${seconds(bulk.ms)} 秒，每秒 ${bulk.perSecond} 条。`,
      en: `Bulk writes added ${bulk.copies} times as much: ${bulk.rows} rows, ${bulk.entries} ledger entries among them, in ${seconds(bulk.ms)} s, ${bulk.perSecond} entries/s.`,
    });
  speech.say({ zh: `以下账号的密码均为 ${password}`, en: `All of these sign in with the password ${password}` });
  for (const { login, name, title } of people) speech.say({ zh: `  ${login.padEnd(16)}${name}  ${title.zh}`, en: `  ${login.padEnd(16)}${name}  ${title.en}` });
}

const demoWanted = ({ environment, given }: Context): boolean => given.flag('demo') || ['1', 'true', 'yes'].includes(environment['QIANTAI_DEMO'] ?? '');
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** Asked for with `QIANTAI_DEMO=1` or `start --demo`, at the first start alone. */
export async function demoAtFirstStart(context: Context, installation: Installation, database: Database): Promise<void> {
  if (!demoWanted(context)) return;
  await fillOrganisation(
    context,
    installation,
    database,
    await organisation(context, installation),
    wishesOf({ ...context, given: { words: [], text: (name) => (name === 'org' ? context.given.text('org') : undefined), flag: () => false } }),
  );
}

/** A demo that was killed cannot be gone on with: its days are past. Whoever starts on it is told, so that he takes no half year for a whole one. */
export async function tellUnfinished(context: Context, { pools }: Installation, orgs: readonly { readonly id: string; readonly code: string }[]): Promise<void> {
  for (const org of orgs) {
    if (!(await isUnfinished(pools.plain, org.id))) continue;
    const folder = dataFolder(context);
    context.speech.say({
      zh: `\n注意：组织 ${org.code} 的演示数据没有建完（上次建立时被中断），数字不完整。要重新建立，请停止程序、删除数据目录 ${folder}，再以 QIANTAI_DEMO=1 启动。`,
      en: `\nNote: the demo company in ${org.code} is unfinished (making it was interrupted), and its figures are incomplete. To make it again stop the program, delete the data folder ${folder} and start with QIANTAI_DEMO=1.`,
    });
  }
}
