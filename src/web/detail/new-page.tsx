import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useSchema } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { Document } from './document.tsx';

/** A new record; the address may bring values along: `new?customer=C000001`, `new?order=SO2601-00001`. */
export function NewPage() {
  const { module, name } = useParams({ from: '/o/$org/$module/$name/new' });
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const full = `${module}.${name}`;
  const schema = useSchema(full);
  const given = useMemo(() => (schema.data ? fromAddress(schema.data, search) : {}), [schema.data, search]);
  if (schema.error) return <Failed error={schema.error} thing={full} retry={() => void schema.refetch()} />;
  if (!schema.data) return <Waiting />;
  return <Document key={`${full} ${JSON.stringify(given)}`} schema={schema.data} record={undefined} given={given} />;
}
function fromAddress(schema: Schema, search: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      const field = schema.fields.find((one) => one.name === name);
      if (!field || value === undefined) return [];
      return [[name, field.kind === 'reference' ? { id: '', code: String(value), label: String(value) } : String(value)]];
    }),
  );
}
