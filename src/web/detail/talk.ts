import { queryOptions } from '@tanstack/react-query';
import { download, request } from '../api/client.ts';
import { pathOf } from '../api/queries.ts';

/* What people leave beside a record: comments, files, and whether one follows it (P.11). All of it follows the record's own permission. */
export interface Mention {
  readonly declaration: string;
  readonly id: string;
  readonly label?: string | null;
}
export interface Comment {
  readonly id: string;
  readonly at: string;
  /** Nothing where it was struck out. */
  readonly text: string | null;
  readonly mentions: readonly Mention[];
  readonly files: readonly string[];
  readonly by: { readonly id: string; readonly label: string | null };
  readonly edited_at: string | null;
  readonly struck_at: string | null;
  readonly _actions: readonly ('edit' | 'delete' | 'strike')[];
}
/** Who was named and will not be told, because he may not read the record. */
export interface Said extends Comment {
  readonly warnings?: readonly { readonly code: string; readonly params: { readonly user?: string } }[];
}
export interface FileEntry {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Images and PDF, which the server lets a page show in place. */
  readonly inline: boolean;
  readonly at: string;
  readonly by: { readonly id: string; readonly label: string | null };
}
interface List<T> {
  readonly data: readonly T[];
}
const own = (name: string, id: string): string => `${pathOf(name)}/${id}`;

export const commentsQuery = (name: string, id: string) =>
  queryOptions({ queryKey: ['comments', name, id], queryFn: ({ signal }) => request<List<Comment>>('GET', `${own(name, id)}/comments`, { signal }) });
export const filesQuery = (name: string, id: string) =>
  queryOptions({ queryKey: ['files', name, id], queryFn: ({ signal }) => request<List<FileEntry>>('GET', `${own(name, id)}/attachments`, { signal }) });
export const followQuery = (name: string, id: string) =>
  queryOptions({
    queryKey: ['follow', name, id],
    queryFn: ({ signal }) => request<{ readonly following: boolean; readonly followers: number }>('GET', `${own(name, id)}/follow`, { signal }),
  });

export interface Words {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly files: readonly string[];
}
const sent = ({ text, mentions, files }: Words): object => ({ text, mentions: mentions.map(({ declaration, id }) => ({ declaration, id })), files });
export const say = (name: string, id: string, words: Words): Promise<Said> => request('POST', `${own(name, id)}/comments`, { body: sent(words) });
export const sayAgain = (name: string, id: string, comment: string, words: Words): Promise<Said> => request('PATCH', `${own(name, id)}/comments/${comment}`, { body: sent(words) });
export const unsay = (name: string, id: string, comment: string): Promise<void> => request('DELETE', `${own(name, id)}/comments/${comment}`);
export const follow = (name: string, id: string, following: boolean): Promise<{ readonly following: boolean; readonly followers: number }> =>
  request('PUT', `${own(name, id)}/follow`, { body: { following } });

export const upload = (name: string, id: string, file: File): Promise<FileEntry> => request('POST', `${own(name, id)}/attachments`, { file: { file, fields: {} } });
export const removeFile = (name: string, id: string, file: string): Promise<void> => request('DELETE', `${own(name, id)}/attachments/${file}`);
export const fileBytes = async (name: string, id: string, file: string): Promise<Blob> => (await download('GET', `${own(name, id)}/attachments/${file}`)).blob;

/** `1.4 MB`, in steps of 1,000 as file managers count. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
