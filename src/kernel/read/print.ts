import { readAnswers } from '../command/answer.ts';
import type { Answer, Call, Locale } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { logAccess } from '../audit/access-log.ts';
import { emptyLocks, openRead } from '../command/read.ts';
import { compileBatch, compilePdf, printData, printReport, shippedTemplate, type Issuer, type PrintContext, type PrintSchema, type ReportContext } from '../print/index.ts';
import { printNamed, sourceOf } from '../print-template/choose.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import type { Tx } from '../store/session.ts';
import { inTransaction } from '../store/session.ts';
import { startOperation } from '../operation/requests.ts';
import type { OperationRun } from '../operation/work.ts';
import { checkAllReadable, idOf, readable, reading } from './record.ts';
import { runReport } from './report.ts';
import { schemaOf } from './schema.ts';

export interface SentFile {
  readonly type: string;
  readonly name: string;
  readonly inline?: true;
  /** From outside: nothing in it may run or load, wherever a browser opens it (P.11). */
  readonly sealed?: true;
  /** The part of the file that the body is. */
  readonly range?: { readonly from: number; readonly to: number; readonly size: number };
}
export interface FileAnswer extends Answer {
  readonly file: SentFile;
}
interface PrintRequest {
  readonly ids: readonly string[];
  readonly template: string | undefined;
  readonly lang: string | undefined;
}
const most = 500;

/** More than these in one file are made while nobody waits (P.2.7). */
const atOnce = 100;
/** `POST …/print`: the PDF, or 202 where it is long or the caller does not wait. */
export async function printRequested(environment: Environment, call: Call, name: string, request: PrintRequest): Promise<FileAnswer | Answer> {
  if (!call.respondAsync && request.ids.length <= atOnce) return printRecords(environment, call, name, request);
  readable(environment, call, name);
  if (!may(call.principal, name, 'print')) throw new Refused('forbidden', { declaration: name, action: 'print' });
  if (request.ids.length > most) throw new Refused('request.limit', { max: most });
  return startOperation(environment, call, { kind: 'print', declaration: name, request: { declaration: name, ...request }, unit: 'document', total: request.ids.length });
}
export const runPrint: OperationRun = async ({ environment, call, request, at }) => {
  const { declaration, ids, template, lang } = request as unknown as PrintRequest & { readonly declaration: string };
  if (!(await at(0, ids.length))) return { result: {}, stopped: true };
  const { body, file } = await printRecords(environment, call, declaration, { ids, template, lang });
  return { result: { name: file.name }, file: { name: file.name, type: file.type, bytes: body as Uint8Array } };
};

/** `GET …/print` and `POST …/print`: one PDF of up to 500 records, with the printing user's own field access (P.11). */
export async function printRecords(environment: Environment, call: Call, name: string, request: PrintRequest): Promise<FileAnswer> {
  const meta = readable(environment, call, name);
  if (!may(call.principal, name, 'print')) throw new Refused('forbidden', { declaration: name, action: 'print' });
  if (request.ids.length === 0 || request.ids.length > most) throw new Refused('request.limit', { max: most });
  const lang = language(request.lang, call.locale);
  const print = printNamed(meta, request.template);
  const template = await reading(environment, call, (tx) => sourceOf(tx, call.principal.org.id, meta, print));
  const documents = await documentsOf(environment, call, meta, request.ids, lang, print);
  const pdf = documents.length === 1 ? await compilePdf(template, documents[0]) : await compileBatch(template, documents);
  await logPrint(environment, call, name, documents.length);
  return { status: 200, body: pdf, file: { type: 'application/pdf', name: `${name.replace('.', '-')}-${request.ids[0] ?? ''}.pdf`, inline: true } };
}
/** What templates get of these records: as far as the person may read them, with what the module adds. */
export async function documentsOf(environment: Environment, call: Call, meta: RecordMeta, ids: readonly string[], lang: Locale, print: string): Promise<readonly object[]> {
  readable(environment, call, meta.name);
  const schema = (await schemaOf(environment, call, meta.name)).body as PrintSchema;
  return reading(environment, call, async (tx) => {
    const { org } = call.principal;
    const found: string[] = [];
    for (const key of ids) found.push(await idOf(tx, org.id, meta, key));
    await checkAllReadable(environment, tx, call, meta, found);
    const records = (await readAnswers(environment, tx, call, meta, found)) as ReadonlyMap<string, Readonly<Record<string, unknown>>>;
    const head = { lang, organisation: await issuerOf(tx, org.id), printed: { by: call.principal.name, at: environment.clock().toISOString() }, zone: org.time_zone };
    const facts = environment.servers.flatMap((server) => server.prints ?? []).find((one) => one.record === meta.name && (one.template === print || one.template === '*'));
    const read = openRead(environment, tx, call.principal, emptyLocks());
    const made: object[] = [];
    for (const id of found) {
      const record = records.get(id);
      if (!record) throw new Refused('not_found');
      const extra = ((await facts?.facts(record, read)) ?? {}) as Partial<PrintContext>;
      made.push(printData(record, schema, { ...head, ...extra }));
    }
    return made;
  });
}
/** A report as PDF: the same answer that the screen shows. */
export async function printReportPdf(environment: Environment, call: Call, name: string, query: Readonly<Record<string, string>>, context: Partial<ReportContext> = {}): Promise<FileAnswer> {
  const answer = (await runReport(environment, call, name, query)).body as Parameters<typeof printReport>[0] & { readonly label: { readonly zh: string; readonly en: string } };
  const lang = language(query['lang'], call.locale);
  const organisation = await reading(environment, call, (tx) => issuerOf(tx, call.principal.org.id));
  const period = query['at'] ?? [query['from'], query['to']].filter(Boolean).join(' – ');
  const data = printReport(answer, { title: answer.label[lang], period, rowLabel: lang === 'zh' ? '项目' : 'Item', unit: lang === 'zh' ? '单位：元' : 'CNY', lang, organisation, printed: { by: call.principal.name, at: environment.clock().toISOString() }, zone: call.principal.org.time_zone, ...context });
  await logPrint(environment, call, name, 1);
  return { status: 200, body: await compilePdf(shippedTemplate('report'), data), file: { type: 'application/pdf', name: `${name.replaceAll('.', '-')}.pdf`, inline: true } };
}

const language = (given: string | undefined, locale: Locale): Locale => (given?.startsWith('en') ? 'en' : given ? 'zh' : locale);
async function issuerOf(tx: Tx, org: string): Promise<Issuer> {
  const [row] = await tx.query('select name, address, phone, uscc from core.organisation where org_id = $1 and id = $1', [org]);
  return { name: String(row?.['name'] ?? ''), address: (row?.['address'] ?? null) as string | null, phone: (row?.['phone'] ?? null) as string | null, uscc: (row?.['uscc'] ?? null) as string | null };
}
/** Every print and export is logged, ordinary readings never (P.9). */
export async function logPrint(environment: Environment, call: Call, declaration: string, rows: number, channel: 'print' | 'export' = 'print'): Promise<void> {
  await inTransaction(environment.pools.commands, call.principal.org.id, (tx) => logAccess(environment, tx, call, { channel, declaration, rows }));
}
