import type { Answer, Call } from '../command/call.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { parseListQuery } from '../list/query-string.ts';
import { listRecords, sourceFor } from '../list/run.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { normalise, searchTerms } from '../search/text.ts';
import { reading } from './record.ts';

const each = 5;
const most = 50;
/** `GET /api/search?q=` (P.12): the best hits of every declaration the caller may read, through the very predicate of its list. */
export async function searchAll(environment: Environment, call: Call, q: string, only: readonly string[]): Promise<Answer> {
  const terms = searchTerms(q);
  if (terms.length === 0 || terms.some((term) => [...term].length === 1 && !/\p{Script=Han}/u.test(term))) throw new Refused('search.query_too_short', {}, 'q');
  const records = [...environment.registry.records.values()].filter((meta) => meta.search.length > 0 && may(call.principal, meta.name, 'read') && (only.length === 0 || only.includes(meta.name)));
  const now = environment.clock();
  const hits = await reading(environment, call, (tx) =>
    Promise.all(
      records.map(async (meta) => {
        const parameters = parseListQuery(new URLSearchParams({ q, limit: String(each), count: 'none' }), sourceFor(meta));
        const { data } = await listRecords({ registry: environment.registry, tx, today: todayIn(call.principal.org.time_zone, now), now: now.toISOString() }, call.principal, meta, parameters);
        return data.map((row) => hit(meta, row, terms.join(' '), call));
      }),
    ),
  );
  const ranked = hits.flat().sort((a, b) => b.score - a.score);
  return { status: 200, body: { data: ranked.slice(0, most) } };
}
interface Hit {
  readonly declaration: string;
  readonly id: string;
  readonly label: string;
  readonly sub: string;
  readonly kind: string;
  readonly score: number;
}
function hit(meta: RecordMeta, row: Readonly<Record<string, unknown>>, wanted: string, call: Call): Hit {
  const code = text(row[meta.code ?? '']);
  const title = text(row[meta.title]);
  const party = text((row['customer'] as { readonly label?: string } | null | undefined)?.label);
  const amount = text(row['gross'] ?? row['amount']);
  return { declaration: meta.name, id: String(row['id']), label: title ?? code ?? '', sub: [code === title ? undefined : code, party, amount].filter((part) => part !== undefined).join(' · '), kind: meta[call.locale], score: score(wanted, code, title) };
}
/** Exact codes first, then names that begin with the words, then what was found by pinyin or inside (7.1). */
function score(wanted: string, code: string | undefined, title: string | undefined): number {
  const [c, t] = [normalise(code ?? ''), normalise(title ?? '')];
  if (c === wanted) return 100;
  if (t === wanted) return 95;
  if (t.startsWith(wanted)) return 90;
  if (/^\d{3,}$/.test(wanted) && c.endsWith(wanted)) return 84;
  if (c.startsWith(wanted)) return 82;
  return t.includes(wanted) ? 80 : 78;
}
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
