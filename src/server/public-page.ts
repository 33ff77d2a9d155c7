import type { Opened } from '../kernel/link/visit.ts';

/* The page of a link (P.11): plain HTML that runs nothing, for whoever has no account. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const words = {
  zh: {
    open: '打开文件（PDF）',
    until: '有效期至',
    code: '验证码已绑定到',
    send: '发送验证码',
    enter: '输入 6 位验证码',
    go: '继续',
    used: '已经提交，谢谢。',
    sent: '验证码已发送，请查收邮件。',
  },
  en: {
    open: 'Open the file (PDF)',
    until: 'Valid until',
    code: 'A code is sent to',
    send: 'Send the code',
    enter: 'Code of six digits',
    go: 'Go on',
    used: 'It was answered. Thank you.',
    sent: 'The code was sent. Look into your mail.',
  },
} as const;
const style =
  'body{font-family:system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;line-height:1.6}form{margin:1rem 0}input{font:inherit;padding:.4rem;margin:.2rem 0}label{display:block}button,a.file{font:inherit;display:inline-block;padding:.5rem 1rem}.note{padding:.5rem 1rem;border-left:4px solid #888}';

export function publicPage(token: string, opened: Opened, nonce: string, note?: string): string {
  const said = words[opened.locale];
  const body = opened.code_to === null ? content(token, opened) : codeForms(token, opened);
  const expires = `<p>${said.until} ${escaped(opened.expires_at.slice(0, 16).replace('T', ' '))} UTC</p>`;
  return frame(
    opened.locale,
    opened.company,
    `<h1>${escaped(opened.company)}</h1><h2>${escaped(opened.title)}</h2>${note ? `<p class="note" role="status">${escaped(note)}</p>` : ''}${body}${expires}`,
    nonce,
  );
}
function content(token: string, { locale, actions, used }: Opened): string {
  const said = words[locale];
  const forms = actions.map(
    ({ name, label, asks }) =>
      `<form method="post" action="/p/${token}/submit"><input type="hidden" name="action" value="${escaped(name)}">${asks.map((field) => `<label>${escaped(field.label)} <input name="${escaped(field.name)}"${field.required ? ' required' : ''} maxlength="500"></label>`).join('')}<button>${escaped(label)}</button></form>`,
  );
  return `<p><a class="file" href="/p/${token}/file">${said.open}</a></p>${used ? `<p class="note">${said.used}</p>` : forms.join('')}`;
}
function codeForms(token: string, { locale, code_to }: Opened): string {
  const said = words[locale];
  return `<p>${said.code} ${escaped(code_to ?? '')}</p><form method="post" action="/p/${token}/code"><button>${said.send}</button></form>
<form method="post" action="/p/${token}/enter"><label>${said.enter} <input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required></label><button>${said.go}</button></form>`;
}
export const sentWords = (locale: 'zh' | 'en'): string => words[locale].sent;
export function refusalPage(locale: 'zh' | 'en', title: string, detail: string, nonce: string): string {
  return frame(locale, title, `<h1>${escaped(title)}</h1><p>${escaped(detail)}</p>`, nonce);
}
const frame = (locale: string, title: string, body: string, nonce: string): string =>
  `<!doctype html><html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex,nofollow"><title>${escaped(title)}</title><style nonce="${nonce}">${style}</style></head><body><main>${body}</main></body></html>`;
