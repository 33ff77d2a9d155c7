import { choice, define, flag, integer, lines, quantity, refusal, type Row, text } from '#declare';

const fields = {
  declaration: text({ zh: '档案或单据', en: 'Declaration', required: true, max: 80, immutable: true, help: { zh: '如 sales.order', en: 'Such as sales.order' } }),
  key: text({ zh: '键', en: 'Key', required: true, max: 40, immutable: true, help: { zh: 'x_ 开头，小写字母、数字与下划线', en: 'Begins with x_, small letters, digits and _' } }),
  kind: choice({
    zh: '类型',
    en: 'Kind',
    required: true,
    options: {
      text: { zh: '文本', en: 'Text' },
      long_text: { zh: '长文本', en: 'Long text' },
      integer: { zh: '整数', en: 'Whole number' },
      quantity: { zh: '数量', en: 'Quantity' },
      money: { zh: '金额', en: 'Amount' },
      date: { zh: '日期', en: 'Date' },
      flag: { zh: '是否', en: 'Yes or no' },
      choice: { zh: '选项', en: 'Choice' },
    },
  }),
  label_zh: text({ zh: '中文名', en: 'Chinese label', required: true, max: 60 }),
  label_en: text({ zh: '英文名', en: 'English label', required: true, max: 60 }),
  help: text({ zh: '说明', en: 'Help', max: 200 }),
  required: flag({ zh: '必填', en: 'Required', help: { zh: '从现在起；旧记录在修改时才要求', en: 'From now on; old records are asked for it when they are edited' } }),
  default_value: text({ zh: '默认值', en: 'Default', max: 200 }),
  min: quantity({ zh: '最小值', en: 'Least', signed: true }),
  max: quantity({ zh: '最大值', en: 'Greatest', signed: true }),
  max_length: integer({ zh: '最长字数', en: 'Longest', min: 1, max: 20000 }),
  field_group: text({
    zh: '字段组',
    en: 'Field group',
    max: 40,
    help: { zh: '如 cost：看不到该组的角色也看不到此字段', en: 'Such as cost: roles that do not see the group do not see the field' },
  }),
  position: integer({ zh: '顺序', en: 'Position', min: 0, max: 10000 }),
  options: lines(
    {
      key: text({ zh: '键', en: 'Key', required: true, max: 40 }),
      label_zh: text({ zh: '中文名', en: 'Chinese label', required: true, max: 60 }),
      label_en: text({ zh: '英文名', en: 'English label', required: true, max: 60 }),
    },
    { zh: '选项', en: 'Choices' },
  ),
};
export interface CustomField extends Row<typeof fields> {}
/** 自定义字段 (P.11): a field the company adds to a declaration; present wherever a declared one is. */
export const CustomFieldRecord = define('core.custom_field', fields).catalog({
  zh: '自定义字段',
  en: 'Custom field',
  title: 'label_zh',
  unique: [{ fields: ['declaration', 'key'] }],
  refusals: {
    'custom_field.in_use': refusal({
      zh: '自定义字段正在使用：{by}',
      en: 'The custom field is in use: {by}',
      fix: { zh: '先从所列之处去掉', en: 'Take it out of these first' },
      status: 409,
      with: { by: 'list' },
    }),
    'custom_field.kind_locked': refusal({
      zh: '已有值，类型不能再改',
      en: 'There are values, the kind stays',
      fix: { zh: '另建一个字段', en: 'Make another field' },
      status: 409,
      with: { kind: 'text' },
    }),
    'custom_field.too_many': refusal({
      zh: '每种档案或单据最多 {max} 个自定义字段',
      en: 'At most {max} custom fields a declaration',
      fix: { zh: '归档不用的字段', en: 'Archive some' },
      with: { max: 'count' },
    }),
  },
  // As every catalog has it, but looking first whether the field is spoken of.
  actions: { archive: { zh: '归档', en: 'Archive' } },
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'archive'] }, auditor: { scope: 'all' } },
  views: { list: ['declaration', 'key', 'label_zh', 'kind', 'required', 'position'] },
});

declare module '#declare' {
  interface Rows {
    'core.custom_field': CustomField;
  }
}
