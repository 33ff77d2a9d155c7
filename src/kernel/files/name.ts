import { Refused } from '../problem.ts';

const longest = 200;

/** The name of an uploaded file as it is kept (P.11): NFC, without path, control or direction marks, at most 200 characters with its ending; nothing left is `file.name`. */
export function cleanName(given: string): string {
  const last = given.toWellFormed().split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  if (plain === '') throw new Refused('file.name', {}, '/file');
  const letters = [...plain];
  if (letters.length <= longest) return plain;
  const ending = [...(/\.[^.]{1,10}$/.exec(plain)?.[0] ?? '')];
  return [...letters.slice(0, longest - ending.length), ...ending].join('');
}
