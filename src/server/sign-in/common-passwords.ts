/*
 * Passwords that guessers try first (P.1: at least 10,000, Chinese and English). A downloaded list would be a file of a megabyte
 * that nobody reads; people build these passwords from few parts, so the list is built the same way: a word, a name or a walk over
 * the keyboard, with the endings that people add.
 */
const english =
  'password passw0rd p@ssword p@ssw0rd pass welcome welcome1 admin admin1 administrator root user guest test demo login letmein changeme change default secret master manager hello hello1 iloveyou love lovely sunshine princess dragon monkey shadow superman batman michael jordan jennifer football baseball basketball soccer hockey killer pepper ginger hunter ranger buster tigger charlie daniel thomas robert matthew andrew joshua jessica ashley nicole michelle summer winter spring autumn flower freedom whatever computer internet server database oracle mysql postgres windows microsoft google apple android samsung iphone facebook twitter linkedin china beijing shanghai shenzhen company office business finance account accounting sales money dollar lucky happy smile angel star starwars pokemon naruto minecraft mustang porsche ferrari mercedes yamaha honda toyota merlin cookie chocolate banana orange purple yellow silver golden diamond crystal forever friend friends family mother father brother sister baby babygirl sweet cheese chicken coffee pizza music guitar piano rock metal trustno1 access system security private qwerty azerty abc abcd abcdef aaa aaaa zxcvbn asdf asdfgh qazwsx';
const chinese =
  'woaini woaini woaiwojia mima wodemima denglu guanliyuan nihao nihaoma zhongguo beijing shanghai shenzhen guangzhou hangzhou chengdu wuhan nanjing tianjin chongqing suzhou kunshan xiamen qingdao gongsi wodegongsi caiwu xiaoshou kucun cangku kuaiji chuna jingli laoban zongjingli renshi yewu houtai xitong ceshi yonghu zhanghao mianma taobao weixin zhifubao alibaba tengxun baidu huawei xiaomi jingdong dingding feishu qq gongxifacai facai fugui jixiang ruyi pingan kuaile xingfu jiankang shunli fuxing longma feilong dalong xiaolong laohu tiger long feng meili piaoliang baobei baobao qinqin laopo laogong mama baba gege jiejie didi meimei pengyou tongxue wangzhe rongyao yingxiong chuanqi moshou';
const surnames =
  'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang xu han feng deng cao peng zeng xiao tian dong yuan pan cai jiang yu du ye cheng wei su lv ding ren shen yao lu jiang cui zhong tan wang fan jin shi liao jia xia fu fang bai zou meng xiong qin qiu hou jiang yin xue yan duan lei long tao he mao hao gu gong shao wan qian';
const given = 'wei fang na xiuying min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang ying hua xin yu ting bo fei peng long hui bin lin';
const walks =
  '1234567890 0123456789 9876543210 0987654321 123456789 12345678 11111111 00000000 88888888 66666666 99999999 147258369 159357456 1qaz2wsx 1qaz2wsx3edc qazwsxedc qwertyuiop qwertyui qwerty asdfghjkl asdfghjk zxcvbnm zxcvbnmasd 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 zaq12wsx poiuytrewq lkjhgfdsa mnbvcxz abcdefgh abcdefghij abcd1234 a1b2c3d4 aa123456 a123456 qq123456 asd123 zxc123 qwe123 abc123 5201314 1314520 woaini1314 112233 11223344 1122334455 123123 123123123 321321 654321 87654321 987654321 12341234 123321 1234554321 13145201314';
const endings = [
  '',
  '1',
  '12',
  '123',
  '1234',
  '12345',
  '123456',
  '1234567',
  '12345678',
  '123456789',
  '!',
  '!!',
  '@',
  '#',
  '.',
  '1!',
  '123!',
  '1234!',
  '12345!',
  '@1',
  '@12',
  '@123',
  '@1234',
  '@123456',
  '#123',
  '_123',
  '-123',
  '.123',
  '00',
  '000',
  '01',
  '007',
  '11',
  '111',
  '1111',
  '66',
  '666',
  '6666',
  '88',
  '888',
  '8888',
  '99',
  '520',
  '521',
  '1314',
  '5201314',
  '168',
  '169',
  '518',
  '321',
  '4321',
  '654321',
  'abc',
  'aa',
  'qwe',
  'cn',
  '2008',
  '2010',
  '2015',
  '2018',
  '2019',
  '2020',
  '2021',
  '2022',
  '2023',
  '2024',
  '2025',
  '2026',
  '2027',
  '@2024',
  '@2025',
  '@2026',
  '2024!',
  '2025!',
  '2026!',
  '1980',
  '1985',
  '1988',
  '1990',
  '1992',
  '1995',
  '1998',
  '2000',
];
const shortest = 8;

function build(): ReadonlySet<string> {
  const words = (text: string): string[] => text.split(' ');
  const names = words(surnames).flatMap((surname) => words(given).map((name) => surname + name));
  const set = new Set<string>();
  const add = (text: string): void => {
    if (text.length >= shortest) set.add(text);
  };
  for (const word of [...words(english), ...words(chinese), ...words(walks)]) {
    for (const ending of endings) add(word + ending);
    add(word + word);
    for (const start of ['1', '123', '123456', 'a', 'aa', 'qq', '520', '!', '@']) add(start + word);
  }
  for (const name of names) for (const ending of ['', '123', '1234', '123456', '520', '888', '1314', '2024', '2025', '2026', '@123']) add(name + ending);
  // Eight digits that are a date of birth, and a digit or letter repeated.
  for (const char of '0123456789abcdefghijklmnopqrstuvwxyz') for (let length = shortest; length <= 16; length += 1) set.add(char.repeat(length));
  return set;
}
/** All in lower case, eight characters or more: shorter ones are refused as too short anyway. */
export const commonPasswords: ReadonlySet<string> = build();

/** Also a common one: a whole date of birth, a mobile number, or a common one with capitals or full-width letters. */
export function isCommon(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  return commonPasswords.has(folded) || /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(folded) || /^1[3-9]\d{9}$/.test(folded);
}
