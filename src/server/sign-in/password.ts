import { pinyin } from 'pinyin-pro';
import { Refused } from '../../kernel/problem.ts';
import { isCommon } from './common-passwords.ts';

/** What a password may not consist of (P.1): everything that stands on the person's visiting card. */
export interface PasswordContext {
  readonly login: string;
  readonly name: string;
  readonly organisationCode: string;
  readonly organisationName: string;
  readonly host: string;
}
const longest = 128;

/** The rules of P.1: long, not common, not made of one's own names; nothing about kinds of characters. Refused with its code. */
export function checkPassword(password: unknown, context: PasswordContext, min: number): asserts password is string {
  if (typeof password !== 'string') throw new Refused('field.type', { expected: 'string' }, '/password');
  const length = [...password].length;
  if (length < min) throw new Refused('password.too_short', { min }, '/password');
  if (length > longest) throw new Refused('field.length', { min, max: longest }, '/password');
  if (isCommon(password)) throw new Refused('password.too_common', {}, '/password');
  const folded = password.normalize('NFKC').toLowerCase();
  if (contextWords(context).some((word) => covered(folded, word) * 2 >= [...folded].length)) throw new Refused('password.contains_context', {}, '/password');
}

/** How many characters of the text one word covers, counting each place it stands at. */
function covered(text: string, word: string): number {
  return (text.split(word).length - 1) * [...word].length;
}
function contextWords({ login, name, organisationCode, organisationName, host }: PasswordContext): readonly string[] {
  const words = [login, ...login.split(/[@.\s_-]+/), ...spelled(name), organisationCode, ...spelled(organisationName), 'qiantai', host, ...host.split('.')];
  return [...new Set(words.map((word) => word.normalize('NFKC').toLowerCase()))].filter((word) => [...word].length >= 2);
}
/** A Chinese name as it is written, as a whole in pinyin and without its first syllable (the given name). */
function spelled(name: string): string[] {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map((part) => part.replace(/\s/g, ''));
  return [name, ...name.split(/\s+/), syllables.join(''), syllables.slice(1).join('')];
}
