import type { DocumentKind, Documents, Doc } from './facts.ts';

/** States in which somebody still has something to do. An order and a quotation say it by their progress, the others by their state alone. */
const over: ReadonlySet<unknown> = new Set(['completed', 'closed', 'cancelled', 'converted', 'lost', 'expired', 'rejected']);
const begun: Readonly<Partial<Record<DocumentKind['name'], readonly unknown[]>>> = {
  'sales.delivery': ['draft', 'posted'],
  'sales.invoice': ['draft', 'ready'],
  'finance.receipt': ['draft', 'approved'],
};
const isUnderWay = ({ kind, record }: Doc): boolean =>
  begun[kind.name]?.includes(record.state) ?? (!over.has(record.state) && !over.has(record['progress']) && record['converted'] !== 'full');

/** Everything under way with a customer: orders and quotations first, then what was begun but not finished of deliveries, invoices and receipts. */
export const underWay = (documents: Pick<Documents, 'of'>): readonly Doc[] =>
  (['sales.order', 'sales.quotation', 'sales.delivery', 'sales.invoice', 'finance.receipt'] as const).flatMap((name) => documents.of(name)).filter(isUnderWay);
