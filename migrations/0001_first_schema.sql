-- The schema of the first release, made from the declarations by scripts/make-migration.ts.
create schema if not exists core
--;;
grant usage on schema core to qiantai_app
--;;
create collation if not exists core.pinyin (provider = icu, locale = 'zh-u-co-pinyin-kn-true-kr-digit-latn-hani')
--;;
create function core.org() returns uuid language sql stable as $$ select current_setting('app.org_id')::uuid $$
--;;
create function core.distribute(tab text) returns void language plpgsql as $$ begin return; end $$
--;;
create function core.immutable() returns trigger language plpgsql as $$ begin raise exception 'ledger.immutable' using errcode = 'QT001'; end $$
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
create trigger immutable before update or delete or truncate on core."audit" for each statement execute function core.immutable()
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
  "name" text not null,
  "type" text not null,
  "size" bigint not null,
  "sha256" text not null,
  "by" uuid,
  "at" timestamptz not null,
  "removed_at" timestamptz,
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
create table core."comment" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "record" uuid not null,
  "text" text not null,
  "by" uuid not null,
  "at" timestamptz not null,
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
create table core."saved_view" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "name" text not null,
  "owner" uuid,
  "spec" jsonb not null,
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
create table core."import" (
  "org_id" uuid not null,
  "id" uuid not null,
  "declaration" text not null,
  "file" text not null,
  "mode" text not null,
  "by" uuid,
  "at" timestamptz not null,
  "counts" jsonb not null,
  "errors" jsonb not null,
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
create view core."comment_v" as select * from core."comment" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."comment_v" to qiantai_app
--;;
create view core."attachment_v" as select * from core."attachment" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."attachment_v" to qiantai_app
--;;
create view core."import_v" as select * from core."import" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."import_v" to qiantai_app
--;;
create view core."access_log_v" as select * from core."access_log" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."access_log_v" to qiantai_app
--;;
create view core."saved_view_v" as select * from core."saved_view" where org_id = (select current_setting('app.org_id')::uuid)
--;;
grant select on core."saved_view_v" to qiantai_app
--;;
create index core_link_from_ix on core.link (org_id, from_id)
--;;
create index core_link_to_ix on core.link (org_id, to_id)
--;;
create index core_audit_record_ix on core.audit (org_id, record, at)
--;;
create index core_audit_at_ix on core.audit (org_id, at, id)
--;;
create index core_outbox_open_ix on core.outbox (org_id, id) where done_at is null
--;;
create index core_comment_record_ix on core.comment (org_id, record, at)
--;;
create index core_attachment_record_ix on core.attachment (org_id, record)
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
grant select, insert, update, delete on auth.account, auth.member, auth.session, auth.factor, auth.device, auth.attempt, auth.link to qiantai_app
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
alter table core."role_assignment" add constraint "core_role_assignment_role_fk" foreign key (org_id, "role") references core."role" (org_id, id)
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
