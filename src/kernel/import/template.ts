import type { Call } from '../command/call.ts';
import { type Environment, todayIn } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { writeTemplate } from '../exchange/index.ts';
import { may } from '../permission/grants.ts';
import type { FileAnswer } from '../read/print.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { reading } from '../read/record.ts';
import { listRecords, sourceFor } from '../list/run.ts';
import { parseListBody } from '../list/query-string.ts';
import { importable } from './begin.ts';
import { extrasOf } from './run.ts';

/** A drop-down offers so many; with more of them a person types. */
const offered = 500;
const page = 200;

/** `GET …/import/template` (P.10): headers, choices and, with `rows=sample`, three rows that look like real ones. */
export async function importTemplate(environment: Environment, call: Call, name: string, query: URLSearchParams): Promise<FileAnswer> {
  refuseUnknown([...query.keys()], ['rows']);
  const rows = query.get('rows');
  if (rows !== null && rows !== 'sample') throw new Refused('field.choice', { allowed: ['sample'], nearest: 'sample' }, 'rows');
  const meta = importable(environment, call, name);
  const written = await writeTemplate(meta, {
    locale: call.locale,
    extras: extrasOf(environment, name),
    codes: await codesOf(environment, call, meta),
    ...(rows === 'sample' ? { samples: true } : {}),
  });
  return { status: 200, body: Buffer.from(written.bytes), file: { type: written.type, name: written.name } };
}
/** `code label` of what the caller may see of each record that a column refers to, where they are few. */
async function codesOf(environment: Environment, call: Call, meta: RecordMeta): Promise<Readonly<Record<string, readonly string[]>>> {
  const fields = [...meta.fields, ...meta.lines.flatMap((lines) => lines.fields)];
  const targets = [...new Set(fields.flatMap((field) => (field.kind === 'reference' && field.target ? [field.target] : [])))];
  return reading(environment, call, async (tx) => {
    const now = environment.clock();
    const deps = { registry: environment.registry, tx, today: todayIn(call.principal.org.time_zone, now), now: now.toISOString() };
    const found: [string, readonly string[]][] = [];
    for (const target of targets) {
      const record = environment.registry.records.get(target);
      if (!record?.code || !may(call.principal, target, 'read')) continue;
      const codes: string[] = [];
      let after: string | undefined;
      do {
        const query = parseListBody(
          { fields: [record.code, record.title], sort: record.code, limit: page, count: 'none', ...(after === undefined ? {} : { after }) },
          sourceFor(record),
        );
        const part = await listRecords(deps, call.principal, record, query);
        codes.push(
          ...part.data.map((row) =>
            record.title === record.code ? String(row[record.code ?? '']) : `${String(row[record.code ?? ''])} ${String(row[record.title] ?? '')}`.trim(),
          ),
        );
        after = part.page.next ?? undefined;
      } while (after !== undefined && codes.length <= offered);
      if (codes.length <= offered) found.push([target, codes]);
    }
    return Object.fromEntries(found);
  });
}
