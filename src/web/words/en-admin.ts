import type { zhAdmin } from './zh-admin.ts';

export const enAdmin: Readonly<Record<keyof typeof zhAdmin, string>> = {};
