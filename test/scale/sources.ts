import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A piece of SQL as it stands in the program; what is filled in at run time is a `§`. */
export interface Written {
  readonly path: string;
  readonly sql: string;
}
const begins = /^\s*(with|select|insert|update|delete|merge|truncate|lock|copy|call|do|set|prepare|commit|listen|notify|drop|create|alter)\b[\s\S]*[\s(]/i;

/** Every literal of the server's sources that is a statement, or a part of one long enough to begin like one. */
export function writtenStatements(root: string, folders: readonly string[]): readonly Written[] {
  return folders.flatMap((folder) =>
    files(join(root, folder)).flatMap((path) => literals(readFileSync(path, 'utf8')).flatMap((sql) => (begins.test(sql) ? [{ path: path.slice(root.length + 1), sql }] : []))),
  );
}
function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return name.endsWith('.ts') && !name.endsWith('.test.ts') ? [path] : [];
  });
}

/** The string and template literals of a TypeScript file. Comments and regular expressions hold no statements, so they need no care beyond quotes. */
function literals(text: string): string[] {
  const found: string[] = [];
  const read = (from: number, until: string): number => {
    let at = from;
    while (at < text.length) {
      const char = text[at] ?? '';
      if (until === '}' && char === '}') return at + 1;
      if (char === '/' && text[at + 1] === '/') at = lineEnd(text, at);
      else if (char === '/' && text[at + 1] === '*') at = text.indexOf('*/', at) + 2;
      else if (char === "'" || char === '"') at = plain(at, char);
      else if (char === '`') at = template(at);
      else if (char === '{') at = read(at + 1, '}');
      else at += 1;
    }
    return at;
  };
  const plain = (from: number, quote: string): number => {
    let at = from + 1;
    while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
    found.push(text.slice(from + 1, at));
    return at + 1;
  };
  const template = (from: number): number => {
    let at = from + 1;
    let sql = '';
    while (at < text.length && text[at] !== '`') {
      if (text[at] === '$' && text[at + 1] === '{') {
        at = read(at + 2, '}');
        sql += '§';
      } else {
        sql += text[at];
        at += text[at] === '\\' ? 2 : 1;
      }
    }
    found.push(sql);
    return at + 1;
  };
  read(0, '');
  return found;
}
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};
