import type { Label } from '#declare';
import { usePreferences } from '../theme/preferences.ts';
import { en } from './en.ts';
import { enAccount } from './en-account.ts';
import { enAdmin } from './en-admin.ts';
import { enDesk } from './en-desk.ts';
import { enList } from './en-list.ts';
import { enRecord } from './en-record.ts';
import { enMessages } from './en-messages.ts';
import { enReport } from './en-report.ts';
import { enSetup } from './en-setup.ts';
import { enShare } from './en-share.ts';
import { enSpecial } from './en-special.ts';
import { enTemplates } from './en-templates.ts';
import { enWork } from './en-work.ts';
import { zh } from './zh.ts';
import { zhAccount } from './zh-account.ts';
import { zhAdmin } from './zh-admin.ts';
import { zhDesk } from './zh-desk.ts';
import { zhList } from './zh-list.ts';
import { zhRecord } from './zh-record.ts';
import { zhMessages } from './zh-messages.ts';
import { zhReport } from './zh-report.ts';
import { zhSetup } from './zh-setup.ts';
import { zhShare } from './zh-share.ts';
import { zhSpecial } from './zh-special.ts';
import { zhTemplates } from './zh-templates.ts';
import { zhWork } from './zh-work.ts';

const chinese = { ...zh, ...zhWork, ...zhSpecial, ...zhReport, ...zhDesk, ...zhAdmin, ...zhAccount, ...zhList, ...zhRecord, ...zhSetup, ...zhMessages, ...zhShare, ...zhTemplates };
export type Word = keyof typeof chinese;
export type Locale = 'zh' | 'en';
type Parameters = Readonly<Record<string, string | number>>;
const catalogue: Readonly<Record<Locale, Readonly<Record<Word, string>>>> = {
  zh: chinese,
  en: { ...en, ...enWork, ...enSpecial, ...enReport, ...enDesk, ...enAdmin, ...enAccount, ...enList, ...enRecord, ...enSetup, ...enMessages, ...enShare, ...enTemplates },
};

/** Fills `{name}`; `{count|line|lines}` chooses between one and many. */
export function word(locale: Locale, key: Word, parameters: Parameters = {}): string {
  return catalogue[locale][key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_whole, name: string, one: string | undefined, many: string | undefined) => {
    const value = parameters[name] ?? '';
    if (one === undefined) return String(value);
    return Number(String(value).replaceAll(',', '')) === 1 ? one : (many ?? one);
  });
}
export interface Words {
  readonly locale: Locale;
  (key: Word, parameters?: Parameters): string;
  /** The label of a declaration in the reader's language. */
  readonly of: (label: Label) => string;
  /** The same inside a sentence: English lowers the first letter, unless the word is an abbreviation. */
  readonly in: (label: Label) => string;
}
const wordsOf = (locale: Locale): Words =>
  Object.assign((key: Word, parameters?: Parameters) => word(locale, key, parameters), {
    locale,
    of: (label: Label) => label[locale],
    in: (label: Label) => (locale === 'zh' ? label.zh : inSentence(label.en)),
  });
const inSentence = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);
const made: Readonly<Record<Locale, Words>> = { zh: wordsOf('zh'), en: wordsOf('en') };
export function useWords(): Words {
  return made[usePreferences().locale];
}
export const wordsFor = (locale: Locale): Words => made[locale];
