import type { FieldMeta, LinesMeta, RecordMeta } from '../kernel/registry/meta.ts';

/*
 * Requests that really are sent (P.2.12): in OpenAPI, on the reference page and in a test. They name only what every company has from its
 * first day; a reference to something else is left out, and what cannot do without one has no example of its own.
 */
const shipped: Readonly<Record<string, string>> = { 'core.unit': 'PCS', 'core.currency': 'CNY', 'core.region': '110000' };
const byFormat: Readonly<Record<string, string>> = {
  uscc: '91310115MA1QT00196',
  tax_no: '91310115MA1QT00196',
  mobile: '13800138000',
  phone: '021-58880000',
  email: 'name@example.com',
  code: 'EXA001',
  barcode: '6901234567892',
  tax_class: '1060105010000000000',
  url: 'https://example.com/hook',
  bank_account: '1001234509876543210',
};
/** Where a rule of the record asks for more than its fields do. */
const own: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'core.numbering': { declaration: 'sales.order', pattern: 'EX{yy}{mm}-{seq:5}' },
  'core.custom_field': { declaration: 'core.unit', key: 'x_example', kind: 'text', label_zh: '示例', label_en: 'Example' },
  'core.channel_adapter': { name: '示例', kind: 'smtp', host: 'mail.example.com', port: 465, security: 'tls', sender: 'name@example.com' },
  'finance.bank_account': { code: 'EXA001', name: '示例', account_no: '1001234509876543210' },
};
/** A value that the field takes, or `undefined` where it needs something that not every company has. */
export function exampleValue(field: FieldMeta): unknown {
  if (field.format === 'code') return byFormat['code']?.slice(0, field.max);
  if (field.format !== undefined) return byFormat[field.format];
  switch (field.kind) {
    case 'text':
      return '示例'.padEnd(field.min ?? 2, '例').slice(0, field.max ?? 1_000);
    case 'integer':
      return Math.max(1, Number(field.min ?? 1));
    case 'money':
      return '100.00';
    case 'quantity':
      return '2';
    case 'unit_price':
      return '45.5';
    case 'rate':
      return '0.13';
    case 'date':
      return '2026-03-18';
    case 'month':
      return '2026-03';
    case 'instant':
      return '2026-03-18T02:00:00.000Z';
    case 'flag':
      return true;
    case 'choice':
      return Object.keys(field.options ?? {})[0];
    case 'choices':
      return Object.keys(field.options ?? {}).slice(0, 1);
    case 'reference':
      return shipped[field.target ?? ''];
    default:
      return undefined;
  }
}
const needed = (field: FieldMeta): boolean =>
  field.origin === 'input' && field.required && field.default === undefined && field.kind !== 'flag' && field.kind !== 'serial' && field.kind !== 'state';

/** The least that a new record takes; a document begins as a draft and needs nothing. */
export function createExample(meta: RecordMeta): Readonly<Record<string, unknown>> | undefined {
  if (own[meta.name]) return own[meta.name];
  const fields = meta.type === 'document' ? meta.fields.filter((field) => needed(field) && exampleValue(field) !== undefined) : meta.fields.filter(needed);
  const lines = meta.type === 'document' ? [] : meta.lines.filter((child) => child.min > 0);
  const values = fields.map((field) => [field.name, exampleValue(field)] as const);
  if (values.some(([, value]) => value === undefined) || lines.some((child) => !lineExample(child))) return undefined;
  return Object.fromEntries([...values, ...lines.map((child) => [child.name, [lineExample(child)]] as const)]);
}
function lineExample(child: LinesMeta): object | undefined {
  const values = child.fields.filter(needed).map((field) => [field.name, exampleValue(field)] as const);
  return values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values);
}
