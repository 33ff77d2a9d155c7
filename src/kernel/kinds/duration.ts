import { decimal, toPlain } from '#decimal';
import type { FieldMeta } from '../registry/meta.ts';
import { absent, found, refused, type Kind, type Parsed } from './kind.ts';
import { codeText } from './normal.ts';
import { integer } from './number.ts';

/** `90`, `1:30`, `1.5小时`, `1小时30分` in whole minutes (P3-9). */
function readMinutes(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const clock = /^(\d+):([0-5]\d)$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const spoken = /^(?:(\d+(?:\.\d+)?)\s*(?:小时|h))?\s*(?:(\d+)\s*(?:分钟|分|min))?$/i.exec(text);
  if (!spoken || (spoken[1] === undefined && spoken[2] === undefined)) return undefined;
  const minutes = decimal(spoken[1] ?? '0')
    .times('60')
    .plus(spoken[2] ?? '0');
  return minutes.eq(minutes.round(0, 0)) ? Number(toPlain(minutes)) : undefined;
}
function parse(text: string, field: FieldMeta): Parsed {
  const written = codeText(text);
  if (written === '') return absent;
  const minutes = readMinutes(written);
  if (minutes === undefined) return refused('field.format', { expected: '1:30' });
  const checked = integer.fromJson(minutes, field);
  return checked.ok ? found(minutes) : checked;
}
/** An integer field of format `duration`: minutes inside, hours and minutes on paper. */
export const duration: Kind = {
  ...integer,
  fromJson: (value, field) => (typeof value === 'string' ? parse(value, field) : integer.fromJson(value, field)),
  fromText: parse,
  toText: (value, _field, locale) => {
    if (value === null || value === undefined) return '';
    const [hours, minutes] = [Math.floor(Number(value) / 60), Number(value) % 60];
    return locale === 'zh' ? `${hours}小时${minutes}分` : `${hours}:${String(minutes).padStart(2, '0')}`;
  },
};
