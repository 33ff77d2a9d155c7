import { date, define, integer, reference, type Row, text } from '#declare';

const fields = {
  code: text({ zh: '代码', en: 'Code', required: true, max: 12, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, pinyin: true, max: 60 }),
  /** 1 province, 2 city, 3 district. */
  level: integer({ zh: '级别', en: 'Level', required: true, min: 1, max: 3 }),
  parent: reference('core.region', { zh: '上级', en: 'Parent' }),
  full_name: text({ zh: '全称', en: 'Full name', required: true }),
  valid_from: date({ zh: '启用日', en: 'Valid from' }),
  valid_to: date({ zh: '撤销日', en: 'Valid to' }),
  successor: reference('core.region', { zh: '现代码', en: 'Successor' }),
};
export interface Region extends Row<typeof fields> {}
/** GB/T 2260 divisions (P.15); shipped, and only read. */
export const RegionRecord = define('core.region', fields).catalog({
  zh: '行政区划',
  en: 'Region',
  title: 'full_name',
  code: 'code',
  readonly: true,
  unique: [{ fields: ['code'] }],
  indexes: [['parent']],
  grants: { administrator: { scope: 'all' }, employee: { scope: 'all' } },
  views: { list: ['code', 'full_name', 'level'], tree: { parent: 'parent', depth: 3 } },
});

declare module '#declare' {
  interface Rows {
    'core.region': Region;
  }
}
