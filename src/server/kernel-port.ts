import type { Answer, Call } from '../kernel/command/call.ts';
import type { Environment } from '../kernel/command/environment.ts';
import type { SentFile } from '../kernel/read/print.ts';
import type { Registry } from '../kernel/registry/meta.ts';

/** An answer that is a file has its bytes as body and says what it is. */
export interface KernelAnswer extends Answer {
  readonly file?: SentFile;
}
/** A list's parameters: of the address, or of the body of `POST …/list`. */
export type ListQuery = URLSearchParams | Readonly<Record<string, unknown>>;
export interface ActRequest {
  readonly version: number | undefined;
  readonly input: unknown;
  readonly reason?: string;
}
export interface ImportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface PrintRequest {
  readonly ids: readonly string[];
  readonly template: string | undefined;
  readonly lang: string | undefined;
}

/** All that the HTTP interface asks of the kernel: each answers, or throws `Refused`. */
export interface Kernel {
  readonly registry: Registry;
  /** What the platform's services work with (`service-endpoints.ts`). */
  readonly environment: Environment;
  /** The same with the fields that the caller's company added to the declarations. */
  environmentFor(call: Call): Promise<Environment>;
  create(call: Call, name: string, body: unknown): Promise<KernelAnswer>;
  change(call: Call, name: string, id: string, version: number | undefined, patch: unknown): Promise<KernelAnswer>;
  remove(call: Call, name: string, id: string, version: number | undefined): Promise<KernelAnswer>;
  act(call: Call, name: string, id: string, action: string, request: ActRequest): Promise<KernelAnswer>;
  read(call: Call, name: string, idOrCode: string, query: URLSearchParams): Promise<KernelAnswer>;
  list(call: Call, name: string, query: ListQuery): Promise<KernelAnswer>;
  bulk(call: Call, name: string, body: unknown): Promise<KernelAnswer>;
  report(call: Call, name: string, parameters: URLSearchParams): Promise<KernelAnswer>;
  drill(call: Call, name: string, parameters: URLSearchParams): Promise<KernelAnswer>;
  settings(call: Call, module: string): Promise<KernelAnswer>;
  changeSettings(call: Call, module: string, patch: unknown): Promise<KernelAnswer>;
  schema(call: Call, name: string): Promise<KernelAnswer>;
  related(call: Call, name: string, id: string, query: URLSearchParams): Promise<KernelAnswer>;
  timeline(call: Call, name: string, id: string, query: URLSearchParams): Promise<KernelAnswer>;
  search(call: Call, q: string, only: readonly string[]): Promise<KernelAnswer>;
  comments(call: Call, name: string, key: string): Promise<KernelAnswer>;
  addComment(call: Call, name: string, key: string, body: unknown): Promise<KernelAnswer>;
  /** Where one is missing its addresses are not there either. */
  importFile?(call: Call, name: string, file: ImportFile, options: Readonly<Record<string, string>>): Promise<KernelAnswer>;
  importTemplate?(call: Call, name: string, query: URLSearchParams): Promise<KernelAnswer>;
  exportRequested?(call: Call, name: string, body: unknown): Promise<KernelAnswer>;
  print(call: Call, name: string, request: PrintRequest): Promise<KernelAnswer>;
}
