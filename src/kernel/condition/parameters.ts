import { isUuid } from '../kinds/reference.ts';

/** Values of one statement in order; the text names them by place and never contains them (P.7). */
export interface Parameters {
  readonly values: unknown[];
  /** The place of a value in the text: `$3`. Ids are sent once; other values may stand for different types, so each has its own place. */
  readonly add: (value: unknown) => string;
}
export function parameters(...first: readonly unknown[]): Parameters {
  const values: unknown[] = [...first];
  return {
    values,
    add: (value) => {
      const known = typeof value === 'string' && isUuid(value) ? values.indexOf(value) : -1;
      if (known >= 0) return `$${known + 1}`;
      values.push(value);
      return `$${values.length}`;
    },
  };
}
