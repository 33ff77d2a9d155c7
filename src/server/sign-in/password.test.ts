import { expect, test } from 'vitest';
import { Refused } from '../../kernel/problem.ts';
import { commonPasswords } from './common-passwords.ts';
import { checkPassword, type PasswordContext } from './password.ts';
import { hashPassword, passwordMatches, readable } from './secret.ts';

const context: PasswordContext = { login: 'lin@qihang.example', name: '林晓雯', organisationCode: 'MAIN', organisationName: '上海启泰贸易有限公司', host: 'erp.example' };
function codeOf(password: unknown, given: Partial<PasswordContext> = {}): string | undefined {
  try {
    checkPassword(password, { ...context, ...given }, 10);
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
}

test.each([
  ['qiantai2026!', 'password.contains_context'],
  ['lin-qiantai-hat-river', undefined],
  ['短句也可以当密码用的呢', undefined],
  ['12345678', 'password.too_short'],
  ['Password123!', 'password.too_common'],
  ['１２３４５６７８９０', 'password.too_common'],
  ['woaini1314520', 'password.too_common'],
  ['wangwei123456', 'password.too_common'],
  ['13800138000', 'password.too_common'],
  ['x'.repeat(129), 'field.length'],
])('P1-3 %s → %s', (password, code) => expect(codeOf(password)).toBe(code));

test('P1-3 parts of the name in pinyin, login and company count as context', () => {
  expect(codeOf('linxiaowen99')).toBe('password.contains_context');
  expect(codeOf('xiaowen-2x')).toBe('password.contains_context');
  expect(codeOf('shanghaiqitaimaoyiyouxiangongsi')).toBe('password.contains_context');
  expect(codeOf('abc-main-main-main', {})).toBe('password.contains_context');
});
test('first sale: step 1 the password of the first start is accepted', () => {
  expect(codeOf('Start-12345!', { login: 'admin', name: '管理员', organisationName: '我的公司', host: 'localhost' })).toBeUndefined();
});
test('at least 10,000 common passwords are known, in both languages', () => {
  expect(commonPasswords.size).toBeGreaterThanOrEqual(10_000);
  for (const password of ['password123', 'woaini520', 'gongxifacai888', 'qwertyuiop', '1qaz2wsx3edc', '88888888']) expect(commonPasswords.has(password)).toBe(true);
});
test('a hash matches its own password exactly as received, and nothing else', async () => {
  const stored = await hashPassword(' 密码 with blanks ');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches(' 密码 with blanks ', stored)).toBe(true);
  expect(await passwordMatches('密码 with blanks', stored)).toBe(false);
  expect(await passwordMatches('', null)).toBe(false);
  expect(readable(20)).toMatch(/^[a-z2-9]{20}$/);
});
