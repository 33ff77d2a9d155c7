import { describe, expect, it } from 'vitest';
import { buildRegistry } from '../../kernel/registry/build.ts';
import { modules } from '../../modules/index.ts';
import { allows, grantsOfRole, rowsOf } from './grants.ts';

const registry = buildRegistry(modules);

describe('what a role gives (P.8)', () => {
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
