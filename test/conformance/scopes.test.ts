import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordMeta } from '../../src/kernel/registry/meta.ts';
import { quoted } from '../../src/kernel/store/columns.ts';
import { expectNone, records, registry, written } from './whole.ts';
import { openWorld, type Asker, type World } from './world.ts';

/*
 * Every way of reading obeys the same scope (P.8): whoever finds a row in a list can read it, count it, export it and see its history, and whoever
 * does not, cannot. One member for each role that sees a part; of each record one row of his own and one of somebody else in another department.
 */
let world: World;
let members: readonly Member[];
interface Member {
  readonly role: string;
  readonly user: string;
  readonly department: string;
  readonly asker: Asker;
}
/** Roles that see only a part of something, one that only looks, and whoever has none. */
const roles = [...registry.roles.keys()].filter(
  (role) => ['employee', 'auditor'].includes(role) || records.some((meta) => (written(meta).grants?.[role]?.scope ?? 'all') !== 'all'),
);

beforeAll(async () => {
  world = await openWorld();
  const made: Member[] = [];
  for (const [index, role] of roles.entries()) {
    const department = (await world.admin.post('/api/core/department', { code: `D${index}`, name: `部门${index}` })).body.id;
    made.push({ role, department, ...(await world.invite({ login: `${role}@example.com`, name: `成员${index}`, department: { id: department }, roles: [role] })) });
  }
  members = made;
});
afterAll(() => world.close());

const base = (meta: RecordMeta): string => `/api/${meta.module}/${meta.key}`;
async function rowOwnedBy(meta: RecordMeta, user: string, department: string): Promise<string> {
  const id = await world.lay(meta);
  const columns = { created_by: user, ...(meta.owner === 'created_by' ? {} : { [meta.owner]: user }), ...(meta.department ? { [meta.department]: department } : {}) };
  const sets = Object.keys(columns).map((name, index) => `${quoted(name)} = $${index + 2}`);
  await world.sql.query(`update ${meta.table} set ${sets.join(', ')} where id = $1`, [id, ...Object.values(columns)]);
  return id;
}

describe.each(records)('P.8 $name', (meta) => {
  test('list, count, read, history and export see the same rows, role by role', { timeout: 60_000 }, async () => {
    const admin = await world.rowOf('core.user');
    const head = await world.rowOf('core.department');
    const wrong: string[] = [];
    for (const { role, user, department, asker } of members) {
      const rows = [await rowOwnedBy(meta, user, department), await rowOwnedBy(meta, admin, head)];
      const list = await asker.get(`${base(meta)}?limit=200&count=exact&sort=-created_at`);
      const listed = new Set(list.status === 200 ? list.body.data.map((row) => row.id) : []);
      for (const id of rows) {
        const read = await asker.get(`${base(meta)}/${id}`);
        const expected = listed.has(id) ? 200 : list.status === 403 ? 403 : 404;
        if (read.status !== expected) wrong.push(`${role}: read ${read.status}, in the list ${listed.has(id)} (${list.status})`);
        for (const what of ['timeline', 'related'] as const) {
          const beside = await asker.get(`${base(meta)}/${id}/${what}`);
          if (beside.status !== read.status) wrong.push(`${role}: ${what} ${beside.status}, read ${read.status}`);
        }
      }
      if (list.status !== 200) continue;
      const count = (list.body['count'] as { readonly value: number }).value;
      if (count <= 200 && count !== list.body.data.length) wrong.push(`${role}: counts ${count} of ${list.body.data.length}`);
      if (count > 200) continue;
      const exported = await asker.post(`${base(meta)}/export`, { format: 'json' });
      if (exported.status === 200 && exported.body.data.length !== count) wrong.push(`${role}: exports ${exported.body.data.length} of ${count}`);
    }
    expect(members.length).toBeGreaterThan(3);
    expectNone(wrong);
  });
});
