import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedTables, fingerprint } from '../conformance/fingerprint.ts';
import { act, answered, attempt, create, type Json, read, refused, setting } from '../first-sale/client.ts';
import { type Company, foundCompany } from '../support/company.ts';

let company: Company;
let sql: pg.Client;
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-03-18T02:00:00.000Z') });
  sql = new pg.Client(company.database.admin);
  await sql.connect();
  await setting(company.admin, 'finance', { go_live_period: '2026-01' });
  await create(company.admin, 'customers.customer', { name: '昆山同创机电有限公司' });
  await create(company.admin, 'inventory.product', { code: 'P001', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' });
});
afterAll(async () => {
  await sql.end();
  await company.close();
});
const order = { customer: 'C000001', order_date: '2026-03-18', lines: [{ product: 'P001', qty: '1' }] };
const nextNumber = async (): Promise<string> => answered<{ readonly next_number_example: string }>(await company.admin.get('/api/sales/order/schema'), 200).next_number_example;

describe('P.4 documents', () => {
  test('P4-1 a draft may lack its customer; leaving draft tells what is missing and takes no number', async () => {
    const draft = await create(company.admin, 'sales.order', { ...order, customer: null });
    const before = await nextNumber();
    refused(await attempt(company.admin, 'sales.order', draft.id, 'confirm'), 422, 'document.incomplete', { fields: ['/customer'] });
    expect(await read(company.admin, 'sales.order', draft.id)).toMatchObject({ state: 'draft', number: null });
    expect(await nextNumber()).toBe(before);
  });

  test('P4-2 an action from another state says from which it would go', async () => {
    const draft = await create(company.admin, 'sales.order', order);
    await act(company.admin, 'sales.order', draft.id, 'cancel');
    refused(await attempt(company.admin, 'sales.order', draft.id, 'confirm'), 409, 'document.transition_refused', { from: 'cancelled', action: 'confirm', allowed: ['draft'] });
  });

  test('P2-8 a dry run lists the entries and leaves everything as it was', async () => {
    const draft = await create(company.admin, 'sales.order', order);
    await company.settled();
    const before = await fingerprint(sql);
    const next = await nextNumber();
    const dry = answered<Json>(await attempt(company.admin, 'sales.order', draft.id, 'confirm', {}, true), 200);
    expect(dry).toMatchObject({ dry_run: true, record: { state: 'confirmed', number: null } });
    expect((dry['entries'] as readonly { readonly ledger: string }[]).map((entry) => entry.ledger)).toEqual(
      expect.arrayContaining(['sales.order_progress', 'inventory.reservation']),
    );
    expect(changedTables(before, await fingerprint(sql))).toEqual([]);
    expect([(await read(company.admin, 'sales.order', draft.id)).state, await nextNumber()]).toEqual(['draft', next]);
  });
});
