import { useSyncExternalStore } from 'react';
import type { Density } from './tokens.ts';

/** What a person chose for this browser; the server's own copy of the language wins at sign-in. */
export interface Preferences {
  readonly theme: 'light' | 'dark' | 'system';
  readonly locale: 'zh' | 'en';
  readonly density: Density;
  /** The sidebar as a rail of icons; documents open with it unless the person chose otherwise. */
  readonly rail: 'auto' | 'open' | 'rail';
}
const usual: Preferences = { theme: 'system', locale: 'zh', density: 'usual', rail: 'auto' };
const place = 'qiantai.preferences';

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Preferences>;
    return { ...usual, ...kept };
  } catch {
    // A browser that keeps nothing still works, with the usual choice.
    return usual;
  }
}
/** The one store of the page: React reads it through `useSyncExternalStore`, everything else through `get`. */
function createStore() {
  let current = read();
  const listeners = new Set<() => void>();
  return {
    get: (): Preferences => current,
    set: (change: Partial<Preferences>): void => {
      current = { ...current, ...change };
      try {
        localStorage.setItem(place, JSON.stringify(current));
      } catch {
        // Kept for this page only.
      }
      apply(current);
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
const darkWish = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');
export const isDark = ({ theme }: Preferences): boolean => theme === 'dark' || (theme === 'system' && darkWish().matches);
export function apply(preferences: Preferences): void {
  const { documentElement: html } = document;
  html.dataset['theme'] = isDark(preferences) ? 'dark' : 'light';
  html.dataset['density'] = preferences.density;
  html.lang = preferences.locale === 'zh' ? 'zh-CN' : 'en';
}
export const preferences = createStore();
export const usePreferences = (): Preferences => useSyncExternalStore(preferences.subscribe, preferences.get);
