import { createHash } from 'node:crypto';
import { create, type LocalDate, type Read, sql, type Write } from '#declare';
import { expiryDate, type ShelfLife } from './expiry.ts';

/** A line that names a lot by its number. */
export interface LotLine {
  readonly product: string;
  readonly lot_no: string | null;
  readonly manufacture_date?: LocalDate | null;
  readonly expiry_date?: LocalDate | null;
}
export interface LineLots {
  /** `product|lot_no` → id, of lots that exist and of those to be made. */
  readonly ids: ReadonlyMap<string, string>;
  readonly missing: readonly { readonly id: string; readonly line: LotLine }[];
  readonly life: ReadonlyMap<string, { readonly tracking: string; readonly shelf: ShelfLife | null }>;
}
const key = (product: string, lot_no: string): string => `${product}|${lot_no}`;
export const lotOf = (lots: LineLots, line: LotLine): string | null => (line.lot_no ? (lots.ids.get(key(line.product, line.lot_no)) ?? null) : null);

/**
 * The lots of some lines. One that does not exist yet gets an id worked out from product and number, because locks and facts ask one after the
 * other and must mean the same row; two commands that bring in the same new lot meet at the product's cost head first.
 */
export async function lotsOfLines(read: Read, lines: readonly LotLine[]): Promise<LineLots> {
  const named = lines.filter((line) => line.lot_no);
  const wanted = JSON.stringify(named.map(({ product, lot_no }) => ({ product, lot_no })));
  const products = [...new Set(lines.map((line) => line.product))];
  const [found, kinds] = await Promise.all([
    named.length === 0
      ? []
      : read.query<{ id: string; product: string; lot_no: string }>(sql`
          select l.id, l.product, l.lot_no from jsonb_to_recordset(${wanted}::jsonb) k(product uuid, lot_no text)
          join inventory.lot l on l.org_id = ${read.org.id} and l.product = k.product and l.lot_no = k.lot_no`),
    read.query<{ id: string; tracking: string; value: number | null; unit: ShelfLife['unit'] | null }>(sql`
      select id, tracking, shelf_life_value as value, shelf_life_unit as unit from inventory.product where org_id = ${read.org.id} and id = any(${products})`),
  ]);
  const ids = new Map(found.map((lot) => [key(lot.product, lot.lot_no), lot.id]));
  const missing = new Map<string, { readonly id: string; readonly line: LotLine }>();
  for (const line of named) {
    const name = key(line.product, line.lot_no ?? '');
    if (!ids.has(name) && !missing.has(name)) missing.set(name, { id: derivedId(read.org.id, name), line });
  }
  for (const [name, { id }] of missing) ids.set(name, id);
  return {
    ids,
    missing: [...missing.values()],
    life: new Map(kinds.map((row) => [row.id, { tracking: row.tracking, shelf: row.value && row.unit ? { value: row.value, unit: row.unit } : null }])),
  };
}
/** UUID version 8 (RFC 9562): the content says which lot it is. */
function derivedId(org: string, name: string): string {
  const hex = createHash('sha256').update(`lot|${org}|${name}`).digest('hex').slice(0, 32);
  const versioned = `${hex.slice(0, 12)}8${hex.slice(13, 16)}${((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)}${hex.slice(17)}`;
  return versioned.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
/** Lots that come into being with a receipt; an expiry that nobody gave follows from the shelf life (5.0.1). */
export function newLotWrites(lots: LineLots, receivedAt: string): readonly Write[] {
  return lots.missing.map(({ id, line }) => {
    const life = lots.life.get(line.product);
    const made = line.manufacture_date ?? null;
    const expiry = line.expiry_date ?? (made && life?.shelf ? expiryDate(made, life.shelf) : null);
    return create(
      'inventory.lot',
      id,
      { product: line.product, lot_no: line.lot_no, is_serial: life?.tracking === 'serial', manufacture_date: made, expiry_date: expiry, first_received_at: receivedAt } as never,
      { state: 'active' },
    );
  });
}
