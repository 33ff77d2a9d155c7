import { describe, expect, test } from 'vitest';
import { decimal } from '#decimal';
import { buildRegistry, recordOf } from '../../kernel/registry/build.ts';
import { core } from '../core/index.ts';
import { finance } from './index.ts';
import { shippedRules } from './posting-rules.ts';
import { accountRoles } from './account-roles.ts';
import { PaymentTermRecord } from './payment-term-record.ts';
import { ReceiptRecord } from './receipt.ts';
import { VoucherRecord } from './voucher.ts';

const registry = buildRegistry([core, finance]);
/** Modules that come after finance and that it names without importing them (index §8). */
const later = ['customers.customer', 'inventory.product'];

describe('declarations of finance', () => {
  test('every reference points to a declaration', () => {
    for (const record of registry.records.values()) {
      const fields = [...record.fields, ...record.lines.flatMap((lines) => lines.fields)];
      for (const field of fields)
        if (field.target !== undefined && !later.includes(field.target)) expect(registry.records.has(field.target), `${record.name}.${field.name} → ${field.target}`).toBe(true);
    }
  });
  test('every label, action, state and refusal speaks both languages, and every refusal says what to do', () => {
    const labels: { readonly zh: string; readonly en: string }[] = [];
    for (const record of registry.records.values()) {
      if (record.module !== 'finance') continue;
      labels.push(record, ...record.fields, ...record.actions, ...record.lines, ...record.lines.flatMap((lines) => lines.fields));
      for (const field of record.fields) labels.push(...Object.values(field.options ?? {}));
    }
    for (const refusal of registry.refusals.values()) labels.push(refusal, refusal.fix);
    for (const label of labels) expect([label.zh.length > 0, label.en.length > 0, /\p{Script=Han}/u.test(label.en)]).toEqual([true, true, false]);
  });
  test('every parameter of a text is declared, in both languages', () => {
    for (const [code, refusal] of Object.entries(
      Object.assign({}, ...[...registry.records.values()].filter((record) => record.module === 'finance').map((record) => record.refusals)),
    )) {
      const { zh, en, with: parameters } = refusal as { readonly zh: string; readonly en: string; readonly with?: Readonly<Record<string, string>> };
      for (const text of [zh, en])
        for (const [, name] of text.matchAll(/\{(\w+)\}/g)) expect([code, name, Object.keys(parameters ?? {}).includes(name ?? '')]).toEqual([code, name, true]);
    }
  });
  test('views name fields the record has; nothing leaves a final state that is not posted', () => {
    for (const record of registry.records.values()) {
      if (record.module !== 'finance') continue;
      const names = new Set([...record.fields.map((field) => field.name), ...record.lines.map((lines) => lines.name), 'created_by', 'created_at', 'updated_at']);
      const views = (
        record.declaration.spec as { readonly views?: { readonly list?: readonly string[]; readonly form?: readonly (string | { readonly fields: readonly string[] })[] } }
      ).views;
      for (const name of [...(views?.list ?? []), ...(views?.form ?? []).flatMap((section) => (typeof section === 'string' ? [section] : section.fields))])
        expect([record.name, name, names.has(name.split('.')[0] ?? '')]).toEqual([record.name, name, true]);
      for (const action of record.actions)
        for (const state of [...action.from, action.to ?? action.from[0] ?? record.initial])
          expect([record.name, action.name, record.states.includes(state ?? '')]).toEqual([record.name, action.name, true]);
    }
  });
  test('P.5 numbers: SK receipts, QC openings, D drafts of vouchers at their creation', () => {
    const pattern = (name: string) => recordOf(registry, name).fields.find((field) => field.kind === 'serial');
    expect([pattern('finance.receipt')?.pattern, pattern('finance.opening')?.pattern, pattern('finance.voucher')?.pattern, pattern('finance.voucher')?.at]).toEqual([
      'SK{yy}{mm}-{seq:5}',
      'QC{yy}{mm}-{seq:5}',
      'D{yyyy}{mm}-{seq:4}',
      'create',
    ]);
  });
  test('the general ledger and open items are append-only and written by the system alone', () => {
    for (const name of ['finance.gl_voucher', 'finance.open_item']) expect([recordOf(registry, name).appendOnly, recordOf(registry, name).readonly]).toEqual([true, true]);
  });
  test('index §4: shipped rules name roles that exist, and every amount and dimension is a fact', () => {
    for (const rule of shippedRules) for (const line of rule.lines) expect(line.role in accountRoles).toBe(true);
    expect(shippedRules.map((rule) => [rule.code, rule.event])).toEqual([
      ['S1', 'sales.delivered'],
      ['S2', 'sales.invoiced'],
      ['S3', 'sales.returned'],
      ['F1', 'finance.received'],
      ['S5', 'finance.advance_applied'],
    ]);
  });
});

describe('computed amounts and checks', () => {
  const line = (debit: string | null, credit: string | null) => ({
    debit: debit === null ? null : decimal(debit),
    credit: credit === null ? null : decimal(credit),
    fc_amount: null,
    fx_rate: null,
  });
  const validate = (rows: readonly ReturnType<typeof line>[]) => {
    const lines = rows as never;
    const computed = VoucherRecord.spec.compute?.({ voucher_date: '2026-03-05', lines } as never) as { readonly debit: never; readonly credit: never; readonly period: string };
    const row = { lines, ...computed } as never;
    const found = Object.entries(VoucherRecord.spec.validate ?? {}).filter(([, check]) => (check as (row: never) => unknown)(row));
    return { period: computed.period, codes: found.map(([code]) => code) };
  };
  test('3.1 voucher: period from the date; too few lines, both or no side, unbalanced', () => {
    expect(validate([line('5', null), line(null, '5')])).toEqual({ period: '2026-03', codes: [] });
    expect(validate([line('5', null)]).codes).toEqual(['voucher.too_few_lines', 'voucher.unbalanced']);
    expect(validate([line('5', '5'), line(null, null)]).codes).toEqual(['voucher.line_amount']);
    expect(validate([line('1130.00', null), line(null, '1130.05')]).codes).toEqual(['voucher.unbalanced']);
  });
  test('3.1 R6: typed base amounts within 1 % of amount × rate', () => {
    const foreign = (debit: string) => ({ ...line(debit, null), fc_amount: decimal(100), fx_rate: decimal('7.1') });
    expect(validate([foreign('717.10') as never, line(null, '717.10')]).codes).toEqual([]);
    expect(validate([foreign('717.11') as never, line(null, '717.11')]).codes).toEqual(['voucher.fx_mismatch']);
  });
  test('first sale: step 11 — unapplied 700.00; allocating more than the amount is refused', () => {
    const compute = (allocated: string) =>
      ReceiptRecord.spec.compute?.({ amount: decimal(15000), allocations: [{ amount: decimal(allocated) }] } as never) as { readonly unapplied: never };
    const refused = (allocated: string) => ReceiptRecord.spec.validate?.['open_item.over_settled']?.(compute(allocated) as never, undefined, undefined as never);
    expect([String(compute('14300').unapplied), refused('14300'), refused('15000.01')]).toEqual(['700', false, true]);
  });
  test('3.0.5 instalments must add up to 100 %', () => {
    const check = (...shares: string[]) =>
      PaymentTermRecord.spec.validate?.['payment_term.instalments']?.(
        { instalments: shares.map((share) => ({ percent: decimal(share) })) } as never,
        undefined,
        undefined as never,
      );
    expect([check(), check('0.3', '0.7'), check('0.3', '0.6') !== false]).toEqual([false, false, true]);
  });
});
