import { useQuery } from '@tanstack/react-query';
import { useLocation, useSearch } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { recordQuery, useSchema } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { copyOf } from '../form/copy.ts';
import { useDeclarations } from '../record/declarations.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { Document } from './document.tsx';

/** `/o/MAIN/sales/order/<id or new>` */
function usePlace(): { readonly name: string; readonly id: string } {
  const [, , , module = '', name = '', id = ''] = useLocation().pathname.split('/');
  return { name: `${module}.${name}`, id };
}
/** One record, or a new one: the page stays mounted when what was new gets its address, so that the action that saved it can go on. */
export function RecordPage() {
  const { name, id } = usePlace();
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const t = useWords();
  const isNew = id === 'new';
  const born = useRef<{ readonly id: string; readonly key: string }>(undefined);
  /** Each new record is a sheet of its own, also when it is begun where another was just saved. */
  const sheet = useRef({ number: 0, at: id });
  if (sheet.current.at !== id) sheet.current = { number: sheet.current.number + (isNew ? 1 : 0), at: id };
  const schema = useSchema(name);
  const record = useQuery({ ...recordQuery(name, id), enabled: !isNew });
  const declarations = useDeclarations();
  const source = isNew && typeof search['copy'] === 'string' ? search['copy'] : undefined;
  const copied = useQuery({ ...recordQuery(name, source ?? ''), enabled: source !== undefined });
  const given = useMemo(
    () =>
      !schema.data || !isNew ? {} : source === undefined ? fromAddress(schema.data, search) : copied.data && declarations ? copyOf(schema.data, declarations, copied.data) : {},
    [schema.data, search, isNew, source, copied.data, declarations],
  );
  if (schema.error) return <Failed error={schema.error} thing={name} retry={() => void schema.refetch()} />;
  if (record.error && !isNew) return <Failed error={record.error} thing={schema.data ? t.of(schema.data.label) : name} retry={() => void record.refetch()} />;
  if (copied.error) return <Failed error={copied.error} thing={schema.data ? t.of(schema.data.label) : name} retry={() => void copied.refetch()} />;
  if (!schema.data || (!isNew && !record.data) || (source !== undefined && (!copied.data || !declarations))) return <Waiting />;
  // The copied record is part of the key: the address may reach this page a moment before what it asks for.
  const fresh = `${name} new ${sheet.current.number} ${source ?? ''}`;
  const key = isNew ? fresh : id === born.current?.id ? born.current.key : `${name} ${id}`;
  return <Document key={key} schema={schema.data} record={isNew ? undefined : record.data} given={given} made={(made) => void (born.current = { id: made, key: fresh })} />;
}
/** The address may bring values along: `new?customer=C000001`, `new?order=SO2601-00001`. */
function fromAddress(schema: Schema, search: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      const field = schema.fields.find((one) => one.name === name);
      if (!field || value === undefined) return [];
      return [[name, field.kind === 'reference' ? { id: '', code: String(value), label: String(value) } : String(value)]];
    }),
  );
}
