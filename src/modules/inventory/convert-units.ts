import { type Decimal, decimal } from '#decimal';

/** How many base units one unit is, exactly: 1 箱 = 24 ÷ 1 瓶 (5.0.1). */
export interface Factor {
  readonly num: bigint;
  readonly den: bigint;
}
export const sameUnit: Factor = { num: 1n, den: 1n };

/** What the base unit can hold: its decimals, and whether it is measured (kg), so that a conversion may be rounded. */
export interface BaseUnit {
  readonly decimals: number;
  readonly measured: boolean;
}

/**
 * `entered × num ÷ den` without any rounding; `undefined` where the base unit cannot hold the result and is counted, not measured: half a
 * set of three pieces is no number of pieces (`uom.inexact`).
 */
export function toBaseQuantity(entered: Decimal, { num, den }: Factor, base: BaseUnit): Decimal | undefined {
  const { units, places } = wholeUnits(entered);
  const dividend = units * num * 10n ** BigInt(base.decimals);
  const divisor = den * 10n ** BigInt(places);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return scaled(quotient, base.decimals);
  if (!base.measured) return undefined;
  const magnitude = rest < 0n ? -rest : rest;
  const away = magnitude * 2n >= divisor ? (rest < 0n ? -1n : 1n) : 0n;
  return scaled(quotient + away, base.decimals);
}

/** The factor between two units that both have a global factor to the reference unit of their dimension: 1 t = 1,000 kg, 1 g = 1 ÷ 1,000 kg. */
export const between = (unit: Factor, base: Factor): Factor => ({ num: unit.num * base.den, den: unit.den * base.num });

function wholeUnits(value: Decimal): { readonly units: bigint; readonly places: number } {
  const [whole = '0', fraction = ''] = value.toFixed().split('.');
  return { units: BigInt(whole + fraction), places: fraction.length };
}
const scaled = (units: bigint, places: number): Decimal => decimal(units).div(decimal(10n ** BigInt(places)));
