/** One series of numbers: its pattern in force and where its counters stand (P.5). */
export interface Series {
  readonly declaration: string;
  readonly label: string;
  /** The declaration, or declaration and field where it has several numbers. */
  readonly name: string;
  readonly pattern: string;
  readonly own: boolean;
  readonly declared: string;
  readonly sample: string;
  readonly counters: readonly { readonly key: string; readonly next: number }[];
}
export const countersKey = ['counters'] as const;
