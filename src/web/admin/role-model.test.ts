import { describe, expect, it } from 'vitest';
import { type GrantOptions, levelsOf, rowsOf, toggled, withGrant, withLevel } from './role-model.ts';

const options: GrantOptions = {
  declarations: [
    { name: 'sales.order', label: '销售订单', kind: 'document', actions: ['read', 'create', 'confirm'], scopes: ['own', 'all'], groups: ['cost'] },
    { name: 'sales.price_list', label: '价目表', kind: 'document', actions: ['read'], scopes: ['all'], groups: [] },
  ],
  scopes: [],
  groups: [{ name: 'cost', label: '成本' }],
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
  it('keeps what is seen in full unsaid, and tells apart how a role sees a group', () => {
    const hidden = withLevel(read, 'cost', 'hidden');
    expect(hidden.fields).toEqual({ cost: 'hidden' });
    expect(withLevel(hidden, 'cost', 'full')).toEqual(read);
    expect(levelsOf({ 'sales.order': [hidden, read] }, options, 'cost')).toEqual(['hidden', 'full']);
  });
});
