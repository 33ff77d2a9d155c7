import type { Column } from './columns.ts';

/*
 * Files in and out, and the long work that is done with them (P.10, P.2.7).
 */
const column = (name: string, type: string): Column => ({ name, type });
type Table = readonly [string, readonly Column[], readonly string[], 'all' | 'append'];

export const exchangeTables: readonly Table[] = [
  [
    'import',
    [
      column('id', 'uuid not null'),
      column('version', 'integer not null default 1'),
      column('declaration', 'text not null'),
      column('file', 'text not null'),
      column('source', 'uuid'),
      column('sheet', 'text'),
      column('encoding', 'text'),
      column('mode', 'text not null'),
      column('unit', 'text'),
      column('match', 'text'),
      column('mapping', 'jsonb not null'),
      column('corrections', 'jsonb not null'),
      column('state', 'text not null'),
      column('preview', 'jsonb'),
      column('by', 'uuid'),
      column('at', 'timestamptz not null'),
      column('finished_at', 'timestamptz'),
      column('counts', 'jsonb'),
      column('errors', 'jsonb not null'),
      column('error_count', 'integer not null'),
      column('error_file', 'uuid'),
      column('operation', 'uuid'),
      column('undo', 'jsonb'),
      column('request_key', 'text'),
      column('fingerprint', 'text'),
    ],
    ['org_id', 'id'],
    'all',
  ],
  [
    'import_row',
    [
      column('import', 'uuid not null'),
      column('row', 'integer not null'),
      column('key', 'text'),
      column('outcome', 'text not null'),
      column('record', 'uuid'),
      column('version', 'integer'),
      column('before', 'jsonb'),
      column('after', 'jsonb'),
      column('problems', 'jsonb'),
      column('undone', 'text'),
      column('reason', 'jsonb'),
    ],
    ['org_id', 'import', 'row'],
    'all',
  ],
  [
    'import_mapping',
    [
      column('owner', 'uuid not null'),
      column('declaration', 'text not null'),
      column('name', 'text not null'),
      column('mapping', 'jsonb not null'),
      column('updated_at', 'timestamptz not null'),
    ],
    ['org_id', 'owner', 'declaration', 'name'],
    'all',
  ],
  [
    'exchange_file',
    [column('id', 'uuid not null'), column('name', 'text not null'), column('type', 'text not null'), column('bytes', 'bytea not null'), column('at', 'timestamptz not null')],
    ['org_id', 'id'],
    'all',
  ],
  [
    'operation',
    [
      column('id', 'uuid not null'),
      column('version', 'integer not null default 1'),
      column('kind', 'text not null'),
      column('declaration', 'text not null'),
      column('state', 'text not null'),
      column('by', 'uuid not null'),
      column('caller', 'jsonb not null'),
      column('request', 'jsonb not null'),
      column('unit', 'text not null'),
      column('done', 'integer not null'),
      column('total', 'integer not null'),
      column('at', 'timestamptz not null'),
      column('started_at', 'timestamptz'),
      column('updated_at', 'timestamptz not null'),
      column('finished_at', 'timestamptz'),
      column('result', 'jsonb'),
      column('error', 'jsonb'),
      column('file', 'uuid'),
      column('file_name', 'text'),
      column('cancel_at', 'timestamptz'),
      column('lease_until', 'timestamptz'),
      column('leased_by', 'text'),
    ],
    ['org_id', 'id'],
    'all',
  ],
];
export const exchangeViews: readonly string[] = ['import', 'import_row', 'import_mapping', 'operation'];
export const exchangeIndexes: readonly string[] = [
  `create unique index core_import_key_ix on core.import (org_id, by, request_key) where request_key is not null`,
  `create index core_import_at_ix on core.import (org_id, at, id)`,
  `create index core_operation_open_ix on core.operation (org_id, at) where state in ('queued', 'running')`,
  `create index core_operation_by_ix on core.operation (org_id, by, at, id)`,
];
