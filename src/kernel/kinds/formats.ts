import { absent, found, operators, refused, type Parsed } from './kind.ts';
import { civilDate } from './date.ts';
import { codeText } from './normal.ts';

/** A named normaliser and checker of text (`field.format`): P.3 code-like kinds and 1.1. */
export interface Format {
  /** `text` is already NFKC and trimmed, and not empty. */
  readonly check: (text: string) => Parsed;
  readonly operators: readonly string[];
  readonly pattern?: string;
}

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const usccShape = /^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{9}[0-9A-HJ-NP-RTUW-Y]$/;
/** GB 32100-2015: Σ Cᵢ·3^(i−1) mod 31, and the check value again mod 31 so that a remainder of 0 gives `0`. */
function usccCheck(code: string): string {
  let [sum, weight] = [0, 1];
  for (const character of code.slice(0, 17)) {
    sum += usccAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return usccAlphabet[(31 - (sum % 31)) % 31] ?? '';
}
const validUscc = (code: string): boolean => usccShape.test(code) && usccCheck(code) === code[17];
const misread: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5' };

function uscc(text: string): Parsed {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  const length = [...code].length;
  if (length !== 18) return refused('uscc.length', { length });
  if (validUscc(code)) return found(code);
  const repaired = code.replace(/[OIZS]/g, (letter) => misread[letter] ?? letter);
  const suggestion = validUscc(repaired) ? { suggestion: repaired } : {};
  return usccShape.test(code) ? refused('uscc.check_digit', { expected: usccCheck(code), ...suggestion }) : refused('uscc.charset', suggestion);
}
/** Positions 9–17 also carry a check of their own (GB 11714-1997); older numbers fail it, so it is the warning `uscc.org_code` (1.1). */
export function usccOrganisationCheck(code: string): { readonly expected: string } | undefined {
  const body = code.slice(8, 16);
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, at) => total + weight * Number.parseInt(body[at] ?? '0', 36), 0);
  const remainder = 11 - (sum % 11);
  const expected = remainder === 10 ? 'X' : remainder === 11 ? '0' : String(remainder);
  return code[16] === expected ? undefined : { expected };
}

function idNumber(text: string): Parsed {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  if (!/^\d{17}[\dX]$/.test(code)) return refused('field.format', { expected: 'id_no' });
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, at) => total + weight * Number(code[at]), 0);
  const expected = '10X98765432'[sum % 11] ?? '';
  if (code[17] !== expected) return refused('id_no.check_digit', { expected });
  const born = civilDate(Number(code.slice(6, 10)), Number(code.slice(10, 12)), Number(code.slice(12, 14)));
  return born && born <= new Date().toISOString().slice(0, 10) ? found(code) : refused('id_no.birth_date');
}

