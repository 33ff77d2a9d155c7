/*
 * Firms that do not exist, as many as a benchmark asks for: names that differ as real ones do, credit codes whose check characters are
 * right (GB 32100-2015, GB 11714-1997), mobile numbers of a range that exists.
 */
export interface Firm {
  readonly name: string;
  readonly uscc: string;
  readonly contact: string;
  readonly mobile: string;
  readonly address: string;
}
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const innerWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const places = [
  ['上海', '310115'],
  ['苏州', '320505'],
  ['昆山', '320583'],
  ['南京', '320106'],
  ['杭州', '330106'],
  ['宁波', '330203'],
  ['合肥', '340104'],
  ['武汉', '420106'],
  ['长沙', '430104'],
  ['广州', '440106'],
  ['深圳', '440305'],
  ['成都', '510107'],
  ['重庆', '500112'],
  ['西安', '610113'],
  ['青岛', '370202'],
  ['天津', '120101'],
] as const;
/** Characters that firms like; four of them make 2.5 million cores. */
const syllables = Array.from('同启明德恒润嘉瑞宏远华盛泰和安信卓越鼎立创诚通达宁祥图景业昌康丰顺凯飞铭悦');
const trades = ['电子', '精密机械', '贸易', '物流', '食品', '建材', '医疗器械', '纺织', '软件', '包装', '化工', '汽车配件', '教育科技', '环保设备', '餐饮管理', '科技'];
const forms = ['有限公司', '有限公司', '有限公司', '股份有限公司', '有限责任公司'];
const surnames = Array.from('李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const given = Array.from('明芳伟敏静磊洋艳勇娟涛丽强洁军婷超霞平雪');
const streets = ['人民路', '中山路', '解放路', '建设路', '科技大道', '滨江路', '迎宾路', '长江路'];
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** The firm of a place in the list: the same place gives the same firm, two places never the same name. */
export function firm(at: number): Firm {
  // Steps that share no factor with the number of cores walk through all of them, neighbours far apart.
  const base = syllables.length;
  const core = (at * 1_299_709 + 7919) % base ** 4;
  const name = [0, 1, 2, 3].map((place) => pick(syllables, Math.floor(core / base ** place))).join('');
  const [place, region] = pick(places, at * 7 + Math.floor(core / 97));
  return {
    name: `${place}${name}${pick(trades, core)}${pick(forms, at)}`,
    uscc: creditCode(region, at),
    contact: `${pick(surnames, at * 11 + 3)}${pick(given, at * 5)}${pick(given, Math.floor(at / 20))}`,
    mobile: `13${String(100_000_000 + ((at * 7_368_787) % 899_999_999))}`,
    address: `${place}市${pick(streets, at)}${1 + (at % 2000)}号`,
  };
}
function creditCode(region: string, serial: number): string {
  const body = `MA${base31(serial, 6)}`;
  const inner = [...body].reduce((sum, letter, at) => sum + Number.parseInt(letter, 36) * (innerWeights[at] ?? 0), 0);
  const innerCheck = 11 - (inner % 11);
  const open = `91${region}${body}${innerCheck === 10 ? 'X' : innerCheck === 11 ? '0' : innerCheck}`;
  const sum = [...open].reduce((total, letter, at) => total + letters.indexOf(letter) * (weights[at] ?? 0), 0);
  return open + (letters[(31 - (sum % 31)) % 31] ?? '0');
}
function base31(value: number, width: number): string {
  let [rest, text] = [value, ''];
  for (let at = 0; at < width; at += 1) [text, rest] = [(letters[rest % 31] ?? '0') + text, Math.floor(rest / 31)];
  return text;
}
