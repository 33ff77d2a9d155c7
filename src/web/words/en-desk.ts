import type { zhDesk } from './zh-desk.ts';

export const enDesk: Readonly<Record<keyof typeof zhDesk, string>> = {
};
