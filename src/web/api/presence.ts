/** Whether the person is there in person: some calls want password or second factor again (P.1 *Step-up*). */
export interface Presence {
  /** Asked by a refused call; true once the person has proved it and the call may be repeated. */
  ask(): Promise<boolean>;
  /** Told by the dialog. */
  answer(proved: boolean): void;
  readonly wanted: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}
/** Calls that are refused at the same time wait for one dialog. */
function createPresence(): Presence {
  let waiting: { readonly promise: Promise<boolean>; readonly resolve: (proved: boolean) => void } | undefined;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  return {
    ask: () => {
      // Without a dialog to ask with the refusal stands.
      if (listeners.size === 0) return Promise.resolve(false);
      waiting ??= Promise.withResolvers<boolean>();
      tell();
      return waiting.promise;
    },
    answer: (proved) => {
      waiting?.resolve(proved);
      waiting = undefined;
      tell();
    },
    wanted: () => waiting !== undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export const presence = createPresence();
