import type { Column } from './columns.ts';

/*
 * What is told to people and sent to the outside (P.11, P.13): comments, who follows what, notifications, messages on their way.
 */
const column = (name: string, type: string): Column => ({ name, type });
type Table = readonly [string, readonly Column[], readonly string[], 'all' | 'append'];

export const messageTables: readonly Table[] = [
  [
    'comment',
    [
      column('id', 'uuid not null'),
      column('declaration', 'text not null'),
      column('record', 'uuid not null'),
      column('text', 'text not null'),
      column('mentions', `jsonb not null default '[]'`),
      column('files', `uuid[] not null default '{}'`),
      column('by', 'uuid not null'),
      column('at', 'timestamptz not null'),
      column('edited_at', 'timestamptz'),
      column('struck_at', 'timestamptz'),
    ],
    ['org_id', 'id'],
    'all',
  ],
  [
    'follow',
    [
      column('record', 'uuid not null'),
      column('user', 'uuid not null'),
      column('declaration', 'text not null'),
      column('following', 'boolean not null'),
      column('at', 'timestamptz not null'),
    ],
    ['org_id', 'record', 'user'],
    'all',
  ],
  [
    'notification',
    [
      column('id', 'uuid not null'),
      column('user', 'uuid not null'),
      column('kind', 'text not null'),
      column('declaration', 'text'),
      column('record', 'uuid'),
      column('by', 'uuid'),
      column('data', 'jsonb not null'),
      column('times', 'integer not null default 1'),
      column('at', 'timestamptz not null'),
      column('read_at', 'timestamptz'),
    ],
    ['org_id', 'id'],
    'all',
  ],
  [
    'message',
    [
      column('id', 'uuid not null'),
      column('at', 'timestamptz not null'),
      column('channel', 'text not null'),
      column('adapter', 'uuid'),
      column('purpose', 'text not null'),
      column('user', 'uuid'),
      column('address', 'text not null'),
      column('locale', 'text not null'),
      column('content', 'jsonb'),
      column('key', 'text not null'),
      column('state', 'text not null'),
      column('planned_at', 'timestamptz not null'),
      column('lease_until', 'timestamptz'),
      column('attempts', 'integer not null default 0'),
      column('duplicates', 'integer not null default 0'),
      column('provider_id', 'text'),
      column('error', 'text'),
      column('done_at', 'timestamptz'),
    ],
    ['org_id', 'id'],
    'all',
  ],
  [
    'inbox_event',
    [
      column('id', 'uuid not null'),
      column('account', 'uuid not null'),
      column('adapter', 'text not null'),
      column('event_id', 'text not null'),
      column('received_at', 'timestamptz not null'),
      column('payload', 'jsonb'),
      column('raw', 'bytea'),
      column('state', 'text not null'),
      column('tries', 'integer not null default 0'),
      column('next_at', 'timestamptz'),
      column('processed_at', 'timestamptz'),
      column('error', 'text'),
    ],
    ['org_id', 'id'],
    'all',
  ],
  [
    'mailbox_folder',
    [column('mailbox', 'uuid not null'), column('folder', 'text not null'), column('validity', 'text not null'), column('last_uid', 'bigint not null')],
    ['org_id', 'mailbox', 'folder'],
    'all',
  ],
];
export const messageViews: readonly string[] = ['comment', 'follow', 'notification', 'message', 'inbox_event'];
export const messageIndexes: readonly string[] = [
  `create index core_comment_record_ix on core.comment (org_id, record, at)`,
  `create index core_follow_user_ix on core.follow (org_id, "user", at)`,
  `create index core_notification_user_ix on core.notification (org_id, "user", at, id)`,
  `create index core_notification_unread_ix on core.notification (org_id, "user", at) where read_at is null`,
  `create unique index core_message_key_uq on core.message (org_id, key)`,
  `create index core_message_due_ix on core.message (org_id, planned_at) where state in ('waiting', 'leased')`,
  `create index core_message_at_ix on core.message (org_id, at, id)`,
  `create unique index core_inbox_event_uq on core.inbox_event (org_id, account, event_id)`,
  `create index core_inbox_event_due_ix on core.inbox_event (org_id, next_at) where state = 'waiting'`,
  `create index core_inbox_event_received_ix on core.inbox_event (org_id, received_at, id)`,
  `create index core_message_provider_ix on core.message (org_id, provider_id)`,
];
