import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useSchema } from '../api/queries.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords, wordsFor } from '../words/index.ts';
import { useDeclarations } from '../record/declarations.ts';
import { List } from './list.tsx';
import { ownPreferencesQuery, savedViewsQuery, usualView, viewsOf } from './views.ts';
import './table.css';
import './kanban.css';
import './list.css';
import './views.css';

export function ListPage() {
  const { module, name } = useParams({ from: '/o/$org/$module/$name' });
  const full = `${module}.${name}`;
  const schema = useSchema(full);
  // Asked for beside the schema, not after it; without an answer the list opens with the views of the declaration.
  const saved = useQuery(savedViewsQuery(full));
  const own = useQuery(ownPreferencesQuery());
  const declarations = useDeclarations();
  const t = useWords();
  const declared = declarations?.records.get(full);
  const views = useMemo(() => schema.data && viewsOf(schema.data, all, saved.data?.data ?? []), [schema.data, saved.data]);
  if (schema.error) return <Failed error={schema.error} thing={declared ? t.of(declared) : ''} retry={() => void schema.refetch()} />;
  if (!schema.data || !views || saved.isPending || own.isPending) return <Waiting rows={12} />;
  return <List key={full} schema={schema.data} views={views} usual={usualView(own.data, full)} />;
}
const all = { zh: wordsFor('zh')('list.all'), en: wordsFor('en')('list.all') };
