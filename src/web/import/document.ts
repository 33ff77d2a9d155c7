import { request } from '../api/client.ts';
import type { Reference } from '../api/types.ts';

/** One file on its way into one declaration (P.10), as the server keeps it: it can be left and gone on with. */
export interface ImportDocument {
  readonly id: string;
  readonly version: number;
  readonly declaration: string;
  readonly file: string;
  readonly sheet: string | null;
  readonly encoding: string | null;
  readonly mode: 'upsert' | 'insert' | 'update';
  readonly unit: 'whole' | 'row' | null;
  readonly mapping: Mapping;
  readonly state: ImportState;
  readonly preview: { readonly at: string; readonly counts: Counts; readonly rows: readonly PreviewRow[] } | null;
  readonly by: Reference;
  readonly at: string;
  readonly counts: Counts | null;
  readonly errors: readonly ImportError[];
  readonly error_count: number;
  readonly error_file: string | null;
  readonly operation: string | null;
  readonly undo: Undo | null;
  readonly table?: Table;
  readonly _actions: readonly { readonly name: string; readonly allowed: boolean }[];
}
export type Mapping = Readonly<Record<string, string | null>>;
export type ImportState = 'draft' | 'mapped' | 'previewed' | 'running' | 'done' | 'partly_done' | 'failed' | 'cancelled' | 'undone' | 'partly_undone';
export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}
export interface ImportError {
  readonly row: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  readonly value?: string | null;
}
export interface PreviewRow {
  readonly rows: readonly number[];
  readonly key: string | null;
  readonly outcome: 'will_create' | 'will_update' | 'no_change' | 'wrong';
  readonly values: Readonly<Record<string, unknown>>;
}
export interface Undo {
  readonly counts: { readonly deleted: number; readonly archived: number; readonly restored: number; readonly kept: number };
  readonly kept: readonly { readonly row: number; readonly key: string | null; readonly record: string; readonly reason: { readonly message: string } | null }[];
}
/** What the file says: its columns with samples and where each would go, and every place there is. */
export interface Table {
  readonly format: string;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly encoding: string | null;
  readonly columns: readonly Column[];
  readonly unknown: readonly string[];
  readonly places: readonly Place[];
}
export interface Column {
  readonly title: string;
  readonly place: string | null;
  readonly ignored: boolean;
  readonly samples: readonly string[];
}
export interface Place {
  readonly place: string;
  readonly title: string;
  readonly required: boolean;
}
export interface Operation {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  readonly message: string;
  readonly eta_s: number | null;
}
export type Changes = Partial<Pick<ImportDocument, 'mode' | 'unit' | 'sheet' | 'encoding' | 'mapping'>> & {
  readonly corrections?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const path = '/core/import';
export const readImport = (id: string, signal?: AbortSignal): Promise<ImportDocument> => request('GET', `${path}/${id}`, signal ? { signal } : {});
export const beginImport = (declaration: string, file: File): Promise<ImportDocument> => request('POST', path, { file: { file, fields: { declaration } } });
export const changeImport = ({ id, version }: ImportDocument, changes: Changes): Promise<ImportDocument> => request('PATCH', `${path}/${id}`, { body: { version, ...changes } });
export const previewImport = ({ id, version }: ImportDocument): Promise<ImportDocument> => request('POST', `${path}/${id}/actions/preview`, { body: { version, input: {} } });
/** Runs, undoes or stops; what takes long goes on after the answer, so the document itself is read again. */
export async function actOnImport({ id, version }: ImportDocument, action: 'run' | 'undo' | 'cancel'): Promise<ImportDocument> {
  await request<unknown>('POST', `${path}/${id}/actions/${action}`, { body: action === 'cancel' ? {} : { version, input: {} } });
  return readImport(id);
}
export const may = (document: ImportDocument, action: string): boolean => document._actions.some((one) => one.name === action && one.allowed);
export const writtenCount = (counts: Counts | null): number => (counts ? counts.created + counts.updated : 0);
