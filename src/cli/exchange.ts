import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Refused } from '../kernel/problem.ts';
import type { Registry } from '../kernel/registry/meta.ts';
import type { Command, Context } from './command.ts';
import { cliCall, organisation, withInstallation } from './installation.ts';
import { oneOf, WrongUse } from './usage.ts';

/* Files in and out, by the same way as through the interface (P.10). */
export const importCommand: Command = {
  name: 'import',
  words: 'FILE',
  summary: { zh: '导入 .xlsx 或 .csv', en: 'Import .xlsx or .csv' },
  options: {
    to: { type: 'string', value: 'NAME', help: { zh: '目标，例如 customers.customer', en: 'Into what, for example customers.customer' } },
    mode: { type: 'string', value: 'MODE', help: { zh: 'insert、update 或 upsert（默认）', en: 'insert, update or upsert (default)' } },
    unit: { type: 'string', value: 'UNIT', help: { zh: 'whole（默认，一错全不存）或 row', en: 'whole (default, one error saves nothing) or row' } },
    sheet: { type: 'string', value: 'NAME', help: { zh: '工作表', en: 'Sheet' } },
    match: { type: 'string', value: 'FIELD', help: { zh: '用来对应已有记录的字段', en: 'Field that finds existing records' } },
    encoding: { type: 'string', value: 'NAME', help: { zh: 'utf-8 或 gb18030（默认自动识别）', en: 'utf-8 or gb18030 (found by itself)' } },
    map: { type: 'string', value: 'FILE', help: { zh: '列对应关系（JSON 文件）', en: 'Mapping of columns (a JSON file)' } },
    'dry-run': { type: 'boolean', help: { zh: '只预览', en: 'Only preview' } },
    errors: { type: 'string', value: 'FILE', help: { zh: '出错的行写到此文件', en: 'Write the rows that failed to this file' } },
  },
  run: async (context) => {
    const { given } = context;
    const file = oneFile(context);
    const name = given.text('to');
    if (name === undefined) throw new WrongUse({ zh: '请用 --to 指定导入目标。', en: 'Name what to import into with --to.' });
    const options: Record<string, string> = {
      mode: oneOf('--mode', given.text('mode') ?? 'upsert', ['insert', 'update', 'upsert']),
      unit: oneOf('--unit', given.text('unit') ?? 'whole', ['whole', 'row']),
    };
    for (const option of ['sheet', 'match', 'encoding']) {
      const value = given.text(option);
      if (value !== undefined) options[option] = value;
    }
    const map = given.text('map');
    if (map !== undefined) options['mapping'] = bytesOf(map).toString('utf8');
    const bytes = bytesOf(file);
    return withInstallation(context, async (installation) => {
      declarationOf(installation.kernel.registry, name);
      const call = await cliCall(installation, await organisation(context, installation), context);
      const answer = await installation.kernel.importFile(call, name, { name: basename(file), bytes }, options);
      return told(context, answer);
    });
  },
};
interface ImportFault {
  readonly row: number;
  readonly column?: string | null;
  readonly code: string;
  readonly message?: string;
}
interface ImportTold {
  readonly status: number;
  readonly body: unknown;
  readonly errorFile?: { readonly bytes: Uint8Array };
}

