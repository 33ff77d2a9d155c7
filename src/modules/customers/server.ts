import type { ModuleServer, SeedFacts } from '../../kernel/command/environment.ts';
import { searchColumns } from '../../kernel/command/search-columns.ts';
import { newId } from '../../kernel/ids.ts';
import { recordOf } from '../../kernel/registry/build.ts';
import type { Tx } from '../../kernel/store/session.ts';
import { dehydrate, fieldColumns, insertRows, storedFields } from '../../kernel/store/write.ts';
import { shippedCategories } from './category.ts';
import { prepareCategory, prepareContactLink, prepareCustomer, saveCustomer } from './customer.effects.ts';
import { likenessSchema } from './likeness.facts.ts';

/** Categories of 1.3; their terms are empty until somebody decides them. */
async function seedCustomers(tx: Tx, org: SeedFacts): Promise<void> {
  const meta = recordOf(org.registry, 'customers.customer_category');
  const fields = storedFields(meta.fields);
  const header = [
    { name: 'id', type: 'uuid' },
    { name: 'created_at', type: 'timestamptz' },
    { name: 'updated_at', type: 'timestamptz' },
  ];
  const rows = shippedCategories.map((category) => ({ ...category, active: true }));
  await insertRows(
    tx,
    org.id,
    { table: meta.table, columns: [...header, ...fieldColumns(fields), ...searchColumns.columns(meta)] },
    rows.map((row) => ({ id: newId(), created_at: org.now, updated_at: org.now, ...dehydrate(fields, row), ...searchColumns.values(meta, row) })),
  );
}

/** The server's side of customers. */
export const customersServer: ModuleServer = {
  name: 'customers',
  prepares: [prepareCategory, prepareCustomer, prepareContactLink],
  saves: [saveCustomer],
  together: ['customers.customer'],
  ddl: likenessSchema,
  seed: seedCustomers,
  imports: {
    'customers.customer': [
      { path: 'contact_name', label: { zh: '联系人', en: 'Contact' } },
      { path: 'contact_mobile', label: { zh: '联系人手机', en: 'Contact mobile' } },
      { path: 'ack_duplicates', label: { zh: '确认重复', en: 'Duplicates acknowledged' } },
      { path: 'duplicate_reason', label: { zh: '重复原因', en: 'Reason for the duplicate' } },
    ],
  },
};
