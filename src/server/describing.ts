import type { Label } from '#declare';
import { isId } from '../kernel/ids.ts';
import { Refused } from '../kernel/problem.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import type { Endpoint, Parameter } from './endpoint.ts';

/* Words that the descriptions of addresses are made of. */
export const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
export const dryRun: Parameter = { name: 'dry_run', in: 'query', schema: { type: 'string', enum: ['0', '1'] }, description: { zh: '试运行：照做后回滚', en: 'Run and roll back' } };
export const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  schema: { type: 'string', pattern: '^"[0-9]+"$' },
  description: { zh: '所读版本', en: 'The version last read' },
};
/** A parameter of the query, as text. */
export const text = (name: string, zh: string, en: string): Parameter => ({ name, in: 'query', schema: { type: 'string' }, description: { zh, en } });
export const said = (zh: string, en: string): Label => ({ zh, en });
export const done = said('完成', 'Done');
export const idOf = (params: Readonly<Record<string, string>>): string => {
  const id = params['id'] ?? '';
  if (!isId(id)) throw new Refused('not_found');
  return id;
};

export const base = (meta: RecordMeta): string => `/api/${meta.module}/${meta.key}`;
export const whose = (meta: RecordMeta): Pick<Endpoint, 'tag'> => ({ tag: meta.module });

/** Codes that a body of fields may be refused with, and a change without the right version. */
export const shapes = [
  'field.required',
  'field.type',
  'field.length',
  'field.range',
  'field.scale',
  'field.format',
  'field.choice',
  'field.date',
  'field.unknown',
  'field.control_character',
  'field.readonly',
  'reference.not_found',
  'reference.ambiguous',
  'reference.archived',
];
export const conditional = ['request.version_required', 'conflict.stale'];
export const ownCodes = (meta: RecordMeta): string[] => Object.keys(meta.refusals);