/** Counts and the first errors; all of them stand in the error file. */
function told({ given, speech }: Context, answer: ImportTold): number {
  const { counts = {}, errors = [] } = answer.body as { readonly counts?: Readonly<Record<string, number>>; readonly errors?: readonly ImportFault[] };
  speech.document(answer.body);
  const failed = counts['failed'] ?? errors.length;
  speech.say({
    zh: `新建 ${counts['created'] ?? 0}，更新 ${counts['updated'] ?? 0}，未变 ${counts['unchanged'] ?? 0}，出错 ${failed}${given.flag('dry-run') ? '（预览，未保存）' : ''}`,
    en: `created ${counts['created'] ?? 0}, updated ${counts['updated'] ?? 0}, unchanged ${counts['unchanged'] ?? 0}, failed ${failed}${given.flag('dry-run') ? ' (a preview, nothing saved)' : ''}`,
  });
  for (const { row, column, message, code } of errors.slice(0, 20))
    speech.note({ zh: `第 ${row} 行 ${column ?? ''}：${message ?? code}`, en: `row ${row} ${column ?? ''}: ${message ?? code}` });
  const target = given.text('errors');
  if (target !== undefined && answer.errorFile) writeFileSync(target, answer.errorFile.bytes);
  return answer.status >= 300 || failed > 0 ? 3 : 0;
}

export const exportCommand: Command = {
  name: 'export',
  words: 'DECLARATION',
  summary: { zh: '导出档案或单据', en: 'Export a catalog or documents' },
  options: {
    filter: { type: 'string', value: 'JSON', help: { zh: '条件树', en: 'Condition tree' } },
    sort: { type: 'string', value: 'FIELDS', help: { zh: '排序，例如 -order_date', en: 'Order, for example -order_date' } },
    format: { type: 'string', value: 'FORMAT', help: { zh: 'xlsx、csv（默认）或 json', en: 'xlsx, csv (default) or json' } },
    encoding: { type: 'string', value: 'NAME', help: { zh: 'csv 的编码：utf-8 或 gb18030', en: 'Encoding of csv: utf-8 or gb18030' } },
    importable: { type: 'boolean', help: { zh: '可再次导入的形式', en: 'In the form that is imported again' } },
    out: { type: 'string', value: 'FILE', help: { zh: '写到此文件（默认标准输出）', en: 'Write to this file (stdout)' } },
  },
  run: async (context) => {
    const { given, speech } = context;
    const [name, ...rest] = given.words;
    if (name === undefined || rest.length > 0) throw new WrongUse({ zh: '请指定要导出的档案或单据。', en: 'Name what to export.' });
    const format = oneOf('--format', given.text('format') ?? 'csv', ['xlsx', 'csv', 'json']);
    return withInstallation(context, async (installation) => {
      declarationOf(installation.kernel.registry, name);
      const call = await cliCall(installation, await organisation(context, installation), context);
      const filter = given.text('filter');
      const body = {
        format,
        ...(filter === undefined ? {} : { filter: jsonOf('--filter', filter) }),
        ...named(context, 'sort'),
        ...named(context, 'encoding'),
        ...(given.flag('importable') ? { variant: 'importable' } : {}),
      };
      const answer = await installation.kernel.exportFile(call, name, body);
      const bytes = answer.body as Uint8Array;
      const out = given.text('out');
      if (out === undefined) await new Promise<void>((resolve) => process.stdout.write(bytes, () => resolve()));
      else {
        writeFileSync(out, bytes);
        speech.document({ file: out, bytes: bytes.length });
        speech.say({ zh: `已写入 ${out}`, en: `Written to ${out}` });
      }
      return 0;
    });
  },
};

function oneFile({ given }: Context): string {
  const [file, ...rest] = given.words;
  if (file === undefined || rest.length > 0) throw new WrongUse({ zh: '请指定一个文件。', en: 'Name one file.' });
  return file;
}
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new WrongUse({ zh: `无法读取文件 ${file}`, en: `Cannot read the file ${file}` });
  }
}
function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WrongUse({ zh: `${name} 不是有效的 JSON`, en: `${name} is no valid JSON` });
  }
}
/** A slip in the name is answered with the nearest one. */
function declarationOf(registry: Registry, name: string): void {
  if (registry.records.has(name)) return;
  oneOf('名称 / the name', name, [...registry.records.keys()]);
  throw new Refused('route.not_found');
}
const named = ({ given }: Context, option: string): Record<string, string> => {
  const value = given.text(option);
  return value === undefined ? {} : { [option]: value };
};
