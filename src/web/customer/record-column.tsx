import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery } from '../api/queries.ts';
import type { ApiRecord, Schema, SchemaField } from '../api/types.ts';
import { referenceLabel, shown } from '../record/cell.tsx';
import { isReference } from '../record/fields.ts';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { useWords } from '../words/index.ts';
import { Products } from './products.tsx';

const facts = [
  'owner',
  'kind',
  'category',
  'uscc',
  'tax_no',
  'phone',
  'mobile',
  'email',
  'region',
  'address',
  'industry',
  'scale',
  'source',
  'price_list',
  'payment_term',
  'invoice_title',
  'note',
];
/** Who it is: what is filled of the record, and the people to talk to. */
export function RecordColumn({ schema, customer }: { readonly schema: Schema; readonly customer: ApiRecord }) {
  const t = useWords();
  const home = useHome();
  const fields = facts.flatMap((name): SchemaField[] => {
    const field = schema.fields.find((one) => one.name === name);
    const value = customer[name];
    return field && field.access !== 'hidden' && value !== null && value !== undefined && value !== '' ? [field] : [];
  });
  return (
    <div className="customer-record">
      <section>
        <header>
          <h2>{t('customer.record')}</h2>
          {schema.may['update'] && (
            <Link to="." search={{ edit: 1 } as never} className="side-link">
              {t('common.edit')}
            </Link>
          )}
        </header>
        <dl>
          {fields.map((field) => (
            <div key={field.name}>
              <dt>{t.of(field.label)}</dt>
              <dd>
                {field.name === 'owner' && <span className="face">{referenceLabel(customer['owner']).slice(0, 1)}</span>} {shown(field, customer[field.name], t)}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <Contacts customer={customer} home={home} />
      <Products customer={customer} />
    </div>
  );
}
function Contacts({ customer, home }: { readonly customer: ApiRecord; readonly home: string }) {
  const t = useWords();
  const me = useWho();
  const sees = mayOpen(me, 'customers.contact_customer');
  const links = useQuery({
    ...listQuery('customers.contact_customer', {
      limit: 20,
      count: 'none',
      sort: '-is_primary',
      expand: 'contact',
      filter: JSON.stringify({
        all: [
          { field: 'customer', op: 'eq', value: customer.id },
          { field: 'to', op: 'is_empty' },
        ],
      }),
    }),
    enabled: sees,
  }).data?.data;
  if (!sees) return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return (
    <section>
      <header>
        <h2>{t('customer.contacts')}</h2>
        {links && links.length > 0 && <span className="soft">{links.length}</span>}
      </header>
      {links?.length === 0 && <p className="faint">{t('customer.no_contacts')}</p>}
      <ul className="contacts">
        {links?.map((link) => {
          const contact = (isReference(link['contact']) ? link['contact'] : {}) as Readonly<Record<string, unknown>>;
          const who = text(contact['name']) || referenceLabel(link['contact']);
          return (
            <li key={link.id}>
              <span className={link['is_primary'] === true ? 'face on' : 'face'}>{who.slice(0, 1)}</span>
              <div>
                <Link to={`${home}/customers/contact/${text(contact['id'])}` as string}>{who}</Link>{' '}
                <span className="faint">
                  {[text(contact['title']), text(link['role']), link['is_primary'] === true ? t('customer.primary') : ''].filter((part) => part !== '').join(' · ')}
                </span>
                <div className="soft">
                  {dialable(text(contact['mobile'])) ? (
                    <a href={`tel:${text(contact['mobile'])}`}>{text(contact['mobile'])}</a>
                  ) : (
                    text(contact['mobile']) || text(contact['phone']) || text(contact['email'])
                  )}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
/** A masked number cannot be called. */
const dialable = (mobile: string): boolean => /^\+?\d{6,}$/.test(mobile);
