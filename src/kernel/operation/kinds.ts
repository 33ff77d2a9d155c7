import { runBulk } from '../command/bulk.ts';
import { runImport } from '../import/run.ts';
import { undoImport } from '../import/undo.ts';
import { runExport } from '../read/export.ts';
import { runPrint } from '../read/print.ts';
import type { OperationRun } from './work.ts';

/** What long work there is, by the kind that stands in its row (P.2.7). */
export const operationKinds: ReadonlyMap<string, OperationRun> = new Map([
  ['import', runImport],
  ['undo', undoImport],
  ['bulk', runBulk],
  ['export', runExport],
  ['print', runPrint],
]);
