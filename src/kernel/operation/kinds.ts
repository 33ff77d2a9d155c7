import { runImport } from '../import/run.ts';
import { undoImport } from '../import/undo.ts';
import type { OperationRun } from './work.ts';

/** What long work there is, by the kind that stands in its row (P.2.7). */
export const operationKinds: ReadonlyMap<string, OperationRun> = new Map([
  ['import', runImport],
  ['undo', undoImport],
]);
