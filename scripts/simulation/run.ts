import { chance as chanceFrom } from '../../src/demo/chance.ts';
import { type Company, openCompany } from './company.ts';
import { changedPast, doubled, keep, type Kept, wrongAnswers, wrongBooks, wrongScopes } from './invariants.ts';
import { closeMonth, type Known, moves, type Scene, type Told } from './moves.ts';
import type { Stage } from './stage.ts';

export interface Play {
  readonly seed: number;
  readonly steps: number;
  readonly months: number;
  /** Steps between two looks at the books. */
  readonly every: number;
  /** Only these steps are played: a history that was made shorter. */
  readonly only?: ReadonlySet<number> | undefined;
}
export interface Outcome {
  /** What was wrong, and at which step; nothing when all is well. */
  readonly wrong: readonly string[];
  readonly step: number;
  readonly history: readonly string[];
  readonly answers: ReadonlyMap<string, number>;
  readonly closed: number;
  readonly crashes: number;
}
interface State {
  readonly known: Known[];
  readonly kept: Kept[];
  readonly history: string[];
  readonly answers: Map<string, number>;
  crashes: number;
}

/**
 * Plays months of a company. Each step has a chance of its own, made of seed and step, so that leaving steps out leaves the others as they are;
 * documents are named by the order they came about, never by their ids. Ends with the first thing that is wrong.
 */
export async function play(stage: Stage, { seed, steps, months, every, only }: Play): Promise<Outcome> {
  const company = await openCompany(stage);
  const state: State = { known: [], kept: [], history: [], answers: new Map(), crashes: 0 };
  const told = (step: number, wrong: readonly string[]): Outcome => ({
    wrong,
    step,
    history: state.history,
    answers: state.answers,
    closed: state.kept.length,
    crashes: state.crashes,
  });
  const each = Math.max(1, Math.floor(steps / months));
  for (let step = 0; step < steps; step += 1) {
    const month = Math.min(months, 1 + Math.floor(step / each));
    const last = (step + 1) % each === 0;
    if (only === undefined || only.has(step) || last) {
      const wrong = await playStep(company, state, { seed, step, month, last });
      if (wrong.length > 0) return told(step, wrong);
    }
    if ((step + 1) % every === 0 || last) {
      const wrong = [...(await wrongBooks(company)), ...(await wrongScopes(company)), ...(await changedPast(company, state.kept))];
      if (wrong.length > 0) return told(step, wrong);
    }
  }
  return told(steps, []);
}
interface At {
  readonly seed: number;
  readonly step: number;
  readonly month: number;
  readonly last: boolean;
}
async function playStep(company: Company, state: State, { seed, step, month, last }: At): Promise<readonly string[]> {
  const chance = chanceFrom(Math.imul(seed, 1_000_003) + step);
  const by: Scene['by'] = (role) => (chance(12) === 0 ? (Object.values(company.players)[chance(10)] ?? company.players[role]) : company.players[role]);
  const scene: Scene = { company, chance, month, step, known: state.known, by };
  const move = moves[chance(moves.length)];
  // A crash strikes in the middle of a step: what was asked may have been done or not, but nothing by half.
  const crash = company.stage.crash && chance(25) === 0 ? company.stage.crash : undefined;
  const asked = (move?.(scene) ?? Promise.resolve([])).catch((error: unknown) => {
    if (crash) return [] as readonly Told[];
    throw error;
  });
  if (crash) {
    await crash();
    state.crashes += 1;
  }
  const said = [...(await asked)];
  if (last) {
    const { told, closed } = await closeMonth(scene, month);
    said.push(...told);
    if (closed) state.kept.push(await keep(company, month));
  }
  for (const { by: who, what, answer } of said) {
    const code = answer.status < 300 ? 'done' : String(answer.body['code']);
    state.answers.set(code, (state.answers.get(code) ?? 0) + 1);
    if (!what.startsWith('GET')) state.history.push(`${step} ${who.role} ${what} → ${answer.status} ${code}`);
  }
  return crash ? [] : [...wrongAnswers(said), ...doubled(said)];
}

/**
 * The shortest history found that still goes wrong in the same way: parts are left out, smaller and smaller ones, each time on a new stage.
 * Ends after so many plays.
 */
export async function shorten(
  fresh: (run: (stage: Stage) => Promise<Outcome>) => Promise<Outcome>,
  at: Play,
  failed: Outcome,
  most: number,
): Promise<{ readonly only: readonly number[]; readonly outcome: Outcome }> {
  const kind = (wrong: readonly string[]): string => (wrong[0] ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '#').slice(0, 60);
  let only = (at.only ? [...at.only] : Array.from({ length: failed.step + 1 }, (_, step) => step)).filter((step) => step <= failed.step);
  let outcome = failed;
  let left = most;
  for (let size = Math.ceil(only.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < only.length && left > 0; ) {
      const fewer = [...only.slice(0, from), ...only.slice(from + size)];
      left -= 1;
      const tried = await fresh((stage) => play(stage, { ...at, only: new Set(fewer) }));
      if (tried.wrong.length > 0 && kind(tried.wrong) === kind(failed.wrong)) [only, outcome] = [fewer, tried];
      else from += size;
    }
  }
  return { only, outcome };
}
