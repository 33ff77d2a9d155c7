import type { Refusal } from '#declare';

/** The register's own statuses of platform codes (P.2.9); what stands here goes before everything else. */
const register: Readonly<Record<string, number>> = {
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
  'report.scope': 403,
  'number.manual_forbidden': 403,
  'idempotency.key_required': 400,
  'idempotency.key_invalid': 400,
  'idempotency.key_reused': 422,
  'bulk.count_changed': 409,
  'batch.duplicate_key': 422,
  'record.archived': 409,
  'document.has_followups': 409,
  'approval.not_pending': 409,
  'approval.duplicate_approver': 422,
  'file.too_large': 413,
  'link.expired': 410,
  'link.used': 410,
  'link.revoked': 410,
  'code.expired': 410,
  'code.locked': 429,
  'webhook.signature_invalid': 401,
  'webhook.timestamp_skew': 401,
  'assistant.confirmation_required': 403,
  'assistant.confirmation_mismatch': 403,
  'archive.retention': 409,
  'retention.legal_hold': 409,
  'privacy.open_business': 409,
  'system.busy': 503,
  'system.read_only': 503,
  'system.starting': 503,
  'system.unexpected': 500,
};
/** Words after the dot that make a code one of state, duplicate or concurrency. */
const conflicts = [
  'stale',
  'conflict',
  'taken',
  'exists',
  'closed',
  'locked',
  'superseded',
  'in_use',
  'in_flight',
  'busy',
  'already_',
  'duplicate',
  '_open',
  'transition_refused',
  'immutable',
];

/** One status per code: the register, what the declaration says, else the class of the code. */
export function statusOf(code: string, refusal?: Refusal): number {
  const known = register[code] ?? refusal?.status;
  if (known !== undefined) return known;
  if (code.startsWith('sod.')) return 403;
  const name = code.slice(code.indexOf('.') + 1);
  return conflicts.some((word) => name.includes(word)) ? 409 : 422;
}
