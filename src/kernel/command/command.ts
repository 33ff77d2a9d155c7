import type { AnyRef } from '#declare';
import { Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { translateDatabaseError } from './database-error.ts';
import type { Answer, Call } from './call.ts';
import type { Command } from './decide.ts';
import type { Environment } from './environment.ts';
import { withHolder } from './holder.ts';
import { flush } from './flush.ts';
import { answerAgain, recallAnswer, storeAnswer } from './idempotency.ts';
import { openingOf } from './opening.ts';
import { emptyLocks, openRead } from './read.ts';
import { customFieldRecord } from '../custom/book.ts';
import { dutyRecord } from '../permission/duties.ts';
import { webhookRecord } from '../webhook/wanted.ts';
import { openUnit, type AuditNote, type Unit } from './unit.ts';

/**
 * The one way of changing anything (architecture §5): decide under locks in one flight, write everything in the next, commit, then let the
 * sequencer number what was posted. A refusal or a dry run leaves nothing behind.
 */
export async function runCommand(environment: Environment, call: Call, acting: AnyRef | undefined, note: AuditNote, work: (command: Command) => Promise<(tx: Tx) => Promise<Answer>>): Promise<Answer> {
  const { org } = call.principal;
  let [wrote, redeclared, relistened, reruled] = [false, false, false, false];
  let unit: Unit | undefined;
  let answer: Answer;
  try {
    const decideAndWrite = async (tx: Tx): Promise<Answer> => {
      const opening = await openingOf(tx, call);
      if (opening.answered && call.idempotency) return answerAgain(opening.answered, call.idempotency);
      const locked = emptyLocks();
      const command: Command = { environment, tx, call, locked, opening, read: openRead(environment, tx, call.principal, locked, opening), unit: openUnit(acting, note) };
      ({ unit } = command);
      const answering = await work(command);
      await flush(environment, tx, call, command.unit, command.read.now);
      wrote = true;
      redeclared = touches(command.unit, customFieldRecord);
      relistened = touches(command.unit, webhookRecord);
      reruled = touches(command.unit, dutyRecord);
      const made = await answering(tx);
      if (call.idempotency && !call.dryRun) await storeAnswer(tx, call, made, command.read.now);
      return made;
    };
    answer = environment.within ? await inSavepoint(environment.within, decideAndWrite) : await inTransaction(environment.pools.commands, org.id, decideAndWrite, { rollback: call.dryRun });
  } catch (error) {
    const refused = await withHolder(environment, call, unit, error, translateDatabaseError(environment.registry, error));
    // A repeated request may find its document already moved on; the first answer counts, not the refusal (kernel-storage §2).
    const first = call.idempotency && !call.dryRun ? await recallAnswer(environment, call) : undefined;
    if (first) return first;
    throw refused;
  }
  if (redeclared && !call.dryRun) environment.custom.forget(org.id);
  if (relistened && !call.dryRun) environment.wanted.forget(org.id);
  if (reruled && !call.dryRun) environment.duties.forget(org.id);
  // Nobody waits here: a reading that shows numbers waits for the flight (`settled`).
  if (wrote && !call.dryRun && !environment.within) void environment.sequenced(org);
  return answer;
}

const touches = ({ created, changed, removed }: Unit, name: string): boolean => [...created, ...changed.values(), ...removed].some(({ meta }) => meta.name === name);

export const metaOf = (environment: Environment, name: string): RecordMeta => {
  const meta = environment.registry.records.get(name);
  if (!meta) throw new Refused('route.not_found');
  return recordOf(environment.registry, name);
};

/** One command of many in a transaction: refused, it leaves the others standing. */
async function inSavepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  await tx.query('savepoint command');
  try {
    const result = await work(tx);
    await tx.query('release savepoint command');
    return result;
  } catch (error) {
    await tx.query('rollback to savepoint command');
    throw error;
  }
}
