import type { Locale } from '../kernel/command/call.ts';
import type { Command } from './command.ts';
import type { Options } from './usage.ts';

const words: Readonly<Record<Locale, { readonly usage: string; readonly commands: string; readonly options: string; readonly every: string; readonly exit: string }>> = {
  zh: {
    usage: '用法：',
    commands: '命令',
    options: '选项',
    every: '通用选项',
    exit: '退出码：0 完成 · 1 意外错误 · 2 用法不对 · 3 被规则拒绝 · 4 核对有差异 · 5 数据库或服务连不上 · 6 被占用 · 7 已取消',
  },
  en: {
    usage: 'Usage: ',
    commands: 'Commands',
    options: 'Options',
    every: 'Options of every command',
    exit: 'Exit status: 0 done · 1 unexpected failure · 2 wrong use · 3 refused by a rule · 4 verify found differences · 5 database or server not reachable · 6 locked · 7 cancelled',
  },
};

export function overview(commands: readonly Command[], global: Options, locale: Locale): string {
  const text = words[locale];
  const width = Math.max(...commands.map((command) => `${command.name} ${command.words}`.length)) + 2;
  const list = commands.map((command) => `  ${`${command.name} ${command.words}`.padEnd(width)}${command.summary[locale]}`);
  return [`${text.usage}qiantai <${text.commands}> [${text.options}]`, '', text.commands, ...list, '', text.every, ...optionLines(global, locale), '', text.exit, ''].join('\n');
}
export function commandHelp(command: Command, global: Options, locale: Locale): string {
  const text = words[locale];
  const own = optionLines(command.options, locale);
  return [
    `${text.usage}qiantai ${command.name}${command.words === '' ? '' : ` ${command.words}`} [${text.options}]`,
    '',
    command.summary[locale],
    ...(command.more === undefined ? [] : ['', command.more[locale]]),
    ...(own.length === 0 ? [] : ['', text.options, ...own]),
    '',
    text.every,
    ...optionLines(global, locale),
    '',
  ].join('\n');
}
function optionLines(options: Options, locale: Locale): string[] {
  const named = Object.entries(options).map(([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, help[locale]] as const);
  const width = Math.max(0, ...named.map(([name]) => name.length)) + 2;
  return named.map(([name, help]) => `  ${name.padEnd(width)}${help}`);
}
