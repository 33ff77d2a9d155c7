import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { listQuery, pathOf } from '../api/queries.ts';
import type { ApiRecord, Reference, Schema, SchemaField } from '../api/types.ts';

export const tagName = 'core.tag';
/** The tags of a declaration that carries some (P.11): read like any field, written by their own address. */
export const isTags = (field: SchemaField): boolean => field.kind === 'references' && field.target === tagName && field.origin === 'derived';
export const carriesTags = (schema: Schema): boolean => schema.fields.some((field) => isTags(field) && field.access !== 'hidden');
export const tagsOf = (record: ApiRecord): readonly Reference[] => (Array.isArray(record['tags']) ? (record['tags'] as readonly Reference[]) : []);

/** A few colours serve the whole company, so one question answers for every mark on the page. */
const palette = listQuery(tagName, { limit: 200, fields: 'name,color', count: 'none' });
export function useTagColors(): ReadonlyMap<string, string> {
  const rows = useQuery({ ...palette, staleTime: 60_000 }).data?.data ?? [];
  return new Map(rows.flatMap((row) => (typeof row['color'] === 'string' ? [[row.id, row['color']] as const] : [])));
}

/** Answers the ids that the record has afterwards: of a group that excludes, the server takes the other one off. */
export async function putTags(schema: Schema, id: string, change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<readonly string[]> {
  const { data } = await request<{ readonly data: readonly { readonly tags: readonly string[] }[] }>('POST', `${pathOf(schema.name)}/tags`, { body: { ids: [id], ...change } });
  return data[0]?.tags ?? [];
}
