import type { FieldMeta } from '../registry/meta.ts';

/** Of every declaration that says `tags: true` (P.11): shown, filtered and exported like any other field, written by its own address. */
export const tagsField: FieldMeta = {
  name: 'tags',
  kind: 'references',
  target: 'core.tag',
  origin: 'derived',
  required: false,
  zh: '标签',
  en: 'Tags',
  sql: `(select coalesce(array_agg(tl.tag order by tl.tag), '{}') from core.tag_link tl where tl.org_id = o.org_id and tl.record = o.id)`,
};
