import { pinyinCollation } from '../list/context.ts';
import type { Column } from './columns.ts';
import { organisationTable } from './ddl.ts';
import { exchangeIndexes, exchangeTables, exchangeViews } from './exchange-tables.ts';
import { messageIndexes, messageTables, messageViews } from './message-tables.ts';

const column = (name: string, type: string): Column => ({ name, type });
const org = column('org_id', 'uuid not null');

/** Schemas, functions and the tables that the kernel keeps for itself (index §1 core: internal). */
export function kernelSchema(modules: readonly string[]): string[] {
  return [
    ...[...new Set(['core', ...modules])].map((name) => `create schema if not exists ${name}`),
    ...[...new Set(['core', ...modules])].map((name) => `grant usage on schema ${name} to qiantai_app`),
    ...functions,
    ...tables.flatMap(([name, columns, key, rights]) => organisationTable(`core."${name}"`, [org, ...columns], key, rights)),
    ...views.flatMap((name) => [`create view core."${name}_v" as select * from core."${name}" where org_id = (select current_setting('app.org_id')::uuid)`, `grant select on core."${name}_v" to qiantai_app`]),
    ...indexes,
  ];
}

/** The one change that a row of the trail may see (P.9): values and salt of a field give way to their digests, and the row names who did it. */
const auditRedaction = `create function core.audit_redaction() returns trigger language plpgsql as $$
declare was jsonb; now jsonb;
begin
  if to_jsonb(new) - 'fields' - 'redacted_by' <> to_jsonb(old) - 'fields' - 'redacted_by' or new.redacted_by is null or jsonb_array_length(new.fields) <> jsonb_array_length(old.fields) then
    raise exception 'ledger.immutable' using errcode = 'QT001';
  end if;
  for i in 0 .. jsonb_array_length(old.fields) - 1 loop
    was := old.fields -> i;
    now := new.fields -> i;
    if was <> now and (was ? 'digests' or now - 'digests' <> jsonb_build_object('path', was -> 'path', 'salt', null, 'old', null, 'new', null) or not now ? 'digests') then
      raise exception 'ledger.immutable' using errcode = 'QT001';
    end if;
  end loop;
  return new;
end $$`;
const functions: readonly string[] = [
  pinyinCollation.create,
  `create function core.org() returns uuid language sql stable as $$ select current_setting('app.org_id')::uuid $$`,
  // Nothing on plain PostgreSQL; a distributed engine replaces it by create_distributed_table (scale rule 2).
  `create function core.distribute(tab text) returns void language plpgsql as $$ begin return; end $$`,
  `create function core.immutable() returns trigger language plpgsql as $$ begin raise exception 'ledger.immutable' using errcode = 'QT001'; end $$`,
  auditRedaction,
];

