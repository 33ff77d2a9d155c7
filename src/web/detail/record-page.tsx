import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { recordQuery, useSchema } from '../api/queries.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { Document } from './document.tsx';

/** One record in the generic page; records with a screen of their own have an address of their own before this one. */
export function RecordPage() {
  const { module, name, id } = useParams({ from: '/o/$org/$module/$name/$id' });
  const full = `${module}.${name}`;
  const t = useWords();
  const schema = useSchema(full);
  const record = useQuery(recordQuery(full, id));
  if (schema.error) return <Failed error={schema.error} thing={full} retry={() => void schema.refetch()} />;
  if (record.error) return <Failed error={record.error} thing={schema.data ? t.of(schema.data.label) : full} retry={() => void record.refetch()} />;
  if (!schema.data || !record.data) return <Waiting />;
  return <Document key={`${full} ${id}`} schema={schema.data} record={record.data} given={{}} />;
}
