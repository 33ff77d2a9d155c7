import type { Label } from '#declare';
import type { DeclaredRecord } from '../record/declarations.ts';

/** The label of a state or choice as its declaration has it. */
export const optionOf = (declared: DeclaredRecord | undefined, field: string, key: unknown): Label | undefined =>
  typeof key === 'string' ? declared?.fields[field]?.options?.[key] : undefined;