const tables: readonly (readonly [string, readonly Column[], readonly string[], 'all' | 'append' | 'redact'])[] = [
  ['idempotency', [column('principal', 'uuid not null'), column('key', 'text not null'), column('fingerprint', 'text not null'), column('status', 'integer not null'), column('response', 'jsonb not null'), column('at', 'timestamptz not null')], ['org_id', 'principal', 'key'], 'all'],
  ['gate', [], ['org_id'], 'all'],
  ['lock', [column('name', 'text not null')], ['org_id', 'name'], 'all'],
  ['counter', [column('declaration', 'text not null'), column('key', 'text not null'), column('next', 'bigint not null')], ['org_id', 'declaration', 'key'], 'all'],
  ['setting', [column('module', 'text not null'), column('version', 'integer not null default 1'), column('values', 'jsonb not null'), column('updated_at', 'timestamptz not null')], ['org_id', 'module'], 'all'],
  ['link', [column('id', 'uuid not null'), column('from_type', 'text not null'), column('from_id', 'uuid not null'), column('to_type', 'text not null'), column('to_id', 'uuid not null'), column('kind', 'text not null'), column('at', 'timestamptz not null')], ['org_id', 'id'], 'all'],
  [
    'audit',
    [column('id', 'uuid not null'), column('at', 'timestamptz not null'), column('actor', 'text not null'), column('actor_id', 'uuid'), column('via', 'text not null'), column('ip', 'text'), column('declaration', 'text not null'), column('record', 'uuid not null'), column('label', 'text not null'), column('action', 'text not null'), column('request', 'text not null'), column('reason', 'text'), column('version', 'integer'), column('fields', 'jsonb not null'), column('redacted_by', 'uuid')],
    ['org_id', 'id'],
    'redact',
  ],
  ['audit_pending', [column('id', 'uuid not null')], ['org_id', 'id'], 'all'],
  ['audit_chain', [column('seq', 'bigint not null'), column('audit', 'uuid not null'), column('hash', 'text not null')], ['org_id', 'seq'], 'append'],
  ['outbox', [column('id', 'uuid not null'), column('at', 'timestamptz not null'), column('event', 'text not null'), column('subject_type', 'text not null'), column('subject_id', 'uuid not null'), column('data', 'jsonb not null'), column('by', 'uuid'), column('done_at', 'timestamptz')], ['org_id', 'id'], 'all'],
  ['attachment', [column('id', 'uuid not null'), column('declaration', 'text not null'), column('record', 'uuid not null'), column('line', 'uuid'), column('name', 'text not null'), column('type', 'text not null'), column('size', 'bigint not null'), column('sha256', 'text not null'), column('by', 'uuid'), column('at', 'timestamptz not null'), column('removed_at', 'timestamptz'), column('removed_by', 'uuid')], ['org_id', 'id'], 'all'],
  ['saved_view', [column('id', 'uuid not null'), column('declaration', 'text not null'), column('name', 'text not null'), column('owner', 'uuid not null'), column('scope', 'text not null'), column('for_id', 'uuid'), column('spec', 'jsonb not null'), column('version', 'integer not null default 1'), column('updated_at', 'timestamptz not null')], ['org_id', 'id'], 'all'],
  ['form_draft', [column('owner', 'uuid not null'), column('declaration', 'text not null'), column('key', 'text not null'), column('base_version', 'integer'), column('values', 'jsonb not null'), column('at', 'timestamptz not null')], ['org_id', 'owner', 'declaration', 'key'], 'all'],
  ['preference', [column('owner', 'uuid not null'), column('values', 'jsonb not null'), column('updated_at', 'timestamptz not null')], ['org_id', 'owner'], 'all'],
  [
    'job',
    [column('name', 'text not null'), column('next_at', 'timestamptz'), column('schedule', 'text'), column('paused', 'boolean not null default false'), column('lease_until', 'timestamptz'), column('leased_by', 'text'), column('started_at', 'timestamptz'), column('finished_at', 'timestamptz'), column('outcome', 'text'), column('rows', 'integer'), column('error', 'text'), column('failures', 'integer not null default 0')],
    ['org_id', 'name'],
    'all',
  ],
  [
    'webhook_delivery',
    [column('id', 'uuid not null'), column('webhook', 'uuid not null'), column('event', 'uuid not null'), column('type', 'text not null'), column('subject', 'uuid not null'), column('body', 'text not null'), column('at', 'timestamptz not null'), column('state', 'text not null'), column('attempts', 'integer not null default 0'), column('next_at', 'timestamptz'), column('lease_until', 'timestamptz'), column('status', 'integer'), column('error', 'text')],
    ['org_id', 'id'],
    'all',
  ],
  ...exchangeTables,
  ...messageTables,
  ['access_log', [column('id', 'uuid not null'), column('at', 'timestamptz not null'), column('by', 'uuid'), column('channel', 'text not null'), column('declaration', 'text not null'), column('record', 'uuid'), column('field', 'text'), column('purpose', 'text'), column('rows', 'integer'), column('ip', 'text')], ['org_id', 'id'], 'append'],
  ['audit_seal', [column('day', 'date not null'), column('last_seq', 'bigint not null'), column('last_hash', 'text not null'), column('reads', 'integer'), column('reads_hash', 'text'), column('seal', 'text not null'), column('at', 'timestamptz not null')], ['org_id', 'day'], 'append'],
];
const views: readonly string[] = ['audit', 'audit_chain', 'link', 'attachment', ...exchangeViews, 'access_log', 'audit_seal', 'saved_view', 'form_draft', 'preference', 'job', 'webhook_delivery', ...messageViews];

const indexes: readonly string[] = [
  ...exchangeIndexes,
  `create index core_link_from_ix on core.link (org_id, from_id)`,
  `create index core_link_to_ix on core.link (org_id, to_id)`,
  `create index core_audit_record_ix on core.audit (org_id, record, at)`,
  `create index core_audit_at_ix on core.audit (org_id, at, id)`,
  `create index core_access_log_at_ix on core.access_log (org_id, at, id)`,
  `create index core_access_log_by_ix on core.access_log (org_id, by, at)`,
  `create index core_outbox_open_ix on core.outbox (org_id, id) where done_at is null`,
  `create index core_attachment_record_ix on core.attachment (org_id, record)`,
  `create index core_saved_view_declaration_ix on core.saved_view (org_id, declaration)`,
  `create index core_webhook_delivery_due_ix on core.webhook_delivery (org_id, next_at) where state = 'waiting'`,
  `create index core_webhook_delivery_webhook_ix on core.webhook_delivery (org_id, webhook, id)`,
  ...messageIndexes,
];
