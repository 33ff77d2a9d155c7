import type { Label } from '#declare';
import type { Call } from '../kernel/command/call.ts';
import type { ImportFile, Kernel, KernelAnswer } from './kernel-port.ts';

/** One request as a handler sees it, already signed in and read. */
export interface Context {
  readonly kernel: Kernel;
  readonly call: Call;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  /** `Range`, for files. */
  readonly range: string | undefined;
  readonly upload: Upload | undefined;
  /** The account behind the session, and whether its owner proved himself within ten minutes (step-up). */
  readonly account: { readonly id: string; readonly login: string; readonly present: boolean };
  /** `https://erp.example`, for links that leave the system. */
  readonly origin: string;
}
export interface Upload {
  readonly file: ImportFile;
  readonly fields: Readonly<Record<string, string>>;
}
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly schema: object;
  readonly description: Label;
}
/** One address and method as OpenAPI tells of it. */
export interface Described {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify's form: `/api/sales/order/:id`. */
  readonly path: string;
  /** `sales.order.confirm` */
  readonly operation: string;
  readonly tag: string;
  readonly summary: Label;
  /** Query parameters it knows; others are refused. Left out: the kernel judges them itself (lists, reports). */
  readonly parameters?: readonly Parameter[];
  readonly open?: true;
  readonly request?: { readonly schema: object; readonly required?: boolean; readonly example?: unknown; readonly multipart?: true };
  readonly answers: Readonly<
    Record<number, { readonly schema?: object; readonly type?: string; readonly description: Label; readonly headers?: readonly ('ETag' | 'Location')[] }>
  >;
  /** Codes it may be refused with, beside those of every request. */
  readonly codes: readonly string[];
  readonly permission?: string;
  readonly approval?: boolean;
  /** Leads to a state that counts in ledgers: a program must send an idempotency key. */
  readonly posts?: boolean;
  /** Asks for password or code within the last ten minutes (P.1 *Step-up*); a key has neither and is refused. */
  readonly stepUp?: true;
  /** Counts against the limit of exports and imports. */
  readonly exchange?: true;
}
/** What serves an address stands in the same value as what OpenAPI says of it, so neither can forget the other. */
export interface Endpoint extends Described {
  readonly handle: (context: Context) => Promise<KernelAnswer>;
}
export const writes = (endpoint: Pick<Described, 'method'>): boolean => endpoint.method !== 'GET';
