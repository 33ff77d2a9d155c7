import { refusal } from '#declare';

/** Refusals of the platform that belong to no record and not to the kernel's pipeline (P.1, P.11). */
export const refusals = {
  'auth.key_invalid': refusal({ zh: '密钥无效', en: 'The key is not valid', fix: { zh: '登录后使用，或换一个密钥', en: 'Sign in, or use another key' } }),
  'link.expired': refusal({ zh: '链接已过期', en: 'The link has expired', fix: { zh: '请管理员重新发送', en: 'Ask an administrator for a new one' } }),
  'link.used': refusal({ zh: '链接已使用过', en: 'The link has been used', fix: { zh: '请直接登录，或请管理员重新发送', en: 'Sign in, or ask an administrator for a new one' } }),
  'template.variable_missing': refusal({
    zh: '打印模板缺少 {name}',
    en: 'The print template lacks {name}',
    fix: { zh: '更正模板', en: 'Correct the template' },
    with: { name: 'text' },
  }),
};
