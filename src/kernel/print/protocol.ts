/** What the server asks of the printing process, and its answers. Plain data: it crosses a process border. */
export interface CompileRequest {
  readonly id: number;
  /** Typst source that defines `print(d)`. */
  readonly template: string;
  /** JSON array: one entry a document of the batch. */
  readonly data: string;
  readonly title: string;
  readonly standard: PdfStandard | undefined;
  /** Seconds since 1970; the same input with the same time gives the same bytes. */
  readonly at: number;
  readonly pages: number;
  /** Structure for screen readers; it makes a page many times larger, so only single documents carry it. */
  readonly tags: boolean;
  /** Pictures the template may show: `image("/files/logo.png")`. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}
export type PdfStandard = 'a-2b' | 'a-2u' | 'a-3b';

export type CompileAnswer =
  | { readonly id: number; readonly kind: 'printed'; readonly pdf: Uint8Array; readonly pages: number }
  | { readonly id: number; readonly kind: 'refused'; readonly code: 'template.compile' | 'template.variable_missing'; readonly params: Readonly<Record<string, unknown>> };

export interface Ready {
  readonly kind: 'ready';
}
export type ProcessMessage = Ready | CompileAnswer;
