/** Something of each organisation that is read often and changed seldom: kept for a moment, forgotten at once where it was changed here. */
export interface Kept<T> {
  of(org: string): Promise<T>;
  forget(org: string): void;
}
const fresh = 2_000;

/** `load` is given what was known before, so that an unchanged value can stay the same object. */
export function keptFor<T>(load: (org: string, before: T | undefined) => Promise<T>): Kept<T> {
  const pages = new Map<string, { readonly at: number; readonly value: T }>();
  const underWay = new Map<string, Promise<T>>();
  const changes = new Map<string, number>();
  const read = async (org: string): Promise<T> => {
    const seen = changes.get(org);
    try {
      const value = await load(org, pages.get(org)?.value);
      // What was read before a change is answered once, not kept.
      if (changes.get(org) === seen) pages.set(org, { at: performance.now(), value });
      return value;
    } finally {
      if (changes.get(org) === seen) underWay.delete(org);
    }
  };
  return {
    of(org) {
      const known = pages.get(org);
      if (known && performance.now() - known.at < fresh) return Promise.resolve(known.value);
      const loading = underWay.get(org) ?? read(org);
      underWay.set(org, loading);
      return loading;
    },
    forget(org) {
      changes.set(org, (changes.get(org) ?? 0) + 1);
      pages.delete(org);
      underWay.delete(org);
    },
  };
}
