import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command, Context } from './command.ts';
import { commandHelp, overview } from './help.ts';
import { failureOf, languageOf, speech, type Speech } from './speech.ts';
import { globalOptions, oneOf, readArguments } from './usage.ts';

/** `qiantai COMMAND …` (P.16): answers the exit status. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const met: Context['met'] = {};
  let told: Speech = speech(
    safely(() => languageOf(undefined, environment), 'zh'),
    { json: false, quiet: false },
  );
  try {
    const [{ commands }, { versionOf }] = await Promise.all([import('./commands.ts'), import('./start.ts')]);
    const name = args.find((arg) => !arg.startsWith('-'));
    const command = name === undefined ? undefined : commandOf(commands, name);
    const rest = name === undefined ? args : args.filter((_, index) => index !== args.indexOf(name));
    const given = readArguments(rest, command?.options ?? {});
    told = speech(languageOf(given.text('lang'), environment), { json: given.flag('json'), quiet: given.flag('quiet') });
    if (given.flag('version')) return written(`${versionOf(root)}\n`);
    if (command === undefined) return written(overview(commands, globalOptions, told.locale), given.flag('help') ? 0 : 2);
    if (given.flag('help')) return written(commandHelp(command, globalOptions, told.locale));
    return await command.run({ given, speech: told, root, environment, met });
  } catch (error) {
    const trace = randomBytes(4).toString('hex');
    const { exit, text } = failureOf(error, met.registry, trace);
    told.document({ error: { exit, text: text[told.locale], ...(error instanceof Error && 'code' in error ? { code: error.code } : {}) } });
    process.stderr.write(`${text[told.locale]}\n`);
    if (exit === 1 && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return exit;
  }
}
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
function commandOf(commands: readonly Command[], name: string): Command {
  const known = oneOf(
    '命令 / the command',
    name,
    commands.map((one) => one.name),
  );
  const found = commands.find((one) => one.name === known);
  if (!found) throw new TypeError(`no command ${known}`);
  return found;
}
function written(text: string, exit = 0): number {
  (exit === 0 ? process.stdout : process.stderr).write(text);
  return exit;
}
function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) {
  // What Node makes of the sources is kept, and the commands are loaded only now, so that it serves them: half of what a start takes.
  enableCompileCache(join(root, '.cache', 'compile'));
  process.exitCode = await main(process.argv.slice(2), process.env);
  // Whatever a library still holds open must not keep a finished command alive.
  process.stdout.write('', () => process.exit());
}
