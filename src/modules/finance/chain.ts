import { type Decimal, isZero, toMoney } from '#decimal';
import type { LocalDate } from '#declare';
import type { Dimensions } from './posting.ts';

/*
 * The text under the hash chain (3.0.2). Only the text is made here: hashing needs a library that differs between server and browser,
 * and a text that both can make lets anybody check a voucher by hand.
 */
export interface ChainedEntry {
  readonly line_no: number;
  readonly account: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly currency: string;
  readonly fc_amount: Decimal;
  readonly dimensions: Dimensions;
  readonly summary: string;
}
export interface ChainedVoucher {
  readonly org: string;
  readonly seq: number;
  readonly period: string;
  readonly vtype: string;
  readonly voucher_date: LocalDate;
  readonly kind: string;
  readonly preparer: string;
  readonly reviewer: string;
  readonly poster: string;
  readonly entries: readonly ChainedEntry[];
}
export interface ChainLink {
  readonly prev_hash: string;
  readonly text: string;
}

/** The separators of the text, escaped, so that no summary can imitate another voucher. */
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', '\\n');
const joined = (parts: readonly (string | number)[]): string => parts.map((part) => escaped(String(part))).join('|');

function entryText(entry: ChainedEntry): string {
  const debit = isZero(entry.credit);
  const dims = Object.entries(entry.dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
  const amount = toMoney(debit ? entry.debit : entry.credit);
  return joined([entry.line_no, entry.account, debit ? 'D' : 'C', amount, entry.currency, toMoney(entry.fc_amount), dims, entry.summary]);
}

/** `QT1|org|seq|period|vtype|date|kind|preparer|reviewer|poster` and one line for each entry. */
export function voucherText(voucher: ChainedVoucher): string {
  const { org, seq, period, vtype, voucher_date, kind, preparer, reviewer, poster } = voucher;
  return [joined(['QT1', org, seq, period, vtype, voucher_date, kind, preparer, reviewer, poster]), ...voucher.entries.map(entryText)].join('\n');
}
/** What is hashed to give the link: the previous hash, a line feed, the text. */
export const linkText = (link: ChainLink): string => `${link.prev_hash}\n${link.text}`;
/** The hash before the first voucher of an organisation is that of this text. */
export const genesisText = (org: string): string => `QT|${org}`;

export const firstSeal = '0'.repeat(64);
/** What is hashed to seal a period: `S1|org|period|last_seq|last_hash|` and the vouchers of each type in code order. */
export function sealText(
  prevSeal: string,
  facts: { readonly org: string; readonly period: string; readonly last_seq: number; readonly last_hash: string; readonly counts: Readonly<Record<string, number>> },
): string {
  const counts = Object.entries(facts.counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([vtype, count]) => `${vtype}:${count}`)
    .join(',');
  return `${prevSeal}\nS1|${facts.org}|${facts.period}|${facts.last_seq}|${facts.last_hash}|${counts}`;
}
