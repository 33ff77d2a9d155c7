type Dimension = 'count' | 'time' | 'mass' | 'length' | 'area' | 'volume';
export interface SeedUnit {
  readonly code: string;
  readonly name: string;
  readonly name_en: string;
  readonly dimension: Dimension;
  readonly decimals: number;
  readonly measured: boolean;
}
const counted = (code: string, name: string, name_en: string): SeedUnit => ({ code, name, name_en, dimension: 'count', decimals: 0, measured: false });
const timed = (code: string, name: string, name_en: string, decimals: number): SeedUnit => ({ code, name, name_en, dimension: 'time', decimals, measured: false });
const measured = (code: string, name: string, name_en: string, dimension: Dimension, decimals: number): SeedUnit => ({ code, name, name_en, dimension, decimals, measured: true });

/** The units shipped with every organisation (P.15). */
export const units: readonly SeedUnit[] = [
  counted('PCS', '个', 'Piece'),
  counted('EA', '件', 'Each'),
  counted('ZHI', '支', 'Stick'),
  counted('BOX', '盒', 'Box'),
  counted('CTN', '箱', 'Carton'),
  counted('PACK', '包', 'Pack'),
  counted('BAG', '袋', 'Bag'),
  counted('BTL', '瓶', 'Bottle'),
  counted('CAN', '罐', 'Can'),
  counted('SET', '套', 'Set'),
  counted('PAIR', '双', 'Pair'),
  counted('ROLL', '卷', 'Roll'),
  counted('SHEET', '张', 'Sheet'),
  counted('BOOK', '本', 'Book'),
  counted('UNIT', '台', 'Unit'),
  counted('TIME', '次', 'Time'),
  timed('HOUR', '小时', 'Hour', 2),
  timed('DAY', '天', 'Day', 1),
  timed('MONTH', '月', 'Month', 0),
  measured('KG', '千克', 'Kilogram', 'mass', 3),
  measured('G', '克', 'Gram', 'mass', 0),
  measured('T', '吨', 'Tonne', 'mass', 6),
  measured('M', '米', 'Metre', 'length', 2),
  measured('M2', '平方米', 'Square metre', 'area', 2),
  measured('M3', '立方米', 'Cubic metre', 'volume', 3),
  measured('L', '升', 'Litre', 'volume', 3),
  measured('ML', '毫升', 'Millilitre', 'volume', 0),
];
