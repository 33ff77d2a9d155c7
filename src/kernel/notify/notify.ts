import type { Principal } from '../command/call.ts';
import { type Environment, todayIn } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { mailNotification } from '../message/queue.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import type { KindName } from './kinds.ts';
import { administrators, readersAmong } from './people.ts';

/** Something people are to be told of: ids only (P.11). */
export interface News {
  readonly kind: KindName;
  readonly record?: { readonly declaration: string; readonly id: string };
  /** Who did it; he is not told of it himself. */
  readonly by: string | null;
  readonly data?: Readonly<Record<string, unknown>>;
}
/** The same about the same record within five minutes is one notification. */
const merging = 5 * 60_000;

/** Tells those of the people who may read the record, in the transaction of the cause; answers whom. */
export async function tellOfRecord(
  environment: Environment,
  tx: Tx,
  org: string,
  news: News & { readonly record: NonNullable<News['record']> },
  users: Iterable<string>,
): Promise<readonly string[]> {
  const others = [...new Set(users)].filter((user) => user !== news.by);
  if (others.length === 0) return [];
  const readers = await readersAmong(environment, tx, org, news.record.declaration, news.record.id, others);
  await tell(
    environment,
    tx,
    org,
    news,
    readers.map(({ user }: Principal) => user),
  );
  return readers.map(({ user }) => user);
}
/** Tells these people of something that is no record, or whose rights were looked at already. */
export async function tell(environment: Environment, tx: Tx, org: string, news: News, users: readonly string[]): Promise<void> {
  const now = environment.clock();
  for (const user of users) {
    const merged = await tx.query(
      `update core.notification set at = $6, times = times + 1, data = $7, "by" = $8 where org_id = $1 and id = (
         select id from core.notification where org_id = $1 and "user" = $2 and kind = $3 and record is not distinct from $4::uuid and read_at is null and at > $5 order by at desc limit 1 for update)
       returning id`,
      [org, user, news.kind, news.record?.id ?? null, new Date(now.getTime() - merging).toISOString(), now.toISOString(), JSON.stringify(news.data ?? {}), news.by],
    );
    // What was merged into one that is unread was told by mail already.
    if (merged.length > 0) continue;
    const id = newId(now.getTime());
    await tx.query('insert into core.notification (org_id, id, "user", kind, declaration, record, "by", data, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      org,
      id,
      user,
      news.kind,
      news.record?.declaration ?? null,
      news.record?.id ?? null,
      news.by,
      JSON.stringify(news.data ?? {}),
      now.toISOString(),
    ]);
    await mailNotification(environment, tx, org, user, id, news.kind);
  }
}
/** Tells whoever administers the organisation, in a transaction of its own: what failed has none any more. */
export async function tellAdministrators(environment: Environment, org: string, zone: string, news: News): Promise<void> {
  await inTransaction(environment.pools.commands, org, async (tx) => {
    await tell(environment, tx, org, news, await administrators(tx, org, todayIn(zone, environment.clock())));
  });
}
