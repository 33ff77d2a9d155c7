import type pg from 'pg';
import { todayIn, type ModuleServer, type SeedFacts } from '../kernel/command/environment.ts';
import { newId } from '../kernel/ids.ts';
import type { Registry } from '../kernel/registry/meta.ts';
import { inTransaction, type Tx } from '../kernel/store/session.ts';
import { insertRecords } from '../modules/core/seed/index.ts';
import { addMember, ensureAccount, setPassword } from './sign-in/account.ts';
import { authDatabase } from './sign-in/database.ts';
import { checkPassword } from './sign-in/password.ts';
import { hashPassword, readable } from './sign-in/secret.ts';

/** What the founder is told once. */
export interface Founded {
  readonly org: string;
  readonly login: string;
  /** Given where the server made the password itself; it must be changed at the first sign-in. */
  readonly password: string | undefined;
}
export interface FirstStart {
  readonly pool: pg.Pool;
  readonly registry: Registry;
  readonly servers: readonly ModuleServer[];
  readonly clock: () => Date;
  readonly code: string;
  /** QIANTAI_ADMIN_PASSWORD; judged by the rules of P.1 before anything is written. */
  readonly password: string | undefined;
}
const login = 'admin';
const name = '管理员';
const founderRoles = ['administrator', 'general_manager'] as const;

/** Has this database an organisation? */
export async function isEmpty(pool: pg.Pool): Promise<boolean> {
  return (await pool.query('select 1 from auth.member limit 1')).rowCount === 0;
}
/** Empty database → organisation, head office, administrator, and what each module fills in (P.1 *First start*, index §7). */
export async function firstStart({ pool, registry, servers, clock, code, password }: FirstStart): Promise<Founded> {
  if (password !== undefined) checkPassword(password, { login, name, organisationCode: code, organisationName: '我的公司', host: 'localhost' }, 10);
  const now = clock();
  const org: SeedFacts = { id: newId(now.getTime()), code, now: now.toISOString(), today: todayIn('Asia/Shanghai', now) };
  const chosen = password ?? readable(20);
  const hash = await hashPassword(chosen);
  const auth = authDatabase(pool);
  const account = await ensureAccount(auth, login, now.getTime());
  const user = newId(now.getTime());
  await inTransaction(pool, org.id, async (tx) => {
    // The platform first: everything else refers to its organisation, units and currencies.
    for (const server of servers) {
      await server.seed?.(tx, org);
      if (server.name === 'core') await founder(tx, registry, org, user, account.id);
    }
  });
  if (account.made) await setPassword(auth, account.id, hash, password === undefined);
  // Last: with the membership the database counts as begun, so a start that failed before begins again.
  await addMember(auth, account.id, { org: org.id, code, user });
  return { org: org.id, login, password: account.made && password === undefined ? chosen : undefined };
}

async function founder(tx: Tx, registry: Registry, org: SeedFacts, user: string, account: string): Promise<void> {
  const [department] = await tx.query(`select id from core.department where org_id = $1 and code = 'HQ'`, [org.id]);
  await insertRecords(tx, registry, org, 'core.user', [{ id: user, name, login, account, department: department?.['id'], also_in: [], state: 'active' }]);
  await tx.query('update core.department set head = $2 where org_id = $1 and id = $3', [org.id, user, department?.['id']]);
  const roles = await tx.query('select id from core.role where org_id = $1 and code = any($2)', [org.id, founderRoles]);
  await insertRecords(
    tx,
    registry,
    org,
    'core.role_assignment',
    roles.map((role) => ({ user, role: role['id'], from: org.today, reason: '首次启动' })),
  );
}
