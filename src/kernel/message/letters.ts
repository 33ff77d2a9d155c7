import type { Label } from '#declare';
import type { Locale } from '../command/call.ts';
import type { Letter } from './compose.ts';

/* The letters that the program writes, in the language of their reader. */
interface Words {
  readonly subject: Label;
  /** Paragraphs; `{name}` is filled in, a paragraph that is a gap alone falls away when there is nothing to say. */
  readonly body: readonly Label[];
}
export type Template = 'invitation' | 'reset' | 'code' | 'link' | 'test' | 'notification' | 'digest';
const templates: Readonly<Record<Template, Words>> = {
  invitation: {
    subject: { zh: '{company} 邀请你使用前台', en: '{company} invites you to Qiantai' },
    body: [
      { zh: '{name}，你好：', en: 'Hello {name},' },
      {
        zh: '{company} 为你建立了账号 {login}。请打开下面的链接设置密码，链接 72 小时内有效，只能使用一次。',
        en: '{company} made the account {login} for you. Open this link to choose a password; it holds for 72 hours and works once.',
      },
      { zh: '{url}', en: '{url}' },
    ],
  },
  reset: {
    subject: { zh: '重置前台密码', en: 'Reset your password of Qiantai' },
    body: [
      { zh: '{name}，你好：', en: 'Hello {name},' },
      {
        zh: '管理员为账号 {login} 发起了密码重置。请打开下面的链接设置新密码，链接 30 分钟内有效，只能使用一次。不是你要求的，请告诉管理员。',
        en: 'An administrator started a reset of the password of {login}. Open this link to choose a new one; it holds for 30 minutes and works once. If you did not ask for it, tell an administrator.',
      },
      { zh: '{url}', en: '{url}' },
    ],
  },
  code: {
    subject: { zh: '验证码 {code}', en: 'Your code {code}' },
    body: [
      {
        zh: '你正在查看 {company} 发来的“{title}”。验证码：{code}，5 分钟内有效。',
        en: 'You are opening “{title}” from {company}. The code is {code}; it holds for five minutes.',
      },
      { zh: '不是你本人操作，请忽略。', en: 'If it was not you, ignore this.' },
    ],
  },
  link: {
    subject: { zh: '{company}：{title}', en: '{company}: {title}' },
    body: [
      { zh: '{company} 把“{title}”发给了你，请打开下面的链接查看，{expires} 前有效。', en: '{company} sends you “{title}”. Open it by this link until {expires}.' },
      { zh: '{url}', en: '{url}' },
      { zh: '{note}', en: '{note}' },
    ],
  },
  test: {
    subject: { zh: '前台测试邮件', en: 'Test message of Qiantai' },
    body: [{ zh: '收到这封邮件，说明 {company} 的发送通道可以使用。', en: 'The channel of {company} works, as this message shows.' }],
  },
  notification: {
    subject: { zh: '{title}', en: '{title}' },
    body: [
      { zh: '{title}', en: '{title}' },
      { zh: '{url}', en: '{url}' },
    ],
  },
  digest: {
    subject: { zh: '{company}：{count} 条未读通知', en: '{company}: {count} unread notifications' },
    body: [
      { zh: '你有 {count} 条未读通知：', en: 'You have {count} unread notifications:' },
      { zh: '{items}', en: '{items}' },
      { zh: '{url}', en: '{url}' },
    ],
  },
};
export type Values = Readonly<Record<string, string | number | null | undefined>>;
const filled = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
const isGap = (text: string): boolean => /^\{\w+\}$/.test(text);

export function letterOf(template: Template, locale: Locale, values: Values): Letter {
  const { subject, body } = templates[template];
  const paragraphs = body.map((one) => ({ gap: isGap(one[locale]), text: filled(one[locale], values) })).filter(({ gap, text }) => !gap || text !== '');
  return {
    // A line break in a subject would begin a header of its own.
    subject: filled(subject[locale], values).replace(/[\r\n]+/g, ' '),
    text: `${paragraphs.map(({ text }) => text).join('\n\n')}\n`,
    html: `<!doctype html><html lang="${locale}"><body style="font-family:sans-serif;line-height:1.6">${paragraphs.map(({ text }) => `<p>${linked(text)}</p>`).join('')}</body></html>`,
  };
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
function linked(text: string): string {
  if (/^https?:\/\/\S+$/.test(text)) return `<a href="${escaped(text)}">${escaped(text)}</a>`;
  return escaped(text).replaceAll('\n', '<br>');
}
