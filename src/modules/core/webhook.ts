import { define, instant, integer, refusal, type Row, states, text } from '#declare';

const fields = {
  name: text({ zh: '名称', en: 'Name', required: true, max: 80 }),
  url: text({
    zh: '地址',
    en: 'Address',
    required: true,
    format: 'url',
    help: { zh: '须为 https 的公网地址；内网地址先加入系统设置的允许列表', en: 'A public https address; a private one must be on the list of the system settings' },
  }),
  events: text({
    zh: '事件',
    en: 'Events',
    required: true,
    max: 2000,
    help: { zh: '如 sales.order.confirmed、sales.order.*，多个用逗号分隔', en: 'Such as sales.order.confirmed or sales.order.*, with commas between' },
  }),
  secret: text({
    zh: '签名密钥',
    en: 'Secret of the signature',
    required: true,
    min: 16,
    max: 200,
    sensitive: { show: 'nothing' },
    help: { zh: '对方用它核对 X-Signature', en: 'The receiver checks X-Signature with it' },
  }),
  previous_secret: text({ zh: '换下的密钥', en: 'Secret that is being replaced', origin: 'derived', required: false, sensitive: { show: 'nothing' } }),
  dead_in_a_row: integer({ zh: '连续放弃', en: 'Given up in a row', origin: 'derived', required: false }),
  last_delivered_at: instant({ zh: '最近送达', en: 'Last delivered', origin: 'derived', required: false }),
  state: states({ active: { zh: '启用', en: 'Active', color: 'green' }, disabled: { zh: '停用', en: 'Disabled', color: 'grey' } }),
};
export interface Webhook extends Row<typeof fields> {}
/** Where the company's events are sent (P.11): signed, without field values, to addresses that are public or allowed. */
export const WebhookRecord = define('core.webhook', fields).catalog({
  zh: '网络钩子',
  en: 'Webhook',
  title: 'name',
  refusals: {
    'webhook.address_refused': refusal({
      zh: '不能发送到 {host}',
      en: 'Nothing is sent to {host}',
      fix: { zh: '使用 https 公网地址，或把该主机加入系统设置的允许列表', en: 'Use a public https address, or put the host on the list of the system settings' },
      with: { host: 'text' },
    }),
  },
  actions: {
    disable: { zh: '停用', en: 'Disable', from: 'active', to: 'disabled' },
    enable: { zh: '启用', en: 'Enable', from: 'disabled', to: 'active' },
    rotate: {
      zh: '更换密钥',
      en: 'Change the secret',
      from: ['active', 'disabled'],
      asks: { secret: text({ zh: '新密钥', en: 'New secret', required: true, min: 16, max: 200 }) },
    },
    end_rotation: { zh: '停用旧密钥', en: 'End the old secret', from: ['active', 'disabled'] },
  },
  grants: { administrator: { scope: 'all', actions: ['create', 'update', 'delete', 'disable', 'enable', 'rotate', 'end_rotation'] } },
  views: { list: ['name', 'url', 'events', 'last_delivered_at', 'dead_in_a_row', 'state'] },
});

declare module '#declare' {
  interface Rows {
    'core.webhook': Webhook;
  }
}
