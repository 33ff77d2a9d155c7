import { choice, defineSettings, integer, text, type Values } from '#declare';

const fields = {
  second_factor: choice({
    zh: '第二因素',
    en: 'Second factor',
    required: true,
    default: 'admins',
    options: { off: { zh: '不要求', en: 'Off' }, admins: { zh: '管理员', en: 'Administrators' }, all: { zh: '所有人', en: 'Everybody' } },
  }),
  second_factor_grace: integer({ zh: '第二因素宽限天数', en: 'Days of grace for the second factor', required: true, default: 7, min: 0, max: 90 }),
  session_idle_hours: integer({ zh: '闲置退出（小时）', en: 'Session ends after idle hours', required: true, default: 8, min: 1, max: 168 }),
  session_absolute_days: integer({ zh: '登录最长天数', en: 'Session ends after days', required: true, default: 7, min: 1, max: 90 }),
  password_min: integer({ zh: '密码最短长度', en: 'Shortest password', required: true, default: 10, min: 8, max: 64 }),
  web_address: text({
    zh: '本系统的网址',
    en: 'Address of this system',
    format: 'url',
    max: 200,
    help: { zh: '邮件中的链接以它开头，如 https://erp.example.com', en: 'Links in mails begin with it, such as https://erp.example.com' },
  }),
  webhook_allow: text({
    zh: '可发往的内网主机',
    en: 'Private hosts that may be reached',
    max: 1000,
    help: {
      zh: '网络钩子、邮件服务器和机器人：主机名或 主机:端口，用逗号分隔；空为只允许公网',
      en: 'For webhooks, mail servers and robots: host or host:port, with commas between; empty allows public addresses only',
    },
  }),
};
export interface CoreSettings extends Values<typeof fields> {}
export const coreSettings = defineSettings('core.settings', { zh: '系统设置', en: 'System settings', fields });

declare module '#declare' {
  interface Settings {
    'core.settings': CoreSettings;
  }
}
