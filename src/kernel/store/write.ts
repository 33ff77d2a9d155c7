import type { FieldMeta } from '../registry/meta.ts';
import { columnsOf, quoted, writeField, type Column } from './columns.ts';
import type { Tx } from './session.ts';

/*
 * One statement a table: all rows travel as one jsonb parameter, so the text is constant and prepared once a connection
 * (kernel-storage §2). `returning` keeps the statement legal on a distributed engine (scale rule 14).
 */
export interface TableWriter {
  readonly table: string;
  readonly columns: readonly Column[];
}

export function insertStatement({ table, columns }: TableWriter): string {
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const shape = columns.map((column) => `${quoted(column.name)} ${bare(column.type)}`).join(', ');
  return `insert into ${table} (org_id, ${names}) select $1::uuid, ${names} from jsonb_to_recordset($2) as x(${shape}) returning 1`;
}
/** Changes the named columns of rows by id and counts their version up; the rows are locked already. */
export function updateStatement({ table, columns }: TableWriter, versioned: boolean): string {
  const sets = columns.map((column) => `${quoted(column.name)} = x.${quoted(column.name)}`);
  const shape = columns.map((column) => `${quoted(column.name)} ${bare(column.type)}`).join(', ');
  return `update ${table} t set ${[...sets, ...(versioned ? ['version = t.version + 1'] : [])].join(', ')} from ${fewRows(`id uuid${shape ? `, ${shape}` : ''}`)} x where t.org_id = $1 and t.id = x.id`;
}
export const insertRows = (tx: Tx, org: string, writer: TableWriter, rows: readonly Readonly<Record<string, unknown>>[]): Promise<unknown> => (rows.length === 0 ? Promise.resolve() : tx.query(insertStatement(writer), [org, JSON.stringify(rows)]));
export const updateRows = (tx: Tx, org: string, writer: TableWriter, rows: readonly Readonly<Record<string, unknown>>[], versioned: boolean): Promise<unknown> => (rows.length === 0 ? Promise.resolve() : tx.query(updateStatement(writer, versioned), [org, JSON.stringify(rows), rows.length]));

/**
 * The rows of the parameter $2, of which there are $3. PostgreSQL takes a function's rows for a hundred and would rather read the whole table
 * than look up a hundred by their keys; a limit it does not know makes it ten, and the keys are looked up.
 */
export const fewRows = (shape: string): string => `(select * from jsonb_to_recordset($2) as r(${shape}) limit $3)`;
const bare = (type: string): string => type.replace(/ not null| default .*$/g, '');

/** The stored columns of a list of fields, and a row of them. */
export const storedFields = (fields: readonly FieldMeta[]): readonly FieldMeta[] => fields.filter((field) => field.sql === undefined && !field.custom);
export function dehydrate(fields: readonly FieldMeta[], values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of fields) writeField(field, values[field.name], row);
  return row;
}
export const fieldColumns = (fields: readonly FieldMeta[]): Column[] => fields.flatMap(columnsOf);
