import type { Answer, Call } from '../command/call.ts';
import { runCommand } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { parseBody, refuseUnknown } from '../command/parse.ts';
import type { Unit } from '../command/unit.ts';
import { isId, newId } from '../ids.ts';
import { compilePdf } from '../print/index.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import { documentsOf, type FileAnswer } from '../read/print.ts';
import { reading } from '../read/record.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import type { Row, Tx } from '../store/session.ts';
import { printNamed, printsOf, shippedSource } from './choose.ts';

/*
 * Print templates of a company (P.11): a copy of the shipped one is a draft, which is looked at with real records and then published; the one before
 * it is kept as a former version. Typst runs in its sandbox as always: no network, no files, five seconds, a hundred pages.
 */
const base = { origin: 'input', required: false } as const;
const name: FieldMeta = { ...base, name: 'name', kind: 'text', max: 80, zh: '名称', en: 'Name' };
const source: FieldMeta = { ...base, name: 'source', kind: 'text', long: true, max: 100_000, zh: '模板', en: 'Template' };
const fields: readonly FieldMeta[] = [name, source];
const states = ['draft', 'published', 'former'] as const;
export const templateStates = states;

function refuseOthers({ principal }: Call, action: string): void {
  if (!principal.unlimited && !principal.roles.includes('administrator')) throw new Refused('forbidden', { declaration: 'core.print_template', action });
}
function metaNamed({ registry }: Environment, declaration: unknown): RecordMeta {
  const meta = typeof declaration === 'string' ? registry.records.get(declaration) : undefined;
  if (declaration === undefined || declaration === null) throw new Refused('field.required', {}, '/declaration');
  if (!meta || meta.type !== 'document') throw new Refused('field.choice', { nearest: 'sales.order' }, '/declaration');
  return meta;
}
const json = (row: Row): Record<string, unknown> => ({
  id: row['id'],
  declaration: row['declaration'],
  print: row['print'],
  name: row['name'],
  number: row['number'],
  state: row['state'],
  version: row['version'],
  updated_at: row['updated_at'],
  published_at: row['published_at'],
  ...(typeof row['source'] === 'string' ? { source: row['source'] } : {}),
});

/** `GET /api/core/print_template?declaration=`: the prints there are, and the company's versions of them, newest first. */
export async function templatesOf(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseOthers(call, 'read');
  refuseUnknown([...query.keys()], ['declaration']);
  const meta = metaNamed(environment, query.get('declaration') ?? undefined);
  return reading(environment, call, async (tx) => {
    const rows = await tx.query(
      'select id, declaration, print, name, number, state, version, updated_at, published_at from core.print_template where org_id = $1 and declaration = $2 order by print, number desc',
      [call.principal.org.id, meta.name],
    );
    const prints = Object.entries(printsOf(meta)).map(([print, { zh, en }]) => ({
      print,
      label: call.locale === 'zh' ? zh : en,
      own: rows.some((row) => row['print'] === print && row['state'] === 'published'),
    }));
    return { status: 200, body: { prints, data: rows.map(json) } };
  });
}
export async function readTemplateRow(environment: Environment, call: Call, id: string): Promise<Answer> {
  refuseOthers(call, 'read');
  return reading(environment, call, async (tx) => {
    const row = await rowOf(tx, call, id);
    return { status: 200, body: { ...json(row), shipped: shippedSource(metaNamed(environment, row['declaration']), String(row['print'])) }, etag: `"${Number(row['version'])}"` };
  });
}
async function rowOf(tx: Tx, { principal }: Call, id: string, lock = false): Promise<Row> {
  const [row] = isId(id) ? await tx.query(`select * from core.print_template where org_id = $1 and id = $2${lock ? ' for update' : ''}`, [principal.org.id, id]) : [];
  if (!row) throw new Refused('not_found');
  return row;
}
function note(unit: Unit, row: Row, action: string, before: object, after: object): void {
  const told = { declaration: 'core.print_template', record: String(row['id']), label: String(row['name']), action };
  unit.noted.push({
    ...told,
    before: before as Record<string, unknown>,
    after: after as Record<string, unknown>,
    fields: [...fields, { ...base, name: 'state', kind: 'text', zh: '状态', en: 'State' }],
  });
}

