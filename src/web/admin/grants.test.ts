import { describe, expect, it } from 'vitest';
import { buildRegistry } from '../../kernel/registry/build.ts';
import { modules } from '../../modules/index.ts';
import { allows, grantsOfRole, judge, rowsOf } from './grants.ts';

const registry = buildRegistry(modules);

describe('what a role gives and why (P.8)', () => {
  it('names the grant that decides', () => {
    const judged = judge(registry, ['accountant'], 'finance.voucher', 'review');
    expect(judged.allowed).toBe(false);
    expect(judged.because.find((one) => one.role === 'accountant')).toMatchObject({ scope: 'all', verdict: false });
    expect(judged.nearest.map((one) => one.role)).toContain('chief_accountant');
    expect(judge(registry, ['chief_accountant'], 'finance.voucher', 'review').allowed).toBe(true);
  });
  it('lists the grants of a role by record, the employee’s own aside', () => {
    const rows = rowsOf(registry, 'cashier');
    expect(rows.find((row) => row.meta.name === 'finance.voucher')?.grant.actions.has('cashier_sign')).toBe(true);
    expect(grantsOfRole(registry, 'cashier').every((grant) => grant.role === 'cashier')).toBe(true);
  });
  it('reads * as every action', () => {
    const [grant] = grantsOfRole(registry, 'general_manager').filter((one) => one.record === 'sales.order');
    expect(grant && allows(grant, 'confirm')).toBe(true);
  });
});
