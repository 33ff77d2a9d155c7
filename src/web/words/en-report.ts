import type { zhReport } from './zh-report.ts';

export const enReport: Readonly<Record<keyof typeof zhReport, string>> = {
};
