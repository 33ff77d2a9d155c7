import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { platformRefusals } from '../../src/kernel/registry/platform-refusals.ts';
import { servers } from '../../src/modules/server.ts';
import { statusOf } from '../../src/server/status.ts';
import { bilingualFault, expectNone, type Placed, records, registry, written, type WrittenRefusal } from './whole.ts';

/*
 * The register of refusals (P.2.9): one code, one meaning, one status; texts and the way out in both languages; and nothing is answered that does
 * not stand in it.
 */
test('P.19 every refusal says what and what to do, in both languages', () => {
  const wrong = [...registry.refusals].flatMap(([code, refusal]) =>
    [bilingualFault(refusal), refusal.fix ? bilingualFault(refusal.fix) : 'no fix'].flatMap((fault) => (fault ? [`${code}: ${fault}`] : [])),
  );
  expect(registry.refusals.size).toBeGreaterThan(80);
  expectNone(wrong);
});

const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
test('P.2.9 texts fill in the same parameters in both languages, and only declared ones', () => {
  const wrong = [...registry.refusals].flatMap(([code, refusal]) => {
    const { zh, en, fix, with: declared = {} } = refusal as unknown as WrittenRefusal;
    const used = [...new Set([...placeholders(zh), ...placeholders(fix.zh)])];
    const undeclared = used.filter((name) => !(name in declared));
    return [
      ...(placeholders(zh).join() === placeholders(en).join() && placeholders(fix.zh).join() === placeholders(fix.en).join()
        ? []
        : [`${code}: zh {${used.join()}} and en {${[...placeholders(en), ...placeholders(fix.en)].join()}} differ`]),
      ...undeclared.map((name) => `${code}: {${name}} is not in \`with\``),
    ];
  });
  expectNone(wrong);
});

/** Every place that declares a code. */
function declaredRefusals(): Placed<readonly [string, WrittenRefusal]>[] {
  const of = (at: string, refusals: object | undefined): Placed<readonly [string, WrittenRefusal]>[] =>
    Object.entries(refusals ?? {}).map(([code, refusal]) => ({ at, value: [code, refusal as WrittenRefusal] as const }));
  return [
    ...of('platform', platformRefusals),
    ...registry.modules.flatMap((module) => [
      ...of(module.name, module.refusals),
      ...module.records.flatMap((record) => of(record.name, (record.spec as { readonly refusals?: object }).refusals)),
      ...(module.balances ?? []).flatMap((balance) => of(balance.name, balance.spec.refusals)),
    ]),
  ];
}
const meaning = (code: string, { zh, en, fix, status, with: params = {} }: WrittenRefusal): string =>
  JSON.stringify([zh, en, fix.zh, fix.en, statusOf(code, { status } as never), params]);

test('P.2.9 one code has one meaning: the same texts, parameters and status wherever it is declared', () => {
  const byCode = Map.groupBy(declaredRefusals(), ({ value: [code] }) => code);
  const wrong = [...byCode].flatMap(([code, places]) =>
    new Set(places.map(({ value: [, refusal] }) => meaning(code, refusal))).size > 1 ? [`${code}: ${places.map(({ at }) => at).join(', ')}`] : [],
  );
  expectNone(wrong);
});

