import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrinter, type Printer } from './compiler.ts';
import { pdfPages } from './pdf-text.ts';

const say = '#let print(d) = [#d.text]';
const endless = '#let print(d) = {\n  for i in range(1000000) { for j in range(1000000) {} }\n}';
const at = '2026-01-05T02:12:00.000Z';

describe('P.11 compiling a template', () => {
  const printer = createPrinter();
  afterAll(() => printer.close());
  const refusal = (template: string, data: unknown = {}) =>
    printer.print(template, [data]).then(
      () => undefined,
      ({ code, params }: { code: string; params: object }) => ({ code, params }),
    );

  test('a document becomes a PDF with its text', async () => {
    const { pdf, pages } = await printer.print(say, [{ text: '柒仟陆佰元整 7,600.00' }]);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages).toBe(1);
    expect(pdfPages(pdf)).toEqual(['柒仟陆佰元整 7,600.00']);
  });
  test('same data and time give the same bytes, other data or another time do not', async () => {
    const bytes = async (text: string, when: string): Promise<string> => (await printer.print(say, [{ text }], { at: when })).pdf.toString('base64');
    const first = await bytes('一', at);
    expect(await bytes('一', at)).toBe(first);
    expect(await bytes('二', at)).not.toBe(first);
    expect(await bytes('一', '2026-01-05T02:12:01.000Z')).not.toBe(first);
  });
  test('an archival print says so', async () => {
    const plain = await printer.print(say, [{ text: '甲' }]);
    const archival = await printer.print(say, [{ text: '甲' }], { standard: 'a-2b' });
    expect(plain.pdf.toString('latin1')).not.toContain('pdfaid');
    expect(archival.pdf.toString('latin1')).toMatch(/<pdfaid:part>2<\/pdfaid:part>/);
  });
  test('a picture given with the document can be shown, and only then', async () => {
    const template = '#let print(d) = image("/files/dot.svg")';
    const dot = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>');
    expect((await printer.print(template, [{}], { files: { 'dot.svg': dot } })).pages).toBe(1);
    expect(await refusal(template)).toMatchObject({ code: 'template.compile' });
  });
  test('an error names its line in the template', async () => {
    expect(await refusal('#let a = 1\n\n#let print(d) = [\n  #(1 + "x")\n]')).toEqual({ code: 'template.compile', params: { line: 4, message: 'cannot add integer and string' } });
    expect(await refusal('#let a = 1\n#let print(d) = (')).toEqual({ code: 'template.compile', params: { line: 2, message: 'unclosed delimiter' } });
    expect(await refusal('#let other = 1')).toEqual({ code: 'template.compile', params: { line: 1, message: 'the template does not define print(d)' } });
  });
  test('a missing value names itself', async () => {
    expect(await refusal('#let print(d) = [\n\n#d.customer]')).toEqual({ code: 'template.variable_missing', params: { line: 3, name: 'customer' } });
    expect(await refusal('#let print(d) = [#nobody]')).toEqual({ code: 'template.variable_missing', params: { line: 1, name: 'nobody' } });
  });
  test('an error inside the shared layout is shown where the template calls it', async () => {
    expect(await refusal('#import "/document.typ": *\n#let print(d) = [\n#head(d)\n]', { lang: 'zh' })).toEqual({
      code: 'template.variable_missing',
      params: { line: 3, name: 'organisation' },
    });
  });
  test('a document has at most 100 pages', async () => {
    const pages = '#let print(d) = for i in range(d.n) { if i > 0 { pagebreak() }; [#i] }';
    expect((await printer.print(pages, [{ n: 100 }])).pages).toBe(100);
    expect(await refusal(pages, { n: 101 })).toEqual({ code: 'template.compile', params: { line: 1, message: 'more than 100 pages', limit: 'pages' } });
  });
  test('no file outside the workspace can be read', async () => {
    for (const path of ['/etc/passwd', '../../../../etc/passwd', 'file:///etc/passwd', '/../etc/hostname']) {
      expect(await refusal(`#let print(d) = read("${path}")`)).toMatchObject({ code: 'template.compile', params: { line: 1 } });
    }
  });
  test('text in data is never code', async () => {
    expect(pdfPages((await printer.print(say, [{ text: '#panic() *x* $1$' }])).pdf)).toEqual(['#panic() *x* $1$']);
  });
});