/** `POST /api/core/print_template` {declaration, print, name, source}: left out, the source is the shipped one. */
export async function createTemplate(environment: Environment, call: Call, body: unknown): Promise<Answer> {
  refuseOthers(call, 'create');
  const { values } = parseBody({ fields, lines: [] }, body, ['declaration', 'print']);
  const meta = metaNamed(environment, values['declaration']);
  const print = printNamed(meta, typeof values['print'] === 'string' ? values['print'] : undefined, '/print');
  const text = typeof values['source'] === 'string' ? values['source'] : shippedSource(meta, print);
  return runCommand(environment, call, undefined, { action: 'create', reason: undefined }, async ({ tx, unit, read }) => {
    const { org, user } = call.principal;
    await tx.query('insert into core.lock (org_id, name) values ($1, $2) on conflict do nothing', [org.id, 'print_template']);
    await tx.query('select name from core.lock where org_id = $1 and name = $2 for update', [org.id, 'print_template']);
    const [last] = await tx.query('select coalesce(max(number), 0) as number from core.print_template where org_id = $1 and declaration = $2 and print = $3', [
      org.id,
      meta.name,
      print,
    ]);
    const [row] = await tx.query(
      `insert into core.print_template (org_id, id, declaration, print, name, number, state, source, version, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, 'draft', $7, 1, $8, $9) returning *`,
      [org.id, newId(), meta.name, print, values['name'] ?? printsOf(meta)[print]?.[call.locale] ?? print, Number(last?.['number']) + 1, text, read.now, user],
    );
    note(unit, row ?? {}, 'create', {}, row ?? {});
    return () => Promise.resolve({ status: 201, body: json(row ?? {}), etag: '"1"' });
  });
}
/** A draft is changed; what was published stays as it was printed. */
export async function changeTemplate(environment: Environment, call: Call, id: string, version: number | undefined, patch: unknown): Promise<Answer> {
  refuseOthers(call, 'update');
  const { values } = parseBody({ fields, lines: [] }, patch);
  for (const field of fields) if (field.name in values && values[field.name] === null) throw new Refused('field.required', {}, `/${field.name}`);
  return runCommand(environment, call, undefined, { action: 'update', reason: undefined }, async ({ tx, unit, read }) => {
    const row = await rowOf(tx, call, id, true);
    if (version === undefined) throw new Refused('request.version_required');
    if (Number(row['version']) !== version) throw new Refused('conflict.stale', { current: row['version'] });
    if (row['state'] !== 'draft') throw new Refused('document.immutable', { state: row['state'] });
    const [next] = await tx.query(
      'update core.print_template set name = $3, source = $4, version = version + 1, updated_at = $5, updated_by = $6 where org_id = $1 and id = $2 returning *',
      [call.principal.org.id, id, values['name'] ?? row['name'], values['source'] ?? row['source'], read.now, call.principal.user],
    );
    note(unit, row, 'update', row, next ?? {});
    return () => Promise.resolve({ status: 200, body: json(next ?? {}), etag: `"${Number(next?.['version'])}"` });
  });
}

/** `POST …/{id}/preview` {record, source?}: the print of a real record by this version, or by what is typed and not saved yet; or what is wrong in which line. */
export async function previewTemplate(environment: Environment, call: Call, id: string, body: unknown): Promise<FileAnswer> {
  refuseOthers(call, 'read');
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  parseBody({ fields: [source], lines: [] }, body, ['record']);
  // As it was typed: without its first empty lines the line of a mistake would be another.
  const { record, source: typed } = body;
  if (typeof record !== 'string') throw new Refused(record === undefined ? 'field.required' : 'field.type', { expected: 'id' }, '/record');
  const row = await reading(environment, call, (tx) => rowOf(tx, call, id));
  const meta = metaNamed(environment, row['declaration']);
  const [document] = await documentsOf(environment, call, meta, [record], call.locale, String(row['print']));
  const pdf = await compilePdf(typeof typed === 'string' ? typed : String(row['source']), document);
  return { status: 200, body: pdf, file: { type: 'application/pdf', name: `${meta.key}.pdf`, inline: true } };
}
/** `POST …/{id}/publish` {record?}: only what prints is published; with a record it must print that one whole. */
export async function publishTemplate(environment: Environment, call: Call, id: string, body: unknown): Promise<Answer> {
  refuseOthers(call, 'update');
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['record']);
  const seen = await reading(environment, call, (tx) => rowOf(tx, call, id));
  await checkPrints(environment, call, seen, body['record']);
  return runCommand(environment, call, undefined, { action: 'publish', reason: undefined }, async ({ tx, unit, read }) => {
    const row = await rowOf(tx, call, id, true);
    if (row['state'] === 'published') throw new Refused('document.transition_refused', { from: row['state'], action: 'publish', allowed: ['draft', 'former'] });
    if (row['version'] !== seen['version']) throw new Refused('conflict.stale', { current: row['version'] });
    await tx.query(`update core.print_template set state = 'former', version = version + 1 where org_id = $1 and declaration = $2 and print = $3 and state = 'published'`, [
      call.principal.org.id,
      row['declaration'],
      row['print'],
    ]);
    const [next] = await tx.query(`update core.print_template set state = 'published', version = version + 1, published_at = $3 where org_id = $1 and id = $2 returning *`, [
      call.principal.org.id,
      id,
      read.now,
    ]);
    note(unit, row, 'publish', row, next ?? {});
    return () => Promise.resolve({ status: 200, body: json(next ?? {}) });
  });
}
async function checkPrints(environment: Environment, call: Call, row: Row, record: unknown): Promise<void> {
  const meta = metaNamed(environment, row['declaration']);
  if (record !== undefined && typeof record !== 'string') throw new Refused('field.type', { expected: 'id' }, '/record');
  const [document] = await documentsOf(environment, call, meta, record === undefined ? [] : [record], call.locale, String(row['print']));
  try {
    await compilePdf(String(row['source']), document ?? {});
  } catch (error) {
    // Without a record nobody knows which texts it would have; that the template is one is known.
    if (error instanceof Refused && error.code === 'template.variable_missing' && record === undefined) return;
    throw error;
  }
}
/** `POST …/restore` {declaration, print}: back to the shipped one; the own versions are kept. */
export async function restoreShipped(environment: Environment, call: Call, body: unknown): Promise<Answer> {
  refuseOthers(call, 'update');
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['declaration', 'print']);
  const meta = metaNamed(environment, body['declaration']);
  const print = printNamed(meta, typeof body['print'] === 'string' ? body['print'] : undefined, '/print');
  return runCommand(environment, call, undefined, { action: 'restore', reason: undefined }, async ({ tx, unit }) => {
    const rows = await tx.query(
      `update core.print_template set state = 'former', version = version + 1 where org_id = $1 and declaration = $2 and print = $3 and state = 'published' returning *`,
      [call.principal.org.id, meta.name, print],
    );
    for (const row of rows) note(unit, row, 'restore', { state: 'published' }, { state: 'former' });
    return () => Promise.resolve({ status: 200, body: { outcome: 'applied', restored: rows.length } });
  });
}
