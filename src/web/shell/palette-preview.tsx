import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { recordQuery, schemaQuery } from '../api/queries.ts';
import { Cell } from '../record/cell.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { codeOf, fieldAt, nameOf, usualColumns, valueAt } from '../record/fields.ts';
import { useWords } from '../words/index.ts';

/** What the chosen hit is, before it is opened: the facts its list shows. */
export function PalettePreview({ hit }: { readonly hit: { readonly declaration: string; readonly id: string } }) {
  const t = useWords();
  const { declaration, id } = useDeferredValue(hit);
  const declarations = useDeclarations();
  const schema = useQuery(schemaQuery(declaration)).data;
  const record = useQuery(recordQuery(declaration, id)).data;
  if (!schema || !record) return <aside className="palette-preview" />;
  const name = nameOf(schema, record) || codeOf(schema, record);
  const facts = usualColumns(schema).flatMap((path) => {
    const found = fieldAt(schema, declarations, path);
    const value = found ? valueAt(record, path) : undefined;
    return found && path !== schema.title && path !== schema.code && value !== null && value !== undefined && value !== '' ? [{ ...found, value }] : [];
  });
  return (
    <aside className="palette-preview">
      <div className="row">
        <span className="face on big">{name.slice(0, 1)}</span>
        <span>
          <b>{name}</b>
          <br />
          <span className="faint">{codeOf(schema, record)}</span>
        </span>
      </div>
      <dl>
        {facts.slice(0, 8).map(({ path, label, field, value }) => (
          <div key={path}>
            <dt>{t.of(label)}</dt>
            <dd>
              <Cell field={field} value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
