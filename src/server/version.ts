import { Refused } from '../kernel/problem.ts';

/** Dated versions of the interface (P.2.11). Additions make none; what breaks a client does, and is answered in the old way for a year. */
export const apiVersions: readonly string[] = ['2026-11'];
export const newestVersion = apiVersions.at(-1) ?? '';
export const versionHeader = 'Qiantai-Version';

/** The version that a request asks for, or the newest; one that never was is told, so that a typo is not taken for today. */
export function versionAsked(header: string | string[] | undefined): string {
  const asked = [header ?? []].flat()[0];
  if (asked === undefined || asked === '') return newestVersion;
  if (!apiVersions.includes(asked)) throw new Refused('request.unknown_parameter', { name: versionHeader, nearest: newestVersion });
  return asked;
}
