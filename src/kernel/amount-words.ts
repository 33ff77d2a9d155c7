import { type Decimal, decimal, round } from './decimal.ts';
import { Refused } from './problem.ts';

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['仟', '佰', '拾', ''] as const;

/** 0 < n < 10⁴: inner zeros are read as one 零, those at the end not at all. */
function section(n: number): string {
  let text = '';
  let gap = false;
  for (const [index, digit] of [...String(n).padStart(4, '0')].entries()) {
    if (digit === '0') {
      gap = text !== '';
      continue;
    }
    text += `${gap ? '零' : ''}${digits[Number(digit)]}${places[index]}`;
    gap = false;
  }
  return text;
}
/** Two parts joined by the unit of the higher one; the lower gets 零 when its first place is empty. */
function joined(high: string, unit: string, low: string, gap: boolean): string {
  if (high === '') return low;
  return `${high}${unit}${low !== '' && gap ? '零' : ''}${low}`;
}
const belowYi = (n: number): string => {
  const [high, low] = [Math.floor(n / 10_000), n % 10_000];
  return joined(high > 0 ? section(high) : '', '万', low > 0 ? section(low) : '', low < 1000);
};
/** A whole amount below 10¹⁶ as digits, for it may exceed what a number holds exactly; 亿 counts in eights, so the high part may itself say 万 (万亿). */
function whole(digits16: string): string {
  const [high, low] = [Number(digits16.slice(0, -8)), Number(digits16.slice(-8))];
  return joined(high > 0 ? belowYi(high) : '', '亿', low > 0 ? belowYi(low) : '', low < 10_000_000);
}

export interface WordsOptions {
  /** 元 on vouchers and contracts, 圆 on invoices. */
  readonly yuan?: '元' | '圆';
  /** On a red invoice a negative amount begins with （负数） instead of 负. */
  readonly red?: boolean;
}

/** 大写金额 as cheques, vouchers, contracts and invoices carry it (银发〔1997〕393号; 2.0.2 A8). */
export function amountInWords(amount: Decimal, { yuan = '元', red = false }: WordsOptions = {}): string {
  const value = round(amount, 2);
  if (value.abs().gte('10000000000000000')) throw new Refused('amount.range', { max: '9999999999999999.99' });
  const [yuanDigits = '0', cents = '00'] = value.abs().toFixed(2).split('.');
  const prefix = value.lt(decimal(0)) ? (red ? '（负数）' : '负') : '';
  const [jiao, fen] = [Number(cents[0]), Number(cents[1])];
  const integer = yuanDigits === '0' ? '' : `${whole(yuanDigits)}${yuan}`;
  if (jiao === 0 && fen === 0) return `${prefix}${integer === '' ? `零${yuan}` : integer}整`;
  const gap = integer !== '' && (jiao === 0 || yuanDigits.endsWith('0')) ? '零' : '';
  return `${prefix}${integer}${gap}${jiao > 0 ? `${digits[jiao]}角` : ''}${fen > 0 ? `${digits[fen]}分` : ''}`;
}
