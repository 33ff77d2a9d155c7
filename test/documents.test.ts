import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../src/cli/commands.ts';
import { globalOptions } from '../src/cli/usage.ts';

/* What the documents name must exist: a reader follows a link, types a command, sets a setting. */

const root = join(import.meta.dirname, '..');
const left = new Set(['node_modules', 'dist', 'data', 'screens', '.git', '.cache']);
/** Files of the project whose path ends so, below a folder. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return left.has(entry.name) ? [] : filesIn(path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = filesIn('.', '.md').map((path) => ({ path, text: textOf(path) }));

/** Everything that all the documents match, with the place it stands at. */
function named(pattern: RegExp): { readonly path: string; readonly name: string }[] {
  return documents.flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => ({ path, name: match[1] ?? '' })));
}
/** The anchor of a heading as hosting sites make it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
function leadsSomewhere(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || [...textOf(target).matchAll(/^#+ (.+)$/gm)].some((match) => anchorOf(match[1] ?? '') === anchor);
}

test('every link and picture in the documents leads somewhere', () => {
  const links = named(/\]\(([^)\s]+)\)/g).filter(({ name }) => !/^[a-z]+:/.test(name));
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ path, name }) => !leadsSomewhere(path, name))).toEqual([]);
});

test('every picture is shown by a document', () => {
  const shown = documents.flatMap(({ path, text }) => [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => join(dirname(path), match[1] ?? '')));
  expect(filesIn('docs/images', '.png').filter((path) => !shown.includes(path))).toEqual([]);
});

test('every npm script that the documents name exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const used = [...named(/npm run ([\w:-]+)/g), ...named(/npm (start|test)\b/g)];
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
});

test('every command and option of the command line that the documents name exists', () => {
  const known = commands.map((command) => command.name);
  const used = [...named(/`qiantai ([a-z]+)/g), ...named(/npm run qiantai -- ([a-z]+)/g)];
  expect(new Set(used.map(({ name }) => name)).size).toBeGreaterThan(5);
  expect(used.filter(({ name }) => !known.includes(name))).toEqual([]);
  for (const { path, text } of documents)
    for (const [line, name] of text.matchAll(/npm run qiantai -- ([a-z]+)[^\n`]*/g)) {
      const options = { ...globalOptions, ...commands.find((command) => command.name === name)?.options };
      const given = [...line.matchAll(/ --([a-z-]+)/g)].map((match) => match[1] ?? '');
      expect(
        given.filter((option) => !(option in options)),
        `${path}: ${line}`,
      ).toEqual([]);
    }
});

test('every setting that the documents name is read by the program', () => {
  const source = filesIn('src', '.ts')
    .filter((path) => !path.endsWith('.test.ts'))
    .map(textOf)
    .join('\n');
  const settings = named(/\b(QIANTAI_[A-Z_]+|DATABASE_URL)\b/g);
  expect(settings.length).toBeGreaterThan(5);
  expect(settings.filter(({ name }) => !source.includes(`'${name}'`))).toEqual([]);
});
