import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { reaches } from '../command/reach.ts';
import { may } from '../permission/grants.ts';
import { decimal, toMoney } from '../decimal.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import type { AuditField } from '../command/audit.ts';
import { accessToRows, shownChanges } from '../audit/shown.ts';
import { checkReadable, idOf, readable, reading } from './record.ts';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}
interface Node {
  readonly declaration: string;
  readonly id: string;
}
const maxNodes = 300;

/** The chain of documents around one (P.4): nodes with number, state, date and amount, edges between them; what the caller may not see shows its kind only. */
export async function relatedTo(environment: Environment, call: Call, name: string, key: string, depth: number): Promise<Answer> {
  const meta = readable(environment, call, name);
  await environment.settled(call.principal.org.id);
  return reading(environment, call, async (tx) => {
    const id = await idOf(tx, call.principal.org.id, meta, key);
    await checkReadable(environment, tx, call, meta, id);
    const { nodes, edges } = await walk(tx, call.principal.org.id, { declaration: name, id }, depth);
    return { status: 200, body: { nodes: await describe(environment, tx, call, nodes), edges } };
  });
}

async function walk(tx: Tx, org: string, start: Node, depth: number): Promise<{ readonly nodes: readonly Node[]; readonly edges: readonly Edge[] }> {
  const nodes = new Map([[start.id, start]]);
  const edges = new Map<string, Edge>();
  let edge = [start.id];
  for (let step = 0; step < depth && edge.length > 0 && nodes.size < maxNodes; step += 1) {
    const rows = await tx.query('select from_type, from_id, to_type, to_id, kind from core.link where org_id = $1 and (from_id = any($2) or to_id = any($2)) order by id limit 1000', [org, edge]);
    const next: string[] = [];
    for (const row of rows) {
      const [from, to] = [row['from_id'] as string, row['to_id'] as string];
      edges.set(`${from}:${to}:${String(row['kind'])}`, { from, to, kind: row['kind'] as string });
      for (const [id, declaration] of [[from, row['from_type']], [to, row['to_type']]] as const) {
        if (nodes.has(id)) continue;
        nodes.set(id, { declaration: declaration as string, id });
        next.push(id);
      }
    }
    edge = next;
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

async function describe(environment: Environment, tx: Tx, call: Call, nodes: readonly Node[]): Promise<object[]> {
  const groups = new Map<string, string[]>();
  for (const node of nodes) groups.set(node.declaration, [...(groups.get(node.declaration) ?? []), node.id]);
  const described = await Promise.all(
    [...groups].map(async ([name, ids]) => {
      const meta = environment.registry.records.get(name);
      if (!meta) return [];
      const rows = await loadRecords(tx, call.principal.org.id, meta, ids, { from: 'view' });
      return Promise.all(
        ids.map(async (id) => {
          const row = rows.get(id);
          const visible = row !== undefined && may(call.principal, name, 'read') && (await reaches(environment, tx, call.principal, meta, 'read', row));
          return nodeJson(meta, visible ? row : undefined, id);
        }),
      );
    }),
  );
  return described.flat().sort((a, b) => ((a as { id: string }).id < (b as { id: string }).id ? -1 : 1));
}
function nodeJson(meta: RecordMeta, row: Loaded | undefined, id: string): object {
  const label = { declaration: meta.name, label: { zh: meta.zh, en: meta.en } };
  if (!row) return { ...label, hidden: true };
  const amount = ['gross', 'amount', 'debit', 'total'].map((name) => row[name]).find((value) => value !== null && value !== undefined);
  return { ...label, id, number: row[meta.code ?? meta.title] ?? null, state: row['state'] ?? null, date: meta.date ? (row[meta.date] ?? null) : null, amount: amount === undefined ? null : toMoney(decimal(amount as string)) };
}

/** What happened to one record, newest first: changes of the audit trail, files and comments (P.4). */
export async function timelineOf(environment: Environment, call: Call, name: string, key: string, limit: number): Promise<Answer> {
  const meta = readable(environment, call, name);
  return reading(environment, call, async (tx) => {
    const org = call.principal.org.id;
    const id = await idOf(tx, org, meta, key);
    await checkReadable(environment, tx, call, meta, id);
    const [audits, comments, files] = await Promise.all([
      tx.query('select id, at, actor, via, action, reason, declaration, record, fields from core.audit_v where org_id = $1 and record = $2 order by at desc, id desc limit $3', [org, id, limit]),
      tx.query('select c.id, c.at, u.name as actor, c.text from core.comment_v c left join core."user" u on u.org_id = c.org_id and u.id = c.by where c.org_id = $1 and c.record = $2 and c.struck_at is null order by c.at desc limit $3', [org, id, limit]),
      tx.query('select a.id, a.at, u.name as actor, a.name, a.removed_at, r.name as remover from core.attachment_v a left join core."user" u on u.org_id = a.org_id and u.id = a.by left join core."user" r on r.org_id = a.org_id and r.id = a.removed_by where a.org_id = $1 and a.record = $2 order by a.at desc limit $3', [org, id, limit]),
    ]);
    const access = await accessToRows(environment, tx, call, audits);
    const entries = [
      ...audits.map((row) => ({ kind: 'change', id: row['id'], at: row['at'], by: row['actor'], via: row['via'], action: row['action'], reason: row['reason'], changes: shownChanges(meta, access(row), row['fields'] as readonly AuditField[]) })),
      ...files.map((row) => ({ kind: 'file', id: row['id'], at: row['at'], by: row['actor'], name: row['name'] })),
      ...files.filter((row) => row['removed_at']).map((row) => ({ kind: 'file_removed', id: row['id'], at: row['removed_at'], by: row['remover'], name: row['name'] })),
      ...comments.map((row) => ({ kind: 'comment', id: row['id'], at: row['at'], by: row['actor'], text: row['text'] })),
    ].sort((a, b) => (String(a.at) < String(b.at) ? 1 : -1));
    return { status: 200, body: { data: entries.slice(0, limit) } };
  });
}
