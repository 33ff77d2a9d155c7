import { request } from '../api/client.ts';
import { ApiProblem, isProblem } from '../api/problem.ts';
import { pathOf } from '../api/queries.ts';

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
  readonly action?: string;
}
export interface ImportAnswer {
  readonly state: 'previewed' | 'done' | 'partly_done' | 'failed';
  readonly sheet: string | null;
  readonly encoding: string | null;
  readonly hidden: { readonly rows: number; readonly columns: number };
  readonly counts: { readonly created: number; readonly updated: number; readonly unchanged: number; readonly failed: number };
  readonly errors: readonly ImportError[];
  readonly error_count: number;
  readonly rows?: readonly PreviewRow[];
}
export interface ImportOptions {
  readonly mode: 'upsert' | 'insert' | 'update';
  readonly unit: 'whole' | 'row';
  readonly mapping: Readonly<Record<string, string | null>>;
}
/** The server's own run, kept or rolled back. A whole file with errors is refused with everything the preview has (P.10). */
export async function sendFile(name: string, file: File, options: ImportOptions, dryRun: boolean, signal?: AbortSignal): Promise<ImportAnswer> {
  const fields = { mode: options.mode, unit: options.unit, ...(Object.keys(options.mapping).length > 0 ? { mapping: JSON.stringify(options.mapping) } : {}) };
  try {
    return await request<ImportAnswer>('POST', `${pathOf(name)}/import`, { query: dryRun ? { dry_run: 1 } : {}, file: { file, fields }, ...(signal ? { signal } : {}) });
  } catch (error) {
    const told = refusedFile(error);
    if (told) return told;
    throw error;
  }
}
function refusedFile(error: unknown): ImportAnswer | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const body = error.problem as unknown as Partial<ImportAnswer>;
  return body.counts !== undefined && body.state !== undefined && Array.isArray(body.errors) ? (body as ImportAnswer) : undefined;
}
/** Titles that the record does not know; a person maps or drops them. */
export function unknownColumns(error: unknown): readonly string[] | undefined {
  if (!isProblem(error, 'batch.unknown_column')) return undefined;
  const { columns } = error.problem.params;
  return Array.isArray(columns) ? columns.map(String) : undefined;
}
export const writtenCount = ({ counts }: ImportAnswer): number => counts.created + counts.updated;
