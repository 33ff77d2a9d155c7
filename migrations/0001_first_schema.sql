-- The schema of the first release, made from the declarations by scripts/make-migration.ts.
create schema if not exists core
--;;
create schema if not exists finance
--;;
create schema if not exists inventory
--;;
create schema if not exists customers
--;;
create schema if not exists sales
--;;
grant usage on schema core to qiantai_app
--;;
grant usage on schema finance to qiantai_app
--;;
grant usage on schema inventory to qiantai_app
--;;
grant usage on schema customers to qiantai_app
--;;
grant usage on schema sales to qiantai_app
--;;
create collation if not exists core.pinyin (provider = icu, locale = 'zh-u-co-pinyin-kn-true-kr-digit-latn-hani')
--;;
create function core.org() returns uuid language sql stable as $$ select current_setting('app.org_id')::uuid $$
--;;
create function core.distribute(tab text) returns void language plpgsql as $$ begin return; end $$
--;;
create function core.immutable() returns trigger language plpgsql as $$ begin raise exception 'ledger.immutable' using errcode = 'QT001'; end $$
--;;
create function core.audit_redaction() returns trigger language plpgsql as $$
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
end $$
--;;
create table core."idempotency" (
  "org_id" uuid not null,
  "principal" uuid not null,
  "key" text not null,
  "fingerprint" text not null,
  "status" integer not null,
  "response" jsonb not null,
  "at" timestamptz not null,
  constraint "core_idempotency_pk" primary key ("org_id", "principal", "key")
)
--;;
select core.distribute('core."idempotency"')
--;;
alter table core."idempotency" enable row level security
--;;
create policy org on core."idempotency" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."idempotency" to qiantai_app
--;;
create table core."gate" (
  "org_id" uuid not null,
  constraint "core_gate_pk" primary key ("org_id")
)
--;;
select core.distribute('core."gate"')
--;;
alter table core."gate" enable row level security
--;;
create policy org on core."gate" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."gate" to qiantai_app
--;;
create table core."lock" (
  "org_id" uuid not null,
  "name" text not null,
  constraint "core_lock_pk" primary key ("org_id", "name")
)
--;;
select core.distribute('core."lock"')
--;;
alter table core."lock" enable row level security
--;;
create policy org on core."lock" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."lock" to qiantai_app
--;;
create table core."counter" (
  "org_id" uuid not null,
  "declaration" text not null,
  "key" text not null,
  "next" bigint not null,
  constraint "core_counter_pk" primary key ("org_id", "declaration", "key")
)
--;;
select core.distribute('core."counter"')
--;;
alter table core."counter" enable row level security
--;;
create policy org on core."counter" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."counter" to qiantai_app
--;;
create table core."setting" (
  "org_id" uuid not null,
  "module" text not null,
  "version" integer not null default 1,
  "values" jsonb not null,
  "updated_at" timestamptz not null,
  constraint "core_setting_pk" primary key ("org_id", "module")
)
--;;
select core.distribute('core."setting"')
--;;
alter table core."setting" enable row level security
--;;
create policy org on core."setting" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."setting" to qiantai_app
--;;
create table core."link" (
  "org_id" uuid not null,
  "id" uuid not null,
  "from_type" text not null,
  "from_id" uuid not null,
  "to_type" text not null,
  "to_id" uuid not null,
  "kind" text not null,
  "at" timestamptz not null,
  constraint "core_link_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."link"')
--;;
alter table core."link" enable row level security
--;;
create policy org on core."link" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."link" to qiantai_app
--;;
create table core."audit" (
  "org_id" uuid not null,
  "id" uuid not null,
  "at" timestamptz not null,
  "actor" text not null,
  "actor_id" uuid,
  "via" text not null,
  "ip" text,
  "declaration" text not null,
  "record" uuid not null,
  "label" text not null,
  "action" text not null,
  "request" text not null,
  "reason" text,
  "version" integer,
  "fields" jsonb not null,
  "redacted_by" uuid,
  constraint "core_audit_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."audit"')
--;;
alter table core."audit" enable row level security
--;;
create policy org on core."audit" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on core."audit" to qiantai_app
--;;
grant update (fields, redacted_by) on core."audit" to qiantai_app
--;;
create trigger immutable before delete or truncate on core."audit" for each statement execute function core.immutable()
--;;
create trigger redaction before update on core."audit" for each row execute function core.audit_redaction()
--;;
create table core."audit_pending" (
  "org_id" uuid not null,
  "id" uuid not null,
  constraint "core_audit_pending_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."audit_pending"')
--;;
alter table core."audit_pending" enable row level security
--;;
create policy org on core."audit_pending" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."audit_pending" to qiantai_app
--;;
create table core."audit_chain" (
  "org_id" uuid not null,
  "seq" bigint not null,
  "audit" uuid not null,
  "hash" text not null,
  constraint "core_audit_chain_pk" primary key ("org_id", "seq")
)
--;;
select core.distribute('core."audit_chain"')
--;;
alter table core."audit_chain" enable row level security
--;;
create policy org on core."audit_chain" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on core."audit_chain" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on core."audit_chain" for each statement execute function core.immutable()
--;;
create table core."outbox" (
  "org_id" uuid not null,
  "id" uuid not null,
  "at" timestamptz not null,
  "event" text not null,
  "subject_type" text not null,
  "subject_id" uuid not null,
  "data" jsonb not null,
  "by" uuid,
  "done_at" timestamptz,
  constraint "core_outbox_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."outbox"')
--;;
alter table core."outbox" enable row level security
--;;
create policy org on core."outbox" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."outbox" to qiantai_app
--;;
create table core."attachment" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "record" uuid not null,
  "line" uuid,
  "name" text not null,
  "type" text not null,
  "size" bigint not null,
  "sha256" text not null,
  "by" uuid,
  "at" timestamptz not null,
  "removed_at" timestamptz,
  "removed_by" uuid,
  constraint "core_attachment_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."attachment"')
--;;
alter table core."attachment" enable row level security
--;;
create policy org on core."attachment" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."attachment" to qiantai_app
--;;
create table core."saved_view" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "name" text not null,
  "owner" uuid not null,
  "scope" text not null,
  "for_id" uuid,
  "spec" jsonb not null,
  "version" integer not null default 1,
  "updated_at" timestamptz not null,
  constraint "core_saved_view_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."saved_view"')
--;;
alter table core."saved_view" enable row level security
--;;
create policy org on core."saved_view" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."saved_view" to qiantai_app
--;;
create table core."form_draft" (
  "org_id" uuid not null,
  "owner" uuid not null,
  "declaration" text not null,
  "key" text not null,
  "base_version" integer,
  "values" jsonb not null,
  "at" timestamptz not null,
  constraint "core_form_draft_pk" primary key ("org_id", "owner", "declaration", "key")
)
--;;
select core.distribute('core."form_draft"')
--;;
alter table core."form_draft" enable row level security
--;;
create policy org on core."form_draft" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."form_draft" to qiantai_app
--;;
create table core."preference" (
  "org_id" uuid not null,
  "owner" uuid not null,
  "values" jsonb not null,
  "updated_at" timestamptz not null,
  constraint "core_preference_pk" primary key ("org_id", "owner")
)
--;;
select core.distribute('core."preference"')
--;;
alter table core."preference" enable row level security
--;;
create policy org on core."preference" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."preference" to qiantai_app
--;;
create table core."job" (
  "org_id" uuid not null,
  "name" text not null,
  "next_at" timestamptz,
  "schedule" text,
  "paused" boolean not null default false,
  "lease_until" timestamptz,
  "leased_by" text,
  "started_at" timestamptz,
  "finished_at" timestamptz,
  "outcome" text,
  "rows" integer,
  "error" text,
  "failures" integer not null default 0,
  constraint "core_job_pk" primary key ("org_id", "name")
)
--;;
select core.distribute('core."job"')
--;;
alter table core."job" enable row level security
--;;
create policy org on core."job" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."job" to qiantai_app
--;;
create table core."webhook_delivery" (
  "org_id" uuid not null,
  "id" uuid not null,
  "webhook" uuid not null,
  "event" uuid not null,
  "type" text not null,
  "subject" uuid not null,
  "body" text not null,
  "at" timestamptz not null,
  "state" text not null,
  "attempts" integer not null default 0,
  "next_at" timestamptz,
  "lease_until" timestamptz,
  "status" integer,
  "error" text,
  constraint "core_webhook_delivery_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."webhook_delivery"')
--;;
alter table core."webhook_delivery" enable row level security
--;;
create policy org on core."webhook_delivery" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."webhook_delivery" to qiantai_app
--;;
create table core."import" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "declaration" text not null,
  "file" text not null,
  "source" uuid,
  "sheet" text,
  "encoding" text,
  "mode" text not null,
  "unit" text,
  "match" text,
  "mapping" jsonb not null,
  "corrections" jsonb not null,
  "state" text not null,
  "preview" jsonb,
  "by" uuid,
  "at" timestamptz not null,
  "finished_at" timestamptz,
  "counts" jsonb,
  "errors" jsonb not null,
  "error_count" integer not null,
  "error_file" uuid,
  "operation" uuid,
  "undo" jsonb,
  "request_key" text,
  "fingerprint" text,
  constraint "core_import_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."import"')
--;;
alter table core."import" enable row level security
--;;
create policy org on core."import" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."import" to qiantai_app
--;;
create table core."import_row" (
  "org_id" uuid not null,
  "import" uuid not null,
  "row" integer not null,
  "key" text,
  "outcome" text not null,
  "record" uuid,
  "version" integer,
  "before" jsonb,
  "after" jsonb,
  "problems" jsonb,
  "undone" text,
  "reason" jsonb,
  constraint "core_import_row_pk" primary key ("org_id", "import", "row")
)
--;;
select core.distribute('core."import_row"')
--;;
alter table core."import_row" enable row level security
--;;
create policy org on core."import_row" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."import_row" to qiantai_app
--;;
create table core."import_mapping" (
  "org_id" uuid not null,
  "owner" uuid not null,
  "declaration" text not null,
  "name" text not null,
  "mapping" jsonb not null,
  "updated_at" timestamptz not null,
  constraint "core_import_mapping_pk" primary key ("org_id", "owner", "declaration", "name")
)
--;;
select core.distribute('core."import_mapping"')
--;;
alter table core."import_mapping" enable row level security
--;;
create policy org on core."import_mapping" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."import_mapping" to qiantai_app
--;;
create table core."exchange_file" (
  "org_id" uuid not null,
  "id" uuid not null,
  "name" text not null,
  "type" text not null,
  "bytes" bytea not null,
  "at" timestamptz not null,
  constraint "core_exchange_file_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."exchange_file"')
--;;
alter table core."exchange_file" enable row level security
--;;
create policy org on core."exchange_file" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."exchange_file" to qiantai_app
--;;
create table core."operation" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "kind" text not null,
  "declaration" text not null,
  "state" text not null,
  "by" uuid not null,
  "caller" jsonb not null,
  "request" jsonb not null,
  "unit" text not null,
  "done" integer not null,
  "total" integer not null,
  "at" timestamptz not null,
  "started_at" timestamptz,
  "updated_at" timestamptz not null,
  "finished_at" timestamptz,
  "result" jsonb,
  "error" jsonb,
  "file" uuid,
  "file_name" text,
  "cancel_at" timestamptz,
  "lease_until" timestamptz,
  "leased_by" text,
  constraint "core_operation_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."operation"')
--;;
alter table core."operation" enable row level security
--;;
create policy org on core."operation" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."operation" to qiantai_app
--;;
create table core."comment" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "record" uuid not null,
  "text" text not null,
  "mentions" jsonb not null default '[]',
  "files" uuid[] not null default '{}',
  "by" uuid not null,
  "at" timestamptz not null,
  "edited_at" timestamptz,
  "struck_at" timestamptz,
  constraint "core_comment_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."comment"')
--;;
alter table core."comment" enable row level security
--;;
create policy org on core."comment" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."comment" to qiantai_app
--;;
create table core."follow" (
  "org_id" uuid not null,
  "record" uuid not null,
  "user" uuid not null,
  "declaration" text not null,
  "following" boolean not null,
  "at" timestamptz not null,
  constraint "core_follow_pk" primary key ("org_id", "record", "user")
)
--;;
select core.distribute('core."follow"')
--;;
alter table core."follow" enable row level security
--;;
create policy org on core."follow" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."follow" to qiantai_app
--;;
create table core."notification" (
  "org_id" uuid not null,
  "id" uuid not null,
  "user" uuid not null,
  "kind" text not null,
  "declaration" text,
  "record" uuid,
  "by" uuid,
  "data" jsonb not null,
  "times" integer not null default 1,
  "at" timestamptz not null,
  "read_at" timestamptz,
  constraint "core_notification_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."notification"')
--;;
alter table core."notification" enable row level security
--;;
create policy org on core."notification" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."notification" to qiantai_app
--;;
create table core."message" (
  "org_id" uuid not null,
  "id" uuid not null,
  "at" timestamptz not null,
  "channel" text not null,
  "adapter" uuid,
  "purpose" text not null,
  "user" uuid,
  "address" text not null,
  "locale" text not null,
  "content" jsonb,
  "key" text not null,
  "state" text not null,
  "planned_at" timestamptz not null,
  "lease_until" timestamptz,
  "attempts" integer not null default 0,
  "duplicates" integer not null default 0,
  "provider_id" text,
  "error" text,
  "done_at" timestamptz,
  constraint "core_message_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."message"')
--;;
alter table core."message" enable row level security
--;;
create policy org on core."message" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."message" to qiantai_app
--;;
create table core."inbox_event" (
  "org_id" uuid not null,
  "id" uuid not null,
  "account" uuid not null,
  "adapter" text not null,
  "event_id" text not null,
  "received_at" timestamptz not null,
  "payload" jsonb,
  "raw" bytea,
  "state" text not null,
  "tries" integer not null default 0,
  "next_at" timestamptz,
  "processed_at" timestamptz,
  "error" text,
  constraint "core_inbox_event_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."inbox_event"')
--;;
alter table core."inbox_event" enable row level security
--;;
create policy org on core."inbox_event" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."inbox_event" to qiantai_app
--;;
create table core."mailbox_folder" (
  "org_id" uuid not null,
  "mailbox" uuid not null,
  "folder" text not null,
  "validity" text not null,
  "last_uid" bigint not null,
  constraint "core_mailbox_folder_pk" primary key ("org_id", "mailbox", "folder")
)
--;;
select core.distribute('core."mailbox_folder"')
--;;
alter table core."mailbox_folder" enable row level security
--;;
create policy org on core."mailbox_folder" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."mailbox_folder" to qiantai_app
--;;
create table core."tag_link" (
  "org_id" uuid not null,
  "record" uuid not null,
  "tag" uuid not null,
  "declaration" text not null,
  "source" text not null,
  "by" uuid,
  "at" timestamptz not null,
  constraint "core_tag_link_pk" primary key ("org_id", "record", "tag")
)
--;;
select core.distribute('core."tag_link"')
--;;
alter table core."tag_link" enable row level security
--;;
create policy org on core."tag_link" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."tag_link" to qiantai_app
--;;
create table core."public_link" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "record" uuid not null,
  "template" text,
  "actions" text[] not null,
  "uses" integer,
  "used" integer not null default 0,
  "expires_at" timestamptz not null,
  "address" text,
  "code_needed" boolean not null,
  "locale" text not null,
  "created_by" uuid not null,
  "created_at" timestamptz not null,
  "revoked_at" timestamptz,
  "last_key" text,
  constraint "core_public_link_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."public_link"')
--;;
alter table core."public_link" enable row level security
--;;
create policy org on core."public_link" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."public_link" to qiantai_app
--;;
create table core."public_link_access" (
  "org_id" uuid not null,
  "id" uuid not null,
  "link" uuid not null,
  "at" timestamptz not null,
  "what" text not null,
  "ip" text,
  "agent" text,
  constraint "core_public_link_access_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."public_link_access"')
--;;
alter table core."public_link_access" enable row level security
--;;
create policy org on core."public_link_access" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on core."public_link_access" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on core."public_link_access" for each statement execute function core.immutable()
--;;
create table core."one_time_code" (
  "org_id" uuid not null,
  "id" uuid not null,
  "link" uuid not null,
  "address" text not null,
  "hash" text not null,
  "at" timestamptz not null,
  "expires_at" timestamptz not null,
  "tries" integer not null default 0,
  "verified_at" timestamptz,
  "session_hash" text,
  constraint "core_one_time_code_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."one_time_code"')
--;;
alter table core."one_time_code" enable row level security
--;;
create policy org on core."one_time_code" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."one_time_code" to qiantai_app
--;;
create table core."print_template" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "print" text not null,
  "name" text not null,
  "number" integer not null,
  "state" text not null,
  "source" text not null,
  "version" integer not null,
  "updated_at" timestamptz not null,
  "updated_by" uuid not null,
  "published_at" timestamptz,
  constraint "core_print_template_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."print_template"')
--;;
alter table core."print_template" enable row level security
--;;
create policy org on core."print_template" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."print_template" to qiantai_app
--;;
create table core."access_log" (
  "org_id" uuid not null,
  "id" uuid not null,
  "at" timestamptz not null,
  "by" uuid,
  "channel" text not null,
  "declaration" text not null,
  "record" uuid,
  "field" text,
  "purpose" text,
  "rows" integer,
  "ip" text,
  constraint "core_access_log_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."access_log"')
--;;
alter table core."access_log" enable row level security
--;;
create policy org on core."access_log" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on core."access_log" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on core."access_log" for each statement execute function core.immutable()
--;;
create table core."audit_seal" (
  "org_id" uuid not null,
  "day" date not null,
  "last_seq" bigint not null,
  "last_hash" text not null,
  "reads" integer,
  "reads_hash" text,
  "seal" text not null,
  "at" timestamptz not null,
  constraint "core_audit_seal_pk" primary key ("org_id", "day")
)
--;;
select core.distribute('core."audit_seal"')
--;;
alter table core."audit_seal" enable row level security
--;;
create policy org on core."audit_seal" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on core."audit_seal" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on core."audit_seal" for each statement execute function core.immutable()
--;;
create view core."audit_v" as select * from core."audit" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."audit_v" to qiantai_app
--;;
create view core."audit_chain_v" as select * from core."audit_chain" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."audit_chain_v" to qiantai_app
--;;
create view core."link_v" as select * from core."link" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."link_v" to qiantai_app
--;;
create view core."attachment_v" as select * from core."attachment" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."attachment_v" to qiantai_app
--;;
create view core."import_v" as select * from core."import" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."import_v" to qiantai_app
--;;
create view core."import_row_v" as select * from core."import_row" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."import_row_v" to qiantai_app
--;;
create view core."import_mapping_v" as select * from core."import_mapping" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."import_mapping_v" to qiantai_app
--;;
create view core."operation_v" as select * from core."operation" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."operation_v" to qiantai_app
--;;
create view core."access_log_v" as select * from core."access_log" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."access_log_v" to qiantai_app
--;;
create view core."audit_seal_v" as select * from core."audit_seal" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."audit_seal_v" to qiantai_app
--;;
create view core."saved_view_v" as select * from core."saved_view" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."saved_view_v" to qiantai_app
--;;
create view core."form_draft_v" as select * from core."form_draft" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."form_draft_v" to qiantai_app
--;;
create view core."preference_v" as select * from core."preference" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."preference_v" to qiantai_app
--;;
create view core."job_v" as select * from core."job" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."job_v" to qiantai_app
--;;
create view core."webhook_delivery_v" as select * from core."webhook_delivery" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."webhook_delivery_v" to qiantai_app
--;;
create view core."comment_v" as select * from core."comment" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."comment_v" to qiantai_app
--;;
create view core."follow_v" as select * from core."follow" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."follow_v" to qiantai_app
--;;
create view core."notification_v" as select * from core."notification" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."notification_v" to qiantai_app
--;;
create view core."message_v" as select * from core."message" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."message_v" to qiantai_app
--;;
create view core."inbox_event_v" as select * from core."inbox_event" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."inbox_event_v" to qiantai_app
--;;
create view core."public_link_v" as select * from core."public_link" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."public_link_v" to qiantai_app
--;;
create view core."public_link_access_v" as select * from core."public_link_access" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."public_link_access_v" to qiantai_app
--;;
create unique index core_import_key_ix on core.import (org_id, by, request_key) where request_key is not null
--;;
create index core_import_at_ix on core.import (org_id, at, id)
--;;
create index core_operation_open_ix on core.operation (org_id, at) where state in ('queued', 'running')
--;;
create index core_operation_by_ix on core.operation (org_id, by, at, id)
--;;
create index core_link_from_ix on core.link (org_id, from_id)
--;;
create index core_link_to_ix on core.link (org_id, to_id)
--;;
create index core_audit_record_ix on core.audit (org_id, record, at)
--;;
create index core_audit_at_ix on core.audit (org_id, at, id)
--;;
create index core_access_log_at_ix on core.access_log (org_id, at, id)
--;;
create index core_access_log_by_ix on core.access_log (org_id, by, at)
--;;
create index core_outbox_open_ix on core.outbox (org_id, id) where done_at is null
--;;
create index core_attachment_record_ix on core.attachment (org_id, record)
--;;
create index core_saved_view_declaration_ix on core.saved_view (org_id, declaration)
--;;
create index core_webhook_delivery_due_ix on core.webhook_delivery (org_id, next_at) where state = 'waiting'
--;;
create index core_webhook_delivery_webhook_ix on core.webhook_delivery (org_id, webhook, id)
--;;
create index core_comment_record_ix on core.comment (org_id, record, at)
--;;
create index core_follow_user_ix on core.follow (org_id, "user", at)
--;;
create index core_notification_user_ix on core.notification (org_id, "user", at, id)
--;;
create index core_notification_unread_ix on core.notification (org_id, "user", at) where read_at is null
--;;
create index core_public_link_record_ix on core.public_link (org_id, record, created_at)
--;;
create index core_public_link_access_link_ix on core.public_link_access (org_id, link, at)
--;;
create index core_one_time_code_link_ix on core.one_time_code (org_id, link, at)
--;;
create index core_one_time_code_address_ix on core.one_time_code (org_id, address, at)
--;;
create unique index core_print_template_number_uq on core.print_template (org_id, declaration, print, number)
--;;
create unique index core_print_template_published_uq on core.print_template (org_id, declaration, print) where state = 'published'
--;;
create index core_tag_link_tag_ix on core.tag_link (org_id, tag)
--;;
create unique index core_message_key_uq on core.message (org_id, key)
--;;
create index core_message_due_ix on core.message (org_id, planned_at) where state in ('waiting', 'leased')
--;;
create index core_message_at_ix on core.message (org_id, at, id)
--;;
create unique index core_inbox_event_uq on core.inbox_event (org_id, account, event_id)
--;;
create index core_inbox_event_due_ix on core.inbox_event (org_id, next_at) where state = 'waiting'
--;;
create index core_inbox_event_received_ix on core.inbox_event (org_id, received_at, id)
--;;
create index core_message_provider_ix on core.message (org_id, provider_id)
--;;
create schema if not exists auth
--;;
grant usage on schema auth to qiantai_app
--;;
create table auth.account (
  id uuid not null,
  login text not null,
  password text,
  must_change_password boolean not null default false,
  first_sign_in_at timestamptz,
  last_sign_in_at timestamptz,
  created_at timestamptz not null,
  constraint auth_account_pk primary key (id),
  constraint auth_account_login_uq unique (login)
)
--;;
create table auth.member (
  account uuid not null,
  org_id uuid not null,
  org_code text not null,
  user_id uuid not null,
  constraint auth_member_pk primary key (account, org_id),
  constraint auth_member_account_fk foreign key (account) references auth.account (id)
)
--;;
create unique index auth_member_user_uq on auth.member (user_id)
--;;
create table auth.session (
  token_hash text not null,
  id uuid not null,
  account uuid not null,
  org_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  step_up_at timestamptz not null,
  device text,
  ip text,
  user_agent text,
  constraint auth_session_pk primary key (token_hash),
  constraint auth_session_account_fk foreign key (account) references auth.account (id)
)
--;;
create index auth_session_account_ix on auth.session (account, created_at)
--;;
create table auth.factor (
  account uuid not null,
  secret text,
  pending text,
  confirmed_at timestamptz,
  used_steps bigint[] not null default '{}',
  recovery_codes text[] not null default '{}',
  created_at timestamptz not null,
  constraint auth_factor_pk primary key (account),
  constraint auth_factor_account_fk foreign key (account) references auth.account (id)
)
--;;
create table auth.device (
  token_hash text not null,
  account uuid not null,
  last_sign_in_at timestamptz not null,
  constraint auth_device_pk primary key (token_hash, account),
  constraint auth_device_account_fk foreign key (account) references auth.account (id)
)
--;;
create table auth.attempt (
  key text not null,
  recent timestamptz[] not null default '{}',
  locks integer not null default 0,
  locked_until timestamptz,
  at timestamptz not null,
  constraint auth_attempt_pk primary key (key)
)
--;;
create table auth.link (
  token_hash text not null,
  account uuid not null,
  org_id uuid not null,
  purpose text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint auth_link_pk primary key (token_hash),
  constraint auth_link_purpose_ck check (purpose in ('invitation', 'reset')),
  constraint auth_link_account_fk foreign key (account) references auth.account (id)
)
--;;
create table auth.public_link (
  token_hash text not null,
  org_id uuid not null,
  link uuid not null,
  constraint auth_public_link_pk primary key (token_hash)
)
--;;
create table auth.api_key (
  id text not null,
  hash text not null,
  record uuid not null,
  org_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint auth_api_key_pk primary key (id)
)
--;;
grant select, insert, update, delete on auth.account, auth.member, auth.session, auth.factor, auth.device, auth.attempt, auth.link, auth.public_link, auth.api_key to qiantai_app
--;;
create table core."organisation" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "short_name" text,
  "uscc" text,
  "address" text,
  "phone" text,
  "logo" jsonb,
  "time_zone" text,
  "locale" text,
  "state" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_organisation_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."organisation"')
--;;
alter table core."organisation" enable row level security
--;;
create policy org on core."organisation" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."organisation" to qiantai_app
--;;
alter table core."organisation" add constraint "core_organisation_locale_check" check ("locale" in ('zh-CN', 'en'))
--;;
alter table core."organisation" add constraint "core_organisation_state_check" check ("state" in ('active', 'suspended', 'closed'))
--;;
create unique index "core_organisation_code_unique" on core."organisation" (org_id, "code") where "code" is not null
--;;
create index "core_organisation_created_at_ix" on core."organisation" (org_id, "created_at", "id")
--;;
create index "core_organisation_created_by_ix" on core."organisation" (org_id, "created_by", "created_at", "id")
--;;
create table core."department" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "parent" uuid,
  "head" uuid,
  "deputies" uuid[],
  "position" text,
  "cost_class" text,
  "active" boolean,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "core_department_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."department"')
--;;
alter table core."department" enable row level security
--;;
create policy org on core."department" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."department" to qiantai_app
--;;
alter table core."department" add constraint "core_department_cost_class_check" check ("cost_class" in ('admin', 'selling', 'production'))
--;;
create unique index "core_department_code_unique" on core."department" (org_id, "code") where "code" is not null
--;;
create index "core_department_created_at_ix" on core."department" (org_id, "created_at", "id")
--;;
create index "core_department_created_by_ix" on core."department" (org_id, "created_by", "created_at", "id")
--;;
create index "core_department_search_ix" on core."department" using gin (search gin_trgm_ops)
--;;
create index "core_department_grams_ix" on core."department" using gin (search_grams)
--;;
create table core."user" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "login" text,
  "email" text,
  "account" text,
  "employee_no" text,
  "department" uuid,
  "also_in" uuid[],
  "manager" uuid,
  "locale" text,
  "valid_until" date,
  "state" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "core_user_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."user"')
--;;
alter table core."user" enable row level security
--;;
create policy org on core."user" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."user" to qiantai_app
--;;
alter table core."user" add constraint "core_user_locale_check" check ("locale" in ('zh-CN', 'en'))
--;;
alter table core."user" add constraint "core_user_state_check" check ("state" in ('invited', 'active', 'disabled'))
--;;
create unique index "core_user_login_unique" on core."user" (org_id, "login") where "login" is not null
--;;
create index "core_user_created_at_ix" on core."user" (org_id, "created_at", "id")
--;;
create index "core_user_created_by_ix" on core."user" (org_id, "created_by", "created_at", "id")
--;;
create index "core_user_search_ix" on core."user" using gin (search gin_trgm_ops)
--;;
create index "core_user_grams_ix" on core."user" using gin (search_grams)
--;;
create table core."role" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "label" text,
  "label_en" text,
  "shipped" boolean,
  "based_on" text,
  "grants" jsonb,
  "permissions" jsonb,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_role_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."role"')
--;;
alter table core."role" enable row level security
--;;
create policy org on core."role" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."role" to qiantai_app
--;;
create unique index "core_role_code_unique" on core."role" (org_id, "code") where "code" is not null
--;;
create index "core_role_created_at_ix" on core."role" (org_id, "created_at", "id")
--;;
create index "core_role_created_by_ix" on core."role" (org_id, "created_by", "created_at", "id")
--;;
create table core."role_assignment" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "user" uuid,
  "role" uuid,
  "from" date,
  "to" date,
  "given_by" uuid,
  "reason" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_role_assignment_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."role_assignment"')
--;;
alter table core."role_assignment" enable row level security
--;;
create policy org on core."role_assignment" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."role_assignment" to qiantai_app
--;;
create index "core_role_assignment_created_at_ix" on core."role_assignment" (org_id, "created_at", "id")
--;;
create index "core_role_assignment_created_by_ix" on core."role_assignment" (org_id, "created_by", "created_at", "id")
--;;
create index "core_role_assignment_role_ix" on core."role_assignment" (org_id, "role")
--;;
create index "core_role_assignment_user_ix" on core."role_assignment" (org_id, "user")
--;;
create table core."sod_rule" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "a" text,
  "b" text,
  "over" text,
  "mode" text,
  "active" boolean,
  "reason" text,
  "shipped" boolean,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_sod_rule_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."sod_rule"')
--;;
alter table core."sod_rule" enable row level security
--;;
create policy org on core."sod_rule" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."sod_rule" to qiantai_app
--;;
alter table core."sod_rule" add constraint "core_sod_rule_over_check" check ("over" in ('same_record', 'same_chain', 'same_user'))
--;;
alter table core."sod_rule" add constraint "core_sod_rule_mode_check" check ("mode" in ('block', 'warn'))
--;;
create unique index "core_sod_rule_code_unique" on core."sod_rule" (org_id, "code") where "code" is not null
--;;
create index "core_sod_rule_created_at_ix" on core."sod_rule" (org_id, "created_at", "id")
--;;
create index "core_sod_rule_created_by_ix" on core."sod_rule" (org_id, "created_by", "created_at", "id")
--;;
create table core."api_key" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "acts_as" uuid,
  "key_id" text,
  "allowed" jsonb,
  "ip_list" text,
  "expires_at" timestamptz,
  "state" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_api_key_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."api_key"')
--;;
alter table core."api_key" enable row level security
--;;
create policy org on core."api_key" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."api_key" to qiantai_app
--;;
alter table core."api_key" add constraint "core_api_key_state_check" check ("state" in ('active', 'ended'))
--;;
create index "core_api_key_created_at_ix" on core."api_key" (org_id, "created_at", "id")
--;;
create index "core_api_key_created_by_ix" on core."api_key" (org_id, "created_by", "created_at", "id")
--;;
create table core."unit" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "name_en" text,
  "dimension" text,
  "decimals" integer,
  "measured" boolean,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "core_unit_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."unit"')
--;;
alter table core."unit" enable row level security
--;;
create policy org on core."unit" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."unit" to qiantai_app
--;;
alter table core."unit" add constraint "core_unit_dimension_check" check ("dimension" in ('count', 'time', 'mass', 'length', 'area', 'volume'))
--;;
alter table core."unit" add constraint "core_unit_decimals_check" check ("decimals" >= 0 and "decimals" <= 6)
--;;
create unique index "core_unit_code_unique" on core."unit" (org_id, "code") where "code" is not null
--;;
create unique index "core_unit_name_unique" on core."unit" (org_id, "name") where "name" is not null
--;;
create index "core_unit_created_at_ix" on core."unit" (org_id, "created_at", "id")
--;;
create index "core_unit_created_by_ix" on core."unit" (org_id, "created_by", "created_at", "id")
--;;
create index "core_unit_search_ix" on core."unit" using gin (search gin_trgm_ops)
--;;
create index "core_unit_grams_ix" on core."unit" using gin (search_grams)
--;;
create table core."currency" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "decimals" integer,
  "symbol" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_currency_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."currency"')
--;;
alter table core."currency" enable row level security
--;;
create policy org on core."currency" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."currency" to qiantai_app
--;;
alter table core."currency" add constraint "core_currency_decimals_check" check ("decimals" >= 0 and "decimals" <= 4)
--;;
create unique index "core_currency_code_unique" on core."currency" (org_id, "code") where "code" is not null
--;;
create index "core_currency_created_at_ix" on core."currency" (org_id, "created_at", "id")
--;;
create index "core_currency_created_by_ix" on core."currency" (org_id, "created_by", "created_at", "id")
--;;
create table core."exchange_rate" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "currency" uuid,
  "date" date,
  "kind" text,
  "per" integer,
  "rate" numeric(20,6),
  "source" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_exchange_rate_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."exchange_rate"')
--;;
alter table core."exchange_rate" enable row level security
--;;
create policy org on core."exchange_rate" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."exchange_rate" to qiantai_app
--;;
alter table core."exchange_rate" add constraint "core_exchange_rate_kind_check" check ("kind" in ('middle', 'book', 'buy', 'sell'))
--;;
alter table core."exchange_rate" add constraint "core_exchange_rate_per_check" check ("per" >= 1 and "per" <= 100)
--;;
alter table core."exchange_rate" add constraint "core_exchange_rate_rate_check" check ("rate" > 0)
--;;
create unique index "core_exchange_rate_currency_date_kind_unique" on core."exchange_rate" (org_id, "currency", "date", "kind") where "currency" is not null and "date" is not null and "kind" is not null
--;;
create index "core_exchange_rate_created_at_ix" on core."exchange_rate" (org_id, "created_at", "id")
--;;
create index "core_exchange_rate_created_by_ix" on core."exchange_rate" (org_id, "created_by", "created_at", "id")
--;;
create table core."region" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "level" integer,
  "parent" uuid,
  "full_name" text,
  "valid_from" date,
  "valid_to" date,
  "successor" uuid,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_region_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."region"')
--;;
alter table core."region" enable row level security
--;;
create policy org on core."region" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."region" to qiantai_app
--;;
alter table core."region" add constraint "core_region_level_check" check ("level" >= 1 and "level" <= 3)
--;;
create unique index "core_region_code_unique" on core."region" (org_id, "code") where "code" is not null
--;;
create index "core_region_created_at_ix" on core."region" (org_id, "created_at", "id")
--;;
create index "core_region_parent_ix" on core."region" (org_id, "parent")
--;;
create table core."holiday" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "date" date,
  "name" text,
  "kind" text,
  "source" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_holiday_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."holiday"')
--;;
alter table core."holiday" enable row level security
--;;
create policy org on core."holiday" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."holiday" to qiantai_app
--;;
alter table core."holiday" add constraint "core_holiday_kind_check" check ("kind" in ('statutory', 'adjusted_rest', 'adjusted_workday'))
--;;
create unique index "core_holiday_date_unique" on core."holiday" (org_id, "date") where "date" is not null
--;;
create index "core_holiday_created_at_ix" on core."holiday" (org_id, "created_at", "id")
--;;
create index "core_holiday_created_by_ix" on core."holiday" (org_id, "created_by", "created_at", "id")
--;;
create table core."work_calendar" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "week" jsonb,
  "holidays" boolean,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_work_calendar_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."work_calendar"')
--;;
alter table core."work_calendar" enable row level security
--;;
create policy org on core."work_calendar" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."work_calendar" to qiantai_app
--;;
create unique index "core_work_calendar_code_unique" on core."work_calendar" (org_id, "code") where "code" is not null
--;;
create index "core_work_calendar_created_at_ix" on core."work_calendar" (org_id, "created_at", "id")
--;;
create index "core_work_calendar_created_by_ix" on core."work_calendar" (org_id, "created_by", "created_at", "id")
--;;
create table core."numbering" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "declaration" text,
  "pattern" text,
  "assign" text,
  "manual" text,
  "date_field" text,
  "valid_from" date,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_numbering_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."numbering"')
--;;
alter table core."numbering" enable row level security
--;;
create policy org on core."numbering" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."numbering" to qiantai_app
--;;
alter table core."numbering" add constraint "core_numbering_assign_check" check ("assign" in ('on_submit', 'on_create'))
--;;
alter table core."numbering" add constraint "core_numbering_manual_check" check ("manual" in ('never', 'allowed', 'free'))
--;;
create unique index "core_numbering_declaration_valid_from_unique" on core."numbering" (org_id, "declaration", "valid_from") where "declaration" is not null and "valid_from" is not null
--;;
create index "core_numbering_created_at_ix" on core."numbering" (org_id, "created_at", "id")
--;;
create index "core_numbering_created_by_ix" on core."numbering" (org_id, "created_by", "created_at", "id")
--;;
create table core."webhook" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "url" text,
  "events" text,
  "secret" text,
  "previous_secret" text,
  "dead_in_a_row" integer,
  "last_delivered_at" timestamptz,
  "state" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_webhook_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."webhook"')
--;;
alter table core."webhook" enable row level security
--;;
create policy org on core."webhook" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."webhook" to qiantai_app
--;;
alter table core."webhook" add constraint "core_webhook_state_check" check ("state" in ('active', 'disabled'))
--;;
create index "core_webhook_created_at_ix" on core."webhook" (org_id, "created_at", "id")
--;;
create index "core_webhook_created_by_ix" on core."webhook" (org_id, "created_by", "created_at", "id")
--;;
create table core."channel_adapter" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "kind" text,
  "host" text,
  "port" integer,
  "security" text,
  "login" text,
  "sender" text,
  "sender_name" text,
  "reply_to" text,
  "url" text,
  "secret" text,
  "events" text,
  "per_minute" integer,
  "last_sent_at" timestamptz,
  "last_error" text,
  "state" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_channel_adapter_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."channel_adapter"')
--;;
alter table core."channel_adapter" enable row level security
--;;
create policy org on core."channel_adapter" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."channel_adapter" to qiantai_app
--;;
alter table core."channel_adapter" add constraint "core_channel_adapter_kind_check" check ("kind" in ('smtp', 'wecom', 'dingtalk', 'feishu'))
--;;
alter table core."channel_adapter" add constraint "core_channel_adapter_port_check" check ("port" >= 1 and "port" <= 65535)
--;;
alter table core."channel_adapter" add constraint "core_channel_adapter_security_check" check ("security" in ('tls', 'starttls', 'none'))
--;;
alter table core."channel_adapter" add constraint "core_channel_adapter_per_minute_check" check ("per_minute" >= 1 and "per_minute" <= 1000)
--;;
alter table core."channel_adapter" add constraint "core_channel_adapter_state_check" check ("state" in ('active', 'disabled'))
--;;
create index "core_channel_adapter_created_at_ix" on core."channel_adapter" (org_id, "created_at", "id")
--;;
create index "core_channel_adapter_created_by_ix" on core."channel_adapter" (org_id, "created_by", "created_at", "id")
--;;
create table core."mailbox" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "host" text,
  "port" integer,
  "security" text,
  "login" text,
  "secret" text,
  "folders" text,
  "last_ok_at" timestamptz,
  "last_count" integer,
  "last_error" text,
  "state" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_mailbox_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."mailbox"')
--;;
alter table core."mailbox" enable row level security
--;;
create policy org on core."mailbox" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."mailbox" to qiantai_app
--;;
alter table core."mailbox" add constraint "core_mailbox_port_check" check ("port" >= 1 and "port" <= 65535)
--;;
alter table core."mailbox" add constraint "core_mailbox_security_check" check ("security" in ('tls', 'starttls', 'none'))
--;;
alter table core."mailbox" add constraint "core_mailbox_state_check" check ("state" in ('active', 'disabled'))
--;;
create index "core_mailbox_created_at_ix" on core."mailbox" (org_id, "created_at", "id")
--;;
create index "core_mailbox_created_by_ix" on core."mailbox" (org_id, "created_by", "created_at", "id")
--;;
create table core."hook_account" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "adapter" text,
  "secret" text,
  "previous_secret" text,
  "state" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_hook_account_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."hook_account"')
--;;
alter table core."hook_account" enable row level security
--;;
create policy org on core."hook_account" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."hook_account" to qiantai_app
--;;
alter table core."hook_account" add constraint "core_hook_account_adapter_check" check ("adapter" in ('receipt'))
--;;
alter table core."hook_account" add constraint "core_hook_account_state_check" check ("state" in ('active', 'disabled'))
--;;
create unique index "core_hook_account_code_unique" on core."hook_account" (org_id, "code") where "code" is not null
--;;
create index "core_hook_account_created_at_ix" on core."hook_account" (org_id, "created_at", "id")
--;;
create index "core_hook_account_created_by_ix" on core."hook_account" (org_id, "created_by", "created_at", "id")
--;;
create table core."custom_field" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "declaration" text,
  "key" text,
  "kind" text,
  "label_zh" text,
  "label_en" text,
  "help" text,
  "required" boolean,
  "default_value" text,
  "min" numeric(20,6),
  "max" numeric(20,6),
  "max_length" integer,
  "field_group" text,
  "position" integer,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_custom_field_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."custom_field"')
--;;
alter table core."custom_field" enable row level security
--;;
create policy org on core."custom_field" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."custom_field" to qiantai_app
--;;
alter table core."custom_field" add constraint "core_custom_field_kind_check" check ("kind" in ('text', 'long_text', 'integer', 'quantity', 'money', 'date', 'flag', 'choice'))
--;;
alter table core."custom_field" add constraint "core_custom_field_max_length_check" check ("max_length" >= 1 and "max_length" <= 20000)
--;;
alter table core."custom_field" add constraint "core_custom_field_position_check" check ("position" >= 0 and "position" <= 10000)
--;;
create unique index "core_custom_field_declaration_key_unique" on core."custom_field" (org_id, "declaration", "key") where "declaration" is not null and "key" is not null
--;;
create index "core_custom_field_created_at_ix" on core."custom_field" (org_id, "created_at", "id")
--;;
create index "core_custom_field_created_by_ix" on core."custom_field" (org_id, "created_by", "created_at", "id")
--;;
create table core."custom_field_options" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "key" text,
  "label_zh" text,
  "label_en" text,
  constraint "core_custom_field_options_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."custom_field_options"')
--;;
alter table core."custom_field_options" enable row level security
--;;
create policy org on core."custom_field_options" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."custom_field_options" to qiantai_app
--;;
alter table core."custom_field_options" add constraint "core_custom_field_options_parent" foreign key (org_id, parent) references core."custom_field" (org_id, id) on delete cascade
--;;
create index "core_custom_field_options_parent_ix" on core."custom_field_options" (org_id, parent, line_no)
--;;
create table core."tag_group" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "exclusive" boolean,
  "roles" uuid[],
  "color" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "core_tag_group_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."tag_group"')
--;;
alter table core."tag_group" enable row level security
--;;
create policy org on core."tag_group" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."tag_group" to qiantai_app
--;;
alter table core."tag_group" add constraint "core_tag_group_color_check" check ("color" in ('grey', 'blue', 'green', 'amber', 'red'))
--;;
create unique index "core_tag_group_name_unique" on core."tag_group" (org_id, "name") where "name" is not null
--;;
create index "core_tag_group_created_at_ix" on core."tag_group" (org_id, "created_at", "id")
--;;
create index "core_tag_group_created_by_ix" on core."tag_group" (org_id, "created_by", "created_at", "id")
--;;
create table core."tag" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "group" uuid,
  "color" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "core_tag_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('core."tag"')
--;;
alter table core."tag" enable row level security
--;;
create policy org on core."tag" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on core."tag" to qiantai_app
--;;
alter table core."tag" add constraint "core_tag_color_check" check ("color" in ('grey', 'blue', 'green', 'amber', 'red'))
--;;
create unique index "core_tag_name_unique" on core."tag" (org_id, "name") where "name" is not null
--;;
create index "core_tag_created_at_ix" on core."tag" (org_id, "created_at", "id")
--;;
create index "core_tag_created_by_ix" on core."tag" (org_id, "created_by", "created_at", "id")
--;;
create index "core_tag_group_ix" on core."tag" (org_id, "group")
--;;
create index "core_tag_search_ix" on core."tag" using gin (search gin_trgm_ops)
--;;
create index "core_tag_grams_ix" on core."tag" using gin (search_grams)
--;;
create table finance."voucher" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "draft_no" text,
  "state" text,
  "vtype" text,
  "voucher_date" date,
  "period" text,
  "kind" text,
  "attachment_count" integer,
  "debit" numeric(20,2),
  "credit" numeric(20,2),
  "note" text,
  "cashier_by" uuid,
  "reviewed_by" uuid,
  "posted_as" uuid,
  "reverses" uuid,
  "custom" jsonb,
  constraint "finance_voucher_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."voucher"')
--;;
alter table finance."voucher" enable row level security
--;;
create policy org on finance."voucher" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."voucher" to qiantai_app
--;;
alter table finance."voucher" add constraint "finance_voucher_state_check" check ("state" in ('draft', 'submitted', 'signed', 'reviewed', 'posted', 'void'))
--;;
alter table finance."voucher" add constraint "finance_voucher_vtype_check" check ("vtype" in ('ji', 'shou', 'fu', 'zhuan', 'cash_in', 'cash_out', 'bank_in', 'bank_out'))
--;;
alter table finance."voucher" add constraint "finance_voucher_period_check" check ("period" ~ '^[0-9]{4}-[0-9]{2}$')
--;;
alter table finance."voucher" add constraint "finance_voucher_kind_check" check ("kind" in ('normal', 'opening', 'red', 'blue', 'fx_reval', 'transfer', 'depreciation', 'tax', 'pl_close', 'year_close'))
--;;
alter table finance."voucher" add constraint "finance_voucher_attachment_count_check" check ("attachment_count" >= 0)
--;;
create unique index "finance_voucher_code_unique" on finance."voucher" (org_id, "draft_no") where "draft_no" is not null
--;;
create index "finance_voucher_voucher_date_ix" on finance."voucher" (org_id, "voucher_date", "id")
--;;
create index "finance_voucher_created_by_ix" on finance."voucher" (org_id, "created_by", "voucher_date", "id")
--;;
create index "finance_voucher_posted_as_ix" on finance."voucher" (org_id, "posted_as")
--;;
create index "finance_voucher_reverses_ix" on finance."voucher" (org_id, "reverses")
--;;
create table finance."voucher_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "summary" text,
  "account" uuid,
  "debit" numeric(20,2),
  "credit" numeric(20,2),
  "customer" uuid,
  "department" uuid,
  "product" uuid,
  "currency" uuid,
  "fc_amount" numeric(20,2),
  "fx_rate" numeric(20,6),
  "quantity" numeric(20,6),
  "unit_price" numeric(20,6),
  "due_date" date,
  "doc_ref" text,
  "cf_item" text,
  constraint "finance_voucher_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."voucher_line"')
--;;
alter table finance."voucher_line" enable row level security
--;;
create policy org on finance."voucher_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."voucher_line" to qiantai_app
--;;
alter table finance."voucher_line" add constraint "finance_voucher_line_fx_rate_check" check ("fx_rate" > 0)
--;;
alter table finance."voucher_line" add constraint "finance_voucher_line_unit_price_check" check ("unit_price" >= 0)
--;;
alter table finance."voucher_line" add constraint "finance_voucher_line_cf_item_check" check ("cf_item" in ('CF101', 'CF102', 'CF103', 'CF111', 'CF112', 'CF113', 'CF114', 'CF201', 'CF202', 'CF203', 'CF204', 'CF205', 'CF211', 'CF212', 'CF213', 'CF214', 'CF301', 'CF302', 'CF303', 'CF311', 'CF3121', 'CF3122', 'CF313', 'CF401'))
--;;
alter table finance."voucher_line" add constraint "finance_voucher_line_parent" foreign key (org_id, parent) references finance."voucher" (org_id, id) on delete cascade
--;;
create index "finance_voucher_line_parent_ix" on finance."voucher_line" (org_id, parent, line_no)
--;;
create index "finance_voucher_line_customer_ix" on finance."voucher_line" (org_id, "customer")
--;;
create index "finance_voucher_line_product_ix" on finance."voucher_line" (org_id, "product")
--;;
create table finance."receipt" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "date" date,
  "bank_account" uuid,
  "party_type" text,
  "party_id" uuid,
  "method" text,
  "currency" text,
  "amount" numeric(20,2),
  "fee" numeric(20,2),
  "unapplied" numeric(20,2),
  "doc_ref" text,
  "note" text,
  "reverses" uuid,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "finance_receipt_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."receipt"')
--;;
alter table finance."receipt" enable row level security
--;;
create policy org on finance."receipt" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."receipt" to qiantai_app
--;;
alter table finance."receipt" add constraint "finance_receipt_state_check" check ("state" in ('draft', 'approved', 'posted', 'reversed'))
--;;
alter table finance."receipt" add constraint "finance_receipt_method_check" check ("method" in ('cash', 'transfer', 'cheque', 'bill', 'alipay', 'wechat'))
--;;
alter table finance."receipt" add constraint "finance_receipt_amount_check" check ("amount" > 0)
--;;
alter table finance."receipt" add constraint "finance_receipt_fee_check" check ("fee" >= 0)
--;;
create unique index "finance_receipt_code_unique" on finance."receipt" (org_id, "number") where "number" is not null
--;;
create index "finance_receipt_date_ix" on finance."receipt" (org_id, "date", "id")
--;;
create index "finance_receipt_created_by_ix" on finance."receipt" (org_id, "created_by", "date", "id")
--;;
create index "finance_receipt_bank_account_ix" on finance."receipt" (org_id, "bank_account")
--;;
create index "finance_receipt_reverses_ix" on finance."receipt" (org_id, "reverses")
--;;
create index "finance_receipt_search_ix" on finance."receipt" using gin (search gin_trgm_ops)
--;;
create index "finance_receipt_grams_ix" on finance."receipt" using gin (search_grams)
--;;
create table finance."receipt_allocations" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "item" uuid,
  "amount" numeric(20,2),
  constraint "finance_receipt_allocations_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."receipt_allocations"')
--;;
alter table finance."receipt_allocations" enable row level security
--;;
create policy org on finance."receipt_allocations" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."receipt_allocations" to qiantai_app
--;;
alter table finance."receipt_allocations" add constraint "finance_receipt_allocations_amount_check" check ("amount" > 0)
--;;
alter table finance."receipt_allocations" add constraint "finance_receipt_allocations_parent" foreign key (org_id, parent) references finance."receipt" (org_id, id) on delete cascade
--;;
create index "finance_receipt_allocations_parent_ix" on finance."receipt_allocations" (org_id, parent, line_no)
--;;
create index "finance_receipt_allocations_item_ix" on finance."receipt_allocations" (org_id, "item")
--;;
create table finance."open_item" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "document_no" text,
  "side" text,
  "account" uuid,
  "customer" uuid,
  "document_type" text,
  "document_id" uuid,
  "instalment" integer,
  "doc_date" date,
  "due_date" date,
  "currency" text,
  "fx_rate" numeric(20,6),
  "amount" numeric(20,2),
  "search" text,
  "search_grams" text[],
  constraint "finance_open_item_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."open_item"')
--;;
alter table finance."open_item" enable row level security
--;;
create policy org on finance."open_item" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance."open_item" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance."open_item" for each statement execute function core.immutable()
--;;
alter table finance."open_item" add constraint "finance_open_item_side_check" check ("side" in ('receivable', 'payable', 'advance_in', 'advance_out'))
--;;
alter table finance."open_item" add constraint "finance_open_item_instalment_check" check ("instalment" >= 1)
--;;
create index "finance_open_item_doc_date_ix" on finance."open_item" (org_id, "doc_date", "id")
--;;
create index "finance_open_item_customer_ix" on finance."open_item" (org_id, "customer")
--;;
create index "finance_open_item_customer_account_ix" on finance."open_item" (org_id, "customer", "account")
--;;
create index "finance_open_item_due_date_ix" on finance."open_item" (org_id, "due_date")
--;;
create index "finance_open_item_search_ix" on finance."open_item" using gin (search gin_trgm_ops)
--;;
create index "finance_open_item_grams_ix" on finance."open_item" using gin (search_grams)
--;;
create table finance."gl_voucher" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "period" text,
  "vtype" text,
  "voucher_date" date,
  "kind" text,
  "source_type" text,
  "source_id" uuid,
  "source_rev" integer,
  "rule_code" text,
  "reverses" uuid,
  "attachment_count" integer,
  "prepared_by" uuid,
  "cashier_by" uuid,
  "reviewed_by" uuid,
  "posted_by" uuid,
  "posted_at" timestamptz,
  "debit" numeric(20,2),
  constraint "finance_gl_voucher_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."gl_voucher"')
--;;
alter table finance."gl_voucher" enable row level security
--;;
create policy org on finance."gl_voucher" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance."gl_voucher" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance."gl_voucher" for each statement execute function core.immutable()
--;;
alter table finance."gl_voucher" add constraint "finance_gl_voucher_period_check" check ("period" ~ '^[0-9]{4}-[0-9]{2}$')
--;;
alter table finance."gl_voucher" add constraint "finance_gl_voucher_vtype_check" check ("vtype" in ('ji', 'shou', 'fu', 'zhuan', 'cash_in', 'cash_out', 'bank_in', 'bank_out'))
--;;
alter table finance."gl_voucher" add constraint "finance_gl_voucher_kind_check" check ("kind" in ('normal', 'opening', 'red', 'blue', 'fx_reval', 'transfer', 'depreciation', 'tax', 'pl_close', 'year_close'))
--;;
alter table finance."gl_voucher" add constraint "finance_gl_voucher_attachment_count_check" check ("attachment_count" >= 0)
--;;
create unique index "finance_gl_voucher_reverses_unique" on finance."gl_voucher" (org_id, "reverses") where "reverses" is not null
--;;
create index "finance_gl_voucher_voucher_date_ix" on finance."gl_voucher" (org_id, "voucher_date", "id")
--;;
create index "finance_gl_voucher_reverses_ix" on finance."gl_voucher" (org_id, "reverses")
--;;
create index "finance_gl_voucher_period_vtype_ix" on finance."gl_voucher" (org_id, "period", "vtype")
--;;
create table finance."gl_voucher_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "summary" text,
  "account" uuid,
  "debit" numeric(20,2),
  "credit" numeric(20,2),
  "customer" uuid,
  "department" uuid,
  "product" uuid,
  "currency" text,
  "fc_amount" numeric(20,2),
  "fx_rate" numeric(20,6),
  "quantity" numeric(20,6),
  "unit_price" numeric(20,6),
  "due_date" date,
  "doc_ref" text,
  "date" date,
  "period" text,
  "kind" text,
  constraint "finance_gl_voucher_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."gl_voucher_line"')
--;;
alter table finance."gl_voucher_line" enable row level security
--;;
create policy org on finance."gl_voucher_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance."gl_voucher_line" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance."gl_voucher_line" for each statement execute function core.immutable()
--;;
alter table finance."gl_voucher_line" add constraint "finance_gl_voucher_line_period_check" check ("period" ~ '^[0-9]{4}-[0-9]{2}$')
--;;
alter table finance."gl_voucher_line" add constraint "finance_gl_voucher_line_kind_check" check ("kind" in ('normal', 'opening', 'red', 'blue', 'fx_reval', 'transfer', 'depreciation', 'tax', 'pl_close', 'year_close'))
--;;
alter table finance."gl_voucher_line" add constraint "finance_gl_voucher_line_parent" foreign key (org_id, parent) references finance."gl_voucher" (org_id, id)
--;;
create index "finance_gl_voucher_line_parent_ix" on finance."gl_voucher_line" (org_id, parent, line_no)
--;;
create index "finance_gl_voucher_line_customer_ix" on finance."gl_voucher_line" (org_id, "customer")
--;;
create index "finance_gl_voucher_line_product_ix" on finance."gl_voucher_line" (org_id, "product")
--;;
create table finance."gl_voucher_cash_flow" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "entry_no" integer,
  "cf_item" text,
  "amount" numeric(20,2),
  constraint "finance_gl_voucher_cash_flow_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."gl_voucher_cash_flow"')
--;;
alter table finance."gl_voucher_cash_flow" enable row level security
--;;
create policy org on finance."gl_voucher_cash_flow" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance."gl_voucher_cash_flow" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance."gl_voucher_cash_flow" for each statement execute function core.immutable()
--;;
alter table finance."gl_voucher_cash_flow" add constraint "finance_gl_voucher_cash_flow_cf_item_check" check ("cf_item" in ('CF101', 'CF102', 'CF103', 'CF111', 'CF112', 'CF113', 'CF114', 'CF201', 'CF202', 'CF203', 'CF204', 'CF205', 'CF211', 'CF212', 'CF213', 'CF214', 'CF301', 'CF302', 'CF303', 'CF311', 'CF3121', 'CF3122', 'CF313', 'CF401'))
--;;
alter table finance."gl_voucher_cash_flow" add constraint "finance_gl_voucher_cash_flow_parent" foreign key (org_id, parent) references finance."gl_voucher" (org_id, id)
--;;
create index "finance_gl_voucher_cash_flow_parent_ix" on finance."gl_voucher_cash_flow" (org_id, parent, line_no)
--;;
create table finance."opening" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "date" date,
  "note" text,
  "custom" jsonb,
  constraint "finance_opening_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."opening"')
--;;
alter table finance."opening" enable row level security
--;;
create policy org on finance."opening" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."opening" to qiantai_app
--;;
alter table finance."opening" add constraint "finance_opening_state_check" check ("state" in ('draft', 'posted'))
--;;
create unique index "finance_opening_code_unique" on finance."opening" (org_id, "number") where "number" is not null
--;;
create index "finance_opening_date_ix" on finance."opening" (org_id, "date", "id")
--;;
create index "finance_opening_created_by_ix" on finance."opening" (org_id, "created_by", "date", "id")
--;;
create table finance."opening_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "account" uuid,
  "customer" uuid,
  "department" uuid,
  "product" uuid,
  "opening" numeric(20,2),
  "year_open" numeric(20,2),
  "debit_ytd" numeric(20,2),
  "credit_ytd" numeric(20,2),
  "quantity" numeric(20,6),
  "fc_amount" numeric(20,2),
  constraint "finance_opening_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."opening_line"')
--;;
alter table finance."opening_line" enable row level security
--;;
create policy org on finance."opening_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."opening_line" to qiantai_app
--;;
alter table finance."opening_line" add constraint "finance_opening_line_parent" foreign key (org_id, parent) references finance."opening" (org_id, id) on delete cascade
--;;
create index "finance_opening_line_parent_ix" on finance."opening_line" (org_id, parent, line_no)
--;;
create index "finance_opening_line_customer_ix" on finance."opening_line" (org_id, "customer")
--;;
create index "finance_opening_line_product_ix" on finance."opening_line" (org_id, "product")
--;;
create table finance."opening_items" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "account" uuid,
  "party_type" text,
  "party_id" uuid,
  "document_no" text,
  "doc_date" date,
  "due_date" date,
  "amount" numeric(20,2),
  constraint "finance_opening_items_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."opening_items"')
--;;
alter table finance."opening_items" enable row level security
--;;
create policy org on finance."opening_items" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."opening_items" to qiantai_app
--;;
alter table finance."opening_items" add constraint "finance_opening_items_parent" foreign key (org_id, parent) references finance."opening" (org_id, id) on delete cascade
--;;
create index "finance_opening_items_parent_ix" on finance."opening_items" (org_id, parent, line_no)
--;;
create table finance."account" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "name_en" text,
  "parent" uuid,
  "class" text,
  "direction" text,
  "is_leaf" boolean,
  "active" boolean,
  "aux_required" text[],
  "aux_optional" text[],
  "currency_mode" text,
  "currency" uuid,
  "quantity_unit" uuid,
  "is_cash" boolean,
  "cf_in" text,
  "cf_out" text,
  "bs_dr_line" text,
  "bs_cr_line" text,
  "is_line" text,
  "net" text,
  "control" boolean,
  "forbid_negative" boolean,
  "non_operating" boolean,
  "roles" text[],
  "effective_from" date,
  "effective_to" date,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "finance_account_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."account"')
--;;
alter table finance."account" enable row level security
--;;
create policy org on finance."account" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."account" to qiantai_app
--;;
alter table finance."account" add constraint "finance_account_class_check" check ("class" in ('asset', 'liability', 'common', 'equity', 'cost', 'profit'))
--;;
alter table finance."account" add constraint "finance_account_direction_check" check ("direction" in ('D', 'C', '±'))
--;;
alter table finance."account" add constraint "finance_account_currency_mode_check" check ("currency_mode" in ('base', 'one', 'any'))
--;;
alter table finance."account" add constraint "finance_account_cf_in_check" check ("cf_in" in ('CF101', 'CF102', 'CF103', 'CF111', 'CF112', 'CF113', 'CF114', 'CF201', 'CF202', 'CF203', 'CF204', 'CF205', 'CF211', 'CF212', 'CF213', 'CF214', 'CF301', 'CF302', 'CF303', 'CF311', 'CF3121', 'CF3122', 'CF313', 'CF401'))
--;;
alter table finance."account" add constraint "finance_account_cf_out_check" check ("cf_out" in ('CF101', 'CF102', 'CF103', 'CF111', 'CF112', 'CF113', 'CF114', 'CF201', 'CF202', 'CF203', 'CF204', 'CF205', 'CF211', 'CF212', 'CF213', 'CF214', 'CF301', 'CF302', 'CF303', 'CF311', 'CF3121', 'CF3122', 'CF313', 'CF401'))
--;;
create unique index "finance_account_code_unique" on finance."account" (org_id, "code") where "code" is not null
--;;
create index "finance_account_created_at_ix" on finance."account" (org_id, "created_at", "id")
--;;
create index "finance_account_created_by_ix" on finance."account" (org_id, "created_by", "created_at", "id")
--;;
create index "finance_account_search_ix" on finance."account" using gin (search gin_trgm_ops)
--;;
create index "finance_account_grams_ix" on finance."account" using gin (search_grams)
--;;
create table finance."period" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "first_day" date,
  "last_day" date,
  "state" text,
  "scopes" text[],
  "closed_at" timestamptz,
  "seal" text,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "finance_period_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."period"')
--;;
alter table finance."period" enable row level security
--;;
create policy org on finance."period" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."period" to qiantai_app
--;;
alter table finance."period" add constraint "finance_period_code_check" check ("code" ~ '^[0-9]{4}-[0-9]{2}$')
--;;
alter table finance."period" add constraint "finance_period_state_check" check ("state" in ('future', 'open', 'soft_closed', 'closed'))
--;;
create unique index "finance_period_code_unique" on finance."period" (org_id, "code") where "code" is not null
--;;
create index "finance_period_created_at_ix" on finance."period" (org_id, "created_at", "id")
--;;
create table finance."bank_account" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "kind" text,
  "bank" text,
  "branch" text,
  "account_no" text,
  "currency" uuid,
  "account" uuid,
  "is_default" boolean,
  "opening_statement_balance" numeric(20,2),
  "opening_statement_date" date,
  "overdraft_limit" numeric(20,2),
  "min_balance" numeric(20,2),
  "max_balance" numeric(20,2),
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "finance_bank_account_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."bank_account"')
--;;
alter table finance."bank_account" enable row level security
--;;
create policy org on finance."bank_account" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."bank_account" to qiantai_app
--;;
alter table finance."bank_account" add constraint "finance_bank_account_kind_check" check ("kind" in ('basic', 'general', 'special', 'temporary', 'alipay', 'wechat', 'cash'))
--;;
alter table finance."bank_account" add constraint "finance_bank_account_overdraft_limit_check" check ("overdraft_limit" >= 0)
--;;
alter table finance."bank_account" add constraint "finance_bank_account_min_balance_check" check ("min_balance" >= 0)
--;;
alter table finance."bank_account" add constraint "finance_bank_account_max_balance_check" check ("max_balance" >= 0)
--;;
create unique index "finance_bank_account_code_unique" on finance."bank_account" (org_id, "code") where "code" is not null
--;;
create unique index "finance_bank_account_account_no_unique" on finance."bank_account" (org_id, "account_no") where "account_no" is not null
--;;
create unique index "finance_bank_account_account_unique" on finance."bank_account" (org_id, "account") where "account" is not null
--;;
create index "finance_bank_account_created_at_ix" on finance."bank_account" (org_id, "created_at", "id")
--;;
create index "finance_bank_account_created_by_ix" on finance."bank_account" (org_id, "created_by", "created_at", "id")
--;;
create index "finance_bank_account_search_ix" on finance."bank_account" using gin (search gin_trgm_ops)
--;;
create index "finance_bank_account_grams_ix" on finance."bank_account" using gin (search_grams)
--;;
create table finance."tax_code" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "name_en" text,
  "rate" numeric(12,8),
  "method" text,
  "deductible" numeric(12,8),
  "return_column" text,
  "source" text,
  "valid_from" date,
  "valid_to" date,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "finance_tax_code_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."tax_code"')
--;;
alter table finance."tax_code" enable row level security
--;;
create policy org on finance."tax_code" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."tax_code" to qiantai_app
--;;
alter table finance."tax_code" add constraint "finance_tax_code_rate_check" check ("rate" >= 0 and "rate" <= 1)
--;;
alter table finance."tax_code" add constraint "finance_tax_code_method_check" check ("method" in ('general', 'zero', 'exempt', 'none', 'simplified', 'small_scale'))
--;;
alter table finance."tax_code" add constraint "finance_tax_code_deductible_check" check ("deductible" >= 0 and "deductible" <= 1)
--;;
alter table finance."tax_code" add constraint "finance_tax_code_effective" exclude using gist (org_id with =, "code" with =, daterange("valid_from", "valid_to", '[]') with &&)
--;;
create index "finance_tax_code_created_at_ix" on finance."tax_code" (org_id, "created_at", "id")
--;;
create index "finance_tax_code_created_by_ix" on finance."tax_code" (org_id, "created_by", "created_at", "id")
--;;
create index "finance_tax_code_search_ix" on finance."tax_code" using gin (search gin_trgm_ops)
--;;
create index "finance_tax_code_grams_ix" on finance."tax_code" using gin (search_grams)
--;;
create table finance."payment_term" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "name_en" text,
  "base" text,
  "days" integer,
  "fixed_day" integer,
  "discount_percent" numeric(12,8),
  "discount_days" integer,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "finance_payment_term_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."payment_term"')
--;;
alter table finance."payment_term" enable row level security
--;;
create policy org on finance."payment_term" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."payment_term" to qiantai_app
--;;
alter table finance."payment_term" add constraint "finance_payment_term_base_check" check ("base" in ('delivery', 'invoice', 'month', 'month_end', 'fixed_day'))
--;;
alter table finance."payment_term" add constraint "finance_payment_term_days_check" check ("days" >= 0 and "days" <= 3650)
--;;
alter table finance."payment_term" add constraint "finance_payment_term_fixed_day_check" check ("fixed_day" >= 1 and "fixed_day" <= 31)
--;;
alter table finance."payment_term" add constraint "finance_payment_term_discount_percent_check" check ("discount_percent" >= 0 and "discount_percent" <= 1)
--;;
alter table finance."payment_term" add constraint "finance_payment_term_discount_days_check" check ("discount_days" >= 0 and "discount_days" <= 3650)
--;;
create unique index "finance_payment_term_code_unique" on finance."payment_term" (org_id, "code") where "code" is not null
--;;
create index "finance_payment_term_created_at_ix" on finance."payment_term" (org_id, "created_at", "id")
--;;
create index "finance_payment_term_created_by_ix" on finance."payment_term" (org_id, "created_by", "created_at", "id")
--;;
create index "finance_payment_term_search_ix" on finance."payment_term" using gin (search gin_trgm_ops)
--;;
create index "finance_payment_term_grams_ix" on finance."payment_term" using gin (search_grams)
--;;
create table finance."payment_term_instalments" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "percent" numeric(12,8),
  "days" integer,
  constraint "finance_payment_term_instalments_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."payment_term_instalments"')
--;;
alter table finance."payment_term_instalments" enable row level security
--;;
create policy org on finance."payment_term_instalments" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."payment_term_instalments" to qiantai_app
--;;
alter table finance."payment_term_instalments" add constraint "finance_payment_term_instalments_percent_check" check ("percent" > 0 and "percent" <= 1)
--;;
alter table finance."payment_term_instalments" add constraint "finance_payment_term_instalments_days_check" check ("days" >= 0 and "days" <= 3650)
--;;
alter table finance."payment_term_instalments" add constraint "finance_payment_term_instalments_parent" foreign key (org_id, parent) references finance."payment_term" (org_id, id) on delete cascade
--;;
create index "finance_payment_term_instalments_parent_ix" on finance."payment_term_instalments" (org_id, parent, line_no)
--;;
create table inventory."product" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "name_en" text,
  "spec" text,
  "category" uuid,
  "kind" text,
  "base_unit" uuid,
  "purchase_unit" uuid,
  "sales_unit" uuid,
  "tracking" text,
  "list_price" numeric(20,6),
  "list_price_includes_tax" boolean,
  "standard_cost" numeric(20,6),
  "tax_class_code" text,
  "purchase_tax_code" uuid,
  "sales_tax_code" uuid,
  "shelf_life_value" integer,
  "shelf_life_unit" text,
  "min_receipt_ratio" numeric(12,8),
  "weight_kg" numeric(20,6),
  "volume_m3" numeric(20,6),
  "brand" text,
  "origin" text,
  "image" jsonb,
  "default_location" uuid,
  "state" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_product_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."product"')
--;;
alter table inventory."product" enable row level security
--;;
create policy org on inventory."product" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."product" to qiantai_app
--;;
alter table inventory."product" add constraint "inventory_product_kind_check" check ("kind" in ('goods', 'material', 'packaging', 'service', 'kit'))
--;;
alter table inventory."product" add constraint "inventory_product_tracking_check" check ("tracking" in ('none', 'lot', 'serial'))
--;;
alter table inventory."product" add constraint "inventory_product_list_price_check" check ("list_price" >= 0)
--;;
alter table inventory."product" add constraint "inventory_product_standard_cost_check" check ("standard_cost" >= 0)
--;;
alter table inventory."product" add constraint "inventory_product_shelf_life_value_check" check ("shelf_life_value" >= 1)
--;;
alter table inventory."product" add constraint "inventory_product_shelf_life_unit_check" check ("shelf_life_unit" in ('day', 'month', 'year'))
--;;
alter table inventory."product" add constraint "inventory_product_min_receipt_ratio_check" check ("min_receipt_ratio" >= 0 and "min_receipt_ratio" <= 1)
--;;
alter table inventory."product" add constraint "inventory_product_weight_kg_check" check ("weight_kg" >= 0)
--;;
alter table inventory."product" add constraint "inventory_product_volume_m3_check" check ("volume_m3" >= 0)
--;;
alter table inventory."product" add constraint "inventory_product_state_check" check ("state" in ('active', 'discontinued'))
--;;
create unique index "inventory_product_code_unique" on inventory."product" (org_id, "code") where "code" is not null
--;;
create index "inventory_product_created_at_ix" on inventory."product" (org_id, "created_at", "id")
--;;
create index "inventory_product_created_by_ix" on inventory."product" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_product_category_ix" on inventory."product" (org_id, "category")
--;;
create index "inventory_product_search_ix" on inventory."product" using gin (search gin_trgm_ops)
--;;
create index "inventory_product_grams_ix" on inventory."product" using gin (search_grams)
--;;
create table inventory."adjustment" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "kind" text,
  "date" date,
  "warehouse" uuid,
  "department" uuid,
  "reason" text,
  "note" text,
  "reverses" uuid,
  "amount" numeric(20,2),
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_adjustment_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."adjustment"')
--;;
alter table inventory."adjustment" enable row level security
--;;
create policy org on inventory."adjustment" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."adjustment" to qiantai_app
--;;
alter table inventory."adjustment" add constraint "inventory_adjustment_state_check" check ("state" in ('draft', 'posted', 'reversed'))
--;;
alter table inventory."adjustment" add constraint "inventory_adjustment_kind_check" check ("kind" in ('opening', 'other_in', 'internal_use', 'relocate'))
--;;
create unique index "inventory_adjustment_code_unique" on inventory."adjustment" (org_id, "number") where "number" is not null
--;;
create index "inventory_adjustment_date_ix" on inventory."adjustment" (org_id, "date", "id")
--;;
create index "inventory_adjustment_created_by_ix" on inventory."adjustment" (org_id, "created_by", "date", "id")
--;;
create index "inventory_adjustment_department_ix" on inventory."adjustment" (org_id, "department", "date", "id")
--;;
create index "inventory_adjustment_reverses_ix" on inventory."adjustment" (org_id, "reverses")
--;;
create index "inventory_adjustment_search_ix" on inventory."adjustment" using gin (search gin_trgm_ops)
--;;
create index "inventory_adjustment_grams_ix" on inventory."adjustment" using gin (search_grams)
--;;
create table inventory."adjustment_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "product" uuid,
  "qty" numeric(20,6),
  "unit" uuid,
  "base_qty" numeric(20,6),
  "location" uuid,
  "to_location" uuid,
  "lot_no" text,
  "manufacture_date" date,
  "expiry_date" date,
  "unit_cost" numeric(20,6),
  "amount" numeric(20,2),
  "cost" numeric(20,2),
  constraint "inventory_adjustment_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."adjustment_line"')
--;;
alter table inventory."adjustment_line" enable row level security
--;;
create policy org on inventory."adjustment_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."adjustment_line" to qiantai_app
--;;
alter table inventory."adjustment_line" add constraint "inventory_adjustment_line_qty_check" check ("qty" > 0)
--;;
alter table inventory."adjustment_line" add constraint "inventory_adjustment_line_unit_cost_check" check ("unit_cost" >= 0)
--;;
alter table inventory."adjustment_line" add constraint "inventory_adjustment_line_amount_check" check ("amount" >= 0)
--;;
alter table inventory."adjustment_line" add constraint "inventory_adjustment_line_parent" foreign key (org_id, parent) references inventory."adjustment" (org_id, id) on delete cascade
--;;
create index "inventory_adjustment_line_parent_ix" on inventory."adjustment_line" (org_id, parent, line_no)
--;;
create index "inventory_adjustment_line_product_ix" on inventory."adjustment_line" (org_id, "product")
--;;
create table inventory."product_category" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "parent" uuid,
  "base_unit" uuid,
  "tracking" text,
  "tax_class_code" text,
  "purchase_tax_code" uuid,
  "sales_tax_code" uuid,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_product_category_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."product_category"')
--;;
alter table inventory."product_category" enable row level security
--;;
create policy org on inventory."product_category" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."product_category" to qiantai_app
--;;
alter table inventory."product_category" add constraint "inventory_product_category_tracking_check" check ("tracking" in ('none', 'lot', 'serial'))
--;;
create unique index "inventory_product_category_code_unique" on inventory."product_category" (org_id, "code") where "code" is not null
--;;
create index "inventory_product_category_created_at_ix" on inventory."product_category" (org_id, "created_at", "id")
--;;
create index "inventory_product_category_created_by_ix" on inventory."product_category" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_product_category_parent_ix" on inventory."product_category" (org_id, "parent")
--;;
create index "inventory_product_category_search_ix" on inventory."product_category" using gin (search gin_trgm_ops)
--;;
create index "inventory_product_category_grams_ix" on inventory."product_category" using gin (search_grams)
--;;
create table inventory."warehouse" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "kind" text,
  "department" uuid,
  "keepers" uuid[],
  "removal_strategy" text,
  "sellable" boolean,
  "address" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_warehouse_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."warehouse"')
--;;
alter table inventory."warehouse" enable row level security
--;;
create policy org on inventory."warehouse" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."warehouse" to qiantai_app
--;;
alter table inventory."warehouse" add constraint "inventory_warehouse_kind_check" check ("kind" in ('own', 'store', 'third_party', 'consigned'))
--;;
alter table inventory."warehouse" add constraint "inventory_warehouse_removal_strategy_check" check ("removal_strategy" in ('fefo', 'fifo'))
--;;
create unique index "inventory_warehouse_code_unique" on inventory."warehouse" (org_id, "code") where "code" is not null
--;;
create index "inventory_warehouse_created_at_ix" on inventory."warehouse" (org_id, "created_at", "id")
--;;
create index "inventory_warehouse_created_by_ix" on inventory."warehouse" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_warehouse_department_ix" on inventory."warehouse" (org_id, "department", "created_at", "id")
--;;
create index "inventory_warehouse_search_ix" on inventory."warehouse" using gin (search gin_trgm_ops)
--;;
create index "inventory_warehouse_grams_ix" on inventory."warehouse" using gin (search_grams)
--;;
create table inventory."location" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "warehouse" uuid,
  "barcode" text,
  "parent" uuid,
  "usage" text,
  "sellable" boolean,
  "pick_sequence" integer,
  "capacity_m3" numeric(20,6),
  "capacity_kg" numeric(20,6),
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_location_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."location"')
--;;
alter table inventory."location" enable row level security
--;;
create policy org on inventory."location" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."location" to qiantai_app
--;;
alter table inventory."location" add constraint "inventory_location_usage_check" check ("usage" in ('storage', 'receiving', 'shipping', 'inspection', 'damaged', 'transit', 'quarantine', 'supplier', 'customer', 'adjustment', 'scrap', 'consumption', 'opening'))
--;;
alter table inventory."location" add constraint "inventory_location_capacity_m3_check" check ("capacity_m3" >= 0)
--;;
alter table inventory."location" add constraint "inventory_location_capacity_kg_check" check ("capacity_kg" >= 0)
--;;
create unique index "inventory_location_warehouse_code_unique" on inventory."location" (org_id, "warehouse", "code") where "warehouse" is not null and "code" is not null
--;;
create unique index "inventory_location_barcode_unique" on inventory."location" (org_id, "barcode") where "barcode" is not null
--;;
create index "inventory_location_created_at_ix" on inventory."location" (org_id, "created_at", "id")
--;;
create index "inventory_location_created_by_ix" on inventory."location" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_location_search_ix" on inventory."location" using gin (search gin_trgm_ops)
--;;
create index "inventory_location_grams_ix" on inventory."location" using gin (search_grams)
--;;
create table inventory."lot" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "product" uuid,
  "lot_no" text,
  "is_serial" boolean,
  "manufacture_date" date,
  "expiry_date" date,
  "supplier_lot_no" text,
  "first_received_at" timestamptz,
  "state" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_lot_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."lot"')
--;;
alter table inventory."lot" enable row level security
--;;
create policy org on inventory."lot" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."lot" to qiantai_app
--;;
alter table inventory."lot" add constraint "inventory_lot_state_check" check ("state" in ('active', 'on_hold', 'expired'))
--;;
create unique index "inventory_lot_product_lot_no_unique" on inventory."lot" (org_id, "product", "lot_no") where "product" is not null and "lot_no" is not null
--;;
create index "inventory_lot_created_at_ix" on inventory."lot" (org_id, "created_at", "id")
--;;
create index "inventory_lot_created_by_ix" on inventory."lot" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_lot_product_ix" on inventory."lot" (org_id, "product")
--;;
create index "inventory_lot_expiry_date_ix" on inventory."lot" (org_id, "expiry_date")
--;;
create index "inventory_lot_search_ix" on inventory."lot" using gin (search gin_trgm_ops)
--;;
create index "inventory_lot_grams_ix" on inventory."lot" using gin (search_grams)
--;;
create table inventory."unit_conversion" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "product" uuid,
  "unit" uuid,
  "factor_num" integer,
  "factor_den" integer,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "inventory_unit_conversion_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."unit_conversion"')
--;;
alter table inventory."unit_conversion" enable row level security
--;;
create policy org on inventory."unit_conversion" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."unit_conversion" to qiantai_app
--;;
alter table inventory."unit_conversion" add constraint "inventory_unit_conversion_factor_num_check" check ("factor_num" >= 1)
--;;
alter table inventory."unit_conversion" add constraint "inventory_unit_conversion_factor_den_check" check ("factor_den" >= 1)
--;;
create unique index "inventory_unit_conversion_product_unit_unique" on inventory."unit_conversion" (org_id, "product", "unit") where "product" is not null and "unit" is not null
--;;
create index "inventory_unit_conversion_created_at_ix" on inventory."unit_conversion" (org_id, "created_at", "id")
--;;
create index "inventory_unit_conversion_created_by_ix" on inventory."unit_conversion" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_unit_conversion_product_ix" on inventory."unit_conversion" (org_id, "product")
--;;
create table inventory."barcode" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "symbology" text,
  "product" uuid,
  "unit" uuid,
  "is_primary" boolean,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "inventory_barcode_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."barcode"')
--;;
alter table inventory."barcode" enable row level security
--;;
create policy org on inventory."barcode" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."barcode" to qiantai_app
--;;
alter table inventory."barcode" add constraint "inventory_barcode_symbology_check" check ("symbology" in ('ean13', 'ean8', 'upca', 'itf14', 'code128', 'internal', 'qr'))
--;;
create unique index "inventory_barcode_code_unique" on inventory."barcode" (org_id, "code") where "code" is not null
--;;
create index "inventory_barcode_created_at_ix" on inventory."barcode" (org_id, "created_at", "id")
--;;
create index "inventory_barcode_created_by_ix" on inventory."barcode" (org_id, "created_by", "created_at", "id")
--;;
create index "inventory_barcode_product_ix" on inventory."barcode" (org_id, "product")
--;;
create index "inventory_barcode_search_ix" on inventory."barcode" using gin (search gin_trgm_ops)
--;;
create index "inventory_barcode_grams_ix" on inventory."barcode" using gin (search_grams)
--;;
create table customers."customer_category" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "parent" uuid,
  "rank" integer,
  "color" text,
  "currency" uuid,
  "price_list" uuid,
  "payment_term" uuid,
  "discount_percent" numeric(12,8),
  "active" boolean,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "customers_customer_category_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('customers."customer_category"')
--;;
alter table customers."customer_category" enable row level security
--;;
create policy org on customers."customer_category" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on customers."customer_category" to qiantai_app
--;;
alter table customers."customer_category" add constraint "customers_customer_category_rank_check" check ("rank" >= 1 and "rank" <= 999)
--;;
alter table customers."customer_category" add constraint "customers_customer_category_color_check" check ("color" in ('grey', 'blue', 'green', 'amber', 'red'))
--;;
alter table customers."customer_category" add constraint "customers_customer_category_discount_percent_check" check ("discount_percent" >= 0 and "discount_percent" <= 1)
--;;
create unique index "customers_customer_category_code_unique" on customers."customer_category" (org_id, "code") where "code" is not null
--;;
create index "customers_customer_category_created_at_ix" on customers."customer_category" (org_id, "created_at", "id")
--;;
create index "customers_customer_category_created_by_ix" on customers."customer_category" (org_id, "created_by", "created_at", "id")
--;;
create index "customers_customer_category_parent_ix" on customers."customer_category" (org_id, "parent")
--;;
create index "customers_customer_category_price_list_ix" on customers."customer_category" (org_id, "price_list")
--;;
create index "customers_customer_category_search_ix" on customers."customer_category" using gin (search gin_trgm_ops)
--;;
create index "customers_customer_category_grams_ix" on customers."customer_category" using gin (search_grams)
--;;
create table customers."customer" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "state" text,
  "kind" text,
  "name" text,
  "short_name" text,
  "name_en" text,
  "uscc" text,
  "uscc_notice" text,
  "tax_no" text,
  "id_no" text,
  "mobile" text,
  "phone" text,
  "email" text,
  "wechat" text,
  "website" text,
  "region" uuid,
  "address" text,
  "invoice_title" text,
  "invoice_tax_no" text,
  "invoice_address" text,
  "invoice_phone" text,
  "invoice_bank" text,
  "invoice_account" text,
  "invoice_email" text,
  "invoice_mobile" text,
  "industry" text,
  "scale" text,
  "source" text,
  "owner" uuid,
  "department" uuid,
  "collaborators" uuid[],
  "category" uuid,
  "parent" uuid,
  "canonical" uuid,
  "currency" uuid,
  "price_list" uuid,
  "payment_term" uuid,
  "channels" text[],
  "note" text,
  "name_norm" text,
  "name_core" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "customers_customer_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('customers."customer"')
--;;
alter table customers."customer" enable row level security
--;;
create policy org on customers."customer" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on customers."customer" to qiantai_app
--;;
alter table customers."customer" add constraint "customers_customer_state_check" check ("state" in ('active', 'pending_review', 'disabled', 'blacklisted', 'merged'))
--;;
alter table customers."customer" add constraint "customers_customer_kind_check" check ("kind" in ('company', 'sole_trader', 'public_body', 'individual', 'overseas'))
--;;
alter table customers."customer" add constraint "customers_customer_uscc_notice_check" check ("uscc_notice" in ('org_code'))
--;;
alter table customers."customer" add constraint "customers_customer_scale_check" check ("scale" in ('micro', 'small', 'medium', 'large'))
--;;
create unique index "customers_customer_code_unique" on customers."customer" (org_id, "code") where "code" is not null
--;;
create unique index "customers_customer_uscc_unique" on customers."customer" (org_id, "uscc") where "uscc" is not null and "state" <> 'merged'
--;;
create index "customers_customer_created_at_ix" on customers."customer" (org_id, "created_at", "id")
--;;
create index "customers_customer_owner_ix" on customers."customer" (org_id, "owner", "created_at", "id")
--;;
create index "customers_customer_department_ix" on customers."customer" (org_id, "department", "created_at", "id")
--;;
create index "customers_customer_category_ix" on customers."customer" (org_id, "category")
--;;
create index "customers_customer_parent_ix" on customers."customer" (org_id, "parent")
--;;
create index "customers_customer_canonical_ix" on customers."customer" (org_id, "canonical")
--;;
create index "customers_customer_price_list_ix" on customers."customer" (org_id, "price_list")
--;;
create index "customers_customer_tax_no_ix" on customers."customer" (org_id, "tax_no")
--;;
create index "customers_customer_mobile_ix" on customers."customer" (org_id, "mobile")
--;;
create index "customers_customer_phone_ix" on customers."customer" (org_id, "phone")
--;;
create index "customers_customer_email_ix" on customers."customer" (org_id, "email")
--;;
create index "customers_customer_name_norm_ix" on customers."customer" (org_id, "name_norm")
--;;
create index "customers_customer_search_ix" on customers."customer" using gin (search gin_trgm_ops)
--;;
create index "customers_customer_grams_ix" on customers."customer" using gin (search_grams)
--;;
create table customers."customer_addresses" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "kind" text,
  "receiver" text,
  "mobile" text,
  "region" uuid,
  "detail" text,
  "postcode" text,
  "is_default" boolean,
  constraint "customers_customer_addresses_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('customers."customer_addresses"')
--;;
alter table customers."customer_addresses" enable row level security
--;;
create policy org on customers."customer_addresses" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on customers."customer_addresses" to qiantai_app
--;;
alter table customers."customer_addresses" add constraint "customers_customer_addresses_kind_check" check ("kind" in ('registered', 'billing', 'delivery', 'other'))
--;;
alter table customers."customer_addresses" add constraint "customers_customer_addresses_parent" foreign key (org_id, parent) references customers."customer" (org_id, id) on delete cascade
--;;
create index "customers_customer_addresses_parent_ix" on customers."customer_addresses" (org_id, parent, line_no)
--;;
create table customers."contact" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "name" text,
  "gender" text,
  "title" text,
  "department" text,
  "decision_role" text,
  "mobile" text,
  "phone" text,
  "email" text,
  "wechat" text,
  "birthday_calendar" text,
  "birthday_month" integer,
  "birthday_day" integer,
  "birthday_leap" boolean,
  "birthday_year" integer,
  "note" text,
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "customers_contact_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('customers."contact"')
--;;
alter table customers."contact" enable row level security
--;;
create policy org on customers."contact" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on customers."contact" to qiantai_app
--;;
alter table customers."contact" add constraint "customers_contact_gender_check" check ("gender" in ('male', 'female'))
--;;
alter table customers."contact" add constraint "customers_contact_decision_role_check" check ("decision_role" in ('decider', 'buyer', 'user', 'influencer', 'finance'))
--;;
alter table customers."contact" add constraint "customers_contact_birthday_calendar_check" check ("birthday_calendar" in ('solar', 'lunar'))
--;;
alter table customers."contact" add constraint "customers_contact_birthday_month_check" check ("birthday_month" >= 1 and "birthday_month" <= 12)
--;;
alter table customers."contact" add constraint "customers_contact_birthday_day_check" check ("birthday_day" >= 1 and "birthday_day" <= 31)
--;;
alter table customers."contact" add constraint "customers_contact_birthday_year_check" check ("birthday_year" >= 1900 and "birthday_year" <= 2100)
--;;
create index "customers_contact_created_at_ix" on customers."contact" (org_id, "created_at", "id")
--;;
create index "customers_contact_created_by_ix" on customers."contact" (org_id, "created_by", "created_at", "id")
--;;
create index "customers_contact_mobile_ix" on customers."contact" (org_id, "mobile")
--;;
create index "customers_contact_email_ix" on customers."contact" (org_id, "email")
--;;
create index "customers_contact_search_ix" on customers."contact" using gin (search gin_trgm_ops)
--;;
create index "customers_contact_grams_ix" on customers."contact" using gin (search_grams)
--;;
create table customers."contact_customer" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "customer" uuid,
  "contact" uuid,
  "role" text,
  "is_primary" boolean,
  "from" date,
  "to" date,
  "archived_at" timestamptz,
  "custom" jsonb,
  constraint "customers_contact_customer_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('customers."contact_customer"')
--;;
alter table customers."contact_customer" enable row level security
--;;
create policy org on customers."contact_customer" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on customers."contact_customer" to qiantai_app
--;;
create unique index "customers_contact_customer_customer_unique" on customers."contact_customer" (org_id, "customer") where "customer" is not null and "is_primary" = true and "to" is null
--;;
create unique index "customers_contact_customer_customer_contact_unique" on customers."contact_customer" (org_id, "customer", "contact") where "customer" is not null and "contact" is not null and "to" is null
--;;
create index "customers_contact_customer_created_at_ix" on customers."contact_customer" (org_id, "created_at", "id")
--;;
create index "customers_contact_customer_created_by_ix" on customers."contact_customer" (org_id, "created_by", "created_at", "id")
--;;
create index "customers_contact_customer_customer_ix" on customers."contact_customer" (org_id, "customer")
--;;
create index "customers_contact_customer_contact_ix" on customers."contact_customer" (org_id, "contact")
--;;
create table sales."price_list" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "code" text,
  "name" text,
  "state" text,
  "kind" text,
  "currency" uuid,
  "price_includes_tax" boolean,
  "valid_from" date,
  "valid_to" date,
  "priority" integer,
  "scope_customers" uuid[],
  "scope_categories" uuid[],
  "scope_regions" uuid[],
  "scope_channels" text[],
  "archived_at" timestamptz,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "sales_price_list_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."price_list"')
--;;
alter table sales."price_list" enable row level security
--;;
create policy org on sales."price_list" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."price_list" to qiantai_app
--;;
alter table sales."price_list" add constraint "sales_price_list_state_check" check ("state" in ('draft', 'published', 'withdrawn'))
--;;
alter table sales."price_list" add constraint "sales_price_list_kind_check" check ("kind" in ('base', 'customer', 'channel'))
--;;
alter table sales."price_list" add constraint "sales_price_list_priority_check" check ("priority" >= -999 and "priority" <= 999)
--;;
create unique index "sales_price_list_code_unique" on sales."price_list" (org_id, "code") where "code" is not null
--;;
create index "sales_price_list_created_at_ix" on sales."price_list" (org_id, "created_at", "id")
--;;
create index "sales_price_list_created_by_ix" on sales."price_list" (org_id, "created_by", "created_at", "id")
--;;
create index "sales_price_list_search_ix" on sales."price_list" using gin (search gin_trgm_ops)
--;;
create index "sales_price_list_grams_ix" on sales."price_list" using gin (search_grams)
--;;
create table sales."price_list_items" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "target" text,
  "product" uuid,
  "category" uuid,
  "unit" uuid,
  "min_qty" numeric(20,6),
  "price" numeric(20,6),
  "item_from" date,
  "item_to" date,
  constraint "sales_price_list_items_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."price_list_items"')
--;;
alter table sales."price_list_items" enable row level security
--;;
create policy org on sales."price_list_items" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."price_list_items" to qiantai_app
--;;
alter table sales."price_list_items" add constraint "sales_price_list_items_target_check" check ("target" in ('product', 'category', 'all'))
--;;
alter table sales."price_list_items" add constraint "sales_price_list_items_min_qty_check" check ("min_qty" >= 0)
--;;
alter table sales."price_list_items" add constraint "sales_price_list_items_price_check" check ("price" >= 0)
--;;
alter table sales."price_list_items" add constraint "sales_price_list_items_parent" foreign key (org_id, parent) references sales."price_list" (org_id, id) on delete cascade
--;;
create index "sales_price_list_items_parent_ix" on sales."price_list_items" (org_id, parent, line_no)
--;;
create index "sales_price_list_items_product_ix" on sales."price_list_items" (org_id, "product")
--;;
create index "sales_price_list_items_category_ix" on sales."price_list_items" (org_id, "category")
--;;
create table sales."quotation" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "customer" uuid,
  "contact" uuid,
  "quotation_date" date,
  "valid_until" date,
  "salesperson" uuid,
  "department" uuid,
  "channel" text,
  "price_list" uuid,
  "price_includes_tax" boolean,
  "currency" uuid,
  "payment_term" uuid,
  "warehouse" uuid,
  "header_discount" numeric(20,2),
  "intro" text,
  "remark" text,
  "revision" integer,
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "accepted_by" text,
  "accepted_at" timestamptz,
  "closed_reason" text,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "sales_quotation_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."quotation"')
--;;
alter table sales."quotation" enable row level security
--;;
create policy org on sales."quotation" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."quotation" to qiantai_app
--;;
alter table sales."quotation" add constraint "sales_quotation_state_check" check ("state" in ('draft', 'sent', 'accepted', 'rejected', 'expired', 'cancelled'))
--;;
alter table sales."quotation" add constraint "sales_quotation_channel_check" check ("channel" in ('direct', 'store', 'online', 'distributor'))
--;;
alter table sales."quotation" add constraint "sales_quotation_header_discount_check" check ("header_discount" >= 0)
--;;
create unique index "sales_quotation_code_unique" on sales."quotation" (org_id, "number") where "number" is not null
--;;
create index "sales_quotation_quotation_date_ix" on sales."quotation" (org_id, "quotation_date", "id")
--;;
create index "sales_quotation_salesperson_ix" on sales."quotation" (org_id, "salesperson", "quotation_date", "id")
--;;
create index "sales_quotation_department_ix" on sales."quotation" (org_id, "department", "quotation_date", "id")
--;;
create index "sales_quotation_customer_ix" on sales."quotation" (org_id, "customer")
--;;
create index "sales_quotation_contact_ix" on sales."quotation" (org_id, "contact")
--;;
create index "sales_quotation_price_list_ix" on sales."quotation" (org_id, "price_list")
--;;
create index "sales_quotation_search_ix" on sales."quotation" using gin (search gin_trgm_ops)
--;;
create index "sales_quotation_grams_ix" on sales."quotation" using gin (search_grams)
--;;
create table sales."quotation_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "kind" text,
  "product" uuid,
  "description" text,
  "qty" numeric(20,6),
  "unit" uuid,
  "unit_price" numeric(20,6),
  "price_source" text,
  "price_trace" jsonb,
  "discount_rate" numeric(12,8),
  "tax_code" uuid,
  "tax_rate" numeric(12,8),
  "note" text,
  "base" numeric(20,2),
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "base_qty" numeric(20,6),
  "optional" boolean,
  "lead_days" integer,
  constraint "sales_quotation_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."quotation_line"')
--;;
alter table sales."quotation_line" enable row level security
--;;
create policy org on sales."quotation_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."quotation_line" to qiantai_app
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_kind_check" check ("kind" in ('goods', 'service', 'charge', 'gift'))
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_unit_price_check" check ("unit_price" >= 0)
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_price_source_check" check ("price_source" in ('auto', 'manual'))
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_discount_rate_check" check ("discount_rate" >= 0 and "discount_rate" <= 1)
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_tax_rate_check" check ("tax_rate" >= 0 and "tax_rate" <= 1)
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_lead_days_check" check ("lead_days" >= 0 and "lead_days" <= 3650)
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_parent" foreign key (org_id, parent) references sales."quotation" (org_id, id) on delete cascade
--;;
create index "sales_quotation_line_parent_ix" on sales."quotation_line" (org_id, parent, line_no)
--;;
create index "sales_quotation_line_product_ix" on sales."quotation_line" (org_id, "product")
--;;
create table sales."order" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "customer" uuid,
  "bill_to" uuid,
  "contact" uuid,
  "ship_to" text,
  "region" uuid,
  "order_date" date,
  "customer_po_no" text,
  "promised_date" date,
  "salesperson" uuid,
  "department" uuid,
  "channel" text,
  "price_list" uuid,
  "price_includes_tax" boolean,
  "currency" uuid,
  "payment_term" uuid,
  "delivery_policy" text,
  "billing_policy" text,
  "warehouse" uuid,
  "header_discount" numeric(20,2),
  "quotation" uuid,
  "remark" text,
  "on_hold" boolean,
  "hold_reason" text,
  "revision" integer,
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "sales_order_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."order"')
--;;
alter table sales."order" enable row level security
--;;
create policy org on sales."order" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."order" to qiantai_app
--;;
alter table sales."order" add constraint "sales_order_state_check" check ("state" in ('draft', 'confirmed', 'closed', 'cancelled'))
--;;
alter table sales."order" add constraint "sales_order_channel_check" check ("channel" in ('direct', 'store', 'online', 'distributor'))
--;;
alter table sales."order" add constraint "sales_order_delivery_policy_check" check ("delivery_policy" in ('partial_ok', 'complete'))
--;;
alter table sales."order" add constraint "sales_order_billing_policy_check" check ("billing_policy" in ('delivered', 'ordered'))
--;;
alter table sales."order" add constraint "sales_order_header_discount_check" check ("header_discount" >= 0)
--;;
create unique index "sales_order_code_unique" on sales."order" (org_id, "number") where "number" is not null
--;;
create unique index "sales_order_customer_customer_po_no_unique" on sales."order" (org_id, "customer", "customer_po_no") where "customer" is not null and "customer_po_no" is not null and "state" <> 'cancelled'
--;;
create index "sales_order_order_date_ix" on sales."order" (org_id, "order_date", "id")
--;;
create index "sales_order_salesperson_ix" on sales."order" (org_id, "salesperson", "order_date", "id")
--;;
create index "sales_order_department_ix" on sales."order" (org_id, "department", "order_date", "id")
--;;
create index "sales_order_customer_ix" on sales."order" (org_id, "customer")
--;;
create index "sales_order_bill_to_ix" on sales."order" (org_id, "bill_to")
--;;
create index "sales_order_contact_ix" on sales."order" (org_id, "contact")
--;;
create index "sales_order_price_list_ix" on sales."order" (org_id, "price_list")
--;;
create index "sales_order_quotation_ix" on sales."order" (org_id, "quotation")
--;;
create index "sales_order_search_ix" on sales."order" using gin (search gin_trgm_ops)
--;;
create index "sales_order_grams_ix" on sales."order" using gin (search_grams)
--;;
create table sales."order_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "kind" text,
  "product" uuid,
  "description" text,
  "qty" numeric(20,6),
  "unit" uuid,
  "unit_price" numeric(20,6),
  "price_source" text,
  "price_trace" jsonb,
  "discount_rate" numeric(12,8),
  "tax_code" uuid,
  "tax_rate" numeric(12,8),
  "note" text,
  "base" numeric(20,2),
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "base_qty" numeric(20,6),
  "quotation_line" uuid,
  "warehouse" uuid,
  "promised_date" date,
  "root_line" uuid,
  "discount_share" numeric(20,2),
  "anchor_qty" numeric(20,6),
  "anchor_net" numeric(20,2),
  "anchor_tax" numeric(20,2),
  constraint "sales_order_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."order_line"')
--;;
alter table sales."order_line" enable row level security
--;;
create policy org on sales."order_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."order_line" to qiantai_app
--;;
alter table sales."order_line" add constraint "sales_order_line_kind_check" check ("kind" in ('goods', 'service', 'charge', 'gift'))
--;;
alter table sales."order_line" add constraint "sales_order_line_unit_price_check" check ("unit_price" >= 0)
--;;
alter table sales."order_line" add constraint "sales_order_line_price_source_check" check ("price_source" in ('auto', 'manual'))
--;;
alter table sales."order_line" add constraint "sales_order_line_discount_rate_check" check ("discount_rate" >= 0 and "discount_rate" <= 1)
--;;
alter table sales."order_line" add constraint "sales_order_line_tax_rate_check" check ("tax_rate" >= 0 and "tax_rate" <= 1)
--;;
alter table sales."order_line" add constraint "sales_order_line_parent" foreign key (org_id, parent) references sales."order" (org_id, id) on delete cascade
--;;
create index "sales_order_line_parent_ix" on sales."order_line" (org_id, parent, line_no)
--;;
create index "sales_order_line_product_ix" on sales."order_line" (org_id, "product")
--;;
create index "sales_order_line_quotation_line_ix" on sales."order_line" (org_id, "quotation_line")
--;;
create index "sales_order_line_root_line_ix" on sales."order_line" (org_id, "root_line")
--;;
create table sales."order_split" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "user" uuid,
  "percent" numeric(12,8),
  constraint "sales_order_split_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."order_split"')
--;;
alter table sales."order_split" enable row level security
--;;
create policy org on sales."order_split" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."order_split" to qiantai_app
--;;
alter table sales."order_split" add constraint "sales_order_split_percent_check" check ("percent" >= 0 and "percent" <= 1)
--;;
alter table sales."order_split" add constraint "sales_order_split_parent" foreign key (org_id, parent) references sales."order" (org_id, id) on delete cascade
--;;
create index "sales_order_split_parent_ix" on sales."order_split" (org_id, parent, line_no)
--;;
create table sales."delivery" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "order" uuid,
  "order_revision" integer,
  "customer" uuid,
  "delivery_date" date,
  "warehouse" uuid,
  "ship_to" text,
  "carrier" text,
  "tracking_no" text,
  "remark" text,
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "cost" numeric(20,2),
  "signer" text,
  "signed_at" timestamptz,
  "reverses" uuid,
  "reversal_reason" text,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "sales_delivery_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."delivery"')
--;;
alter table sales."delivery" enable row level security
--;;
create policy org on sales."delivery" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."delivery" to qiantai_app
--;;
alter table sales."delivery" add constraint "sales_delivery_state_check" check ("state" in ('draft', 'posted', 'signed', 'reversed'))
--;;
create unique index "sales_delivery_code_unique" on sales."delivery" (org_id, "number") where "number" is not null
--;;
create index "sales_delivery_delivery_date_ix" on sales."delivery" (org_id, "delivery_date", "id")
--;;
create index "sales_delivery_created_by_ix" on sales."delivery" (org_id, "created_by", "delivery_date", "id")
--;;
create index "sales_delivery_order_ix" on sales."delivery" (org_id, "order")
--;;
create index "sales_delivery_customer_ix" on sales."delivery" (org_id, "customer")
--;;
create index "sales_delivery_reverses_ix" on sales."delivery" (org_id, "reverses")
--;;
create index "sales_delivery_search_ix" on sales."delivery" using gin (search gin_trgm_ops)
--;;
create index "sales_delivery_grams_ix" on sales."delivery" using gin (search_grams)
--;;
create table sales."delivery_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "order_line" uuid,
  "product" uuid,
  "description" text,
  "qty" numeric(20,6),
  "unit" uuid,
  "base_qty" numeric(20,6),
  "location" uuid,
  "lot" uuid,
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "cost" numeric(20,2),
  constraint "sales_delivery_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."delivery_line"')
--;;
alter table sales."delivery_line" enable row level security
--;;
create policy org on sales."delivery_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."delivery_line" to qiantai_app
--;;
alter table sales."delivery_line" add constraint "sales_delivery_line_parent" foreign key (org_id, parent) references sales."delivery" (org_id, id) on delete cascade
--;;
create index "sales_delivery_line_parent_ix" on sales."delivery_line" (org_id, parent, line_no)
--;;
create index "sales_delivery_line_order_line_ix" on sales."delivery_line" (org_id, "order_line")
--;;
create index "sales_delivery_line_product_ix" on sales."delivery_line" (org_id, "product")
--;;
create index "sales_delivery_line_lot_ix" on sales."delivery_line" (org_id, "lot")
--;;
create table sales."invoice" (
  "org_id" uuid not null,
  "id" uuid not null,
  "version" integer not null default 1,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "number" text,
  "state" text,
  "customer" uuid,
  "order" uuid,
  "delivery" uuid,
  "orders" uuid[],
  "kind" text,
  "medium" text,
  "direction" text,
  "title" text,
  "tax_no" text,
  "is_natural_person" boolean,
  "address" text,
  "phone" text,
  "bank" text,
  "account" text,
  "show_bank_remark" boolean,
  "seller_name" text,
  "seller_tax_no" text,
  "seller_address" text,
  "seller_phone" text,
  "seller_bank" text,
  "seller_account" text,
  "drawer" text,
  "remark" text,
  "specific_business" text,
  "issue_date" date,
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  "fapiao_no" text,
  "request_id" text,
  "issued_at" timestamptz,
  "files" jsonb,
  "search" text,
  "search_grams" text[],
  "custom" jsonb,
  constraint "sales_invoice_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."invoice"')
--;;
alter table sales."invoice" enable row level security
--;;
create policy org on sales."invoice" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."invoice" to qiantai_app
--;;
alter table sales."invoice" add constraint "sales_invoice_state_check" check ("state" in ('draft', 'ready', 'issued', 'cancelled'))
--;;
alter table sales."invoice" add constraint "sales_invoice_kind_check" check ("kind" in ('special', 'general'))
--;;
alter table sales."invoice" add constraint "sales_invoice_medium_check" check ("medium" in ('digital', 'paper'))
--;;
alter table sales."invoice" add constraint "sales_invoice_direction_check" check ("direction" in ('blue', 'red'))
--;;
create unique index "sales_invoice_code_unique" on sales."invoice" (org_id, "number") where "number" is not null
--;;
create unique index "sales_invoice_fapiao_no_unique" on sales."invoice" (org_id, "fapiao_no") where "fapiao_no" is not null
--;;
create unique index "sales_invoice_request_id_unique" on sales."invoice" (org_id, "request_id") where "request_id" is not null
--;;
create index "sales_invoice_issue_date_ix" on sales."invoice" (org_id, "issue_date", "id")
--;;
create index "sales_invoice_created_by_ix" on sales."invoice" (org_id, "created_by", "issue_date", "id")
--;;
create index "sales_invoice_customer_ix" on sales."invoice" (org_id, "customer")
--;;
create index "sales_invoice_order_ix" on sales."invoice" (org_id, "order")
--;;
create index "sales_invoice_delivery_ix" on sales."invoice" (org_id, "delivery")
--;;
create index "sales_invoice_search_ix" on sales."invoice" using gin (search gin_trgm_ops)
--;;
create index "sales_invoice_grams_ix" on sales."invoice" using gin (search_grams)
--;;
create table sales."invoice_line" (
  "org_id" uuid not null,
  "id" uuid not null,
  "parent" uuid not null,
  "line_no" integer not null,
  "order_line" uuid,
  "delivery_line" uuid,
  "product" uuid,
  "tax_class_code" text,
  "item_name" text,
  "spec" text,
  "unit" uuid,
  "qty" numeric(20,6),
  "unit_price_net" text,
  "tax_code" uuid,
  "tax_rate" numeric(12,8),
  "full_net" numeric(20,2),
  "full_tax" numeric(20,2),
  "net" numeric(20,2),
  "tax" numeric(20,2),
  "gross" numeric(20,2),
  constraint "sales_invoice_line_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."invoice_line"')
--;;
alter table sales."invoice_line" enable row level security
--;;
create policy org on sales."invoice_line" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."invoice_line" to qiantai_app
--;;
alter table sales."invoice_line" add constraint "sales_invoice_line_parent" foreign key (org_id, parent) references sales."invoice" (org_id, id) on delete cascade
--;;
create index "sales_invoice_line_parent_ix" on sales."invoice_line" (org_id, parent, line_no)
--;;
create index "sales_invoice_line_order_line_ix" on sales."invoice_line" (org_id, "order_line")
--;;
create index "sales_invoice_line_delivery_line_ix" on sales."invoice_line" (org_id, "delivery_line")
--;;
create index "sales_invoice_line_product_ix" on sales."invoice_line" (org_id, "product")
--;;
create table finance."open_item_entry" (
  "org_id" uuid not null,
  "id" uuid not null,
  "posted_at" timestamptz not null,
  "cause_type" text not null,
  "cause_id" uuid not null,
  "cause_line" uuid,
  "reverses" uuid,
  "item" uuid,
  "date" date,
  "kind" text,
  "amount" numeric(20,2),
  "change" numeric(20,2),
  "counter_item" uuid,
  "fx_difference" numeric(20,2),
  "reason" text,
  constraint "finance_open_item_entry_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."open_item_entry"')
--;;
alter table finance."open_item_entry" enable row level security
--;;
create policy org on finance."open_item_entry" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance."open_item_entry" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance."open_item_entry" for each statement execute function core.immutable()
--;;
alter table finance."open_item_entry" add constraint "finance_open_item_entry_kind_check" check ("kind" in ('open', 'settle', 'unsettle', 'relabel', 'reverse'))
--;;
create index "finance_open_item_entry_cause_ix" on finance."open_item_entry" (org_id, cause_id)
--;;
create index "finance_open_item_entry_item_date_ix" on finance."open_item_entry" (org_id, "item", "date")
--;;
create index "finance_open_item_entry_date_ix" on finance."open_item_entry" (org_id, "date")
--;;
create table inventory."stock_ledger" (
  "org_id" uuid not null,
  "id" uuid not null,
  "posted_at" timestamptz not null,
  "cause_type" text not null,
  "cause_id" uuid not null,
  "cause_line" uuid,
  "reverses" uuid,
  "move" text,
  "product" uuid,
  "location" uuid,
  "lot" uuid,
  "warehouse" uuid,
  "qty" numeric(20,6),
  "sellable_qty" numeric(20,6),
  "kept" boolean,
  "kind" text,
  "date" date,
  "effective_at" timestamptz,
  constraint "inventory_stock_ledger_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."stock_ledger"')
--;;
alter table inventory."stock_ledger" enable row level security
--;;
create policy org on inventory."stock_ledger" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on inventory."stock_ledger" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on inventory."stock_ledger" for each statement execute function core.immutable()
--;;
alter table inventory."stock_ledger" add constraint "inventory_stock_ledger_kind_check" check ("kind" in ('opening', 'receipt', 'issue', 'return', 'transfer', 'other_in', 'internal_use', 'relocate', 'reversal', 'availability'))
--;;
create index "inventory_stock_ledger_cause_ix" on inventory."stock_ledger" (org_id, cause_id)
--;;
create index "inventory_stock_ledger_product_location_ef_1dybtbn" on inventory."stock_ledger" (org_id, "product", "location", "effective_at")
--;;
create index "inventory_stock_ledger_product_date_ix" on inventory."stock_ledger" (org_id, "product", "date")
--;;
create index "inventory_stock_ledger_warehouse_date_ix" on inventory."stock_ledger" (org_id, "warehouse", "date")
--;;
create index "inventory_stock_ledger_move_ix" on inventory."stock_ledger" (org_id, "move")
--;;
create unique index "inventory_stock_ledger_once_reverses" on inventory."stock_ledger" (org_id, "reverses")
--;;
create table inventory."value_ledger" (
  "org_id" uuid not null,
  "id" uuid not null,
  "posted_at" timestamptz not null,
  "cause_type" text not null,
  "cause_id" uuid not null,
  "cause_line" uuid,
  "reverses" uuid,
  "product" uuid,
  "qty" numeric(20,6),
  "value" numeric(20,2),
  "kind" text,
  "anchor" text,
  "cost_role" text,
  "department" uuid,
  "position" integer,
  "date" date,
  "effective_at" timestamptz,
  constraint "inventory_value_ledger_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."value_ledger"')
--;;
alter table inventory."value_ledger" enable row level security
--;;
create policy org on inventory."value_ledger" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on inventory."value_ledger" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on inventory."value_ledger" for each statement execute function core.immutable()
--;;
alter table inventory."value_ledger" add constraint "inventory_value_ledger_kind_check" check ("kind" in ('receipt', 'issue', 'recost'))
--;;
create index "inventory_value_ledger_cause_ix" on inventory."value_ledger" (org_id, cause_id)
--;;
create index "inventory_value_ledger_product_effective_at_ix" on inventory."value_ledger" (org_id, "product", "effective_at")
--;;
create index "inventory_value_ledger_date_ix" on inventory."value_ledger" (org_id, "date")
--;;
create index "inventory_value_ledger_anchor_ix" on inventory."value_ledger" (org_id, "anchor")
--;;
create unique index "inventory_value_ledger_once_reverses" on inventory."value_ledger" (org_id, "reverses")
--;;
create table inventory."reservation" (
  "org_id" uuid not null,
  "id" uuid not null,
  "posted_at" timestamptz not null,
  "cause_type" text not null,
  "cause_id" uuid not null,
  "cause_line" uuid,
  "reverses" uuid,
  "demand" text,
  "product" uuid,
  "warehouse" uuid,
  "reserved" numeric(20,6),
  "short" numeric(20,6),
  "priority" integer,
  "wanted_on" date,
  constraint "inventory_reservation_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."reservation"')
--;;
alter table inventory."reservation" enable row level security
--;;
create policy org on inventory."reservation" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on inventory."reservation" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on inventory."reservation" for each statement execute function core.immutable()
--;;
create index "inventory_reservation_cause_ix" on inventory."reservation" (org_id, cause_id)
--;;
create index "inventory_reservation_demand_ix" on inventory."reservation" (org_id, "demand")
--;;
create index "inventory_reservation_product_warehouse_ix" on inventory."reservation" (org_id, "product", "warehouse")
--;;
create table sales."order_progress" (
  "org_id" uuid not null,
  "id" uuid not null,
  "posted_at" timestamptz not null,
  "cause_type" text not null,
  "cause_id" uuid not null,
  "cause_line" uuid,
  "reverses" uuid,
  "order" uuid,
  "line" uuid,
  "ordered" numeric(20,6),
  "cancelled" numeric(20,6),
  "delivered" numeric(20,6),
  "returned" numeric(20,6),
  "invoiced" numeric(20,6),
  "swap_in" numeric(20,6),
  "swap_out" numeric(20,6),
  "allowed" numeric(20,6),
  "delivered_net" numeric(20,2),
  "delivered_tax" numeric(20,2),
  "invoiced_net" numeric(20,2),
  "invoiced_tax" numeric(20,2),
  "allowance_net" numeric(20,2),
  "allowance_tax" numeric(20,2),
  "note" text,
  constraint "sales_order_progress_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."order_progress"')
--;;
alter table sales."order_progress" enable row level security
--;;
create policy org on sales."order_progress" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on sales."order_progress" to qiantai_app
--;;
create trigger immutable before update or delete or truncate on sales."order_progress" for each statement execute function core.immutable()
--;;
create index "sales_order_progress_cause_ix" on sales."order_progress" (org_id, cause_id)
--;;
create index "sales_order_progress_order_line_ix" on sales."order_progress" (org_id, "order", "line")
--;;
create table finance."open_item_balance" (
  "org_id" uuid not null,
  "id" uuid not null,
  "item" uuid not null,
  "amount" numeric(20,2) not null default 0,
  "remaining" numeric(20,2) not null default 0,
  constraint "finance_open_item_balance_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance."open_item_balance"')
--;;
alter table finance."open_item_balance" enable row level security
--;;
create policy org on finance."open_item_balance" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance."open_item_balance" to qiantai_app
--;;
create unique index "finance_open_item_balance_key" on finance."open_item_balance" (org_id, "item") nulls not distinct
--;;
alter table finance."open_item_balance" add constraint "finance_open_item_balance_open_item_over_settled" check (abs(remaining) <= abs(amount) and remaining * amount >= 0)
--;;
create table inventory."stock_balance" (
  "org_id" uuid not null,
  "id" uuid not null,
  "product" uuid not null,
  "location" uuid not null,
  "lot" uuid,
  "on_hand" numeric(20,6) not null default 0,
  "pledged" numeric(20,6) not null default 0,
  constraint "inventory_stock_balance_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."stock_balance"')
--;;
alter table inventory."stock_balance" enable row level security
--;;
create policy org on inventory."stock_balance" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."stock_balance" to qiantai_app
--;;
create unique index "inventory_stock_balance_key" on inventory."stock_balance" (org_id, "product", "location", "lot") nulls not distinct
--;;
alter table inventory."stock_balance" add constraint "inventory_stock_balance_stock_insufficient" check (on_hand >= 0)
--;;
alter table inventory."stock_balance" add constraint "inventory_stock_balance_stock_pledged" check (pledged >= 0 and pledged <= greatest(on_hand, 0))
--;;
create table inventory."warehouse_balance" (
  "org_id" uuid not null,
  "id" uuid not null,
  "product" uuid not null,
  "warehouse" uuid not null,
  "sellable" numeric(20,6) not null default 0,
  "reserved" numeric(20,6) not null default 0,
  constraint "inventory_warehouse_balance_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."warehouse_balance"')
--;;
alter table inventory."warehouse_balance" enable row level security
--;;
create policy org on inventory."warehouse_balance" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."warehouse_balance" to qiantai_app
--;;
create unique index "inventory_warehouse_balance_key" on inventory."warehouse_balance" (org_id, "product", "warehouse") nulls not distinct
--;;
alter table inventory."warehouse_balance" add constraint "inventory_warehouse_balance_stock_reserved_1pohp7p" check (reserved >= 0 and reserved <= sellable)
--;;
create table inventory."cost_head" (
  "org_id" uuid not null,
  "id" uuid not null,
  "product" uuid not null,
  "qty" numeric(20,6) not null default 0,
  "value" numeric(20,2) not null default 0,
  constraint "inventory_cost_head_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."cost_head"')
--;;
alter table inventory."cost_head" enable row level security
--;;
create policy org on inventory."cost_head" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."cost_head" to qiantai_app
--;;
create unique index "inventory_cost_head_key" on inventory."cost_head" (org_id, "product") nulls not distinct
--;;
alter table inventory."cost_head" add constraint "inventory_cost_head_cost_negative" check (qty >= 0 and value >= 0 and (qty > 0 or value = 0))
--;;
create table inventory."reservation_balance" (
  "org_id" uuid not null,
  "id" uuid not null,
  "demand" text not null,
  "product" uuid not null,
  "warehouse" uuid not null,
  "reserved" numeric(20,6) not null default 0,
  "short" numeric(20,6) not null default 0,
  constraint "inventory_reservation_balance_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('inventory."reservation_balance"')
--;;
alter table inventory."reservation_balance" enable row level security
--;;
create policy org on inventory."reservation_balance" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on inventory."reservation_balance" to qiantai_app
--;;
create unique index "inventory_reservation_balance_key" on inventory."reservation_balance" (org_id, "demand", "product", "warehouse") nulls not distinct
--;;
create table sales."order_line_progress" (
  "org_id" uuid not null,
  "id" uuid not null,
  "order" uuid not null,
  "line" uuid not null,
  "ordered" numeric(20,6) not null default 0,
  "cancelled" numeric(20,6) not null default 0,
  "delivered" numeric(20,6) not null default 0,
  "returned" numeric(20,6) not null default 0,
  "invoiced" numeric(20,6) not null default 0,
  "swap_in" numeric(20,6) not null default 0,
  "swap_out" numeric(20,6) not null default 0,
  "allowed" numeric(20,6) not null default 0,
  "delivered_net" numeric(20,2) not null default 0,
  "delivered_tax" numeric(20,2) not null default 0,
  "invoiced_net" numeric(20,2) not null default 0,
  "invoiced_tax" numeric(20,2) not null default 0,
  "allowance_net" numeric(20,2) not null default 0,
  "allowance_tax" numeric(20,2) not null default 0,
  constraint "sales_order_line_progress_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('sales."order_line_progress"')
--;;
alter table sales."order_line_progress" enable row level security
--;;
create policy org on sales."order_line_progress" using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on sales."order_line_progress" to qiantai_app
--;;
create unique index "sales_order_line_progress_key" on sales."order_line_progress" (org_id, "order", "line") nulls not distinct
--;;
alter table sales."order_line_progress" add constraint "sales_order_line_progress_order_over_delivery" check (delivered <= allowed)
--;;
alter table sales."order_line_progress" add constraint "sales_order_line_progress_order_over_return" check (returned <= delivered)
--;;
alter table sales."order_line_progress" add constraint "sales_order_line_progress_order_over_cancel" check (cancelled <= ordered)
--;;
alter table sales."order_line_progress" add constraint "sales_order_line_progress_order_over_swap" check (swap_out <= swap_in)
--;;
alter table sales."order_line_progress" add constraint "sales_order_line_progress_order_negative_progress" check (ordered >= 0 and cancelled >= 0 and delivered >= 0 and returned >= 0 and invoiced >= 0 and swap_in >= 0 and swap_out >= 0)
--;;
alter table core."role_assignment" add constraint "core_role_assignment_role_fk" foreign key (org_id, "role") references core."role" (org_id, id)
--;;
alter table core."tag" add constraint "core_tag_group_fk" foreign key (org_id, "group") references core."tag_group" (org_id, id)
--;;
alter table finance."voucher" add constraint "finance_voucher_posted_as_fk" foreign key (org_id, "posted_as") references finance."gl_voucher" (org_id, id)
--;;
alter table finance."voucher" add constraint "finance_voucher_reverses_fk" foreign key (org_id, "reverses") references finance."voucher" (org_id, id)
--;;
alter table finance."voucher_line" add constraint "finance_voucher_line_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table finance."voucher_line" add constraint "finance_voucher_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table finance."receipt" add constraint "finance_receipt_bank_account_fk" foreign key (org_id, "bank_account") references finance."bank_account" (org_id, id)
--;;
alter table finance."receipt" add constraint "finance_receipt_reverses_fk" foreign key (org_id, "reverses") references finance."receipt" (org_id, id)
--;;
alter table finance."receipt_allocations" add constraint "finance_receipt_allocations_item_fk" foreign key (org_id, "item") references finance."open_item" (org_id, id)
--;;
alter table finance."open_item" add constraint "finance_open_item_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table finance."gl_voucher" add constraint "finance_gl_voucher_reverses_fk" foreign key (org_id, "reverses") references finance."gl_voucher" (org_id, id)
--;;
alter table finance."gl_voucher_line" add constraint "finance_gl_voucher_line_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table finance."gl_voucher_line" add constraint "finance_gl_voucher_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table finance."opening_line" add constraint "finance_opening_line_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table finance."opening_line" add constraint "finance_opening_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table inventory."product" add constraint "inventory_product_category_fk" foreign key (org_id, "category") references inventory."product_category" (org_id, id)
--;;
alter table inventory."adjustment" add constraint "inventory_adjustment_reverses_fk" foreign key (org_id, "reverses") references inventory."adjustment" (org_id, id)
--;;
alter table inventory."adjustment_line" add constraint "inventory_adjustment_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table inventory."product_category" add constraint "inventory_product_category_parent_fk" foreign key (org_id, "parent") references inventory."product_category" (org_id, id)
--;;
alter table inventory."lot" add constraint "inventory_lot_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table inventory."unit_conversion" add constraint "inventory_unit_conversion_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table inventory."barcode" add constraint "inventory_barcode_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table customers."customer_category" add constraint "customers_customer_category_parent_fk" foreign key (org_id, "parent") references customers."customer_category" (org_id, id)
--;;
alter table customers."customer_category" add constraint "customers_customer_category_price_list_fk" foreign key (org_id, "price_list") references sales."price_list" (org_id, id)
--;;
alter table customers."customer" add constraint "customers_customer_category_fk" foreign key (org_id, "category") references customers."customer_category" (org_id, id)
--;;
alter table customers."customer" add constraint "customers_customer_parent_fk" foreign key (org_id, "parent") references customers."customer" (org_id, id)
--;;
alter table customers."customer" add constraint "customers_customer_canonical_fk" foreign key (org_id, "canonical") references customers."customer" (org_id, id)
--;;
alter table customers."customer" add constraint "customers_customer_price_list_fk" foreign key (org_id, "price_list") references sales."price_list" (org_id, id)
--;;
alter table customers."contact_customer" add constraint "customers_contact_customer_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table customers."contact_customer" add constraint "customers_contact_customer_contact_fk" foreign key (org_id, "contact") references customers."contact" (org_id, id)
--;;
alter table sales."price_list_items" add constraint "sales_price_list_items_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table sales."price_list_items" add constraint "sales_price_list_items_category_fk" foreign key (org_id, "category") references inventory."product_category" (org_id, id)
--;;
alter table sales."quotation" add constraint "sales_quotation_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table sales."quotation" add constraint "sales_quotation_contact_fk" foreign key (org_id, "contact") references customers."contact" (org_id, id)
--;;
alter table sales."quotation" add constraint "sales_quotation_price_list_fk" foreign key (org_id, "price_list") references sales."price_list" (org_id, id)
--;;
alter table sales."quotation_line" add constraint "sales_quotation_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table sales."order" add constraint "sales_order_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table sales."order" add constraint "sales_order_bill_to_fk" foreign key (org_id, "bill_to") references customers."customer" (org_id, id)
--;;
alter table sales."order" add constraint "sales_order_contact_fk" foreign key (org_id, "contact") references customers."contact" (org_id, id)
--;;
alter table sales."order" add constraint "sales_order_price_list_fk" foreign key (org_id, "price_list") references sales."price_list" (org_id, id)
--;;
alter table sales."order" add constraint "sales_order_quotation_fk" foreign key (org_id, "quotation") references sales."quotation" (org_id, id)
--;;
alter table sales."order_line" add constraint "sales_order_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table sales."order_line" add constraint "sales_order_line_quotation_line_fk" foreign key (org_id, "quotation_line") references sales."quotation_line" (org_id, id)
--;;
alter table sales."order_line" add constraint "sales_order_line_root_line_fk" foreign key (org_id, "root_line") references sales."order_line" (org_id, id)
--;;
alter table sales."delivery" add constraint "sales_delivery_order_fk" foreign key (org_id, "order") references sales."order" (org_id, id)
--;;
alter table sales."delivery" add constraint "sales_delivery_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table sales."delivery" add constraint "sales_delivery_reverses_fk" foreign key (org_id, "reverses") references sales."delivery" (org_id, id)
--;;
alter table sales."delivery_line" add constraint "sales_delivery_line_order_line_fk" foreign key (org_id, "order_line") references sales."order_line" (org_id, id)
--;;
alter table sales."delivery_line" add constraint "sales_delivery_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table sales."delivery_line" add constraint "sales_delivery_line_lot_fk" foreign key (org_id, "lot") references inventory."lot" (org_id, id)
--;;
alter table sales."invoice" add constraint "sales_invoice_customer_fk" foreign key (org_id, "customer") references customers."customer" (org_id, id)
--;;
alter table sales."invoice" add constraint "sales_invoice_order_fk" foreign key (org_id, "order") references sales."order" (org_id, id)
--;;
alter table sales."invoice" add constraint "sales_invoice_delivery_fk" foreign key (org_id, "delivery") references sales."delivery" (org_id, id)
--;;
alter table sales."invoice_line" add constraint "sales_invoice_line_order_line_fk" foreign key (org_id, "order_line") references sales."order_line" (org_id, id)
--;;
alter table sales."invoice_line" add constraint "sales_invoice_line_delivery_line_fk" foreign key (org_id, "delivery_line") references sales."delivery_line" (org_id, id)
--;;
alter table sales."invoice_line" add constraint "sales_invoice_line_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table finance."open_item_entry" add constraint "finance_open_item_entry_item_fk" foreign key (org_id, "item") references finance."open_item" (org_id, id)
--;;
alter table finance."open_item_entry" add constraint "finance_open_item_entry_counter_item_fk" foreign key (org_id, "counter_item") references finance."open_item" (org_id, id)
--;;
alter table inventory."stock_ledger" add constraint "inventory_stock_ledger_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table inventory."stock_ledger" add constraint "inventory_stock_ledger_lot_fk" foreign key (org_id, "lot") references inventory."lot" (org_id, id)
--;;
alter table inventory."value_ledger" add constraint "inventory_value_ledger_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table inventory."reservation" add constraint "inventory_reservation_product_fk" foreign key (org_id, "product") references inventory."product" (org_id, id)
--;;
alter table sales."order_progress" add constraint "sales_order_progress_order_fk" foreign key (org_id, "order") references sales."order" (org_id, id)
--;;
create table finance.gl_pending (
  "org_id" uuid not null,
  "voucher" uuid not null,
  constraint "finance_gl_pending_pk" primary key ("org_id", "voucher")
)
--;;
select core.distribute('finance.gl_pending')
--;;
alter table finance.gl_pending enable row level security
--;;
create policy org on finance.gl_pending using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_pending to qiantai_app
--;;
create table finance.gl_number (
  "org_id" uuid not null,
  "period" text not null,
  "vtype" text not null,
  "number" integer not null,
  "voucher" uuid not null,
  constraint "finance_gl_number_pk" primary key ("org_id", "period", "vtype", "number")
)
--;;
select core.distribute('finance.gl_number')
--;;
alter table finance.gl_number enable row level security
--;;
create policy org on finance.gl_number using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance.gl_number to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance.gl_number for each statement execute function core.immutable()
--;;
create unique index finance_gl_number_voucher on finance.gl_number (org_id, voucher)
--;;
create table finance.gl_chain (
  "org_id" uuid not null,
  "seq" bigint not null,
  "voucher" uuid not null,
  "prev_hash" text not null,
  "hash" text not null,
  constraint "finance_gl_chain_pk" primary key ("org_id", "seq")
)
--;;
select core.distribute('finance.gl_chain')
--;;
alter table finance.gl_chain enable row level security
--;;
create policy org on finance.gl_chain using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert on finance.gl_chain to qiantai_app
--;;
create trigger immutable before update or delete or truncate on finance.gl_chain for each statement execute function core.immutable()
--;;
create unique index finance_gl_chain_voucher on finance.gl_chain (org_id, voucher)
--;;
create table finance.gl_day (
  "org_id" uuid not null,
  "account" uuid not null,
  "date" date not null,
  "closing" boolean not null,
  "debit" numeric(20,2) not null,
  "credit" numeric(20,2) not null,
  constraint "finance_gl_day_pk" primary key ("org_id", "account", "date", "closing")
)
--;;
select core.distribute('finance.gl_day')
--;;
alter table finance.gl_day enable row level security
--;;
create policy org on finance.gl_day using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_day to qiantai_app
--;;
create index finance_gl_day_date on finance.gl_day (org_id, date) include (account, debit, credit)
--;;
create table finance.gl_month (
  "org_id" uuid not null,
  "account" uuid not null,
  "period" text not null,
  "closing" boolean not null,
  "debit" numeric(20,2) not null,
  "credit" numeric(20,2) not null,
  constraint "finance_gl_month_pk" primary key ("org_id", "account", "period", "closing")
)
--;;
select core.distribute('finance.gl_month')
--;;
alter table finance.gl_month enable row level security
--;;
create policy org on finance.gl_month using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_month to qiantai_app
--;;
create index finance_gl_month_period on finance.gl_month (org_id, period) include (account, debit, credit)
--;;
create table finance.gl_year (
  "org_id" uuid not null,
  "account" uuid not null,
  "year" integer not null,
  "closing" boolean not null,
  "debit" numeric(20,2) not null,
  "credit" numeric(20,2) not null,
  constraint "finance_gl_year_pk" primary key ("org_id", "account", "year", "closing")
)
--;;
select core.distribute('finance.gl_year')
--;;
alter table finance.gl_year enable row level security
--;;
create policy org on finance.gl_year using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_year to qiantai_app
--;;
create table finance.gl_month_dim (
  "org_id" uuid not null,
  "id" uuid not null,
  "account" uuid not null,
  "period" text not null,
  "customer" uuid,
  "department" uuid,
  "product" uuid,
  "closing" boolean not null,
  "debit" numeric(20,2) not null,
  "credit" numeric(20,2) not null,
  constraint "finance_gl_month_dim_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance.gl_month_dim')
--;;
alter table finance.gl_month_dim enable row level security
--;;
create policy org on finance.gl_month_dim using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_month_dim to qiantai_app
--;;
create unique index finance_gl_month_dim_key on finance.gl_month_dim (org_id, account, period, customer, department, product, closing) nulls not distinct
--;;
create index finance_gl_month_dim_period on finance.gl_month_dim (org_id, account, period) include (customer, debit, credit)
--;;
create table finance.gl_year_dim (
  "org_id" uuid not null,
  "id" uuid not null,
  "account" uuid not null,
  "year" integer not null,
  "customer" uuid,
  "department" uuid,
  "product" uuid,
  "closing" boolean not null,
  "debit" numeric(20,2) not null,
  "credit" numeric(20,2) not null,
  constraint "finance_gl_year_dim_pk" primary key ("org_id", "id")
)
--;;
select core.distribute('finance.gl_year_dim')
--;;
alter table finance.gl_year_dim enable row level security
--;;
create policy org on finance.gl_year_dim using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_year_dim to qiantai_app
--;;
create unique index finance_gl_year_dim_key on finance.gl_year_dim (org_id, account, year, customer, department, product, closing) nulls not distinct
--;;
create index finance_gl_year_dim_year on finance.gl_year_dim (org_id, account, year) include (customer, debit, credit)
--;;
create table finance.gl_party (
  "org_id" uuid not null,
  "account" uuid not null,
  "party" uuid not null,
  "debit" numeric(20,2) not null,
  "credit" numeric(20,2) not null,
  constraint "finance_gl_party_pk" primary key ("org_id", "account", "party")
)
--;;
select core.distribute('finance.gl_party')
--;;
alter table finance.gl_party enable row level security
--;;
create policy org on finance.gl_party using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.gl_party to qiantai_app
--;;
create index finance_gl_entry_account on finance.gl_voucher_line (org_id, account, date, parent, line_no)
--;;
create index finance_gl_entry_customer on finance.gl_voucher_line (org_id, customer, account, date) where customer is not null
--;;
create index finance_gl_entry_opening on finance.gl_voucher_line (org_id, date) where kind = 'opening'
--;;
create index finance_open_item_balance_open on finance.open_item_balance (org_id, item) where remaining <> 0
--;;
create index finance_gl_voucher_source on finance.gl_voucher (org_id, source_id)
--;;
create unique index finance_gl_voucher_event on finance.gl_voucher (org_id, source_type, source_id, source_rev, rule_code, kind) where rule_code is not null
--;;
alter table finance.gl_voucher_line add constraint finance_gl_entry_side check ((debit <> 0) <> (credit <> 0))
--;;
create function finance.voucher_period() returns trigger language plpgsql as $$
declare p record;
begin
  if new.kind = 'opening' then
    if new.period !~ '-00$' then
      raise exception 'voucher.date_outside_period' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
    end if;
    return new;
  end if;
  select state, first_day, last_day into p from finance.period where org_id = new.org_id and code = new.period for share;
  if not found then
    raise exception 'period.closed' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  if p.state = 'future' then
    raise exception 'period.not_open' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  if p.state = 'closed' or (p.state = 'soft_closed' and new.kind not in ('transfer', 'depreciation', 'fx_reval', 'tax', 'pl_close', 'year_close')) then
    raise exception 'period.closed' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  if new.voucher_date < p.first_day or new.voucher_date > p.last_day then
    raise exception 'voucher.date_outside_period' using errcode = 'QT003', detail = json_build_object('period', new.period)::text;
  end if;
  return new;
end $$
--;;
create trigger period_open before insert on finance.gl_voucher for each row execute function finance.voucher_period()
--;;
create function finance.voucher_entries() returns trigger language plpgsql as $$
declare v record; a record; e record; tagged numeric; head record;
begin
  for v in select org_id, parent, count(*) as n, sum(debit) as debit, sum(credit) as credit from new_rows group by org_id, parent loop
    if v.n < 2 then
      raise exception 'voucher.too_few_lines' using errcode = 'QT002';
    end if;
    if v.debit <> v.credit then
      raise exception 'voucher.unbalanced' using errcode = 'QT002', detail = json_build_object('debit', v.debit::text, 'credit', v.credit::text, 'difference', (v.debit - v.credit)::text)::text;
    end if;
    select debit, kind into head from finance.gl_voucher where org_id = v.org_id and id = v.parent;
    if head.debit is distinct from v.debit then
      raise exception 'ledger.immutable' using errcode = 'QT001';
    end if;
  end loop;
  for e in select org_id, parent, account, sum(debit - credit) as net, bool_or(customer is not null) as has_customer, bool_and(customer is not null) as all_customer, bool_or(department is not null) as has_department, bool_and(department is not null) as all_department, bool_or(product is not null) as has_product, bool_and(product is not null) as all_product from new_rows group by org_id, parent, account loop
    select code, is_leaf, active, is_cash, aux_required, aux_optional into a from finance.account where org_id = e.org_id and id = e.account;
    if not found or not a.is_leaf then
      raise exception 'account.not_leaf' using errcode = 'QT006', detail = json_build_object('account', coalesce(a.code, e.account::text))::text;
    end if;
    if not a.active then
      raise exception 'account.inactive' using errcode = 'QT006', detail = json_build_object('account', a.code)::text;
    end if;
    if 'customer' = any(a.aux_required) and not e.all_customer then
      raise exception 'aux.missing' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', 'customer')::text;
    end if;
    if e.has_customer and not ('customer' = any(a.aux_required || a.aux_optional)) then
      raise exception 'aux.not_allowed' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', 'customer')::text;
    end if;
    if 'department' = any(a.aux_required) and not e.all_department then
      raise exception 'aux.missing' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', 'department')::text;
    end if;
    if e.has_department and not ('department' = any(a.aux_required || a.aux_optional)) then
      raise exception 'aux.not_allowed' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', 'department')::text;
    end if;
    if 'product' = any(a.aux_required) and not e.all_product then
      raise exception 'aux.missing' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', 'product')::text;
    end if;
    if e.has_product and not ('product' = any(a.aux_required || a.aux_optional)) then
      raise exception 'aux.not_allowed' using errcode = 'QT006', detail = json_build_object('account', a.code, 'dimension', 'product')::text;
    end if;
  end loop;
  for v in select org_id, parent, max(kind) as kind from new_rows group by org_id, parent loop
    if v.kind <> 'opening' then
      select coalesce(sum(amount), 0) into tagged from finance.gl_voucher_cash_flow where org_id = v.org_id and parent = v.parent;
      for e in select account, sum(debit - credit) as net from new_rows where org_id = v.org_id and parent = v.parent group by account loop
        if exists (select 1 from finance.account where org_id = v.org_id and id = e.account and is_cash) then
          tagged := tagged - e.net;
        end if;
      end loop;
      if tagged <> 0 then
        raise exception 'cash_flow.untagged' using errcode = 'QT007', detail = json_build_object('amount', tagged::text)::text;
      end if;
    end if;
  end loop;
  return null;
end $$
--;;
create trigger balanced after insert on finance.gl_voucher_line referencing new table as new_rows for each statement execute function finance.voucher_entries()
--;;
create table finance.cash_balance (
  "org_id" uuid not null,
  "account" uuid not null,
  "balance" numeric(20,2) not null,
  "lowest" numeric(20,2),
  constraint "finance_cash_balance_pk" primary key ("org_id", "account")
)
--;;
select core.distribute('finance.cash_balance')
--;;
alter table finance.cash_balance enable row level security
--;;
create policy org on finance.cash_balance using (org_id = core.org()) with check (org_id = core.org())
--;;
grant select, insert, update, delete on finance.cash_balance to qiantai_app
--;;
alter table finance.cash_balance add constraint finance_cash_balance_lowest check (lowest is null or balance >= lowest)
--;;
create function finance.lowest_balance(org uuid, of_account uuid, code text) returns numeric language plpgsql stable as $$
declare rule text; overdraft numeric;
begin
  select coalesce(s.values ->> case when code like '1001%' then 'negative_cash' else 'negative_bank' end, case when code like '1001%' then 'stop' else 'warn' end) into rule
    from (select 1) one left join core.setting s on s.org_id = org and s.module = 'finance';
  if rule = 'stop' then
    return 0;
  end if;
  select overdraft_limit into overdraft from finance.bank_account where org_id = org and account = of_account;
  return -overdraft;
end $$
--;;
create function finance.change_cash_balances() returns trigger language plpgsql as $$
declare e record; a record; floor numeric;
begin
  for e in select org_id, account, sum(debit - credit) as change, bool_and(kind = 'opening') as opening from new_rows group by org_id, account order by org_id, account loop
    select code, forbid_negative into a from finance.account where org_id = e.org_id and id = e.account;
    if a.forbid_negative then
      if not exists (select 1 from finance.cash_balance b where b.org_id = e.org_id and b.account = e.account) then
        insert into finance.cash_balance (org_id, account, balance)
          select e.org_id, e.account, coalesce(sum(l.debit - l.credit), 0) - e.change from finance.gl_voucher_line l where l.org_id = e.org_id and l.account = e.account
          on conflict do nothing;
      end if;
      floor := finance.lowest_balance(e.org_id, e.account, a.code);
      begin
        update finance.cash_balance set balance = balance + e.change, lowest = case when floor is null or (e.change < 0 and not e.opening) then floor else least(floor, balance + e.change) end
          where org_id = e.org_id and account = e.account;
      exception when check_violation then
        raise exception 'account.negative_balance' using errcode = 'QT010', detail = (select json_build_object('account', a.code, 'balance', (b.balance + e.change)::text)::text from finance.cash_balance b where b.org_id = e.org_id and b.account = e.account);
      end;
    end if;
  end loop;
  return null;
end $$
--;;
create trigger cash_balance after insert on finance.gl_voucher_line referencing new table as new_rows for each statement execute function finance.change_cash_balances()
--;;
create function finance.forget_cash_balance() returns trigger language plpgsql as $$
begin
  delete from finance.cash_balance where org_id = new.org_id and account = new.id;
  return null;
end $$
--;;
create trigger cash_balance after update of forbid_negative on finance.account for each row when (old.forbid_negative is distinct from new.forbid_negative) execute function finance.forget_cash_balance()
--;;
create function customers.bigrams(core text) returns text[] language sql immutable parallel safe as $$
  select case when char_length(core) < 2 then array[core] else array(select distinct substr(core, i, 2) from generate_series(1, char_length(core) - 1) i) end $$
--;;
grant execute on function customers.bigrams(text) to qiantai_app
--;;
create index customers_customer_bigrams_ix on customers.customer using gin (customers.bigrams(name_core))
--;;
create view core."organisation_v" as select o.*
from core."organisation" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."organisation_v" to qiantai_app
--;;
create view core."department_v" as select o.*
from core."department" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."department_v" to qiantai_app
--;;
create view core."user_v" as select o.*
from core."user" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."user_v" to qiantai_app
--;;
create view core."role_v" as select o.*
from core."role" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."role_v" to qiantai_app
--;;
create view core."role_assignment_v" as select o.*
from core."role_assignment" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."role_assignment_v" to qiantai_app
--;;
create view core."sod_rule_v" as select o.*
from core."sod_rule" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."sod_rule_v" to qiantai_app
--;;
create view core."api_key_v" as select o.*
from core."api_key" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."api_key_v" to qiantai_app
--;;
create view core."unit_v" as select o.*
from core."unit" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."unit_v" to qiantai_app
--;;
create view core."currency_v" as select o.*
from core."currency" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."currency_v" to qiantai_app
--;;
create view core."exchange_rate_v" as select o.*
from core."exchange_rate" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."exchange_rate_v" to qiantai_app
--;;
create view core."region_v" as select o.*
from core."region" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."region_v" to qiantai_app
--;;
create view core."holiday_v" as select o.*
from core."holiday" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."holiday_v" to qiantai_app
--;;
create view core."work_calendar_v" as select o.*
from core."work_calendar" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."work_calendar_v" to qiantai_app
--;;
create view core."numbering_v" as select o.*
from core."numbering" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."numbering_v" to qiantai_app
--;;
create view core."webhook_v" as select o.*
from core."webhook" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."webhook_v" to qiantai_app
--;;
create view core."channel_adapter_v" as select o.*
from core."channel_adapter" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."channel_adapter_v" to qiantai_app
--;;
create view core."mailbox_v" as select o.*
from core."mailbox" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."mailbox_v" to qiantai_app
--;;
create view core."hook_account_v" as select o.*
from core."hook_account" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."hook_account_v" to qiantai_app
--;;
create view core."custom_field_v" as select o.*
from core."custom_field" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."custom_field_v" to qiantai_app
--;;
create view core."custom_field_options_v" as select l.*
from core."custom_field_options" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."custom_field_options_v" to qiantai_app
--;;
create view core."tag_group_v" as select o.*
from core."tag_group" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."tag_group_v" to qiantai_app
--;;
create view core."tag_v" as select o.*
from core."tag" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."tag_v" to qiantai_app
--;;
create view finance."voucher_v" as select o.*
from finance."voucher" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."voucher_v" to qiantai_app
--;;
create view finance."voucher_line_v" as select l.*
from finance."voucher_line" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."voucher_line_v" to qiantai_app
--;;
create view finance."receipt_v" as select o.*
from finance."receipt" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."receipt_v" to qiantai_app
--;;
create view finance."receipt_allocations_v" as select l.*
from finance."receipt_allocations" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."receipt_allocations_v" to qiantai_app
--;;
create view finance."open_item_v" as select o.*,
  (coalesce(b.remaining, 0))::numeric(20,2) as "remaining",
  (case when coalesce(b.remaining, 0) = 0 then 'settled' when b.remaining = b.amount then 'open' else 'partly' end)::text as "status"
from finance."open_item" o left join finance.open_item_balance b on b.org_id = o.org_id and b.item = o.id
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."open_item_v" to qiantai_app
--;;
create view finance."gl_voucher_v" as select o.*,
  (case o.vtype when 'ji' then '记' when 'shou' then '收' when 'fu' then '付' when 'zhuan' then '转' when 'cash_in' then '现收' when 'cash_out' then '现付' when 'bank_in' then '银收' when 'bank_out' then '银付' end || '-' || n.number)::text as "number"
from finance."gl_voucher" o left join finance.gl_number n on n.org_id = o.org_id and n.voucher = o.id
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."gl_voucher_v" to qiantai_app
--;;
create view finance."gl_voucher_line_v" as select l.*
from finance."gl_voucher_line" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."gl_voucher_line_v" to qiantai_app
--;;
create view finance."gl_voucher_cash_flow_v" as select l.*
from finance."gl_voucher_cash_flow" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."gl_voucher_cash_flow_v" to qiantai_app
--;;
create view finance."opening_v" as select o.*
from finance."opening" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."opening_v" to qiantai_app
--;;
create view finance."opening_line_v" as select l.*
from finance."opening_line" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."opening_line_v" to qiantai_app
--;;
create view finance."opening_items_v" as select l.*
from finance."opening_items" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."opening_items_v" to qiantai_app
--;;
create view finance."account_v" as select o.*
from finance."account" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."account_v" to qiantai_app
--;;
create view finance."period_v" as select o.*
from finance."period" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."period_v" to qiantai_app
--;;
create view finance."bank_account_v" as select o.*,
  ((select coalesce(sum(y.debit - y.credit), 0) from finance.gl_year y where y.org_id = o.org_id and y.account = o.account)
        + (select coalesce(sum(e.debit - e.credit), 0) from finance.gl_pending p join finance.gl_voucher_line e on e.org_id = o.org_id and e.parent = p.voucher where p.org_id = o.org_id and e.account = o.account))::numeric(20,2) as "balance"
from finance."bank_account" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."bank_account_v" to qiantai_app
--;;
create view finance."tax_code_v" as select o.*
from finance."tax_code" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."tax_code_v" to qiantai_app
--;;
create view finance."payment_term_v" as select o.*
from finance."payment_term" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."payment_term_v" to qiantai_app
--;;
create view finance."payment_term_instalments_v" as select l.*
from finance."payment_term_instalments" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."payment_term_instalments_v" to qiantai_app
--;;
create view inventory."product_v" as select o.*,
  (coalesce(stock.on_hand, 0))::numeric(20,6) as "on_hand",
  (coalesce(promised.sellable, 0))::numeric(20,6) as "sellable",
  (coalesce(promised.reserved, 0))::numeric(20,6) as "reserved",
  (coalesce(promised.sellable, 0) - coalesce(promised.reserved, 0))::numeric(20,6) as "available",
  (case when head.qty > 0 then round(head.value / head.qty, 6) end)::numeric(20,6) as "unit_cost",
  (coalesce(head.value, 0))::numeric(20,2) as "stock_value",
  ((select coalesce(array_agg(tl.tag order by tl.tag), '{}') from core.tag_link tl where tl.org_id = o.org_id and tl.record = o.id))::uuid[] as "tags"
from inventory."product" o 
    left join lateral (select sum(b.on_hand) as on_hand from inventory.stock_balance b where b.org_id = o.org_id and b.product = o.id) stock on true
    left join lateral (select sum(w.sellable) as sellable, sum(w.reserved) as reserved from inventory.warehouse_balance w where w.org_id = o.org_id and w.product = o.id) promised on true
    left join inventory.cost_head head on head.org_id = o.org_id and head.product = o.id
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."product_v" to qiantai_app
--;;
create view inventory."adjustment_v" as select o.*
from inventory."adjustment" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."adjustment_v" to qiantai_app
--;;
create view inventory."adjustment_line_v" as select l.*
from inventory."adjustment_line" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."adjustment_line_v" to qiantai_app
--;;
create view inventory."product_category_v" as select o.*
from inventory."product_category" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."product_category_v" to qiantai_app
--;;
create view inventory."warehouse_v" as select o.*
from inventory."warehouse" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."warehouse_v" to qiantai_app
--;;
create view inventory."location_v" as select o.*
from inventory."location" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."location_v" to qiantai_app
--;;
create view inventory."lot_v" as select o.*
from inventory."lot" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."lot_v" to qiantai_app
--;;
create view inventory."unit_conversion_v" as select o.*
from inventory."unit_conversion" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."unit_conversion_v" to qiantai_app
--;;
create view inventory."barcode_v" as select o.*
from inventory."barcode" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."barcode_v" to qiantai_app
--;;
create view customers."customer_category_v" as select o.*
from customers."customer_category" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on customers."customer_category_v" to qiantai_app
--;;
create view customers."customer_v" as select o.*,
  ((select coalesce(array_agg(tl.tag order by tl.tag), '{}') from core.tag_link tl where tl.org_id = o.org_id and tl.record = o.id))::uuid[] as "tags"
from customers."customer" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on customers."customer_v" to qiantai_app
--;;
create view customers."customer_addresses_v" as select l.*
from customers."customer_addresses" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on customers."customer_addresses_v" to qiantai_app
--;;
create view customers."contact_v" as select o.*
from customers."contact" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on customers."contact_v" to qiantai_app
--;;
create view customers."contact_customer_v" as select o.*
from customers."contact_customer" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on customers."contact_customer_v" to qiantai_app
--;;
create view sales."price_list_v" as select o.*
from sales."price_list" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."price_list_v" to qiantai_app
--;;
create view sales."price_list_items_v" as select l.*
from sales."price_list_items" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."price_list_items_v" to qiantai_app
--;;
create view sales."quotation_v" as select o.*,
  ((select case when bool_and((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end) is not null) then sum((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end)) end from sales.quotation_line g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id))::numeric(20,2) as "margin_amount",
  (case when ((select case when bool_and((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end) is not null) then sum((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end)) end from sales.quotation_line g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id) / nullif(o.net, 0)) is not null then greatest(-9999, least(9999, (select case when bool_and((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end) is not null) then sum((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end)) end from sales.quotation_line g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id) / nullif(o.net, 0))) end)::numeric(12,8) as "margin",
  (case when c.begun and c.fully then 'full' when c.begun then 'part' else 'none' end)::text as "converted",
  ((select coalesce(array_agg(tl.tag order by tl.tag), '{}') from core.tag_link tl where tl.org_id = o.org_id and tl.record = o.id))::uuid[] as "tags"
from sales."quotation" o left join lateral (
  select bool_and(q.optional or (select coalesce(sum(x.qty), 0) from sales.order_line x join sales."order" s on s.org_id = x.org_id and s.id = x.parent where x.org_id = q.org_id and x.quotation_line = q.id and s.state <> 'cancelled') >= q.qty) as fully, bool_or((select coalesce(sum(x.qty), 0) from sales.order_line x join sales."order" s on s.org_id = x.org_id and s.id = x.parent where x.org_id = q.org_id and x.quotation_line = q.id and s.state <> 'cancelled') > 0) as begun
  from sales.quotation_line q where q.org_id = o.org_id and q.parent = o.id
) c on true
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."quotation_v" to qiantai_app
--;;
create view sales."quotation_line_v" as select l.*,
  ((case when l.kind in ('goods', 'gift') then l.net - round(l.base_qty * ch.value / nullif(ch.qty, 0), 2) else l.net end))::numeric(20,2) as "margin_amount",
  (case when (((case when l.kind in ('goods', 'gift') then l.net - round(l.base_qty * ch.value / nullif(ch.qty, 0), 2) else l.net end)) / nullif(l.net, 0)) is not null then greatest(-9999, least(9999, ((case when l.kind in ('goods', 'gift') then l.net - round(l.base_qty * ch.value / nullif(ch.qty, 0), 2) else l.net end)) / nullif(l.net, 0))) end)::numeric(12,8) as "margin",
  ((select coalesce(sum(x.qty), 0) from sales.order_line x join sales."order" s on s.org_id = x.org_id and s.id = x.parent where x.org_id = l.org_id and x.quotation_line = l.id and s.state <> 'cancelled'))::numeric(20,6) as "ordered_qty"
from sales."quotation_line" l left join inventory.cost_head ch on ch.org_id = l.org_id and ch.product = l.product
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."quotation_line_v" to qiantai_app
--;;
create view sales."order_v" as select o.*,
  ((select case when bool_and((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end) is not null) then sum((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end)) end from sales.order_line g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id))::numeric(20,2) as "margin_amount",
  (case when ((select case when bool_and((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end) is not null) then sum((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end)) end from sales.order_line g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id) / nullif(o.net, 0)) is not null then greatest(-9999, least(9999, (select case when bool_and((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end) is not null) then sum((case when g.kind in ('goods', 'gift') then g.net - round(g.base_qty * gh.value / nullif(gh.qty, 0), 2) else g.net end)) end from sales.order_line g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id) / nullif(o.net, 0))) end)::numeric(12,8) as "margin",
  (case when o.state not in ('confirmed', 'closed') then null when p.to_credit > 0 then 'needs_red' when p.to_deliver > 0 then case when p.delivered = 0 then 'to_deliver' else 'partly_delivered' end when p.to_invoice > 0 then 'to_invoice' when m.owed <> 0 then 'to_collect' else 'completed' end)::text as "progress",
  (case when o.state in ('confirmed', 'closed') then least(1, coalesce(p.delivered_share, 1)) end)::numeric(12,8) as "delivered_share",
  (case when o.state in ('confirmed', 'closed') then least(1, coalesce(p.invoiced_share, 0)) end)::numeric(12,8) as "invoiced_share",
  (case when o.state in ('confirmed', 'closed') and p.receivable > 0 then greatest(0, least(1, 1 - m.owed / p.receivable)) end)::numeric(12,8) as "collected_share",
  ((select coalesce(array_agg(tl.tag order by tl.tag), '{}') from core.tag_link tl where tl.org_id = o.org_id and tl.record = o.id))::uuid[] as "tags"
from sales."order" o left join lateral (
  select sum(greatest(0, b.ordered - b.cancelled - b.delivered)) as to_deliver, sum(b.delivered) as delivered, sum(greatest(0, (case when o.billing_policy = 'ordered' then greatest(b.ordered - b.cancelled, b.delivered) else b.delivered end - b.returned) - b.invoiced)) as to_invoice, sum(greatest(0, b.invoiced - (case when o.billing_policy = 'ordered' then greatest(b.ordered - b.cancelled, b.delivered) else b.delivered end - b.returned))) as to_credit,
    sum((n.net * (least(b.delivered, b.ordered - b.cancelled)) / nullif(n.qty, 0))) / nullif(sum((n.net * (b.ordered - b.cancelled) / nullif(n.qty, 0))), 0) as delivered_share,
    sum(b.invoiced_net) / nullif(sum((n.net * ((case when o.billing_policy = 'ordered' then greatest(b.ordered - b.cancelled, b.delivered) else b.delivered end - b.returned)) / nullif(n.qty, 0))), 0) as invoiced_share,
    sum(greatest(b.delivered_net + b.delivered_tax, b.invoiced_net + b.invoiced_tax)) as receivable
  from sales.order_line_progress b join sales.order_line n on n.org_id = b.org_id and n.id = b.line
  where b.org_id = o.org_id and b."order" = o.id
) p on true
left join lateral (
  select coalesce(sum(r.remaining), 0) as owed from finance.open_item_balance r
  where r.org_id = o.org_id and r.item in (
    select d.id from sales.delivery d where d.org_id = o.org_id and d."order" = o.id
    union select i.parent from sales.invoice_line i join sales.order_line x on x.org_id = i.org_id and x.id = i.order_line where i.org_id = o.org_id and x.org_id = o.org_id and x.parent = o.id)
) m on true
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."order_v" to qiantai_app
--;;
create view sales."order_line_v" as select l.*,
  ((case when l.kind in ('goods', 'gift') then l.net - round(l.base_qty * ch.value / nullif(ch.qty, 0), 2) else l.net end))::numeric(20,2) as "margin_amount",
  (case when (((case when l.kind in ('goods', 'gift') then l.net - round(l.base_qty * ch.value / nullif(ch.qty, 0), 2) else l.net end)) / nullif(l.net, 0)) is not null then greatest(-9999, least(9999, ((case when l.kind in ('goods', 'gift') then l.net - round(l.base_qty * ch.value / nullif(ch.qty, 0), 2) else l.net end)) / nullif(l.net, 0))) end)::numeric(12,8) as "margin",
  (coalesce(b.delivered - b.returned, 0))::numeric(20,6) as "delivered",
  (coalesce(b.invoiced, 0))::numeric(20,6) as "invoiced",
  (coalesce(greatest(0, b.ordered - b.cancelled - b.delivered), 0))::numeric(20,6) as "to_deliver",
  (coalesce(greatest(0, (case when h.billing_policy = 'ordered' then greatest(b.ordered - b.cancelled, b.delivered) else b.delivered end - b.returned) - b.invoiced), 0))::numeric(20,6) as "to_invoice",
  (coalesce(greatest(0, b.invoiced - (case when h.billing_policy = 'ordered' then greatest(b.ordered - b.cancelled, b.delivered) else b.delivered end - b.returned)), 0))::numeric(20,6) as "to_credit"
from sales."order_line" l join sales."order" h on h.org_id = l.org_id and h.id = l.parent left join sales.order_line_progress b on b.org_id = l.org_id and b."order" = l.parent and b.line = l.id left join inventory.cost_head ch on ch.org_id = l.org_id and ch.product = l.product
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."order_line_v" to qiantai_app
--;;
create view sales."order_split_v" as select l.*
from sales."order_split" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."order_split_v" to qiantai_app
--;;
create view sales."delivery_v" as select o.*
from sales."delivery" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."delivery_v" to qiantai_app
--;;
create view sales."delivery_line_v" as select l.*
from sales."delivery_line" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."delivery_line_v" to qiantai_app
--;;
create view sales."invoice_v" as select o.*
from sales."invoice" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."invoice_v" to qiantai_app
--;;
create view sales."invoice_line_v" as select l.*
from sales."invoice_line" l 
where l.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."invoice_line_v" to qiantai_app
--;;
create view finance."open_item_entry_v" as select o.*
from finance."open_item_entry" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on finance."open_item_entry_v" to qiantai_app
--;;
create view inventory."stock_ledger_v" as select o.*
from inventory."stock_ledger" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."stock_ledger_v" to qiantai_app
--;;
create view inventory."value_ledger_v" as select o.*
from inventory."value_ledger" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."value_ledger_v" to qiantai_app
--;;
create view inventory."reservation_v" as select o.*
from inventory."reservation" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on inventory."reservation_v" to qiantai_app
--;;
create view sales."order_progress_v" as select o.*
from sales."order_progress" o 
where o.org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on sales."order_progress_v" to qiantai_app
