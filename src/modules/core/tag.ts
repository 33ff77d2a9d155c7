import { choice, define, flag, reference, references, refusal, type Row, text } from '#declare';

const color = choice({
  zh: '颜色',
  en: 'Colour',
  options: { grey: { zh: '灰', en: 'Grey' }, blue: { zh: '蓝', en: 'Blue' }, green: { zh: '绿', en: 'Green' }, amber: { zh: '橙', en: 'Amber' }, red: { zh: '红', en: 'Red' } },
});
const groupFields = {
  name: text({ zh: '名称', en: 'Name', required: true, max: 40, pinyin: true }),
  exclusive: flag({ zh: '互斥', en: 'Exclusive', help: { zh: '一条记录最多一个本组的标签', en: 'A record has one tag of the group at most' } }),
  roles: references('core.role', { zh: '谁可以打', en: 'Who may apply', help: { zh: '空为能修改该记录的人', en: 'Empty is whoever may change the record' } }),
  color,
};
export interface TagGroup extends Row<typeof groupFields> {}
export const TagGroupRecord = define('core.tag_group', groupFields).catalog({
  zh: '标签组',
  en: 'Tag group',
  title: 'name',
  unique: [{ fields: ['name'] }],
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete'] }, employee: { scope: 'all' } },
  views: { list: ['name', 'exclusive', 'roles', 'color'] },
});

const tagFields = {
  name: text({ zh: '名称', en: 'Name', required: true, max: 40, pinyin: true }),
  group: reference('core.tag_group', { zh: '标签组', en: 'Group' }),
  color,
};
export interface Tag extends Row<typeof tagFields> {}
/** A word put on records (P.11, 1.3): renamed and merged it stays the same on each of them. */
export const TagRecord = define('core.tag', tagFields).catalog({
  zh: '标签',
  en: 'Tag',
  title: 'name',
  unique: [{ fields: ['name'] }],
  search: ['name'],
  refusals: {
    'tag.exclusive_conflict': refusal({
      zh: '“{group}”一次只能打一个标签',
      en: 'Only one tag of “{group}” at a time',
      fix: { zh: '只留一个', en: 'Keep one of them' },
      with: { group: 'text' },
      status: 422,
    }),
    'tag.not_allowed': refusal({
      zh: '无权使用标签“{tag}”',
      en: 'You may not use the tag “{tag}”',
      fix: { zh: '请有权的人处理', en: 'Ask somebody who may' },
      with: { tag: 'text' },
      status: 422,
    }),
  },
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete'] }, employee: { scope: 'all' } },
  views: { list: ['name', 'group', 'color'] },
});

declare module '#declare' {
  interface Rows {
    'core.tag_group': TagGroup;
    'core.tag': Tag;
  }
}