describe('P.11 limits of the printing process', () => {
  test('a template that never ends is stopped; the next document prints', async () => {
    const printer = createPrinter({ documentMs: 300 });
    const hung = printer.print(endless, [{}]);
    const after = printer.print(say, [{ text: '后' }]);
    await expect(hung).rejects.toMatchObject({ code: 'template.compile', params: { line: 1, limit: 'time', message: 'longer than 0.3 s' } });
    expect(pdfPages((await after).pdf)).toEqual(['后']);
    await printer.close();
  });
  test('a template that takes all memory loses its process, not the server; the next document prints', async () => {
    const printer = createPrinter({ memoryBytes: 400_000_000, documentMs: 25_000 });
    const greedy = '#let print(d) = { let a = (); for i in range(300) { a.push(range(100000 + i).map(x => str(x) + "xxxxxxxxxxxxxxxxxxxxxxxx")) }; [#a.len()] }';
    await expect(printer.print(greedy, [{}])).rejects.toMatchObject({ code: 'template.compile', params: { limit: 'memory' } });
    expect(pdfPages((await printer.print(say, [{ text: '后' }])).pdf)).toEqual(['后']);
    await printer.close();
  });
  test('a package is not fetched, and the process does not use the proxy of the server', async () => {
    let asked = 0;
    const proxy = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const printer = createPrinter();
    const before = { ...process.env };
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) process.env[name] = `http://127.0.0.1:${port}`;
    try {
      await expect(printer.print('#import "@preview/tablex:0.0.9": *\n#let print(d) = []', [{}])).rejects.toMatchObject({ code: 'template.compile', params: { line: 1 } });
      expect(asked).toBe(0);
    } finally {
      for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await printer.close();
      proxy.close();
    }
  });
  test('closing refuses what waits; printing again starts a new process', async () => {
    const printer = createPrinter();
    const waiting = Promise.allSettled([printer.print(endless, [{}]), printer.print(say, [{ text: 'x' }])]);
    await printer.close();
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await printer.print(say, [{ text: '再' }])).pages).toBe(1);
    await printer.close();
  });
  test('what cannot wait in the line is told so', async () => {
    const printer = createPrinter({ waiting: 1 });
    const first = printer.print(say, [{ text: '1' }]);
    const second = printer.print(say, [{ text: '2' }]);
    await expect(printer.print(say, [{ text: '3' }])).rejects.toMatchObject({ code: 'system.busy' });
    expect((await first).pages + (await second).pages).toBe(2);
    await printer.close();
  });
});

describe('P.11 batch print', () => {
  let printer: Printer;
  beforeAll(() => {
    printer = createPrinter({ part: 3 });
  });
  afterAll(() => printer.close());
  const numbers = (n: number) => Array.from({ length: n }, (_, i) => ({ text: `文件 ${i + 1}` }));

  test('documents stand in order, each on a page of its own, also across parts', async () => {
    for (const n of [2, 3, 8]) {
      const { pdf, pages } = await printer.print(say, numbers(n), { title: '合订 (12 0 R) 本' });
      expect(pages).toBe(n);
      expect(pdfPages(pdf)).toEqual(numbers(n).map(({ text }) => text));
    }
  });
  test('a joined file has one tree, one catalog in use and true offsets', async () => {
    const { pdf } = await printer.print(say, numbers(8), { title: 'see 12 0 R', standard: 'a-2b' });
    const file = pdf.toString('latin1');
    expect(file).toContain('(see 12 0 R)');
    expect(file.match(/\/Type \/Catalog/g)).toHaveLength(1);
    const table = Number(/startxref\n(\d+)\n%%EOF$/.exec(file)?.[1]);
    const rows = [...file.slice(table).matchAll(/(\d{10}) \d{5} ([nf])\r\n/g)];
    rows.forEach(([, offset, kind], number) => {
      if (kind === 'n') expect(file.slice(Number(offset), Number(offset) + 20)).toMatch(new RegExp(`^${number} 0 obj\\n`));
    });
    expect(rows.filter(([, , kind]) => kind === 'n').length).toBe([...file.matchAll(/\n\d+ 0 obj\n/g)].length);
    expect(Number(/\/Size (\d+)/.exec(file.slice(table))?.[1])).toBe(rows.length);
  });
  test('one wrong document refuses the batch', async () => {
    await expect(printer.print(say, [...numbers(4), {}])).rejects.toMatchObject({ code: 'template.variable_missing', params: { name: 'text' } });
  });
  test('501 documents are too many', async () => {
    await expect(printer.print(say, numbers(501))).rejects.toMatchObject({ code: 'request.limit', params: { max: 500, given: 501 } });
  });
});
