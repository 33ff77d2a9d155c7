import { choice, date, define, type Row, text } from '#declare';

const fields = {
  declaration: text({ zh: '单据', en: 'Declaration', required: true, max: 80, immutable: true }),
  pattern: text({ zh: '编号规则', en: 'Pattern', required: true, max: 80 }),
  assign: choice({
    zh: '编号时机',
    en: 'Assigned',
    required: true,
    default: 'on_submit',
    options: { on_submit: { zh: '提交时', en: 'On submit' }, on_create: { zh: '新建时', en: 'On create' } },
  }),
  manual: choice({
    zh: '手工编号',
    en: 'Manual numbers',
    required: true,
    default: 'allowed',
    options: { never: { zh: '不允许', en: 'Never' }, allowed: { zh: '按规则', en: 'By the pattern' }, free: { zh: '任意', en: 'Free' } },
  }),
  date_field: text({ zh: '日期字段', en: 'Date field', max: 60 }),
  valid_from: date({ zh: '生效日', en: 'Valid from', required: true, default: 'today' }),
};
export interface Numbering extends Row<typeof fields> {}
/** Overrides the pattern a declaration ships with; a change affects new records only (P.5). */
export const NumberingRecord = define('core.numbering', fields).catalog({
  zh: '编号规则',
  en: 'Numbering',
  title: 'declaration',
  unique: [{ fields: ['declaration', 'valid_from'] }],
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete'] }, auditor: { scope: 'all' } },
  views: { list: ['declaration', 'pattern', 'assign', 'manual', 'valid_from'] },
});

declare module '#declare' {
  interface Rows {
    'core.numbering': Numbering;
  }
}
