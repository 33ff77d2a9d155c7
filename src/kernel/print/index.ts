import { createPrinter, type PrintOptions } from './compiler.ts';

/** The printer of this process; nothing starts before the first print. */
const printer = createPrinter();

/** One document as PDF. The template defines `print(d)`; money in `data` is text, ready to be shown (P.11). */
export async function compilePdf(template: string, data: unknown, options?: PrintOptions): Promise<Buffer> {
  const { pdf } = await printer.print(template, [data], options);
  return pdf;
}
/** Up to 500 documents in one PDF, each with its own page numbers (P.11, batch print). */
export async function compileBatch(template: string, documents: readonly unknown[], options?: PrintOptions): Promise<Buffer> {
  const { pdf } = await printer.print(template, documents, options);
  return pdf;
}
export const closePrinter = (): Promise<void> => printer.close();

export { createPrinter, type Printer, type PrinterLimits, type PrintOptions } from './compiler.ts';
export type { Printed } from './process-line.ts';
export { type Issuer, type PrintContext, type PrintData, type PrintHead, type PrintRecord, type PrintSchema, printData } from './generic.ts';
export { printReport, type ReportAnswer, type ReportContext, type ReportData } from './report.ts';
export type { Language, SchemaField } from './shown.ts';
export { readTemplate, type ShippedTemplate, shippedTemplate, shippedTemplates } from './templates.ts';
