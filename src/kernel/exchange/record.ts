/** What is wrong with one cell or row of the file. */
export interface RowProblem {
  readonly row: number;
  /** As the file's header says it; null where the row as a whole is meant. */
  readonly column: string | null;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** As it stands in the file. */
  readonly value: string | null;
}
/** One record of a file: what the body of its POST or PATCH would be, and where each part stands. */
export interface ImportedRecord {
  readonly rows: readonly number[];
  /** Text that names an existing record, in the member `match`; null where the record is new and numbers itself. */
  readonly key: string | null;
  readonly match: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** An action to run once the record is saved (`post`). */
  readonly action?: string;
  /** The file's row of each entry of each table of lines, for the path of a refusal. */
  readonly lineRows: Readonly<Record<string, readonly number[]>>;
  readonly problems: readonly RowProblem[];
}
