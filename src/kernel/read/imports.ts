import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { parameters } from '../condition/parameters.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { holds } from '../permission/grants.ts';
import { reading } from './record.ts';

/** `GET /api/core/import` (P.10): the imports done so far, newest first; one's own, for whoever reads the audit trail everybody's. */
export async function importHistory(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseUnknown([...query.keys()], ['declaration', 'limit', 'after']);
  const { principal } = call;
  const declaration = query.get('declaration');
  const page = pageQuery(query, queryHash(principal.org.id, 'core.import', declaration));
  const params = parameters(principal.org.id);
  const tests = ['i.org_id = $1'];
  if (!holds(principal, 'audit.read')) tests.push(`i.by = ${params.add(principal.user)}::uuid`);
  if (declaration !== null) tests.push(`i.declaration = ${params.add(declaration)}::text`);
  if (page.edge) tests.push(`(i.at, i.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  const text = `select i.id, i.at, i.declaration, i.file, i.mode, i.by, u.name, i.counts, i.errors from core.import_v i left join core.user_v u on u.org_id = $1 and u.id = i.by where ${tests.join(' and ')} order by i.at desc, i.id desc limit ${page.limit + 1}`;
  return reading(environment, call, async (tx) => {
    const found = pageOf(await tx.query(text, params.values), page);
    const data = found.rows.map((row) => ({
      id: row['id'],
      at: row['at'],
      declaration: row['declaration'],
      file: row['file'],
      mode: row['mode'],
      by: { id: row['by'], label: row['name'] },
      counts: row['counts'],
      errors: row['errors'],
    }));
    return { status: 200, body: { data, page: found.page } };
  });
}
