/** The mod-10 digit of EAN, UPC, ITF-14 and SSCC (GB 12904, GB/T 16830): from the right, weights 3, 1, 3 … (5.0.6). */
export function checkDigit(body: string): string {
  let total = 0;
  [...body].reverse().forEach((digit, position) => {
    total += Number(digit) * (position % 2 === 0 ? 3 : 1);
  });
  return String((10 - (total % 10)) % 10);
}
export const hasCheckDigit = (code: string): boolean => /^\d{2,}$/.test(code) && checkDigit(code.slice(0, -1)) === code.at(-1);

export type Symbology = 'ean13' | 'ean8' | 'upca' | 'itf14' | 'code128' | 'internal' | 'qr';
const lengths: Partial<Record<Symbology, number>> = { ean13: 13, ean8: 8, upca: 12, itf14: 14 };
/** What is wrong with a code of that symbology; nothing where any text will do. */
export function codeFault(code: string, symbology: Symbology): { readonly expected: string } | undefined {
  const length = lengths[symbology];
  if (length === undefined) return undefined;
  if (!/^\d+$/.test(code) || code.length !== length) return { expected: `${length}` };
  return hasCheckDigit(code) ? undefined : { expected: checkDigit(code.slice(0, -1)) };
}
/** UPC-A and a GTIN-14 with a leading zero are the same number as an EAN-13; lookups compare that form. */
export function normalGtin(code: string): string {
  if (/^\d{12}$/.test(code)) return `0${code}`;
  return /^0\d{13}$/.test(code) ? code.slice(1) : code;
}
