import { readFileSync } from 'node:fs';

/** Templates that come with the system; an organisation's own copies stand in `core.print_template` (P.11). */
export const shippedTemplates = ['generic', 'quotation', 'order', 'delivery', 'invoice', 'receipt', 'voucher', 'report'] as const;
export type ShippedTemplate = (typeof shippedTemplates)[number];

export const shippedTemplate = (name: ShippedTemplate): string => readTemplate(new URL(`./templates/${name}.typ`, import.meta.url));
/** A module's own template beside its code: `readTemplate(new URL('./print/label.typ', import.meta.url))`. */
export const readTemplate = (file: URL): string => readFileSync(file, 'utf8');
