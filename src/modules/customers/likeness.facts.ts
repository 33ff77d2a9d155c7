import { type Draft, type Read, sql } from '#declare';
import { type Likeness, mailDomain } from './duplicate.ts';
import { bigrams, type NamedRegion, nameCore, nameNorm, regionCandidates, regionSpellings } from './name-keys.ts';

/** Regions that occur in this name: the whole list is far longer than any name. */
export async function regionsIn(read: Read, name: string): Promise<ReadonlySet<string>> {
  // An import asks for thousands of names: it takes the whole list once.
  if (read.batch) return read.batch.once('customers.regions', () => allRegions(read));
  const pieces = regionCandidates(name);
  if (pieces.length === 0) return new Set();
  const rows = await read.query<NamedRegion>(sql`
    select name, level from core.region
    where org_id = ${read.org.id} and (name = any(${pieces}::text[]) or (level <= 2 and regexp_replace(name, '(壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区|自治州|地区|省|市|盟)$', '') = any(${pieces}::text[])))`);
  return regionSpellings(rows);
}

const allRegions = async (read: Read): Promise<ReadonlySet<string>> =>
  regionSpellings(await read.query<NamedRegion>(sql`select name, level from core.region where org_id = ${read.org.id}`));

type CustomerValues = Pick<Draft<'customers.customer'>, 'kind' | 'name' | 'uscc' | 'tax_no' | 'mobile' | 'email' | 'phone' | 'address' | 'name_norm' | 'name_core'>;
export interface People {
  readonly mobiles: readonly string[];
  readonly emails: readonly string[];
}
const given = (...values: readonly (string | null | undefined)[]): string[] => values.filter((value): value is string => typeof value === 'string' && value !== '');

/** The customer to be saved, as the comparison sees it; an identity number stays out: it is readable to nobody here. */
export const likenessOf = (customer: CustomerValues, people: People): Likeness => ({
  kind: customer.kind ?? 'company',
  name_norm: customer.name_norm ?? nameNorm(customer.name ?? ''),
  name_core: customer.name_core ?? nameCore(customer.name ?? '', new Set()),
  uscc: customer.uscc,
  tax_no: customer.tax_no ?? customer.uscc,
  id_no: null,
  own_mobile: customer.mobile,
  mobiles: given(customer.mobile, ...people.mobiles),
  emails: given(customer.email, ...people.emails),
  phone: customer.phone,
  address: customer.address,
});

export interface Candidate extends Likeness {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly state: string;
}
/** Customers that share a key with this one (1.1 blocking keys); only they are compared. */
export function candidatesOf(read: Read, self: string | null, customer: Likeness): Promise<readonly Candidate[]> {
  const codes = given(customer.uscc, customer.tax_no);
  const domains = customer.emails.flatMap((email) => mailDomain(email) ?? []);
  const pairs = [...new Set(bigrams(customer.name_core))];
  return read.query<Candidate>(sql`
    with people as (
      select l.customer, array_remove(array_agg(p.mobile), null) as mobiles, array_remove(array_agg(p.email), null) as emails
      from customers.contact_customer l join customers.contact p on p.org_id = l.org_id and p.id = l.contact
      where l.org_id = ${read.org.id} and l.to is null and p.org_id = ${read.org.id}
        and (p.mobile = any(${customer.mobiles}::text[]) or p.email = any(${customer.emails}::text[]) or lower(split_part(p.email, '@', 2)) = any(${domains}::text[]))
      group by l.customer
    )
    select c.id, c.code, c.name, c.state, c.kind, coalesce(c.name_norm, '') as name_norm, coalesce(c.name_core, '') as name_core, c.uscc, coalesce(c.tax_no, c.uscc) as tax_no,
      null as id_no, c.mobile as own_mobile, array_remove(array_append(coalesce(p.mobiles, '{}'), c.mobile), null) as mobiles,
      array_remove(array_append(coalesce(p.emails, '{}'), c.email), null) as emails, c.phone, c.address
    from customers.customer c left join people p on p.customer = c.id
    where c.org_id = ${read.org.id} and c.id is distinct from ${self}::uuid and c.state <> 'merged' and (
      p.customer is not null or c.uscc = any(${codes}::text[]) or c.tax_no = any(${codes}::text[]) or c.mobile = any(${customer.mobiles}::text[]) or c.email = any(${customer.emails}::text[])
      or lower(split_part(c.email, '@', 2)) = any(${domains}::text[]) or c.phone = ${customer.phone}::text or c.name_norm = ${customer.name_norm}
      or (customers.bigrams(c.name_core) && ${pairs}::text[]
        and (select count(*) from unnest(customers.bigrams(c.name_core)) b where b = any(${pairs}::text[])) >= least(2, ${pairs.length}::int)))
    order by c.id limit 1000`);
}

export interface CurrentContact {
  readonly link: string;
  readonly id: string;
  readonly name: string;
  readonly mobile: string | null;
  readonly email: string | null;
  readonly is_primary: boolean;
}
export const currentContacts = (read: Read, customer: string): Promise<readonly CurrentContact[]> =>
  read.query<CurrentContact>(sql`
    select l.id as link, p.id, p.name, p.mobile, p.email, l.is_primary
    from customers.contact_customer l join customers.contact p on p.org_id = l.org_id and p.id = l.contact
    where l.org_id = ${read.org.id} and l.customer = ${customer} and l.to is null order by l.id`);

/** Hand-written: pairs of characters of a name's core, indexed, so that a likeness is sought among few. */
export const likenessSchema = [
  `create function customers.bigrams(core text) returns text[] language sql immutable parallel safe as $$
  select case when char_length(core) < 2 then array[core] else array(select distinct substr(core, i, 2) from generate_series(1, char_length(core) - 1) i) end $$`,
  `grant execute on function customers.bigrams(text) to qiantai_app`,
  `create index customers_customer_bigrams_ix on customers.customer using gin (customers.bigrams(name_core))`,
] as const;
