import type { Checked, CheckedLeaf } from './check.ts';
import { evaluate, type Facts, holds, isMissing, lineValue, measured } from './evaluate.ts';

/** Kleene's three values: true, false, or unknown because a fact is missing. */
export type Known = boolean | 'unknown';
export interface ExplainedLeaf {
  readonly path: string;
  readonly op: string;
  readonly actual: unknown;
  readonly expected: unknown;
  readonly result: boolean;
  readonly missing: boolean;
}
export interface Explanation {
  readonly result: boolean;
  /** The answer hangs on a fact that is missing: an approval stops there instead of choosing a branch (P.7). */
  readonly missing_decides: boolean;
  readonly leaves: readonly ExplainedLeaf[];
  readonly as_of: string;
}

/** Why a row belongs to a condition, leaf by leaf; the result is the membership itself. */
export function explain(tree: Checked, facts: Facts): Explanation {
  const leaves: ExplainedLeaf[] = [];
  const known = kleene(tree, facts, leaves);
  return { result: evaluate(tree, facts), missing_decides: known === 'unknown', leaves, as_of: facts.today };
}

function kleene(tree: Checked, facts: Facts, leaves: ExplainedLeaf[]): Known {
  switch (tree.kind) {
    case 'not': {
      const inner = kleene(tree.of, facts, leaves);
      return inner === 'unknown' ? inner : !inner;
    }
    case 'all':
      return joined(
        tree.of.map((one) => kleene(one, facts, leaves)),
        false,
      );
    case 'any':
      return joined(
        tree.of.map((one) => kleene(one, facts, leaves)),
        true,
      );
    case 'related': {
      const actual = measured(tree, facts);
      const result = evaluate(tree, facts);
      leaves.push({
        path: `${tree.lines.name}.${tree.measure}${tree.field ? `:${tree.field.name}` : ''}`,
        op: tree.op,
        actual,
        expected: tree.value,
        result,
        missing: actual === null,
      });
      return actual === null ? 'unknown' : result;
    }
    case 'leaf':
      return leaf(tree, facts, leaves);
  }
}
/** `all` is decided by one false, `any` by one true; otherwise an unknown leaves it open. */
function joined(parts: readonly Known[], decisive: boolean): Known {
  if (parts.includes(decisive)) return decisive;
  return parts.includes('unknown') ? 'unknown' : !decisive;
}
function leaf(tree: CheckedLeaf, facts: Facts, leaves: ExplainedLeaf[]): Known {
  const { lines, field } = tree.path;
  const actual = lines ? facts.lines(lines.name).map((line) => lineValue(line, field)) : facts.value(tree.path);
  const asksForAbsence = tree.op === 'is_empty' || tree.op === 'not_empty';
  const one = (value: unknown): Known => (isMissing(value) && !asksForAbsence ? 'unknown' : holds(tree, value, facts));
  const known = lines ? joined((actual as readonly unknown[]).map(one), true) : one(actual);
  leaves.push({ path: tree.path.text, op: tree.op, actual: actual ?? null, expected: tree.given ?? null, result: evaluate(tree, facts), missing: known === 'unknown' });
  return known;
}
