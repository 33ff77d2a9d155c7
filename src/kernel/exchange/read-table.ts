import { Refused } from '../problem.ts';
import type { TableFile } from './cell.ts';
import { openCsv } from './csv.ts';
import { openWorkbook } from './workbook.ts';

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
/** A file as tables: `.xlsx` by its content, `.csv` and `.txt` as text, nothing else (P.10). */
export function openFile(file: SourceFile, encoding?: string): TableFile {
  const { bytes } = file;
  const extension = /\.([^.]+)$/.exec(file.name.toLowerCase())?.[1] ?? '';
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (extension === 'xls' || extension === 'xlsm' || extension === 'xlsb') throw new Refused('import.file_refused', { reason: 'old_or_encrypted', name: file.name });
  if (zipped || extension === 'xlsx') return openWorkbook(bytes);
  if (extension === 'csv' || extension === 'txt') return openCsv(bytes, encoding);
  throw new Refused('import.file_refused', { reason: 'type', name: file.name });
}
/** Rows a file of each form may hold. */
export const mostRows = { xlsx: 100_000, csv: 1_000_000 } as const;