/** The statuses that P.2.9 writes beside a code; all others follow from the class. */
const writtenStatuses: Readonly<Record<string, number>> = {
  'request.malformed': 400,
  'request.too_large': 413,
  'request.media_type': 415,
  'request.version_required': 428,
  'route.not_found': 404,
  'route.method': 405,
  'cursor.invalid': 400,
  'cursor.mismatch': 400,
  'rate.limited': 429,
  'auth.required': 401,
  'auth.invalid_credentials': 401,
  'auth.session_expired': 401,
  'auth.second_factor_required': 401,
  'auth.second_factor_invalid': 401,
  'auth.key_invalid': 401,
  'webhook.signature_invalid': 401,
  'webhook.timestamp_skew': 401,
  'auth.password_change_required': 403,
  'auth.step_up': 403,
  'auth.csrf': 403,
  'auth.key_scope': 403,
  'auth.ip_not_allowed': 403,
  'auth.too_many_attempts': 429,
  'user.last_admin': 409,
  'user.self_disable': 409,
  forbidden: 403,
  not_found: 404,
  'field.hidden': 403,
  'field.readonly': 403,
  'sod.same_person': 403,
  'sod.conflict': 403,
  'report.scope': 403,
  'conflict.stale': 409,
  'idempotency.key_required': 400,
  'idempotency.key_invalid': 400,
  'idempotency.key_reused': 422,
  'idempotency.in_flight': 409,
  'bulk.count_changed': 409,
  'system.busy': 503,
  'record.in_use': 409,
  'record.archived': 409,
  'record.duplicate': 409,
  'document.transition_refused': 409,
  'document.has_followups': 409,
  'document.amendment_open': 409,
  'document.immutable': 409,
  'period.closed': 409,
  'ledger.immutable': 409,
  'number.taken': 409,
  'number.manual_forbidden': 403,
  'batch.duplicate_key': 422,
  'batch.preview_stale': 409,
  'file.too_large': 413,
  'link.expired': 410,
  'link.used': 410,
  'link.revoked': 410,
  'code.expired': 410,
  'code.locked': 429,
  'setting.locked': 409,
  'settings.locked': 409,
  'custom_field.in_use': 409,
  'custom_field.kind_locked': 409,
  'archive.retention': 409,
  'retention.legal_hold': 409,
  'privacy.open_business': 409,
  'system.read_only': 503,
  'system.starting': 503,
  'system.unexpected': 500,
};
const conflictWords = /stale|conflict|taken|exists|closed|locked|superseded|in_use|in_flight|busy|already_|duplicate|_open|transition_refused|immutable/;
function statusByClass(code: string, refusal: WrittenRefusal): number {
  const written = writtenStatuses[code] ?? refusal.status;
  if (written !== undefined) return written;
  if (code.startsWith('sod.')) return 403;
  return conflictWords.test(code.slice(code.indexOf('.') + 1)) ? 409 : 422;
}
test('P.2.9 every code is `family.name` and answers with the status of its class', () => {
  const wrong = [...registry.refusals].flatMap(([code, refusal]) => [
    ...(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(code) || code === 'forbidden' || code === 'not_found' ? [] : [`${code}: not family.name`]),
    ...(statusOf(code, refusal) === statusByClass(code, refusal as WrittenRefusal)
      ? []
      : [`${code}: ${statusOf(code, refusal)}, its class is ${statusByClass(code, refusal as WrittenRefusal)}`]),
  ]);
  expectNone(wrong);
});

/** Codes that the program answers with, found in its text. */
function answeredCodes(folder: string): Placed<string>[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('web') && !path.startsWith('cli'))
    .flatMap((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      return [...text.matchAll(/(?:new Refused\(|\brefused\(|\bcode: )'([a-z_]+(?:\.[a-z0-9_]+)?)'/g)]
        .map(([, code = '']) => ({ at: path, value: code }))
        .filter(({ value }) => value.includes('.') || value === 'forbidden' || value === 'not_found');
    });
}
test('P.19 every code that the program answers with has its texts in the register', () => {
  const all = answeredCodes(join(import.meta.dirname, '../../src'));
  expect(all.length).toBeGreaterThan(100);
  // What a module not yet registered answers with is checked on the day it is.
  const registered = new Set(registry.modules.map((module) => module.name));
  const ours = all.filter(({ at }) => !at.startsWith('modules/') || registered.has(at.split('/')[1] ?? ''));
  expect(ours.filter(({ value }) => !registry.refusals.has(value)).map(({ at, value }) => `${at}: ${value}`)).toEqual([]);
});

test('P.2.9 a guard names codes that are declared, and none is declared twice for one effect', () => {
  const guards = [
    ...records.flatMap((meta) =>
      [...Object.keys(written(meta).validate ?? {}), ...meta.actions.flatMap((action) => Object.keys(action.guard))].map((code) => ({ at: meta.name, value: code })),
    ),
    ...servers.flatMap((server) =>
      [...(server.effects ?? []), ...(server.saves ?? [])].flatMap((effect) =>
        Object.keys((effect.spec as { readonly guard?: object }).guard ?? {}).map((code) => ({ at: effect.record, value: code })),
      ),
    ),
  ];
  expect(guards.filter(({ value }) => !registry.refusals.has(value)).map(({ at, value }) => `${at}: ${value}`)).toEqual([]);
});
