import type pg from 'pg';
import type { Registry } from '../registry/meta.ts';
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
  readonly at: number;
  /** A registry is made anew only when a definition has changed. */
  readonly text: string;
  readonly registry: Registry;
}
const fresh = 2_000;
const query = `select f.declaration, f.key, f.kind, f.label_zh, f.label_en, f.help, f.required, f.default_value, f.min::text as min, f.max::text as max, f.max_length, f.field_group,
  (select coalesce(jsonb_agg(jsonb_build_object('key', o.key, 'label_zh', o.label_zh, 'label_en', o.label_en) order by o.line_no), '[]') from core.custom_field_options o where o.org_id = $1 and o.parent = f.id) as options
from core.custom_field f where f.org_id = $1 and f.archived_at is null order by f.declaration, f.position nulls last, f.key`;

/** Each company's registry, kept for two seconds: a company without own fields has the declared one. */
export function openCustomFields(pool: pg.Pool, registry: Registry): CustomFields {
  const pages = new Map<string, Page>();
  const underWay = new Map<string, Promise<Registry>>();
  const changes = new Map<string, number>();
  if (!registry.records.has(customFieldRecord)) return { registryFor: () => Promise.resolve(registry), forget: () => undefined };
  const load = async (org: string): Promise<Registry> => {
    const seen = changes.get(org);
    const rows = await inTransaction(pool, org, (tx) => tx.query(query, [org]), { readOnly: true });
    const text = JSON.stringify(rows);
    const known = pages.get(org);
    const page = { at: performance.now(), text, registry: known?.text === text ? known.registry : withCustomFields(registry, rows as unknown as readonly CustomField[]) };
    // What was read before a change is answered once, not kept.
    if (changes.get(org) === seen) pages.set(org, page);
    return page.registry;
  };
  return {
    registryFor(org) {
      const known = pages.get(org);
      if (known && performance.now() - known.at < fresh) return Promise.resolve(known.registry);
      const loading = underWay.get(org) ?? load(org).finally(() => underWay.delete(org));
      underWay.set(org, loading);
      return loading;
    },
    forget(org) {
      changes.set(org, (changes.get(org) ?? 0) + 1);
      pages.delete(org);
      underWay.delete(org);
    },
  };
}
