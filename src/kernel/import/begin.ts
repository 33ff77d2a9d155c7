import type { Answer, Call } from '../command/call.ts';
import { metaOf } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { describeFile, type SourceFile } from '../exchange/index.ts';
import { newId } from '../ids.ts';
import { readFile, saveFile } from '../operation/file.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { reading } from '../read/record.ts';
import { inTransaction } from '../store/session.ts';
import type { FileAnswer } from '../read/print.ts';
import { documentJson, findDocument, type ImportDocument, insertDocument, requireState, requireVersion, updateDocument } from './document.ts';
import { mappingNamed, remembered } from './mapping.ts';
import { chosen, correctionsOf, type Given } from './options.ts';
import { extrasOf, sourceFile } from './run.ts';

export function importable(environment: Environment, call: Call, name: string): RecordMeta {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'import')) throw new Refused('forbidden', { declaration: name, action: 'import' });
  return meta;
}
const sourceType = 'application/octet-stream';
export const keepSource = (environment: Environment, tx: Parameters<typeof saveFile>[0], call: Call, file: SourceFile): Promise<string> =>
  saveFile(tx, call.principal.org.id, environment.clock().toISOString(), { name: file.name, type: sourceType, bytes: file.bytes });

/** `POST /api/core/import`: a file is laid down and looked at; nothing of it is saved (P.10, *Screens*). */
export async function beginImport(environment: Environment, call: Call, file: SourceFile, fields: Given): Promise<Answer> {
  refuseUnknown(Object.keys(fields), ['declaration', 'mode', 'unit', 'sheet', 'match', 'encoding', 'mapping', 'profile']);
  const declaration = fields['declaration'];
  if (typeof declaration !== 'string' || declaration === '') throw new Refused('field.required', {}, '/declaration');
  if (!environment.registry.records.has(declaration)) throw new Refused('not_found');
  importable(environment, call, declaration);
  const profile = typeof fields['profile'] === 'string' ? fields['profile'] : remembered;
  const known = await reading(environment, call, (tx) => mappingNamed(tx, call, declaration, profile));
  if (known === undefined && profile !== remembered) throw new Refused('not_found');
  const options = chosen(fields);
  const withMapping = fields['mapping'] === undefined && known ? { ...options, mapping: known } : options;
  const described = await tableOf(environment, call, { declaration, ...withMapping }, file);
  const id = newId();
  return inTransaction(environment.pools.commands, call.principal.org.id, async (tx) => {
    const source = await keepSource(environment, tx, call, file);
    const state = described.unknown.length === 0 && described.header_row !== null ? 'mapped' : 'draft';
    await insertDocument(tx, call, environment.clock().toISOString(), { id, declaration, file: file.name, source, state, options: withMapping, key: undefined });
    return answered(environment, call, await findDocument(tx, call, id), 201, { table: described });
  });
}
interface Described {
  readonly unknown: readonly string[];
  readonly header_row: number | null;
}
type Looked = Pick<ImportDocument, 'declaration' | 'sheet' | 'encoding' | 'mapping'>;
async function tableOf(environment: Environment, call: Call, { declaration, sheet, encoding, mapping }: Looked, file: SourceFile): Promise<Described> {
  const options = { mapping, extras: extrasOf(environment, declaration), ...(sheet === null ? {} : { sheet }), ...(encoding === null ? {} : { encoding }) };
  return (await describeFile(file, metaOf(environment, declaration), call.locale, options)) as Described;
}
export const answered = (environment: Environment, call: Call, document: ImportDocument, status: number, more: object = {}): Answer => ({
  status,
  body: documentJson(environment, call, document, more),
  etag: `"${document.version}"`,
  ...(status === 201 || status === 202 ? { location: `/api/core/import/${document.id}` } : {}),
});

/** `GET /api/core/import/{id}`; while a person maps, with what the file says. */
export async function readImport(environment: Environment, call: Call, id: string): Promise<Answer> {
  return reading(environment, call, async (tx) => {
    const document = await findDocument(tx, call, id);
    const mapping = document.state === 'draft' || document.state === 'mapped' || document.state === 'previewed';
    const table = mapping ? await tableOf(environment, call, document, await sourceFile(tx, call.principal.org.id, document)) : undefined;
    return answered(environment, call, document, 200, table ? { table } : {});
  });
}
/** `PATCH …`: how the file is read, and what a person typed over its cells; a preview made before no longer counts. */
export async function changeImport(environment: Environment, call: Call, id: string, version: number | undefined, patch: Given): Promise<Answer> {
  refuseUnknown(Object.keys(patch), ['version', 'mode', 'unit', 'sheet', 'match', 'encoding', 'mapping', 'corrections']);
  return inTransaction(environment.pools.commands, call.principal.org.id, async (tx) => {
    const document = await findDocument(tx, call, id, ' for update');
    requireVersion(document, version);
    requireState(document, 'update', 'draft', 'mapped', 'previewed');
    const corrections = patch['corrections'] === undefined ? document.corrections : { ...document.corrections, ...correctionsOf(patch['corrections']) };
    const options = chosen(patch, document);
    const table = await tableOf(environment, call, { declaration: document.declaration, ...options }, await sourceFile(tx, call.principal.org.id, document));
    const state = table.unknown.length === 0 && table.header_row !== null ? 'mapped' : 'draft';
    await updateDocument(tx, call.principal.org.id, id, { ...options, corrections, state, preview: null });
    return answered(environment, call, await findDocument(tx, call, id), 200, { table });
  });
}
/** `GET …/errors`: the rows that were refused with their reason beside them, ready to be corrected and sent again. */
export async function importErrors(environment: Environment, call: Call, id: string): Promise<FileAnswer> {
  return reading(environment, call, async (tx) => {
    const document = await findDocument(tx, call, id);
    const file = document.error_file === null ? undefined : await readFile(tx, call.principal.org.id, document.error_file);
    if (!file) throw new Refused('not_found');
    return { status: 200, body: file.bytes, file: { type: file.type, name: file.name } };
  });
}
