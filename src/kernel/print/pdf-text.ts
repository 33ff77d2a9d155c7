import { inflateSync } from 'node:zlib';
import { endOfString } from './pdf-string.ts';

/*
 * Reads the text of a PDF made by this folder, page by page, so that tests can see what stands on the paper. It knows only the
 * shape the compiler writes: plain objects, Identity-H fonts with a ToUnicode map, strings of two-byte glyphs.
 */
type Objects = ReadonlyMap<string, string>;

/** The text of every page in drawing order, without blanks between runs. */
export function pdfPages(pdf: Buffer): readonly string[] {
  const file = pdf.toString('latin1');
  const objects: Objects = new Map([...file.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]));
  const catalog = [...objects.values()].find((body) => body.includes('/Type /Catalog')) ?? '';
  return pagesUnder(/\/Pages (\d+) 0 R/.exec(catalog)?.[1] ?? '', objects).map((page) => pageText(page, objects));
}

function pagesUnder(id: string, objects: Objects): readonly string[] {
  const body = objects.get(id) ?? '';
  const kids = /\/Kids \[([^\]]*)\]/.exec(body)?.[1];
  return kids === undefined ? [body] : [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, kid = '']) => pagesUnder(kid, objects));
}

function pageText(page: string, objects: Objects): string {
  const fonts = new Map([...page.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, glyphMap(objects.get(id) ?? '', objects)]));
  const content = streamOf(objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '') ?? '');
  let text = '';
  let map: ReadonlyMap<number, string> = new Map();
  for (const { font, string } of operands(content)) {
    if (font !== undefined) map = fonts.get(font) ?? new Map();
    else text += glyphs(string, map);
  }
  return text;
}

/** Font names and strings in order; a string is hexadecimal, or in parentheses that may hold balanced ones. */
function* operands(content: string): Generator<{ readonly font: string | undefined; readonly string: string }> {
  const token = /\/(f\d+) [\d.]+ Tf|<([0-9A-F]+)>|\(/g;
  for (let found = token.exec(content); found; found = token.exec(content)) {
    if (found[1] !== undefined) {
      yield { font: found[1], string: '' };
      continue;
    }
    if (found[2] !== undefined) {
      yield { font: undefined, string: Buffer.from(found[2], 'hex').toString('latin1') };
      continue;
    }
    const end = endOfString(content, found.index);
    yield { font: undefined, string: unescaped(content.slice(found.index + 1, end - 1)) };
    token.lastIndex = end;
  }
}

function glyphMap(font: string, objects: Objects): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  const source = streamOf(objects.get(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1] ?? '') ?? '');
  for (const [, glyph = '', text = ''] of source.matchAll(/<([0-9A-F]{4})> <([0-9A-F]+)>\n/g)) {
    map.set(Number.parseInt(glyph, 16), Buffer.from(text, 'hex').swap16().toString('utf16le'));
  }
  return map;
}

function streamOf(body: string): string {
  const start = body.indexOf('stream\n');
  const end = body.lastIndexOf('endstream');
  if (start < 0 || end < 0) return '';
  const bytes = body.slice(start + 7, end);
  return body.slice(0, start).includes('/FlateDecode') ? inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1') : bytes;
}

function glyphs(bytes: string, map: ReadonlyMap<number, string>): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += map.get(bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1)) ?? '';
  return text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const unescaped = (string: string): string =>
  string.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, code: string) => (/^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code)));
