import { describe, expect, test } from 'vitest';
import { StartFault } from '../database/fault.ts';
import { Refused } from '../kernel/problem.ts';
import { commands } from './commands.ts';
import { commandHelp, overview } from './help.ts';
import { failureOf, languageOf } from './speech.ts';
import { globalOptions, numberOf, oneOf, readArguments, WrongUse } from './usage.ts';

const refusedWith = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return error instanceof WrongUse ? error.text.en : String(error);
  }
};

describe('P.16 wrong use', () => {
  test('P16-2 a word that is none of the known ones is answered with the nearest', () => {
    expect(refusedWith(() => oneOf('--mode', 'upsrt', ['insert', 'update', 'upsert']))).toContain('did you mean upsert');
    expect(oneOf('--mode', 'upsert', ['insert', 'upsert'])).toBe('upsert');
  });
  test('an unknown option is answered with the nearest', () => {
    expect(refusedWith(() => readArguments(['--prot', '1'], commands[0]?.options ?? {}))).toContain('did you mean --port');
    expect(refusedWith(() => readArguments(['--port'], commands[0]?.options ?? {}))).not.toBe('');
  });
  test('options and words are told apart', () => {
    const given = readArguments(['add', 'lin@x.example', '--org', 'MAIN', '--json'], {});
    expect(given.words).toEqual(['add', 'lin@x.example']);
    expect(given.text('org')).toBe('MAIN');
    expect(given.flag('json')).toBe(true);
    expect(given.text('data')).toBeUndefined();
  });
  test('numbers are whole and in range', () => {
    expect(numberOf('--port', undefined, 3000)).toBe(3000);
    expect(numberOf('--port', '8080', 3000)).toBe(8080);
    for (const text of ['80x', '-1', '70000']) expect(refusedWith(() => numberOf('--port', text, 3000))).toContain('--port');
  });
});
test.each([
  [new WrongUse({ zh: '', en: '' }), 2],
  [new Refused('credit.exceeded'), 3],
  [new Refused('system.busy'), 5],
  [new StartFault('database.unreachable', 5, { zh: '', en: '' }), 5],
  [new StartFault('database.folder_locked', 6, { zh: '', en: '' }), 6],
  [new Error('boom'), 1],
])('P.16 exit status of %s is %i', (error, exit) => expect(failureOf(error, undefined, 'abc').exit).toBe(exit));
test('a refusal is told in the language asked for, with its way out', () => {
  const { text } = failureOf(new Refused('not_found'), undefined, 'abc');
  expect(text.zh).toContain('检查编号');
  expect(text.en).toContain('Check the number');
});
test('P.16 the language: --lang, else the environment, else Chinese', () => {
  expect(languageOf('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf(undefined, { LANG: 'en_GB.UTF-8' })).toBe('en');
  expect(languageOf(undefined, { LANG: 'C.UTF-8' })).toBe('zh');
  expect(languageOf(undefined, {})).toBe('zh');
});
test('every command and option has a help text in both languages', () => {
  for (const command of commands)
    for (const locale of ['zh', 'en'] as const) {
      const help = commandHelp(command, globalOptions, locale);
      expect(help).toContain(command.summary[locale]);
      for (const [name, option] of Object.entries({ ...globalOptions, ...command.options })) expect(help, name).toContain(option.help[locale]);
      expect(overview(commands, globalOptions, locale)).toContain(command.summary[locale]);
    }
});
