import { describe, expect, it } from 'vitest';
import { type GrantOptions, levelOf, levelsOf, rowsOf, toggled, withGrant, withLevel } from './role-model.ts';

const cost = { name: 'cost', label: '成本', unless: 'hidden' as const };
const options: GrantOptions = {
  declarations: [
    { name: 'sales.order', label: '销售订单', kind: 'document', actions: ['read', 'create', 'confirm'], scopes: ['own', 'all'], groups: ['cost'] },
    { name: 'sales.price_list', label: '价目表', kind: 'document', actions: ['read'], scopes: ['all'], groups: [] },
  ],
  scopes: [],
  groups: [cost],
  levels: ['full', 'readonly', 'masked', 'hidden'],
  permissions: [],
};
const read = { actions: ['read'], scope: 'own' };

describe('a role as it is edited (P.8)', () => {
  it('has a row for each grant, in declared order', () => {
    const rows = rowsOf({ 'sales.price_list': [read], 'sales.order': [read, { actions: ['*'], scope: 'all' }] }, options);
    expect(rows.map(({ of, at }) => `${of.name} ${at}`)).toEqual(['sales.order 0', 'sales.order 1', 'sales.price_list 0']);
  });
  it('takes one action out of all of them', () => {
    expect(toggled({ actions: ['*'], scope: 'all' }, 'confirm', ['read', 'create', 'confirm']).actions).toEqual(['read', 'create']);
    expect(toggled(read, 'create', ['read', 'create']).actions).toEqual(['read', 'create']);
  });
  it('adds, replaces and removes a grant; a record without any is left out', () => {
    const one = withGrant({}, 'sales.order', 0, read);
    expect(one).toEqual({ 'sales.order': [read] });
    expect(withGrant(one, 'sales.order', 0, { ...read, scope: 'all' })).toEqual({ 'sales.order': [{ actions: ['read'], scope: 'all' }] });
    expect(withGrant(one, 'sales.order', 0, undefined)).toEqual({});
  });
  it('sees a group as its fields are seen where nothing is said, unless the grant says it of the group or of all', () => {
    expect(levelOf(read, cost)).toBe('hidden');
    expect(levelOf({ ...read, fields: { '*': 'full' } }, cost)).toBe('full');
    const masked = withLevel({ ...read, fields: { '*': 'full' } }, cost, 'masked');
    expect(levelOf(masked, cost)).toBe('masked');
    expect(levelsOf({ 'sales.order': [masked, read] }, options, cost)).toEqual(['masked', 'hidden']);
  });
});
