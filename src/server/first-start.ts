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
export interface Founding {
  readonly pool: pg.Pool;
  readonly registry: Registry;
  readonly servers: readonly ModuleServer[];
  readonly clock: () => Date;
}
/** Whose company it will be: he holds both roles there (P.1). */
export interface Founder {
  readonly account: string;
  readonly login: string;
  readonly name: string;
}
const first = { login: 'admin', name: '管理员' } as const;
const founderRoles = ['administrator', 'general_manager'] as const;

/** Has this database an organisation? */
export async function isEmpty(pool: pg.Pool): Promise<boolean> {
  return (await pool.query('select 1 from auth.member limit 1')).rowCount === 0;
}
/** Empty database → organisation, head office, administrator, and what each module fills in (P.1 *First start*, index §7). `password` is QIANTAI_ADMIN_PASSWORD, judged by the rules of P.1 before anything is written. */
export async function firstStart(founding: Founding & { readonly code: string; readonly password: string | undefined }): Promise<Founded> {
  const { code, password } = founding;
  if (password !== undefined) checkPassword(password, { ...first, organisationCode: code, organisationName: '我的公司', host: 'localhost' }, 10);
  const chosen = password ?? readable(20);
  const auth = authDatabase(founding.pool);
  const account = await ensureAccount(auth, first.login, founding.clock().getTime());
  // Before the membership: a start that fails half way begins again, with the password of that time.
  await setPassword(auth, account.id, await hashPassword(chosen), password === undefined);
  const { id } = await foundOrganisation(founding, { code, name: '我的公司' }, { account: account.id, ...first });
  return { org: id, login: first.login, password: password === undefined ? chosen : undefined };
}
/** One company with everything the first start fills in, and its founder. */
export async function foundOrganisation(
  { pool, registry, servers, clock }: Founding,
  company: { readonly code: string; readonly name: string },
  founder: Founder,
): Promise<{ readonly id: string; readonly user: string }> {
  const now = clock();
  const org: SeedFacts = { registry, id: newId(now.getTime()), code: company.code, now: now.toISOString(), today: todayIn('Asia/Shanghai', now) };
  const user = newId(now.getTime());
  await inTransaction(pool, org.id, async (tx) => {
    // The platform first: everything else refers to its organisation, units and currencies.
    for (const server of servers) {
      await server.seed?.(tx, org);
      if (server.name !== 'core') continue;
      await tx.query('update core.organisation set name = $2 where org_id = $1', [org.id, company.name]);
      await addFounder(tx, registry, org, user, founder);
    }
  });
  // Last: with the membership the company counts as begun.
  await addMember(authDatabase(pool), founder.account, { org: org.id, code: company.code, user });
  return { id: org.id, user };
}

async function addFounder(tx: Tx, registry: Registry, org: SeedFacts, user: string, { account, login, name }: Founder): Promise<void> {
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
