import { type Decimal, decimal, round } from '#decimal';
import { chance, padded, pick } from './chance.ts';

/* What the invented trading company sells; names, prices and tax classes come out the same every time. */

/** A shelf of the trading company: how its goods are called, counted, taxed and priced. */
export interface Category {
  readonly code: string;
  readonly name: string;
  /** Invented, of the right form. */
  readonly taxClass: string;
  readonly taxCode: 'VAT13' | 'VAT9';
  readonly unit: string;
  /** A larger unit to sell in, and how many of the smaller it holds. */
  readonly carton: readonly [unit: string, holds: number] | undefined;
  readonly things: readonly string[];
  readonly specs: readonly string[];
  /** In cents, of the dearest article about ten times as much. */
  readonly from: number;
}
export const categories: readonly Category[] = [
  {
    code: 'PAPER',
    name: '纸张本册',
    taxClass: '1060105010000000000',
    taxCode: 'VAT13',
    unit: '包',
    carton: ['箱', 5],
    things: ['A4复印纸', 'A3复印纸', '彩色复印纸', '热敏收银纸', '无线胶装本', '活页笔记本', '便签纸', '牛皮纸信封'],
    specs: ['70g 500张', '80g 500张', '70g 100张', '80g 100张', '经济装', '环保装'],
    from: 1_490,
  },
  {
    code: 'WRITE',
    name: '书写工具',
    taxClass: '1060408010000000000',
    taxCode: 'VAT13',
    unit: '支',
    carton: ['盒', 12],
    things: ['中性笔', '按动中性笔', '圆珠笔', '白板笔', '记号笔', '荧光笔', '自动铅笔', '签字笔'],
    specs: ['黑色0.5mm', '蓝色0.5mm', '红色0.5mm', '黑色0.7mm', '蓝色0.7mm', '黑色1.0mm'],
    from: 120,
  },
  {
    code: 'DESK',
    name: '桌面用品',
    taxClass: '1060408020000000000',
    taxCode: 'VAT13',
    unit: '个',
    carton: undefined,
    things: ['订书机', '起钉器', '打孔器', '笔筒', '文件架', '胶带座', '裁纸刀', '剪刀'],
    specs: ['标准型', '加厚型', '省力型', '迷你型', '大号', '小号'],
    from: 590,
  },
  {
    code: 'FILE',
    name: '文件管理',
    taxClass: '1060408030000000000',
    taxCode: 'VAT13',
    unit: '个',
    carton: ['箱', 24],
    things: ['档案盒', '文件夹', '抽杆夹', '资料册', '风琴包', '票据夹', '档案袋'],
    specs: ['A4 35mm', 'A4 55mm', 'A4 20页', 'A4 40页', 'A5', 'A3'],
    from: 380,
  },
  {
    code: 'MACH',
    name: '办公设备',
    taxClass: '1090511030000000000',
    taxCode: 'VAT13',
    unit: '台',
    carton: undefined,
    things: ['桌面计算器', '碎纸机', '塑封机', '装订机', '验钞机', '标签打印机', '考勤机'],
    specs: ['12位', '基础款', '商务款', '静音款', '大容量', '升级款'],
    from: 4_900,
  },
  {
    code: 'INK',
    name: '打印耗材',
    taxClass: '1070203060000000000',
    taxCode: 'VAT13',
    unit: '支',
    carton: undefined,
    things: ['硒鼓', '墨盒', '色带', '碳粉', '打印头', '标签色带'],
    specs: ['黑色标准', '黑色大容量', '青色', '品红', '黄色', '四色装'],
    from: 3_900,
  },
  {
    code: 'CLEAN',
    name: '清洁用品',
    taxClass: '1070213010000000000',
    taxCode: 'VAT13',
    unit: '瓶',
    carton: ['箱', 12],
    things: ['洗手液', '玻璃清洁剂', '洁厕液', '地板清洁剂', '洗洁精', '消毒液', '空气清新剂'],
    specs: ['500ml', '750ml', '1L', '2L', '5L', '补充装'],
    from: 690,
  },
  {
    code: 'TISSUE',
    name: '生活用纸',
    taxClass: '1060105030000000000',
    taxCode: 'VAT13',
    unit: '包',
    carton: ['箱', 24],
    things: ['抽纸', '卷纸', '擦手纸', '厨房纸', '湿巾', '手帕纸'],
    specs: ['3层100抽', '3层130抽', '4层90抽', '2层200抽', '10片装', '家庭装'],
    from: 320,
  },
  {
    code: 'DRINK',
    name: '饮料',
    taxClass: '1030307010000000000',
    taxCode: 'VAT13',
    unit: '瓶',
    carton: ['箱', 24],
    things: ['饮用纯净水', '天然矿泉水', '绿茶饮料', '苏打水', '运动饮料', '咖啡饮料', '果汁饮料'],
    specs: ['350ml', '500ml', '550ml', '900ml', '1.5L', '2L'],
    from: 150,
  },
  {
    code: 'GRAIN',
    name: '米面粮油',
    taxClass: '1030102010000000000',
    taxCode: 'VAT9',
    unit: '袋',
    carton: undefined,
    things: ['东北大米', '泰国香米', '小麦粉', '荞麦面', '黄小米', '糯米', '燕麦片'],
    specs: ['1kg', '2.5kg', '5kg', '10kg', '25kg', '礼盒装'],
    from: 990,
  },
  {
    code: 'TOOL',
    name: '五金工具',
    taxClass: '1080413010000000000',
    taxCode: 'VAT13',
    unit: '件',
    carton: undefined,
    things: ['螺丝刀', '活动扳手', '尖嘴钳', '卷尺', '羊角锤', '水平尺', '美工刀', '内六角扳手'],
    specs: ['3寸', '6寸', '8寸', '10寸', '套装', '加长型'],
    from: 890,
  },
  {
    code: 'SAFE',
    name: '劳保用品',
    taxClass: '1040205010000000000',
    taxCode: 'VAT13',
    unit: '双',
    carton: ['箱', 60],
    things: ['棉纱手套', '丁腈手套', '防割手套', '绝缘手套', '劳保鞋', '防滑雨靴'],
    specs: ['S码', 'M码', 'L码', 'XL码', '均码', '加厚'],
    from: 260,
  },
];

export interface Article {
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  readonly category: Category;
  /** Tax included, of the base unit. */
  readonly price: Decimal;
  readonly cost: Decimal;
  readonly stock: number;
}
/** Things and their kinds, category by category in turn, until there are enough. */
export function makeArticles(wanted: number, seed: number): readonly Article[] {
  const next = chance(seed);
  const articles: Article[] = [];
  for (let round_ = 0; articles.length < wanted; round_++) {
    for (const category of categories) {
      if (articles.length === wanted || round_ >= category.things.length * category.specs.length) continue;
      const price = round(decimal(category.from + next(category.from * 9)).times('0.01'), 1);
      const cost = round(price.times(decimal(55 + next(20)).times('0.01')), 2);
      const code = `P${padded(articles.length + 1, 4)}`;
      articles.push({
        code,
        name: pick(category.things, Math.floor(round_ / category.specs.length)),
        spec: pick(category.specs, round_),
        category,
        price,
        cost,
        stock: 20 + 10 * next(60),
      });
    }
  }
  return articles;
}
