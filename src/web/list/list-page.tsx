import { useParams } from '@tanstack/react-router';
import { useSchema } from '../api/queries.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { useDeclarations } from '../record/declarations.ts';
import { List } from './list.tsx';
import './table.css';
import './kanban.css';
import './list.css';

export function ListPage() {
  const { module, name } = useParams({ from: '/o/$org/$module/$name' });
  const full = `${module}.${name}`;
  const schema = useSchema(full);
  const declarations = useDeclarations();
  const t = useWords();
  const declared = declarations?.records.get(full);
  if (schema.error) return <Failed error={schema.error} thing={declared ? t.of(declared) : ''} retry={() => void schema.refetch()} />;
  if (!schema.data) return <Waiting rows={12} />;
  return <List key={full} schema={schema.data} />;
}
