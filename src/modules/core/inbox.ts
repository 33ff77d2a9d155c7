import { choice, define, instant, integer, type Row, states, text } from '#declare';

const mailboxFields = {
  name: text({ zh: '名称', en: 'Name', required: true, max: 80 }),
  host: text({ zh: 'IMAP 服务器', en: 'IMAP host', required: true, max: 253 }),
  port: integer({ zh: '端口', en: 'Port', required: true, default: 993, min: 1, max: 65535 }),
  security: choice({
    zh: '加密',
    en: 'Security',
    required: true,
    default: 'tls',
    options: { tls: { zh: '全程加密 TLS（993）', en: 'TLS (993)' }, starttls: { zh: '先连后加密 STARTTLS（143）', en: 'STARTTLS (143)' }, none: { zh: '不加密', en: 'None' } },
  }),
  login: text({ zh: '登录名', en: 'Login', required: true, max: 200 }),
  secret: text({ zh: '密码', en: 'Password', required: true, max: 200, sensitive: { show: 'nothing' } }),
  folders: text({ zh: '文件夹', en: 'Folders', required: true, default: 'INBOX', max: 500, help: { zh: '多个用逗号分隔', en: 'With commas between' } }),
  last_ok_at: instant({ zh: '最近收取', en: 'Last fetched', origin: 'derived', required: false }),
  last_count: integer({ zh: '最近新到', en: 'New at last', origin: 'derived', required: false }),
  last_error: text({ zh: '最近错误', en: 'Last error', origin: 'derived', required: false, max: 500 }),
  state: states({ active: { zh: '启用', en: 'Active', color: 'green' }, disabled: { zh: '停用', en: 'Disabled', color: 'grey' } }),
};
export interface Mailbox extends Row<typeof mailboxFields> {}
const switching = {
  disable: { zh: '停用', en: 'Disable', from: 'active', to: 'disabled' },
  enable: { zh: '启用', en: 'Enable', from: 'disabled', to: 'active' },
} as const;
/** A mailbox that is read over IMAP and never changed (P.13, 7.8): receipts of what was sent come in here. */
export const MailboxRecord = define('core.mailbox', mailboxFields).catalog({
  zh: '收件邮箱',
  en: 'Mailbox',
  title: 'name',
  actions: switching,
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete', 'disable', 'enable'] } },
  views: { list: ['name', 'host', 'login', 'last_ok_at', 'last_count', 'last_error', 'state'] },
});

const accountFields = {
  code: text({ zh: '代码', en: 'Code', required: true, immutable: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80 }),
  adapter: choice({ zh: '用途', en: 'Adapter', required: true, immutable: true, options: { receipt: { zh: '发送回执', en: 'Receipts of messages' } } }),
  secret: text({ zh: '签名密钥', en: 'Secret of the signature', required: true, min: 16, max: 200, sensitive: { show: 'nothing' } }),
  previous_secret: text({ zh: '换下的密钥', en: 'Secret that is being replaced', origin: 'derived', required: false, sensitive: { show: 'nothing' } }),
  state: states({ active: { zh: '启用', en: 'Active', color: 'green' }, disabled: { zh: '停用', en: 'Disabled', color: 'grey' } }),
};
export interface HookAccount extends Row<typeof accountFields> {}
/** Who may send us signed events at `/hooks/{adapter}/{organisation}.{code}` (P.13). */
export const HookAccountRecord = define('core.hook_account', accountFields).catalog({
  zh: '回调账号',
  en: 'Hook account',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  actions: {
    ...switching,
    rotate: {
      zh: '更换密钥',
      en: 'Change the secret',
      from: ['active', 'disabled'],
      asks: { secret: text({ zh: '新密钥', en: 'New secret', required: true, min: 16, max: 200 }) },
    },
    end_rotation: { zh: '停用旧密钥', en: 'End the old secret', from: ['active', 'disabled'] },
  },
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete', 'disable', 'enable', 'rotate', 'end_rotation'] } },
  views: { list: ['code', 'name', 'adapter', 'state'] },
});

declare module '#declare' {
  interface Rows {
    'core.mailbox': Mailbox;
    'core.hook_account': HookAccount;
  }
}
