import { Refused } from '../problem.ts';
import { mergePdfs } from './merge-pdf.ts';
import { closeLine, compileInLine, type LineLimits, openLine, type Printed } from './process-line.ts';
import type { CompileRequest, PdfStandard } from './protocol.ts';

export interface PrintOptions {
  /** An archival PDF/A where the law wants the print kept. */
  readonly standard?: PdfStandard;
  /** When it was printed (instant); written into the file. */
  readonly at?: string;
  readonly title?: string;
  /** Pictures by file name, shown as `image("/files/<name>")`. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}
export interface Printer {
  /** All documents in one PDF, each with its own page numbers. */
  readonly print: (template: string, documents: readonly unknown[], options?: PrintOptions) => Promise<Printed>;
  /** Ends the process; a later print starts a new one. */
  readonly close: () => Promise<void>;
}
export interface PrinterLimits extends LineLimits {
  readonly documentMs: number;
  /** Documents compiled together; a larger batch is compiled in parts and joined, and other prints pass in between. */
  readonly part: number;
  readonly partMs: number;
  readonly pages: number;
  readonly documents: number;
}
/** P.11: 5 s and 100 pages a document, 500 documents a batch. */
const usualLimits: PrinterLimits = {
  documentMs: 5_000,
  part: 50,
  partMs: 60_000,
  startMs: 30_000,
  idleMs: 300_000,
  pages: 100,
  documents: 500,
  waiting: 200,
  memoryBytes: 1_073_741_824,
};

/** One printing process that starts with the first print, rests when idle, and is replaced when it hangs or dies. */
export function createPrinter(given: Partial<PrinterLimits> = {}): Printer {
  const limits = { ...usualLimits, ...given };
  const line = openLine(limits);
  let lastId = 0;
  return {
    print: async (template, documents, options = {}) => {
      if (documents.length > limits.documents) throw new Refused('request.limit', { max: limits.documents, given: documents.length });
      const parts: Printed[] = [];
      for (let at = 0; at < documents.length; at += limits.part) {
        const part = documents.slice(at, at + limits.part);
        lastId += 1;
        const request = requestOf(lastId, template, part, options, { pages: limits.pages * part.length, tags: documents.length === 1 });
        parts.push(await compileInLine(line, request, Math.max(limits.documentMs, Math.min(limits.partMs, limits.documentMs * part.length))));
      }
      return { pdf: mergePdfs(parts.map((part) => part.pdf)), pages: parts.reduce((sum, part) => sum + part.pages, 0) };
    },
    close: () => closeLine(line),
  };
}

function requestOf(id: number, template: string, documents: readonly unknown[], options: PrintOptions, more: Pick<CompileRequest, 'pages' | 'tags'>): CompileRequest {
  const at = Math.floor(Date.parse(options.at ?? new Date().toISOString()) / 1000);
  return { id, template, data: JSON.stringify(documents), title: options.title ?? '', standard: options.standard, at, files: options.files ?? {}, ...more };
}
