import { type Decimal, decimal } from '#decimal';
import { hasCheckDigit } from './check-digit.ts';

export interface WeightCode {
  readonly product: string;
  /** Kilograms. */
  readonly weight: Decimal;
}
/** A scale's label: `20PPPPPQQQQQC` names a product by P and its grams by Q (5.0.6, setting `scan_pattern`). */
export function readWeightCode(code: string, pattern = '20PPPPPQQQQQC'): WeightCode | undefined {
  if (code.length !== pattern.length || !hasCheckDigit(code)) return undefined;
  const taken = { P: '', Q: '' };
  for (const [position, wanted] of [...pattern].entries()) {
    const digit = code[position] ?? '';
    if (wanted === 'P' || wanted === 'Q') taken[wanted] += digit;
    else if (wanted !== 'C' && wanted !== digit) return undefined;
  }
  return { product: taken.P, weight: decimal(taken.Q).div(decimal(1000)) };
}
