import type pg from 'pg';
import type { Registry } from '../registry/meta.ts';
import { type Kept, keptFor } from '../store/kept.ts';
import { inTransaction } from '../store/session.ts';
import { type CustomField, withCustomFields } from './fields.ts';

/** The record whose rows change what a company's declarations are. */
export const customFieldRecord = 'core.custom_field';
export interface CustomFields {
  registryFor(org: string): Promise<Registry>;
  /** Told when a definition was changed here; other processes see it with their next look. */
  forget(org: string): void;
}
interface Page {
  /** A registry is made anew only when a definition has changed. */
  readonly text: string;
  readonly registry: Registry;
}
const query = `select f.declaration, f.key, f.kind, f.label_zh, f.label_en, f.help, f.required, f.default_value, f.min::text as min, f.max::text as max, f.max_length, f.field_group,
  (select coalesce(jsonb_agg(jsonb_build_object('key', o.key, 'label_zh', o.label_zh, 'label_en', o.label_en) order by o.line_no), '[]') from core.custom_field_options o where o.org_id = $1 and o.parent = f.id) as options
from core.custom_field f where f.org_id = $1 and f.archived_at is null order by f.declaration, f.position nulls last, f.key`;

/** Each company's registry; a company without own fields has the declared one. */
export function openCustomFields(pool: pg.Pool, registry: Registry): CustomFields {
  if (!registry.records.has(customFieldRecord)) return { registryFor: () => Promise.resolve(registry), forget: () => undefined };
  const pages: Kept<Page> = keptFor(async (org, before) => {
    const rows = await inTransaction(pool, org, (tx) => tx.query(query, [org]), { readOnly: true });
    const text = JSON.stringify(rows);
    return before?.text === text ? before : { text, registry: withCustomFields(registry, rows as unknown as readonly CustomField[]) };
  });
  return { registryFor: async (org) => (await pages.of(org)).registry, forget: pages.forget };
}
