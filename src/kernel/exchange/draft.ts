import type { ActionMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { fold, nearest } from '../kinds/index.ts';
import { cellText, isBlank, type Cell, type TableRow } from './cell.ts';
import { placeOf } from './columns.ts';
import type { Column } from './header.ts';
import type { ImportedRecord, RowProblem } from './record.ts';
import { readCell, readText } from './values.ts';

/** A record while its rows are read. */
export interface Draft {
  readonly rows: number[];
  key: string | null;
  match: string;
  readonly values: Record<string, unknown>;
  action: string | undefined;
  readonly lines: Map<string, { readonly values: Record<string, unknown>[]; readonly rows: number[] }>;
  readonly problems: RowProblem[];
  /** What each header column said first, to notice a row that says otherwise. */
  readonly said: Map<string, { readonly row: number; readonly value: string }>;
}
export const newDraft = (match: string): Draft => ({ rows: [], key: null, match, values: {}, action: undefined, lines: new Map(), problems: [], said: new Map() });

export interface Reader {
  readonly meta: RecordMeta;
  readonly columns: readonly Column[];
  readonly epoch1904: boolean;
}
const isLine = ({ target }: Column): boolean => target.kind === 'line' || target.kind === 'line_no' || target.kind === 'line_action';
export const hasLines = (columns: readonly Column[]): boolean => columns.some(isLine);
const filled = (row: TableRow, columns: readonly Column[]): readonly (readonly [Column, Cell])[] =>
  columns.flatMap((column) => {
    const cell = row.cells[column.at];
    return cell && !isBlank(cell) && column.target.kind !== 'ignored' ? [[column, cell] as const] : [];
  });
const headerCells = (row: TableRow, columns: readonly Column[]): readonly (readonly [Column, Cell])[] =>
  filled(
    row,
    columns.filter((column) => !isLine(column)),
  );
const lineCells = (row: TableRow, columns: readonly Column[]): readonly (readonly [Column, Cell])[] => filled(row, columns.filter(isLine));

const problemAt = (row: number, column: Column | null, cell: Cell | null, code: string, params: Record<string, unknown> = {}): RowProblem => ({
  row,
  column: column?.title ?? null,
  code,
  params,
  value: cell ? cellText(cell) : null,
});
/** A unit written beside the number counts only if the row's own unit says the same. */
function unitOf(row: TableRow, columns: readonly Column[], of: Column): string | undefined {
  const unit = columns.find(({ target }) => target.kind === of.target.kind && (target.kind === 'line' || target.kind === 'field') && target.field.name === 'unit');
  return unit ? cellText(row.cells[unit.at]).trim() : undefined;
}

interface Outcome {
  readonly value?: unknown;
  readonly problem?: RowProblem;
}
function read(reader: Reader, row: TableRow, column: Column, cell: Cell): Outcome {
  const { target } = column;
  if (target.kind === 'action') return actionOf(reader.meta, row.number, column, cell);
  const parsed =
    target.kind === 'field' || target.kind === 'line'
      ? readCell(cell, target.field, reader.epoch1904, target.field.kind === 'quantity' ? unitOf(row, reader.columns, column) : undefined)
      : readText(cell);
  return parsed.ok ? { value: parsed.value } : { problem: problemAt(row.number, column, cell, parsed.code, parsed.params) };
}
const everyday: Readonly<Record<string, string>> = { 提交: 'submit', 过账: 'post', 发布: 'publish', 确认: 'confirm', 审核: 'approve' };
/** An action by key or label in either language. */
function actionOf(meta: RecordMeta, row: number, column: Column, cell: Cell): Outcome {
  const word = cellText(cell).trim();
  const matches = (action: ActionMeta): boolean => [action.name, action.zh, action.en].some((name) => fold(name) === fold(word));
  const found = meta.actions.find(matches) ?? meta.actions.find((action) => action.name === everyday[word]);
  if (found) return { value: found.name };
  const allowed = meta.actions.map((action) => action.name);
  return {
    problem: problemAt(row, column, cell, 'field.choice', {
      allowed: allowed.slice(0, 50),
      nearest: nearest(word, [...allowed, ...meta.actions.map((action) => action.zh)]) ?? null,
      value: word,
    }),
  };
}

/** Takes the header part of a row: the first row says it, further ones repeat it or leave it blank. */
export function takeHeader(draft: Draft, reader: Reader, row: TableRow): void {
  for (const [column, cell] of headerCells(row, reader.columns)) {
    const place = placeOf(column.target) ?? '';
    const { value, problem } = read(reader, row, column, cell);
    const before = draft.said.get(place);
    const said = problem ? cellText(cell) : JSON.stringify(value);
    if (before) {
      if (before.value !== said)
        draft.problems.push(problemAt(row.number, column, cell, 'batch.row_invalid', { field: place.replace(/^[+#]/, ''), rows: [before.row, row.number] }));
      continue;
    }
    draft.said.set(place, { row: row.number, value: said });
    if (problem) draft.problems.push(problem);
    else put(draft, column, value);
  }
}
function put(draft: Draft, { target }: Column, value: unknown): void {
  if (target.kind === 'field') draft.values[target.field.name] = value;
  else if (target.kind === 'extra') draft.values[target.path] = value;
  else if (target.kind === 'action') draft.action = String(value);
  else if (target.kind === 'id') [draft.match, draft.key] = ['id', String(value)];
}
const deleting = new Set(['<删除>', '<delete>', '删除', 'delete']);
/** Takes the line part of a row, if it says anything. */
export function takeLine(draft: Draft, reader: Reader, row: TableRow, fallback: LinesMeta | undefined): void {
  const cells = lineCells(row, reader.columns);
  if (cells.length === 0) return;
  const values: Record<string, unknown> = {};
  let lines = fallback?.name;
  for (const [column, cell] of cells) {
    const { target } = column;
    if (target.kind === 'line_action') {
      if (deleting.has(fold(cellText(cell)).trim())) values._delete = true;
      else draft.problems.push(problemAt(row.number, column, cell, 'field.choice', { allowed: ['<删除>'], nearest: '<删除>', value: cellText(cell) }));
      continue;
    }
    if (target.kind === 'line_no') {
      const number = Number(cellText(cell));
      if (Number.isInteger(number) && number > 0) values.line_no = number;
      else draft.problems.push(problemAt(row.number, column, cell, 'field.type', { expected: 'integer' }));
      continue;
    }
    const { value, problem } = read(reader, row, column, cell);
    if (problem) draft.problems.push(problem);
    else if (target.kind === 'line') [lines, values[target.field.name]] = [target.lines.name, value];
  }
  addLine(draft, lines ?? 'lines', values, row.number);
}
export function addLine(draft: Draft, name: string, values: Record<string, unknown>, row: number): void {
  const entry = draft.lines.get(name) ?? { values: [], rows: [] };
  entry.values.push(values);
  entry.rows.push(row);
  draft.lines.set(name, entry);
}
export function finished(draft: Draft): ImportedRecord {
  const { rows, key, match, action, problems } = draft;
  const lines = [...draft.lines];
  return {
    rows,
    key,
    match,
    values: { ...draft.values, ...Object.fromEntries(lines.map(([name, entry]) => [name, entry.values])) },
    ...(action === undefined ? {} : { action }),
    lineRows: Object.fromEntries(lines.map(([name, entry]) => [name, entry.rows])),
    problems,
  };
}
