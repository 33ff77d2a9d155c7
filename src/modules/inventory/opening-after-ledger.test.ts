import { afterAll, beforeAll, expect, test } from 'vitest';
import { act, attempt, create, refused, setting } from '../../../test/first-sale/client.ts';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { verify } from '../../kernel/ledger/verify.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-02-10T02:00:00Z') });
  await setting(company.admin, 'finance', { go_live_period: '2026-01' });
  await create(company.admin, 'inventory.product', { code: 'A', name: '商品A', base_unit: '台' });
});
afterAll(() => company.close());
const value = async (): Promise<number | undefined> =>
  (await verify(company.kernel.environment, company.org)).checks.find((check) => check.name === 'inventory.ledger_value')?.differences;

test('5.0.7 once the ledger’s opening is posted, one of the stock is moved with open eyes only, and the difference is told', async () => {
  const { admin } = company;
  const stock = async () => create(admin, 'inventory.adjustment', { kind: 'opening', lines: [{ product: 'A', qty: '10', amount: '100.00' }] });
  const first = await stock();
  await act(admin, 'inventory.adjustment', first.id, 'submit');
  const ledger = await create(admin, 'finance.opening', {
    lines: [
      { account: '1405', opening: '100.00' },
      { account: '4001', opening: '100.00' },
    ],
  });
  await act(admin, 'finance.opening', ledger.id, 'post');
  await company.settled();
  expect(await value()).toBe(0);
  refused(await attempt(admin, 'inventory.adjustment', (await stock()).id, 'submit'), 422, 'warning.unacknowledged', { warnings: [{ code: 'opening.ledger_posted' }] });
  refused(await attempt(admin, 'inventory.adjustment', first.id, 'reverse', { reason: '录错' }), 422, 'warning.unacknowledged', { warnings: [{ code: 'opening.ledger_posted' }] });
  expect(await value()).toBe(0);
  const { version } = (await admin.get<{ readonly version: number }>(`/api/inventory/adjustment/${first.id}`)).body;
  const taken = await admin.post(`/api/inventory/adjustment/${first.id}/actions/reverse`, { version, input: { reason: '录错' }, ack: ['opening.ledger_posted'] });
  expect(taken.status).toBe(200);
  await company.settled();
  expect(await value()).toBe(1);
});
