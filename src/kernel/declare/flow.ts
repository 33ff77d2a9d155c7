import type { LineColumn, LinesName } from './field.ts';
import type { RowName } from './registry.ts';
import type { Label } from './values.ts';

/** Lines of this document come from lines of another one: "create from", open quantities and the chain of documents follow. */
export type Flow<N extends RowName> = { [L in LinesName<N>]: LinesFlow<N, L> }[LinesName<N>];
interface LinesFlow<N extends RowName, L extends LinesName<N>> extends Label {
  readonly from: RowName;
  readonly lines: L;
  readonly source: LineColumn<N, L>;
  readonly quantity: LineColumn<N, L>;
}
