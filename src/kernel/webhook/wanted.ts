import type { Write } from '#declare';
import type pg from 'pg';
import type { Call } from '../command/call.ts';
import type { Unit } from '../command/unit.ts';
import type { Registry } from '../registry/meta.ts';
import { type Kept, keptFor } from '../store/kept.ts';
import { inTransaction } from '../store/session.ts';

export const webhookRecord = 'core.webhook';
/** What the active webhooks of an organisation ask for. */
export type Wanted = Kept<readonly string[]>;
export function openWanted(pool: pg.Pool, registry: Registry): Wanted {
  if (!registry.records.has(webhookRecord)) return { of: () => Promise.resolve([]), forget: () => undefined };
  return keptFor(async (org) => {
    const rows = await inTransaction(pool, org, (tx) => tx.query(`select events from core.webhook where org_id = $1 and state = 'active' and archived_at is null`, [org]), {
      readOnly: true,
    });
    return rows.map((row) => String(row['events']));
  });
}

/** `sales.order.confirmed`, `sales.order.*`, `*`; several parted by lines or commas. */
export function wants(events: string, event: string): boolean {
  return events.split(/[\s,;，；、]+/).some((one) => one === '*' || one === event || (one.endsWith('.*') && event.startsWith(one.slice(0, -1))));
}

type Emitted = Extract<Write, { does: 'emit' }>;
/** `created` and `updated` (P.13; what an action does has its own event): written only where somebody asks for them, an import must not fill the outbox for nobody. */
export function lifecycleEvents(unit: Unit, wanted: readonly string[]): readonly Emitted[] {
  if (wanted.length === 0) return [];
  const created = unit.created.map(({ meta, id }) => ({ event: `${meta.name}.created`, subject: { name: meta.name, id } }));
  const changed = [...unit.changed.values()]
    .filter(({ before }) => unit.acting?.id !== before.id || unit.note.action === 'update')
    .map(({ meta, before }) => ({ event: `${meta.name}.updated`, subject: { name: meta.name, id: before.id } }));
  return [...created, ...changed].filter(({ event }) => wanted.some((events) => wants(events, event))).map((one): Emitted => ({ does: 'emit', ...one, data: {} }));
}
/** Whoever is made the owner of a record by somebody else is told (P.11); a file of thousands tells its sender alone. */
export function assignments(unit: Unit, { principal, via }: Call): readonly Emitted[] {
  if (via === 'import') return [];
  const given = [
    ...unit.created.map(({ meta, id, values }) => ({ meta, id, owner: values[meta.owner], before: undefined as unknown })),
    ...[...unit.changed.values()].flatMap(({ meta, before, values }) =>
      meta.owner in values ? [{ meta, id: before.id, owner: values[meta.owner], before: before[meta.owner] }] : [],
    ),
  ];
  return given
    .filter(({ meta, owner, before }) => meta.owner !== 'created_by' && typeof owner === 'string' && owner !== before && owner !== principal.user)
    .map(({ meta, id, owner }): Emitted => ({ does: 'emit', event: `${meta.name}.assigned`, subject: { name: meta.name, id }, data: { to: owner } }));
}
