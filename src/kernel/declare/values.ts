import type { Decimal } from '../decimal.ts';

export type { Decimal } from '../decimal.ts';

/** Every text a person can read exists in both languages; a missing one does not compile. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

/** A business date, `2026-03-05`, in the organisation's time zone. Compares with `<`. */
export type LocalDate = string & { readonly $date: true };
/** A point in time, ISO 8601 with offset. */
export type Instant = string & { readonly $instant: true };
/** The id of a row of `Name`; ids of different tables do not mix. */
export type Ref<Name extends string = string> = string & { readonly $ref: Name };
/** The stable id of a document line; it survives amendments. */
export type LineRef<Name extends string = string> = string & { readonly $line: Name };
/** A document of any kind, kept as name and id. */
export interface AnyRef {
  readonly name: string;
  readonly id: string;
}
/** A piece of SQL with its parameters. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}
export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** What a condition may be compared with: numbers may be written plainly, dates relatively. */
export type Operand<V> = V extends Decimal ? Decimal | number : V extends LocalDate ? LocalDate | RelativeDay : V extends Instant ? Instant | RelativeDay : V;
export type RelativeDay = Anchor | `${Anchor}${'+' | '-'}${number}${'d' | 'wd' | 'w' | 'm' | 'q' | 'y'}`;
type Anchor = 'today' | `${'week' | 'month' | 'quarter' | 'year'}_${'start' | 'end'}`;
