import { endOfString } from './pdf-string.ts';

/*
 * Joins the parts of a large batch into one file. Compiling 500 documents at once would take gigabytes; parts of 50 keep the
 * memory flat and let other prints pass in between. The compiler writes plain objects with a classic cross-reference table, so
 * joining is renumbering: every part's page tree becomes a branch below a new root.
 */
interface Part {
  /** Object bodies by their number in the part. */
  readonly objects: ReadonlyMap<number, string>;
  readonly root: number;
  readonly info: number | undefined;
  readonly id: string;
}

export function mergePdfs(files: readonly Buffer[]): Buffer {
  const [first] = files;
  if (first === undefined || files.length === 1) return first ?? Buffer.alloc(0);
  const parts = files.map(partOf);
  const objects = new Map<number, string>();
  const branches: number[] = [];
  let base = 1;
  let pages = 0;
  let catalog = 0;
  let info: number | undefined;
  for (const [at, part] of parts.entries()) {
    const tree = referenceIn(part.objects.get(part.root) ?? '', 'Pages');
    for (const [id, body] of part.objects) {
      if (id === part.root && at > 0) continue;
      const moved = renumbered(body, base);
      objects.set(
        id + base,
        id === tree ? moved.replace('/Type /Pages', '/Type /Pages\n  /Parent 1 0 R') : id === part.root ? moved.replace(/\/Pages \d+ 0 R/, '/Pages 1 0 R') : moved,
      );
    }
    pages += Number(/\/Count (\d+)/.exec(part.objects.get(tree) ?? '')?.[1] ?? 0);
    branches.push(tree + base);
    if (at === 0) {
      catalog = part.root + base;
      info = part.info === undefined ? undefined : part.info + base;
    }
    base += Math.max(...part.objects.keys());
  }
  objects.set(1, `<<\n  /Type /Pages\n  /Count ${pages}\n  /Kids [${branches.map((id) => `${id} 0 R`).join(' ')}]\n>>`);
  return written(objects, first.subarray(0, first.indexOf('1 0 obj')).toString('latin1'), catalog, info, parts[0]?.id ?? '');
}

function partOf(file: Buffer): Part {
  const text = file.toString('latin1');
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN);
  const trailer = text.slice(text.indexOf('trailer', table));
  const offsets = [...text.slice(table).matchAll(/(\d{10}) \d{5} n/g)].map(([, offset]) => Number(offset)).sort((a, b) => a - b);
  const objects = new Map<number, string>();
  for (const [at, offset] of offsets.entries()) {
    const object = text.slice(offset, offsets[at + 1] ?? table);
    const id = /^(\d+) 0 obj\n/.exec(object);
    if (!id) throw new TypeError('not a file of the printing process');
    objects.set(Number(id[1]), object.slice(id[0].length, object.lastIndexOf('\nendobj')));
  }
  const infoId = referenceIn(trailer, 'Info');
  return { objects, root: referenceIn(trailer, 'Root'), info: Number.isNaN(infoId) ? undefined : infoId, id: /\/ID (\[[^\]]*\])/.exec(trailer)?.[1] ?? '' };
}
const referenceIn = (dictionary: string, key: string): number => Number(new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? Number.NaN);

/** References move with their objects; texts and stream bytes stay untouched. */
function renumbered(body: string, base: number): string {
  const stream = body.indexOf('stream\n');
  const head = stream < 0 ? body : body.slice(0, stream);
  const token = /\(|\b(\d+) 0 R\b/g;
  let moved = '';
  let from = 0;
  for (let found = token.exec(head); found; found = token.exec(head)) {
    if (found[1] === undefined) {
      token.lastIndex = endOfString(head, found.index);
      continue;
    }
    moved += `${head.slice(from, found.index)}${Number(found[1]) + base} 0 R`;
    from = token.lastIndex;
  }
  return moved + body.slice(from);
}

function written(objects: ReadonlyMap<number, string>, header: string, root: number, info: number | undefined, id: string): Buffer {
  const chunks = [header];
  const offsets = new Map<number, number>();
  let length = header.length;
  for (const [number, body] of objects) {
    const object = `${number} 0 obj\n${body}\nendobj\n\n`;
    offsets.set(number, length);
    length += object.length;
    chunks.push(object);
  }
  const size = Math.max(...objects.keys()) + 1;
  const rows = ['0000000000 65535 f\r\n'];
  for (let number = 1; number < size; number += 1) {
    const offset = offsets.get(number);
    rows.push(offset === undefined ? '0000000000 65535 f\r\n' : `${String(offset).padStart(10, '0')} 00000 n\r\n`);
  }
  chunks.push(
    `xref\n0 ${size}\n${rows.join('')}trailer\n<<\n  /Size ${size}\n  /Root ${root} 0 R\n${info === undefined ? '' : `  /Info ${info} 0 R\n`}${id === '' ? '' : `  /ID ${id}\n`}>>\nstartxref\n${length}\n%%EOF`,
  );
  return Buffer.from(chunks.join(''), 'latin1');
}
