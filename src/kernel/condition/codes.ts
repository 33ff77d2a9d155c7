import type { Registry } from '../registry/meta.ts';
import { refuseAll } from '../problem.ts';
import { quoted } from '../store/columns.ts';
import type { Checked, CheckedLeaf, LeafValue } from './check.ts';
import type { AnyOperand, Coded, Operand } from './operand.ts';
import { fieldNamed, sourceOf } from './source.ts';

/** Runs statements of one transaction; those started together travel together. */
export interface Query {
  query(text: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Turns codes into ids and `under` into the nodes below: one statement a target, none where a tree names neither. */
export async function resolveCodes(tree: Checked, registry: Registry, tx: Query, org: string): Promise<Checked> {
  const leaves = leavesOf(tree);
  const codes = new Map<string, Set<string>>();
  for (const leaf of leaves) for (const { target, code } of codesOf(leaf)) codes.set(target, (codes.get(target) ?? new Set()).add(code));
  const found = new Map(await Promise.all([...codes].map(async ([target, wanted]) => [target, await idsOf(registry, tx, org, target, [...wanted])] as const)));
  const missing = [...codes].flatMap(([target, wanted]) => [...wanted].filter((code) => !found.get(target)?.has(code)));
  if (missing.length > 0) refuseAll(missing.map((code) => ({ code: 'reference.not_found', params: { code }, path: '/filter' })));
  const withIds = replace(tree, (leaf) => ({ ...leaf, value: mapValue(leaf.value, (one) => identified(leaf, one, found)) }));
  const trees = new Map<CheckedLeaf, CheckedLeaf>();
  await Promise.all(
    leavesOf(withIds).map(async (leaf) => {
      if (leaf.op === 'under') trees.set(leaf, { ...leaf, op: 'in', value: await nodesBelow(registry, tx, org, leaf.path.field.target ?? '', leaf.value as string) });
    }),
  );
  return trees.size === 0 ? withIds : replace(withIds, (leaf) => trees.get(leaf) ?? leaf);
}

function leavesOf(tree: Checked): readonly CheckedLeaf[] {
  if (tree.kind === 'leaf') return [tree];
  if (tree.kind === 'related') return tree.filter ? leavesOf(tree.filter) : [];
  return tree.kind === 'not' ? leavesOf(tree.of) : tree.of.flatMap(leavesOf);
}
function replace(tree: Checked, change: (leaf: CheckedLeaf) => CheckedLeaf): Checked {
  if (tree.kind === 'leaf') return change(tree);
  if (tree.kind === 'related') return { ...tree, filter: tree.filter && replace(tree.filter, change) };
  return tree.kind === 'not' ? { ...tree, of: replace(tree.of, change) } : { ...tree, of: tree.of.map((one) => replace(one, change)) };
}

const isCoded = (value: unknown): value is Coded & Partial<AnyOperand> => typeof value === 'object' && value !== null && 'code' in value;
function codesOf(leaf: CheckedLeaf): readonly { readonly target: string; readonly code: string }[] {
  const operands = Array.isArray(leaf.value) ? (leaf.value as readonly unknown[]) : [leaf.value];
  return operands.filter(isCoded).map((one) => ({ target: one.name ?? leaf.path.field.target ?? '', code: one.code }));
}
const mapValue = (value: LeafValue, change: (one: Operand) => Operand): LeafValue =>
  Array.isArray(value) ? (value as readonly Operand[]).map(change) : value === undefined || typeof value === 'number' ? value : change(value as Operand);
function identified(leaf: CheckedLeaf, value: Operand, found: ReadonlyMap<string, ReadonlyMap<string, string>>): Operand {
  if (!isCoded(value)) return value;
  const target = value.name ?? leaf.path.field.target ?? '';
  const id = found.get(target)?.get(value.code) ?? '';
  return value.name === undefined ? id : { name: value.name, id };
}

async function idsOf(registry: Registry, tx: Query, org: string, target: string, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const meta = registry.records.get(target);
  if (!meta?.code) return new Map();
  const rows = await tx.query(`select id, ${quoted(meta.code)} as code from ${meta.view} where org_id = $1 and ${quoted(meta.code)} = any($2::text[])`, [org, codes]);
  return new Map(rows.map((row) => [String(row['code']), String(row['id'])]));
}
async function nodesBelow(registry: Registry, tx: Query, org: string, target: string, id: string): Promise<string[]> {
  const meta = registry.records.get(target);
  const declared = (meta?.declaration.spec as { readonly views?: { readonly tree?: { readonly parent: string } } } | undefined)?.views?.tree?.parent;
  const parent = meta && fieldNamed(sourceOf(meta), declared ?? 'parent');
  if (!meta || parent?.target !== target) return [id];
  // `union` instead of `union all` ends at a circle.
  const rows = await tx.query(
    `with recursive below as (select id from ${meta.view} where org_id = $1 and id = $2::uuid union select c.id from ${meta.view} c join below b on c.${quoted(parent.name)} = b.id where c.org_id = $1) select id from below`,
    [org, id],
  );
  return rows.map((row) => String(row['id']));
}
