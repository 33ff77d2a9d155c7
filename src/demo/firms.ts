import { checkFormat, usccOrganisationCheck } from '../kernel/kinds/index.ts';
import { chance, padded, pick } from './chance.ts';

/* Firms that do not exist, with names and credit codes that could. */

const places = [
  ['上海', '310115'],
  ['苏州', '320505'],
  ['昆山', '320583'],
  ['南京', '320106'],
  ['无锡', '320214'],
  ['常州', '320412'],
  ['杭州', '330106'],
  ['宁波', '330203'],
  ['嘉兴', '330402'],
  ['绍兴', '330602'],
  ['合肥', '340104'],
  ['芜湖', '340207'],
  ['南昌', '360102'],
  ['武汉', '420106'],
  ['长沙', '430104'],
  ['广州', '440106'],
  ['深圳', '440305'],
  ['成都', '510107'],
  ['重庆', '500112'],
  ['西安', '610113'],
] as const;
const first = Array.from('同启明德恒润嘉瑞宏远华盛泰和安信卓越鼎立');
const second = Array.from('创泰辉诚通达宁祥图景业昌康润丰顺凯飞铭悦');
const trades = ['电子', '精密机械', '贸易', '物流', '食品', '建材', '医疗器械', '纺织', '软件', '包装', '化工', '汽车配件', '教育科技', '环保设备', '餐饮管理'];
const surnames = Array.from('李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const given = ['明', '芳', '伟', '敏', '静', '磊', '洋', '艳', '勇', '娟', '涛', '丽', '强', '洁', '军', '婷', '超', '霞', '平', '雪'];
const terms = ['I30', 'I30', 'I60', 'COD'] as const;

/** A number whose three check characters are right (GB 11714-1997, GB 32100-2015); the organisation behind it is invented. */
export function creditCode(region: string, serial: number): string {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const letter = pick(Array.from(letters), 10 + (serial % 20));
  const body = serial < 10_000 ? `MA1${letter}${padded(serial, 4)}` : `MA${letter}${padded(serial, 5)}`;
  const open = `91${region}${body}`;
  const inner = usccOrganisationCheck(`${open}#`)?.expected ?? '0';
  for (const last of letters) if (checkFormat('uscc', `${open}${inner}${last}`).ok) return `${open}${inner}${last}`;
  throw new RangeError(`no check character for ${open}`);
}

export const makeContact = (next: (below: number) => number): string => pick(surnames, next(surnames.length)) + pick(given, next(given.length));

export interface Firm {
  readonly code: string;
  readonly name: string;
  readonly brand: string;
  readonly place: string;
  /** Six digits of the place (GB/T 2260). */
  readonly region: string;
  readonly uscc: string;
  readonly term: string;
  readonly contact: string;
  readonly mobile: string;
}
export function makeFirms(count: number, seed: number): readonly Firm[] {
  const next = chance(seed);
  const brands = first.flatMap((a) => second.map((b) => a + b));
  return Array.from({ length: count }, (_, at) => {
    const [place, region] = pick(places, next(places.length));
    // Every brand is used once, so that no two firms look like one (1.1, duplicate score).
    const [brand = ''] = brands.splice(next(brands.length), 1);
    const code = `C${padded(at + 1, 6)}`;
    const name = `${place}${brand}${pick(trades, next(trades.length))}有限公司`;
    const term = pick(terms, next(terms.length));
    const contact = makeContact(next);
    return { code, name, brand, place, region, uscc: creditCode(region, 1000 + at * 7), term, contact, mobile: `199 0000 ${padded(at + 1, 4)}` };
  });
}