const mobileShape = /^1[3-9]\d{9}$/;
const foreignShape = /^\+[1-9]\d{6,14}$/;
/** The country code of China is dropped, `86` alone only before exactly eleven digits. */
const withoutCountry = (digits: string): string => digits.replace(/^(?:\+86|0086)/, '').replace(/^86(?=\d{11}$)/, '');
function mobile(text: string): Parsed {
  const number = withoutCountry(text.replace(/[\s().·•\-\u2010-\u2015\u2212]/g, ''));
  return mobileShape.test(number) || foreignShape.test(number) ? found(number) : refused('mobile.invalid');
}
const landlineShape = /^0\d{2,3}-?\d{7,8}(?:-\d{1,6})?$/;
/** A landline, 400/800, a mobile or a foreign number; hyphens of a landline stay, they divide area, number and extension. */
function phone(text: string): Parsed {
  const spaced = text.replace(/[\u2010-\u2015\u2212]/g, '-').replace(/[\s().·•]/g, '');
  const domestic = /^(?:\+86|0086)-?/.test(spaced);
  const local = spaced.replace(/^(?:\+86|0086)-?/, '');
  const digits = local.replaceAll('-', '');
  const mobileNumber = withoutCountry(digits);
  if (mobileShape.test(mobileNumber)) return found(mobileNumber);
  if (/^[48]00\d{7}$/.test(digits)) return found(digits);
  // Written internationally the area code lacks its 0.
  const area = domestic && /^[1-9]/.test(local) ? '0' : '';
  for (const candidate of [area + local, area + digits]) if (landlineShape.test(candidate)) return found(candidate);
  return foreignShape.test(digits) ? found(digits) : refused('phone.invalid');
}

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;
function email(text: string): Parsed {
  const at = text.lastIndexOf('@');
  const [local, host] = [text.slice(0, at), text.slice(at + 1).toLowerCase()];
  return at > 0 && text.length <= 254 && local.length <= 64 && localPart.test(local) && domain.test(host) ? found(`${local}@${host}`) : refused('email.invalid');
}
function bankAccount(text: string): Parsed {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{8,30}$/.test(digits) ? found(digits) : refused('field.format', { expected: '8–30 digits' });
}
function url(text: string): Parsed {
  const address = /^https?:\/\//i.test(text) && !/\s/.test(text) && text.length <= 2048 ? URL.parse(text) : null;
  return address && address.username === '' && address.password === '' ? found(text) : refused('field.format', { expected: 'http(s)://…' });
}
/** GB 12904, GB/T 16830: weights 3, 1, 3 … from the right. */
function gtinCheck(digits: string): string {
  const body = Array.from(digits.slice(0, -1)).toReversed();
  const sum = body.reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}
function barcode(text: string): Parsed {
  const code = text.replace(/[\s-]/g, '');
  if (!/^[\x21-\x7e]{1,80}$/.test(code)) return refused('field.format', { expected: 'barcode' });
  const numbered = /^(?:\d{8}|\d{12,14}|\d{18})$/.test(code);
  const expected = gtinCheck(code);
  return numbered && code.at(-1) !== expected ? refused('barcode.check_digit', { expected }) : found(code);
}
function code(text: string): Parsed {
  const upper = text.toUpperCase();
  return /^[A-Z0-9._/-]+$/.test(upper) ? found(upper) : refused('field.format', { expected: 'A–Z 0–9 . _ / -' });
}
function taxClass(text: string): Parsed {
  return /^\d{19}$/.test(text) ? found(text) : refused('product.tax_class');
}
function taxNumber(text: string): Parsed {
  const number = text.toUpperCase().replace(/[\s-]/g, '');
  return /^[0-9A-Z]+$/.test(number) && [15, 17, 18, 20].includes(number.length) ? found(number) : refused('field.format', { expected: '15, 17, 18, 20' });
}

const exact = ['eq', 'in', 'is_empty', 'not_empty'] as const;
const formats: Readonly<Record<string, Format>> = {
  code: { check: code, operators: operators.text, pattern: '^[A-Z0-9._/-]+$' },
  email: { check: email, operators: operators.text },
  mobile: { check: mobile, operators: [...operators.text, 'ends'] },
  phone: { check: phone, operators: [...operators.text, 'ends'] },
  uscc: { check: uscc, operators: exact, pattern: '^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}$' },
  id_no: { check: idNumber, operators: exact },
  bank_account: { check: bankAccount, operators: ['eq', 'is_empty', 'not_empty'] },
  url: { check: url, operators: operators.text },
  barcode: { check: barcode, operators: operators.text },
  tax_class: { check: taxClass, operators: operators.text, pattern: '^[0-9]{19}$' },
  tax_no: { check: taxNumber, operators: operators.text },
};
export const formatOf = (name: string | undefined): Format | undefined => (name === undefined ? undefined : formats[name]);
/** The whole check of one format outside any field: paste boxes, public pages. */
export function checkFormat(name: string, text: string): Parsed {
  const plain = codeText(text);
  return plain === '' ? absent : (formats[name]?.check(plain) ?? found(plain));
}
