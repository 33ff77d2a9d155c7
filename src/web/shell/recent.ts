import type { Me } from '../api/types.ts';

/** A record that was opened on this computer; its name is kept beside it so that the palette shows it at once. */
export interface Recent {
  readonly declaration: string;
  readonly id: string;
  readonly label: string;
  readonly sub: string;
}
const most = 10;
const place = (me: Pick<Me, 'user' | 'organisation'>): string => `qiantai.recent.${me.organisation.id}.${me.user.id}`;

export function recentOf(me: Pick<Me, 'user' | 'organisation'>): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(me)) ?? '[]');
    return Array.isArray(kept) ? (kept as readonly Recent[]) : [];
  } catch {
    return [];
  }
}
export function remember(me: Pick<Me, 'user' | 'organisation'>, record: Recent): void {
  try {
    const others = recentOf(me).filter((one) => one.id !== record.id);
    localStorage.setItem(place(me), JSON.stringify([record, ...others].slice(0, most)));
  } catch {
    // Without storage nothing is remembered, and nothing else is lost.
  }
}
/** Whoever signs out leaves no names behind on this computer. */
export function forgetRecent(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('qiantai.recent.')) localStorage.removeItem(key);
}
