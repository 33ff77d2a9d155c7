import { type Read, sql } from '#declare';
import type { Decimal } from '#decimal';
import { toPlain } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type BaseUnit, between, type Factor, sameUnit, toBaseQuantity } from './convert-units.ts';

export interface UnitWish {
  readonly product: string;
  readonly unit: string;
}
export interface UnitFactor extends Factor {
  readonly product: string;
  readonly unit: string;
  readonly base: BaseUnit;
  readonly names: { readonly unit: string; readonly base_unit: string };
}
export type UnitFactors = ReadonlyMap<string, UnitFactor>;
export interface UnitQuantity extends UnitWish {
  readonly qty: Decimal;
  /** Where the quantity stands in the request. */
  readonly at: string;
}
const key = (product: string, unit: string): string => `${product}|${unit}`;

/**
 * How the units of some lines convert: the product's own factor, else two global ones to the reference unit of their dimension. A unit without
 * any is refused (`uom.no_conversion`).
 */
export async function unitFactors(read: Read, wishes: readonly UnitWish[]): Promise<UnitFactors> {
  const rows = await found(read, wishes);
  const unknown = rows.find((row) => factorOf(row) === undefined);
  if (unknown) throw new Refused('uom.no_conversion', { product: unknown.code, unit: unknown.name });
  return byKey(rows);
}
/** The same, with what does not convert left out. */
export const convertibleFactors = async (read: Read, wishes: readonly UnitWish[]): Promise<UnitFactors> => byKey(await found(read, wishes));

async function found(read: Read, wishes: readonly UnitWish[]): Promise<readonly Found[]> {
  if (wishes.length === 0) return [];
  return read.query<Found>(sql`
    select distinct k.product, k.unit, p.code, u.name, b.name as base_name, p.base_unit, b.decimals, b.measured, u.dimension = b.dimension as same_dimension,
      c.factor_num as own_num, c.factor_den as own_den, gu.factor_num as unit_num, gu.factor_den as unit_den, gb.factor_num as base_num, gb.factor_den as base_den
    from jsonb_to_recordset(${JSON.stringify(wishes.map(({ product, unit }) => ({ product, unit })))}::jsonb) k(product uuid, unit uuid)
    join inventory.product p on p.org_id = ${read.org.id} and p.id = k.product
    join core.unit u on u.org_id = ${read.org.id} and u.id = k.unit
    join core.unit b on b.org_id = ${read.org.id} and b.id = p.base_unit
    left join inventory.unit_conversion c on c.org_id = ${read.org.id} and c.product = k.product and c.unit = k.unit and c.archived_at is null
    left join inventory.unit_conversion gu on gu.org_id = ${read.org.id} and gu.product is null and gu.unit = k.unit and gu.archived_at is null
    left join inventory.unit_conversion gb on gb.org_id = ${read.org.id} and gb.product is null and gb.unit = p.base_unit and gb.archived_at is null`);
}
function byKey(rows: readonly Found[]): UnitFactors {
  return new Map(
    rows.flatMap((row) => {
      const factor = factorOf(row);
      const base = { decimals: row.decimals, measured: row.measured };
      return factor ? [[key(row.product, row.unit), { product: row.product, unit: row.unit, base, names: { unit: row.name, base_unit: row.base_name }, ...factor }] as const] : [];
    }),
  );
}
interface Found {
  readonly product: string;
  readonly unit: string;
  readonly code: string;
  readonly name: string;
  readonly base_name: string;
  readonly base_unit: string;
  readonly decimals: number;
  readonly measured: boolean;
  readonly same_dimension: boolean;
  readonly own_num: number | null;
  readonly own_den: number | null;
  readonly unit_num: number | null;
  readonly unit_den: number | null;
  readonly base_num: number | null;
  readonly base_den: number | null;
}
function factorOf(row: Found): Factor | undefined {
  if (row.unit === row.base_unit) return sameUnit;
  const own = rational(row.own_num, row.own_den);
  if (own) return own;
  const unit = rational(row.unit_num, row.unit_den);
  const base = rational(row.base_num, row.base_den);
  if (row.same_dimension && (unit ?? base)) return between(unit ?? sameUnit, base ?? sameUnit);
  return undefined;
}
const rational = (num: number | null, den: number | null): Factor | undefined => (num === null || den === null ? undefined : { num: BigInt(num), den: BigInt(den) });

/** A quantity in the base unit; refuses with `uom.inexact` what the base unit cannot hold (5.0.1). */
export function toBase(factors: UnitFactors, { product, unit, qty, at }: UnitQuantity): Decimal {
  const factor = factors.get(key(product, unit));
  if (!factor) throw new TypeError(`no factor of ${product} in ${unit} was asked for`);
  const base = toBaseQuantity(qty, factor, factor.base);
  if (!base) throw new Refused('uom.inexact', { qty: toPlain(qty), ...factor.names }, at);
  return base;
}
/** The factor itself, for prices: 1 unit = num ÷ den base units. */
export const factorFor = (factors: UnitFactors, { product, unit }: UnitWish): Factor => factors.get(key(product, unit)) ?? sameUnit;
