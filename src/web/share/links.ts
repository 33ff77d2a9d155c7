import { queryOptions } from '@tanstack/react-query';
import type { Label } from '#declare';
import { request } from '../api/client.ts';
import { pathOf } from '../api/queries.ts';
import type { Schema, SchemaAction } from '../api/types.ts';
import type { Declarations } from '../record/declarations.ts';

/** A link for people outside (P.11); its address is told once, when it is made. */
export interface PublicLink {
  readonly id: string;
  readonly url?: string;
  readonly state: 'open' | 'used' | 'expired' | 'revoked';
  readonly actions: readonly string[];
  readonly uses: number | null;
  readonly used: number;
  readonly expires_at: string;
  readonly address: string | null;
  readonly code: boolean;
  readonly created_at: string;
  readonly created_by: { readonly id: string; readonly label: string | null };
}
export interface Access {
  readonly at: string;
  readonly what: string;
  readonly ip: string | null;
  readonly agent: string | null;
}
export interface LinkWish {
  readonly expires_at: string;
  readonly uses: number | null;
  readonly actions: readonly string[];
  readonly address: string | null;
  readonly code: boolean;
  readonly send: boolean;
  readonly note: string | null;
}
interface Data<T> {
  readonly data: readonly T[];
}
const pathOfLinks = (name: string, id: string): string => `${pathOf(name)}/${id}/links`;
export const linksQuery = (name: string, id: string) =>
  queryOptions({ queryKey: ['links', name, id], queryFn: ({ signal }) => request<Data<PublicLink>>('GET', pathOfLinks(name, id), { signal }) });
export const accessesQuery = (link: string) =>
  queryOptions({ queryKey: ['accesses', link], queryFn: ({ signal }) => request<Data<Access>>('GET', `/core/public_link/${link}/accesses`, { signal }), staleTime: 0 });
export const makeLink = (name: string, id: string, wish: LinkWish): Promise<PublicLink> => request<PublicLink>('POST', pathOfLinks(name, id), { body: wish });
export const revokeLink = (link: string): Promise<PublicLink> => request<PublicLink>('POST', `/core/public_link/${link}/revoke`);

/** A link shows a print, so whoever may print a document that has one may send it. */
export const mayShare = (schema: Schema): boolean => schema.kind === 'document' && schema.prints.length > 0 && schema.may['print'] === true;

interface Declared {
  readonly actions?: Readonly<Record<string, Label & { readonly by?: string }>>;
}
/** What a declaration lets people outside do, as far as the sender may do it himself. */
export function offeredActions(declarations: Declarations | undefined, schema: Schema): readonly SchemaAction[] {
  const record = declarations?.modules.flatMap((module) => module.records).find((one) => one.name === schema.name);
  const declared = (record?.spec as Declared | undefined)?.actions ?? {};
  return schema.actions.filter((action) => declared[action.name]?.by === 'public');
}
/** The last second of a day where the sender is. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();
