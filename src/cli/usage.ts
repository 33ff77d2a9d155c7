import type { Label } from '#declare';
import { parseArgs } from 'node:util';
import { nearest } from '../kernel/kinds/index.ts';

/** What a person typed wrong: exit status 2 (P.16). */
export class WrongUse extends Error {
  readonly text: Label;
  constructor(text: Label) {
    super(text.en);
    this.name = 'WrongUse';
    this.text = text;
  }
}
export interface Option {
  readonly type: 'string' | 'boolean';
  /** Name of the value in the help: `--port NUMBER`. */
  readonly value?: string;
  readonly help: Label;
}
export type Options = Readonly<Record<string, Option>>;
export interface Given {
  readonly words: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
}

/** Every command knows these (P.16). */
export const globalOptions: Options = {
  help: { type: 'boolean', help: { zh: '显示帮助', en: 'Show help' } },
  version: { type: 'boolean', help: { zh: '显示版本', en: 'Show the version' } },
  json: { type: 'boolean', help: { zh: '在标准输出给出一个 JSON 文档', en: 'One JSON document on stdout' } },
  quiet: { type: 'boolean', help: { zh: '少说话', en: 'Say less' } },
  yes: { type: 'boolean', help: { zh: '不再询问', en: 'Do not ask' } },
  org: { type: 'string', value: 'CODE', help: { zh: '组织编号（有多个时必填）', en: 'Code of the organisation (needed when there are several)' } },
  data: { type: 'string', value: 'DIR', help: { zh: '数据目录', en: 'Data folder' } },
  'database-url': { type: 'string', value: 'URL', help: { zh: '已有的 PostgreSQL', en: 'A PostgreSQL of your own' } },
  lang: { type: 'string', value: 'zh|en', help: { zh: '语言', en: 'Language' } },
};

/** Reads options and words; an unknown option is refused with the nearest one. */
export function readArguments(args: readonly string[], own: Options): Given {
  const known = { ...globalOptions, ...own };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(Object.entries(known).map(([name, { type }]) => [name, { type }])),
    });
    return { words: positionals, text: (name) => (typeof values[name] === 'string' ? values[name] : undefined), flag: (name) => values[name] === true };
  } catch (error) {
    throw wrongOption(error, Object.keys(known), args);
  }
}
function wrongOption(error: unknown, known: readonly string[], args: readonly string[]): WrongUse {
  const typed = args.find((arg) => arg.startsWith('-') && !known.includes(arg.replace(/^-+/, '').split('=', 1)[0] ?? ''));
  if (typed === undefined) {
    const reason = error instanceof Error ? error.message : String(error);
    return new WrongUse({ zh: `选项用法不对：${reason}`, en: reason });
  }
  const guess = nearest(typed.replace(/^-+/, '').split('=', 1)[0] ?? '', known);
  return new WrongUse({
    zh: `未知选项 ${typed}${guess === undefined ? '' : `，是否为 --${guess}？`}`,
    en: `Unknown option ${typed}${guess === undefined ? '' : `, did you mean --${guess}?`}`,
  });
}
/** One of a few words, with a guess when it is none of them (`upsrt` → `upsert`). */
export function oneOf<T extends string>(name: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given);
  if (found !== undefined) return found;
  const guess = nearest(given, allowed);
  const list = allowed.join(', ');
  throw new WrongUse({
    zh: `${name} 不能是 ${given}${guess === undefined ? `，可用：${list}` : `，是否为 ${guess}？`}`,
    en: `${name} cannot be ${given}${guess === undefined ? `; known: ${list}` : `, did you mean ${guess}?`}`,
  });
}
export function numberOf(name: string, given: string | undefined, standard: number, most = 65_535): number {
  if (given === undefined) return standard;
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0 || number > most)
    throw new WrongUse({ zh: `${name} 应为 0 到 ${most} 的整数`, en: `${name} must be a whole number from 0 to ${most}` });
  return number;
}
