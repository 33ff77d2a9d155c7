import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Program, render } from './rows.ts';

/** About as much as a socket takes at once; smaller parts would cost a call each. */
const chunk = 256 * 1024;

/** Writes every row once for each copy, row by row, so that copies of one moment lie side by side as in a company that is that large. */
export async function copyRows(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  programs: Iterable<Program>,
  copies: { readonly from: number; readonly to: number },
): Promise<number> {
  const stream = client.query(copyFrom(`copy ${table} (${columns.map((name) => `"${name}"`).join(', ')}) from stdin`));
  const done = finished(stream);
  done.catch(() => undefined);
  let [rows, text] = [0, ''];
  for (const program of programs) {
    for (let copy = copies.from; copy <= copies.to; copy += 1) {
      text += render(program, copy);
      rows += 1;
      if (text.length < chunk) continue;
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done]);
      text = '';
    }
  }
  stream.end(text);
  await done;
  return rows;
}
