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
];
export const messageViews: readonly string[] = ['comment', 'follow', 'notification'];
export const messageIndexes: readonly string[] = [
  `create index core_comment_record_ix on core.comment (org_id, record, at)`,
  `create index core_follow_user_ix on core.follow (org_id, "user", at)`,
  `create index core_notification_user_ix on core.notification (org_id, "user", at, id)`,
  `create index core_notification_unread_ix on core.notification (org_id, "user", at) where read_at is null`,
];
