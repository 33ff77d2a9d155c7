import type { Label } from '#declare';
import { StartFault } from '../database/fault.ts';
import { localise, type Locale } from '../kernel/command/call.ts';
import { Refused } from '../kernel/problem.ts';
import { platformRefusals } from '../kernel/registry/platform-refusals.ts';
import type { Registry } from '../kernel/registry/meta.ts';
import { NewerDatabase } from '../kernel/store/migrate.ts';
import { WrongUse } from './usage.ts';

/** Answers on stdout, messages on stderr, in the language asked for (P.16). */
export interface Speech {
  readonly locale: Locale;
  readonly json: boolean;
  /** A line of the answer; with `--json` left out, because the answer is the document. */
  say(text: Label): void;
  /** The answer of `--json`. */
  document(value: unknown): void;
  /** What goes on meanwhile. */
  note(text: Label): void;
}
export function speech(locale: Locale, { json, quiet }: { readonly json: boolean; readonly quiet: boolean }): Speech {
  return {
    locale,
    json,
    say: (text) => void (json || process.stdout.write(`${text[locale]}\n`)),
    document: (value) => void (json && process.stdout.write(`${JSON.stringify(value)}\n`)),
    note: (text) => void (quiet || process.stderr.write(`${text[locale]}\n`)),
  };
}
/** `--lang`, then the environment's own wish; Chinese where it has none. */
export function languageOf(option: string | undefined, environment: NodeJS.ProcessEnv): Locale {
  if (option !== undefined) {
    if (option !== 'zh' && option !== 'en') throw new WrongUse({ zh: '--lang 应为 zh 或 en', en: '--lang must be zh or en' });
    return option;
  }
  const wish = environment['QIANTAI_LANG'] ?? environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return /^en/i.test(wish) ? 'en' : 'zh';
}

/** Exit status of P.16 and what is said with it. */
export interface Failure {
  readonly exit: number;
  readonly text: Label;
}
export function failureOf(error: unknown, registry: Registry | undefined, trace: string): Failure {
  if (error instanceof WrongUse) return { exit: 2, text: error.text };
  if (error instanceof StartFault) return { exit: error.exit, text: error.text };
  if (error instanceof NewerDatabase) {
    return {
      exit: 3,
      text: {
        zh: `数据库已升级到第 ${error.number} 号迁移，本程序不认识。请使用新版本。`,
        en: `The database has migration ${error.number}, which this program does not know. Use the newer version.`,
      },
    };
  }
  if (error instanceof Refused) return { exit: error.code === 'system.busy' ? 5 : 3, text: refusedText(error, registry) };
  const reason = error instanceof Error ? error.message : String(error);
  return { exit: 1, text: { zh: `意外错误（${trace}）：${reason}`, en: `Unexpected failure (${trace}): ${reason}` } };
}
function refusedText(refused: Refused, registry: Registry | undefined): Label {
  const texts = registry ?? { refusals: new Map(Object.entries(platformRefusals)) };
  const said = (locale: Locale): string =>
    refused.errors
      .map((problem) => {
        const { title, detail } = localise(texts as Registry, problem.code, problem.params, locale);
        return `${problem.path === undefined || problem.path === '' ? '' : `${problem.path} `}${title}${locale === 'zh' ? '。' : '. '}${detail} [${problem.code}]`;
      })
      .join('\n');
  return { zh: said('zh'), en: said('en') };
}
