import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { parameters } from '../condition/parameters.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { holds } from '../permission/grants.ts';
import { reading } from '../read/record.ts';
import { asDocument, documentColumns, documentJson } from './document.ts';

/** `GET /api/core/import` (P.10): the imports done so far, newest first; one's own, for whoever reads the audit trail everybody's. */
export async function importHistory(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseUnknown([...query.keys()], ['declaration', 'state', 'limit', 'after']);
  const { principal } = call;
  const [declaration, state] = [query.get('declaration'), query.get('state')];
  const page = pageQuery(query, queryHash(principal.org.id, 'core.import', declaration, state));
  const params = parameters(principal.org.id);
  const tests = ['i.org_id = $1'];
  if (!holds(principal, 'audit.read')) tests.push(`i.by = ${params.add(principal.user)}::uuid`);
  if (declaration !== null) tests.push(`i.declaration = ${params.add(declaration)}::text`);
  if (state !== null) tests.push(`i.state = any(${params.add(state.split(','))}::text[])`);
  if (page.edge) tests.push(`(i.at, i.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  const text = `select ${documentColumns} from core.import_v i where ${tests.join(' and ')} order by i.at desc, i.id desc limit ${page.limit + 1}`;
  return reading(environment, call, async (tx) => {
    const found = pageOf(await tx.query(text, params.values), page);
    // The rows of a preview are looked at one import at a time.
    const data = found.rows.map((row) => documentJson(environment, call, { ...asDocument(row), preview: null, corrections: {} }));
    return { status: 200, body: { data, page: found.page } };
  });
}
