import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { lineOfPrint, refusalOf } from './diagnostics.ts';
import type { CompileAnswer, CompileRequest } from './protocol.ts';

/*
 * The printing process. A native compiler that loops cannot be stopped from inside its own process: a worker thread outlives
 * `terminate()` and even `process.exit()`. A process of its own can be killed, and a crash of the compiler stays in it.
 */
const [workspace = '', memoryBytes = '1073741824'] = process.argv.slice(2);

const load = createRequire(import.meta.url).resolve;
const font = (file: string): Buffer => readFileSync(load(`@expo-google-fonts/noto-sans-sc/${file}`));

function startCompiler(): NodeCompiler {
  const compiler = NodeCompiler.create({
    workspace,
    fontArgs: [{ fontBlobs: [font('400Regular/NotoSansSC_400Regular.ttf'), font('500Medium/NotoSansSC_500Medium.ttf')] }],
  });
  compiler.addSource(`${workspace}/document.typ`, readFileSync(new URL('./templates/document.typ', import.meta.url), 'utf8'));
  return compiler;
}

/** The template is a file of its own, so that line numbers in messages are those its author sees. */
const main = `#import "/template.typ" as template
#set document(title: if sys.inputs.title != "" { sys.inputs.title }, date: auto)
#set text(font: "Noto Sans SC", fallback: true)
#let given = dictionary(template)
#let documents = json(bytes(sys.inputs.data))
#if "print-all" in given { (given.print-all)(documents) } else {
  for (i, d) in documents.enumerate() {
    if i > 0 { pagebreak(weak: true) }
    (given.print)(d)
  }
}
`;

function compile(compiler: NodeCompiler, request: CompileRequest): CompileAnswer {
  const { id } = request;
  compiler.addSource(`${workspace}/template.typ`, request.template);
  for (const [name, bytes] of Object.entries(request.files)) compiler.mapShadow(`${workspace}/files/${name}`, Buffer.from(bytes));
  try {
    const result = compiler.compile({ mainFileContent: main, inputs: { data: request.data, title: request.title } });
    if (result.result === null) {
      const fault = result.takeError() ?? result.takeDiagnostics();
      return { id, kind: 'refused', ...refusalOf(fault === null ? [] : compiler.fetchDiagnostics(fault), request.template) };
    }
    const pages = result.result.numOfPages;
    if (pages > request.pages)
      return { id, kind: 'refused', code: 'template.compile', params: { line: lineOfPrint(request.template), message: `more than ${request.pages} pages`, limit: 'pages' } };
    const pdf = compiler.pdf(result.result, { pdfTags: request.tags, creationTimestamp: request.at, ...(request.standard === undefined ? {} : { pdfStandard: request.standard }) });
    return { id, kind: 'printed', pdf, pages };
  } catch (fault) {
    return { id, kind: 'refused', code: 'template.compile', params: { line: lineOfPrint(request.template), message: messageOf(fault) } };
  } finally {
    for (const name of Object.keys(request.files)) compiler.unmapShadow(`${workspace}/files/${name}`);
    compiler.evictCache(request.tags ? 10 : 1);
  }
}
const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

const compiler = startCompiler();
new Worker(new URL('./watchdog.ts', import.meta.url), { workerData: { parent: process.ppid, bytes: Number(memoryBytes) } }).unref();
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (request: CompileRequest) => process.send?.(compile(compiler, request)));
process.send?.({ kind: 'ready' });
