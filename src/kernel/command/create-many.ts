import { newId } from '../ids.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { remembering } from '../store/remember.ts';
import { databaseError, type Tx } from '../store/session.ts';
import type { Call } from './call.ts';
import type { Command } from './decide.ts';
import type { Environment } from './environment.ts';
import { flush } from './flush.ts';
import { openingOf } from './opening.ts';
import { parseBody } from './parse.ts';
import { emptyLocks, openRead } from './read.ts';
import { decideCreate, extraNames } from './save.ts';
import { openUnit, type Unit } from './unit.ts';

/** A new record of an import: made together with others, or left to be made by itself. */
export interface MadeOne {
  readonly id: string;
  readonly code: string | null;
}

/**
 * Many new records of one declaration in one set of statements: each is decided by itself, in order, as a person's would be; what all of them
 * write is written at once. Whoever is refused is left out here (`undefined`) and tried again by itself, so that it is judged among rows that
 * are stored, and told why. Nothing at all is written when the database refuses any of them.
 */
export async function createMany(environment: Environment, call: Call, tx: Tx, meta: RecordMeta, bodies: readonly object[]): Promise<readonly (MadeOne | undefined)[]> {
  if (meta.readonly || !may(call.principal, meta.name, 'create')) return bodies.map(() => undefined);
  const extra = extraNames(environment, meta.name);
  const reading = remembering(tx);
  const opening = await openingOf(tx, { ...call, dryRun: true });
  const whole = openUnit(undefined, { action: 'create', reason: undefined });
  const made: (MadeOne | undefined)[] = [];
  let now = environment.clock().toISOString();
  for (const [at, body] of bodies.entries()) {
    const id = newId();
    const numbers = expecting(environment, bodies.length - at);
    const locked = emptyLocks();
    const command: Command = {
      environment: numbers,
      tx: reading,
      call,
      locked,
      opening,
      read: openRead(numbers, reading, call.principal, locked, opening),
      unit: openUnit({ name: meta.name, id }, { action: 'create', reason: undefined }),
    };
    now = command.read.now;
    try {
      const values = await decideCreate(command, meta, id, parseBody(meta, body, extra), extra);
      join(whole, command.unit);
      environment.batch?.accepted();
      const code = values[meta.code ?? ''];
      made.push({ id, code: typeof code === 'string' ? code : null });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      environment.batch?.refused();
      made.push(undefined);
    }
  }
  if (whole.created.length === 0) return made;
  await tx.query('savepoint many');
  try {
    await flush(environment, tx, call, whole, now);
    await tx.query('release savepoint many');
    return made;
  } catch (error) {
    if (!databaseError(error)) throw error;
    await tx.query('rollback to savepoint many');
    environment.batch?.forget();
    return bodies.map(() => undefined);
  }
}
/** May records of this declaration be decided before their neighbours of the same file are stored? Whatever looks for neighbours must say how. */
export const mayCreateMany = ({ prepares, saves, servers }: Environment, meta: RecordMeta): boolean =>
  meta.type === 'catalog' && ((!prepares.has(meta.name) && !saves.has(meta.name)) || servers.some((server) => server.together?.includes(meta.name)));

const expecting = (environment: Environment, count: number): Environment => ({
  ...environment,
  counters: { ...environment.counters, take: (org, declaration, key) => environment.counters.take(org, declaration, key, count) },
});
/** What one record writes joins what all write; an entry keeps its own cause. */
function join(whole: Unit, unit: Unit): void {
  const cause = unit.acting;
  whole.created.push(...unit.created);
  for (const [key, changed] of unit.changed) whole.changed.set(key, changed);
  whole.posted.push(...unit.posted.map((write) => (cause && !write.options.cause ? { ...write, options: { ...write.options, cause } } : write)));
  whole.inserted.push(...unit.inserted);
  whole.linked.push(...unit.linked);
  whole.emitted.push(...unit.emitted);
}
