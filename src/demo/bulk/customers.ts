import type pg from 'pg';
import { searchColumns } from '../../kernel/command/search-columns.ts';
import { recordOf } from '../../kernel/registry/build.ts';
import type { Registry } from '../../kernel/registry/meta.ts';
import { searchText } from '../../kernel/search/text.ts';
import { chance, padded, pick } from '../chance.ts';
import { creditCode, type Firm, makeContact } from '../firms.ts';
import { copiedId, countedOn, escaped, gramList, nothing, type Program, rowProgram, type SearchPart, textProgram } from './rows.ts';
import { columnsOf } from './schema.ts';

/*
 * A company so many times as large has more customers too: every eighth copy of the year is the business of sixty others, who are the first
 * sixty with other names. Circle 0 are those of the year itself.
 */
const copiesOf = 8;
const mostCircles = 1_500;
export const circlesFor = (times: number): number => Math.min(mostCircles, Math.ceil(times / copiesOf));

export interface Circles {
  readonly count: number;
  /** What stands in a text of the year for one of its customers, and in a copy of it. */
  readonly slots: ReadonlyMap<string, (copy: number) => string>;
  /** How a customer's name is found in the copy. */
  readonly nameSearch: ReadonlyMap<string, (copy: number) => SearchPart>;
}
const endings = Array.from('科华星源信联盛达航博启腾远中海天地元正大新金百丰成立方圆智远和睦');
/** 同创 becomes 同创科, and after those 同创科华. */
function brandIn(brand: string, circle: number): string {
  if (circle === 0) return brand;
  const first = pick(endings, circle - 1);
  const round = Math.floor((circle - 1) / endings.length);
  return brand + first + (round === 0 ? '' : pick(endings, round - 1));
}
const nameIn = (firm: Firm, circle: number): string => firm.name.replace(firm.brand, brandIn(firm.brand, circle));
const usccIn = (firm: Firm, at: number, count: number, circle: number): string => (circle === 0 ? firm.uscc : creditCode(firm.region, 10_000 + (circle - 1) * count + at));

const searchPart = (name: string): SearchPart => {
  const { text, grams } = searchText([name]);
  return { text: escaped(text), grams: gramList(grams) };
};

interface Row {
  readonly id: string;
  readonly code: string;
}
export async function openCircles(client: pg.Client, org: string, firms: readonly Firm[], times: number): Promise<Circles> {
  const count = circlesFor(times);
  const { rows } = await client.query<Row>('select id, code from customers.customer where org_id = $1 order by code', [org]);
  const slots = new Map<string, (copy: number) => string>();
  const nameSearch = new Map<string, (copy: number) => SearchPart>();
  for (const [at, firm] of firms.entries()) {
    const row = rows.find((one) => one.code === firm.code);
    if (!row) throw new TypeError(`customer ${firm.code} is not there`);
    const all = <T>(make: (circle: number) => T): ((copy: number) => T) => {
      const values = Array.from({ length: count }, (_, circle) => make(circle));
      return (copy) => values[copy % count] as T;
    };
    const id = copiedId(row.id);
    slots.set(
      row.id,
      all((circle) => (circle === 0 ? row.id : id(circle))),
    );
    slots.set(
      firm.name,
      all((circle) => nameIn(firm, circle)),
    );
    slots.set(
      firm.uscc,
      all((circle) => usccIn(firm, at, firms.length, circle)),
    );
    nameSearch.set(
      firm.name,
      all((circle) => searchPart(nameIn(firm, circle))),
    );
  }
  return { count, slots, nameSearch };
}

interface CircleTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly programs: readonly Program[];
}
/** Customers, their addresses and contacts for circles 1 to `count` − 1; a program is rendered with the circle, not with the copy. */
export async function circleTables(client: pg.Client, registry: Registry, org: string, firms: readonly Firm[], seed: number): Promise<readonly CircleTable[]> {
  const customer = recordOf(registry, 'customers.customer');
  const contact = recordOf(registry, 'customers.contact');
  const [addresses] = customer.lines;
  if (!addresses) throw new TypeError('customers have no addresses');
  const read = async (table: string): Promise<{ readonly columns: readonly string[]; readonly rows: readonly Readonly<Record<string, string | null>>[] }> => {
    const columns = await columnsOf(client, table);
    const { rows } = await client.query<Record<string, string | null>>(
      `select ${columns.map((name) => `"${name}"::text as "${name}"`).join(', ')} from ${table} where org_id = $1 order by id`,
      [org],
    );
    return { columns, rows };
  };
  const tables: (Awaited<ReturnType<typeof read>> & { readonly table: string })[] = [];
  for (const table of [customer.table, addresses.table, contact.table, recordOf(registry, 'customers.contact_customer').table]) tables.push({ table, ...(await read(table)) });
  const ids = new Set(tables.flatMap(({ rows }) => rows.map((row) => row['id'] ?? '')));
  const links = tables[3]?.rows ?? [];
  const firmOf = (row: Readonly<Record<string, string | null>>): Firm | undefined => {
    const code = tables[0]?.rows.find(
      (one) => one['id'] === (row['code'] ? row['id'] : (row['parent'] ?? row['customer'] ?? links.find((link) => link['contact'] === row['id'])?.['customer'])),
    )?.['code'];
    return firms.find((firm) => firm.code === code);
  };
  return tables.map(({ table, columns, rows }) => ({
    table,
    columns,
    programs: rows.flatMap((row) => {
      const firm = firmOf(row);
      return firm ? [rowProgram(columns.map((name) => cellOf({ table, name, row, firm, firms, ids, seed, registry })))] : [];
    }),
  }));
}
interface Cell {
  readonly table: string;
  readonly name: string;
  readonly row: Readonly<Record<string, string | null>>;
  readonly firm: Firm;
  readonly firms: readonly Firm[];
  readonly ids: ReadonlySet<string>;
  readonly seed: number;
  readonly registry: Registry;
}
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
function cellOf({ table, name, row, firm, firms, ids, seed, registry }: Cell): Program {
  const value = row[name] ?? null;
  if (value === null) return nothing;
  const at = firms.indexOf(firm);
  const contact = (circle: number) => makeContact(chance(seed * 31 + circle * 1_009 + at));
  const mobile = (circle: number): string => `1${padded(9_900_000_000 + circle * firms.length + at + 1, 10)}`;
  if (value === firm.contact) return [(circle) => contact(circle)];
  if (name === 'mobile') return [mobile];
  if (name === 'code') return [countedOn('C', 6, at + 1)].map((first) => (circle) => first(circle * firms.length));
  if (name === 'uscc') return [(circle) => usccIn(firm, at, firms.length, circle)];
  if (name === 'search' || name === 'search_grams') {
    const meta = table === recordOf(registry, 'customers.customer').table ? recordOf(registry, 'customers.customer') : recordOf(registry, 'customers.contact');
    const values = (circle: number) =>
      meta.key === 'customer'
        ? { ...row, code: countedOn('C', 6, at + 1)(circle * firms.length), name: nameIn(firm, circle), uscc: usccIn(firm, at, firms.length, circle) }
        : { ...row, name: contact(circle), mobile: mobile(circle) };
    return [
      (circle) => {
        const found = searchColumns.values(meta, values(circle))[name];
        return Array.isArray(found) ? `{${gramList(found as readonly string[])}}` : escaped(String(found));
      },
    ];
  }
  const pattern = new RegExp(`${uuid.source}|${firm.brand}`, 'g');
  return textProgram(value, { pattern, slot: (found) => (found === firm.brand ? (circle) => brandIn(firm.brand, circle) : ids.has(found) ? copiedId(found) : undefined) });
}
