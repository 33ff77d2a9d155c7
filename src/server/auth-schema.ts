/*
 * Who may sign in (P.1). These tables have no `org_id`: an account belongs to the installation and a person may work in several
 * organisations. Only the sign-in code of the server speaks to them; secrets stand here as hashes, except the seed of a second
 * factor, which must be known to check a code.
 */
export const authSchema: readonly string[] = [
  'create schema if not exists auth',
  'grant usage on schema auth to qiantai_app',
  `create table auth.account (
  id uuid not null,
  login text not null,
  password text,
  must_change_password boolean not null default false,
  first_sign_in_at timestamptz,
  last_sign_in_at timestamptz,
  created_at timestamptz not null,
  constraint auth_account_pk primary key (id),
  constraint auth_account_login_uq unique (login)
)`,
  // Which organisations an account is a member of; looked up before an organisation, and with it row-level security, is known.
  `create table auth.member (
  account uuid not null,
  org_id uuid not null,
  org_code text not null,
  user_id uuid not null,
  constraint auth_member_pk primary key (account, org_id),
  constraint auth_member_account_fk foreign key (account) references auth.account (id)
)`,
  'create unique index auth_member_user_uq on auth.member (user_id)',
  `create table auth.session (
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
)`,
  'create index auth_session_account_ix on auth.session (account, created_at)',
  `create table auth.factor (
  account uuid not null,
  secret text,
  pending text,
  confirmed_at timestamptz,
  used_steps bigint[] not null default '{}',
  recovery_codes text[] not null default '{}',
  created_at timestamptz not null,
  constraint auth_factor_pk primary key (account),
  constraint auth_factor_account_fk foreign key (account) references auth.account (id)
)`,
  // A device that signed in lately carries its own counter, so that a stranger's guesses cannot lock the owner out.
  `create table auth.device (
  token_hash text not null,
  account uuid not null,
  last_sign_in_at timestamptz not null,
  constraint auth_device_pk primary key (token_hash, account),
  constraint auth_device_account_fk foreign key (account) references auth.account (id)
)`,
  `create table auth.attempt (
  key text not null,
  recent timestamptz[] not null default '{}',
  locks integer not null default 0,
  locked_until timestamptz,
  at timestamptz not null,
  constraint auth_attempt_pk primary key (key)
)`,
  // Single-use links of invitation and reset.
  `create table auth.link (
  token_hash text not null,
  account uuid not null,
  org_id uuid not null,
  purpose text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint auth_link_pk primary key (token_hash),
  constraint auth_link_purpose_ck check (purpose in ('invitation', 'reset')),
  constraint auth_link_account_fk foreign key (account) references auth.account (id)
)`,
  // Links for people outside: which company one belongs to is known before row-level security is.
  `create table auth.public_link (
  token_hash text not null,
  org_id uuid not null,
  link uuid not null,
  constraint auth_public_link_pk primary key (token_hash)
)`,
  // API keys: the hash here, what they may do in the organisation's own record.
  `create table auth.api_key (
  id text not null,
  hash text not null,
  record uuid not null,
  org_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint auth_api_key_pk primary key (id)
)`,
  'grant select, insert, update, delete on auth.account, auth.member, auth.session, auth.factor, auth.device, auth.attempt, auth.link, auth.public_link, auth.api_key to qiantai_app',
];
