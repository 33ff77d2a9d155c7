import { choice, define, instant, integer, refusal, type Row, states, text } from '#declare';

const fields = {
  name: text({ zh: '名称', en: 'Name', required: true, max: 80 }),
  kind: choice({
    zh: '种类',
    en: 'Kind',
    required: true,
    options: {
      smtp: { zh: '电子邮件（SMTP）', en: 'E-mail (SMTP)' },
      wecom: { zh: '企业微信群机器人', en: 'WeCom group robot' },
      dingtalk: { zh: '钉钉群机器人', en: 'DingTalk group robot' },
      feishu: { zh: '飞书群机器人', en: 'Feishu group robot' },
    },
  }),
  host: text({
    zh: '服务器',
    en: 'Host',
    max: 253,
    help: { zh: '如 smtp.exmail.qq.com；内网服务器先加入系统设置的允许列表', en: 'Such as smtp.example.com; a private one must be on the list of the system settings' },
  }),
  port: integer({ zh: '端口', en: 'Port', min: 1, max: 65535 }),
  security: choice({
    zh: '加密',
    en: 'Security',
    options: { tls: { zh: '全程加密 TLS（465）', en: 'TLS (465)' }, starttls: { zh: '先连后加密 STARTTLS（587）', en: 'STARTTLS (587)' }, none: { zh: '不加密', en: 'None' } },
  }),
  login: text({ zh: '登录名', en: 'Login', max: 200 }),
  sender: text({ zh: '发件地址', en: 'Sender', format: 'email' }),
  sender_name: text({ zh: '发件人名称', en: 'Name of the sender', max: 80 }),
  reply_to: text({ zh: '回复地址', en: 'Reply to', format: 'email' }),
  url: text({
    zh: '机器人地址',
    en: 'Address of the robot',
    format: 'url',
    max: 500,
    sensitive: { show: 'nothing' },
    help: { zh: '从群设置中复制，含密钥', en: 'From the settings of the group; it holds a key' },
  }),
  secret: text({ zh: '密码或签名密钥', en: 'Password or secret', max: 200, sensitive: { show: 'nothing' } }),
  events: text({
    zh: '发送的事件',
    en: 'Events',
    max: 2000,
    help: { zh: '仅机器人：如 sales.order.confirmed，多个用逗号分隔', en: 'Robots only: such as sales.order.confirmed, with commas between' },
  }),
  per_minute: integer({ zh: '每分钟最多', en: 'At most a minute', min: 1, max: 1000 }),
  last_sent_at: instant({ zh: '最近发出', en: 'Last sent', origin: 'derived', required: false }),
  last_error: text({ zh: '最近错误', en: 'Last error', origin: 'derived', required: false, max: 500 }),
  state: states({ active: { zh: '启用', en: 'Active', color: 'green' }, disabled: { zh: '停用', en: 'Disabled', color: 'grey' } }),
};
export interface ChannelAdapter extends Row<typeof fields> {}
/** How messages leave the company (P.11): a mail relay, robots of groups. The first active relay sends the mail. */
export const ChannelAdapterRecord = define('core.channel_adapter', fields).catalog({
  zh: '发送通道',
  en: 'Channel',
  title: 'name',
  refusals: {
    'channel.not_configured': refusal({
      zh: '没有可用的发送通道',
      en: 'There is no channel to send by',
      fix: { zh: '请管理员在设置中启用一个', en: 'Ask an administrator to set one up' },
    }),
  },
  actions: {
    disable: { zh: '停用', en: 'Disable', from: 'active', to: 'disabled' },
    enable: { zh: '启用', en: 'Enable', from: 'disabled', to: 'active' },
  },
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete', 'disable', 'enable'] } },
  views: { list: ['name', 'kind', 'host', 'sender', 'last_sent_at', 'last_error', 'state'] },
});

declare module '#declare' {
  interface Rows {
    'core.channel_adapter': ChannelAdapter;
  }
}
