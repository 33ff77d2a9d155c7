import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal, isDecimal, toPlain } from '#decimal';
import type { FieldKind, FieldMeta } from '../registry/meta.ts';
import { kindOf } from './index.ts';

const field = (kind: FieldKind, more: Partial<FieldMeta> = {}): FieldMeta => ({
  name: 'f',
  kind,
  origin: 'input',
  required: false,
  signed: true,
  zh: '字段',
  en: 'Field',
  ...more,
});
const options = { a: { zh: '甲', en: 'A' }, b: { zh: '乙', en: 'Beta' }, c: { zh: '甲 乙', en: 'A Beta' }, d: { zh: 'b', en: 'Dup' } };
const scaled = (places: number, digits: number): fc.Arbitrary<unknown> =>
  fc.bigInt({ min: -(10n ** BigInt(digits)), max: 10n ** BigInt(digits) }).map((whole) => decimal(whole).times(decimal(`0.${'0'.repeat(places - 1)}1`)));
const day = fc.integer({ min: Date.UTC(1900, 0, 2), max: Date.UTC(2200, 11, 30) }).map((ms) => new Date(ms).toISOString());
const line = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((written) =>
    written
      .normalize('NFC')
      .replace(/[\p{C}\p{Z}\ufeff]/gu, 'x')
      .trim(),
  )
  .filter((written) => written !== '');
const uuid = fc.uuid();

const samples: readonly (readonly [FieldMeta, fc.Arbitrary<unknown>])[] = [
  [field('text'), line],
  [field('serial'), line],
  [field('text', { long: true }), line.chain((first) => line.map((second) => `${first}\n${second}`))],
  [field('text', { format: 'code' }), fc.stringMatching(/^[A-Z0-9._/-]{1,20}$/)],
  [field('text', { format: 'mobile' }), fc.stringMatching(/^1[3-9][0-9]{9}$/)],
  [field('text', { format: 'phone' }), fc.stringMatching(/^0[0-9]{2,3}-[0-9]{7,8}$/)],
  [field('text', { format: 'email' }), fc.emailAddress().map((address) => address.toLowerCase())],
  [field('text', { format: 'tax_class' }), fc.stringMatching(/^[0-9]{19}$/)],
  [field('integer'), fc.integer()],
  [field('integer', { format: 'duration' }), fc.nat()],
  [field('money'), scaled(2, 18)],
  [field('quantity'), scaled(6, 18)],
  [field('unit_price'), scaled(6, 18)],
  [field('rate'), scaled(8, 11)],
  [field('date'), day.map((iso) => iso.slice(0, 10))],
  [field('month'), day.map((iso) => iso.slice(0, 7))],
  [field('instant'), day],
  [field('flag'), fc.boolean()],
  [field('choice', { options }), fc.constantFrom('a', 'b', 'c', 'd')],
  [field('state', { options }), fc.constantFrom('a', 'b', 'c', 'd')],
  [field('choices', { options }), fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))],
  [
    field('reference'),
    fc.oneof(
      uuid.map((id) => ({ id })),
      line.map((code) => ({ code })),
    ),
  ],
  [
    field('references'),
    fc.array(
      fc.oneof(
        uuid.map((id) => ({ id })),
        fc.stringMatching(/^[A-Z0-9]{1,8}$/).map((code) => ({ code })),
      ),
    ),
  ],
  [field('line_reference'), uuid],
  [
    field('any_reference'),
    fc.oneof(
      uuid.map((id) => ({ name: 'sales.order', id })),
      line.map((code) => ({ name: 'sales.order', code })),
    ),
  ],
  [field('attachments'), fc.array(uuid.map((id) => ({ id })))],
  [field('condition'), fc.dictionary(fc.string(), fc.string()).map((tree) => JSON.parse(JSON.stringify(tree)) as unknown)],
  [field('trace'), fc.dictionary(fc.string(), fc.integer()).map((tree) => JSON.parse(JSON.stringify(tree)) as unknown)],
];
const plain = (value: unknown): unknown => (isDecimal(value) ? toPlain(value) : value);

test.each(samples.map(([of, values]) => [`${of.kind} ${of.format ?? ''}`, of, values] as const))(
  'P.3 the export form of %s is read back as the same value',
  (_name, of, values) => {
    const kind = kindOf(of);
    fc.assert(
      fc.property(values, fc.constantFrom('zh' as const, 'en' as const), (value, locale) => {
        const parsed = kind.fromText(kind.toText(value, of, locale), of);
        expect(parsed.ok ? plain(parsed.value) : parsed).toEqual(plain(value));
        const again = kind.fromJson(JSON.parse(JSON.stringify(kind.toJson(value, of))), of);
        expect(again.ok ? plain(again.value) : again).toEqual(plain(value));
      }),
      { numRuns: 200, seed: 20260305 },
    );
  },
);
test('P.3 an absent value is empty text and null', () => {
  for (const [of] of samples) {
    const kind = kindOf(of);
    const empty = ['choices', 'references', 'attachments'].includes(of.kind) ? [] : null;
    expect(kind.toText(null, of, 'zh')).toBe('');
    expect(kind.fromText('', of)).toEqual({ ok: true, value: empty });
    expect(kind.fromJson(null, of)).toEqual({ ok: true, value: empty });
  }
});
