import { define, instant, reference, type Row, states, text, trace } from '#declare';

const fields = {
  name: text({ zh: '名称', en: 'Name', required: true, max: 80 }),
  acts_as: reference('core.user', { zh: '以谁的身份', en: 'Acts as', required: true, immutable: true, help: { zh: '权限不会超过此用户', en: 'Never may more than this user' } }),
  key_id: text({ zh: '密钥前缀', en: 'Prefix of the key', max: 20, immutable: true }),
  /** `{"sales.order": ["read", "create"]}`; empty: all its user may. */
  allowed: trace({ zh: '允许的操作', en: 'What it may do' }),
  ip_list: text({ zh: '允许的地址', en: 'Addresses it may come from', help: { zh: '用逗号分隔，空为任意', en: 'With commas between; empty is any' } }),
  expires_at: instant({ zh: '到期', en: 'Expires', required: true }),
  state: states({ active: { zh: '有效', en: 'Active', color: 'green' }, ended: { zh: '已停用', en: 'Ended', final: true } }),
};
export interface ApiKey extends Row<typeof fields> {}
/** A program's way in (P.1). The key itself is shown once and kept as a hash beside the accounts. */
export const ApiKeyRecord = define('core.api_key', fields).catalog({
  zh: '接口密钥',
  en: 'API key',
  title: 'name',
  actions: { end: { zh: '停用', en: 'End', from: 'active', to: 'ended', danger: true } },
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'end'] } },
  views: { list: ['name', 'key_id', 'acts_as', 'expires_at', 'state'] },
});

declare module '#declare' {
  interface Rows {
    'core.api_key': ApiKey;
  }
}
