import { type Dispatch, type KeyboardEvent, memo } from 'react';
import type { FieldProblem } from '../api/problem.ts';
import type { SchemaField } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { LineCell } from './line-cell.tsx';
import type { Change } from './model.ts';
import type { Row } from './use-editor.ts';

export interface LineRowProps {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly SchemaField[];
  readonly editable: boolean;
  /** The document was saved before: some of a saved line stays as it is. */
  readonly saved: boolean;
  readonly problems: ReadonlyMap<string, FieldProblem> | undefined;
  readonly lines: string;
  readonly dispatch: Dispatch<Change>;
  readonly press: (event: KeyboardEvent<HTMLElement>, index: number, name: string) => void;
}
/** One row of the grid, drawn again only when something of it changed: what is typed elsewhere costs it nothing. */
export const LineRow = memo(function LineRow({ row, index, columns, editable, saved, problems, lines, dispatch, press }: LineRowProps) {
  const t = useWords();
  const { key } = row.line;
  return (
    <tr data-row aria-rowindex={index + 2} className={row.line.touched.size > 0 && row.line.id !== undefined ? 'touched' : undefined}>
      <td className="line-no">{index + 1}</td>
      {columns.map((field) => (
        <LineCell
          key={field.name}
          field={field}
          row={row}
          index={index}
          editable={editable && isInput(field, saved, row)}
          problem={problems?.get(`${lines}/${key}/${field.name}`)}
          set={(value) => dispatch({ type: 'cell', lines, key, name: field.name, value })}
          press={(event) => press(event, index, field.name)}
        />
      ))}
      {editable && (
        <td className="line-end">
          <button type="button" className="icon-button" tabIndex={-1} aria-label={t('form.remove_line', { n: index + 1 })} onClick={() => dispatch({ type: 'remove', lines, key })}>
            <Icon name="close" size={14} />
          </button>
        </td>
      )}
    </tr>
  );
});
const isInput = (field: SchemaField, saved: boolean, row: Row): boolean =>
  (field.origin ?? 'input') === 'input' && field.access !== 'readonly' && !(field.immutable && row.line.id !== undefined && saved);
