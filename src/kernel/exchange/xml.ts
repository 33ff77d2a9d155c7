import { Refused } from '../problem.ts';

/** What a scan meets; names come without their prefix, attributes as they stand in the tag. */
export interface XmlHandler {
  readonly open: (name: string, attributes: string) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}
/** No cell is longer than 32,767 characters; a tag or text beyond this is not a workbook. */
const longest = 2 * 1024 * 1024;

/** A scanner that is fed pieces of an XML part. Document types are refused: nothing in a workbook needs entities of its own. */
export function xmlScanner(handler: XmlHandler): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const data = rest + piece;
    let at = 0;
    for (;;) {
      const open = data.indexOf('<', at);
      if (open < 0) break;
      if (open > at) handler.text(unescaped(data.slice(at, open)));
      at = open;
      const next = markup(data, open, handler);
      if (next < 0) break;
      at = next;
    }
    rest = data.slice(at);
    if (rest.length > longest) throw new Refused('import.file_refused', { reason: 'damaged' });
  };
}
/** One piece of markup; the position behind it, or −1 while it is not complete. */
function markup(data: string, open: number, handler: XmlHandler): number {
  const second = data[open + 1];
  if (second === undefined) return -1;
  if (second === '!') return declaration(data, open, handler);
  if (second === '?') return after(data.indexOf('?>', open), 2);
  const close = tagEnd(data, open);
  if (close < 0) return -1;
  if (second === '/') {
    handler.close(local(data.slice(open + 2, close).trimEnd()));
    return close + 1;
  }
  const empty = data[close - 1] === '/';
  const inner = data.slice(open + 1, empty ? close - 1 : close);
  const blank = inner.search(/\s/);
  const name = local(blank < 0 ? inner : inner.slice(0, blank));
  handler.open(name, blank < 0 ? '' : inner.slice(blank));
  if (empty) handler.close(name);
  return close + 1;
}
function declaration(data: string, open: number, handler: XmlHandler): number {
  if (data.startsWith('<!--', open)) return after(data.indexOf('-->', open + 4), 3);
  if (data.startsWith('<![CDATA[', open)) {
    const end = data.indexOf(']]>', open + 9);
    if (end >= 0) handler.text(data.slice(open + 9, end));
    return after(end, 3);
  }
  if (data.length - open < 9) return -1;
  throw new Refused('import.file_refused', { reason: 'document_type' });
}
const after = (found: number, length: number): number => (found < 0 ? -1 : found + length);
const local = (name: string): string => name.slice(name.indexOf(':') + 1);
/** The `>` that ends the tag, not one inside an attribute. */
function tagEnd(data: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < data.length; at++) {
    const character = data[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
export function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex: string | undefined, digits: string | undefined, name: string | undefined) => {
    if (name !== undefined) return named[name] ?? whole;
    const point = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
/** The value of an attribute, by its name with or without a prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(`${name}=`); at >= 0; at = attributes.indexOf(`${name}=`, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (before !== 0x3a && before > 0x20) continue;
    const quote = attributes[at + name.length + 1] ?? '';
    const end = quote === '"' || quote === "'" ? attributes.indexOf(quote, at + name.length + 2) : -1;
    return end < 0 ? undefined : unescaped(attributes.slice(at + name.length + 2, end));
  }
  return undefined;
}
