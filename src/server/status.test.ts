import { expect, test } from 'vitest';
import { platformRefusals } from '../kernel/registry/platform-refusals.ts';
import { statusOf } from './status.ts';

test.each([
  ['request.malformed', 400],
  ['auth.required', 401],
  ['auth.csrf', 403],
  ['sod.same_person', 403],
  ['forbidden', 403],
  ['not_found', 404],
  ['route.method', 405],
  ['record.duplicate', 409],
  ['conflict.stale', 409],
  ['document.transition_refused', 409],
  ['approval.document_locked', 409],
  ['approval.task_closed', 409],
  ['account.in_use', 409],
  ['period.closed', 409],
  ['ledger.immutable', 409],
  ['settings.locked', 409],
  ['invoice.number_duplicate', 409],
  ['link.used', 410],
  ['file.too_large', 413],
  ['request.media_type', 415],
  ['field.required', 422],
  ['batch.duplicate_key', 422],
  ['idempotency.key_reused', 422],
  ['record.archived', 409],
  ['reference.archived', 422],
  ['price.not_found', 422],
  ['request.version_required', 428],
  ['auth.too_many_attempts', 429],
  ['system.unexpected', 500],
  ['system.busy', 503],
])('P.2.9 %s is %i', (code, status) => expect(statusOf(code)).toBe(status));

test('a declaration may say its own status, the register goes before it', () => {
  const refusal = platformRefusals['forbidden'];
  if (!refusal) throw new TypeError('no refusal');
  expect(statusOf('order.on_hold', { ...refusal, status: 409 })).toBe(409);
  expect(statusOf('not_found', { ...refusal, status: 422 })).toBe(404);
});
