import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { listQuery, pathOf, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, Group, Schema } from '../api/types.ts';
import { Cell } from '../record/cell.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { fieldAt, valueAt } from '../record/fields.ts';
import { useWords } from '../words/index.ts';
import { totalText } from './table.tsx';

const shownPerColumn = 30;
/** Columns by a choice; a card is dropped where an action leads there, otherwise it springs back with the reason (web §4.6). */
export function Kanban({
  schema,
  filter,
  q,
  href,
}: {
  readonly schema: Schema;
  readonly filter: string | undefined;
  readonly q: string;
  readonly href: (record: ApiRecord) => string;
}) {
  const t = useWords();
  const kanban = schema.views.kanban;
  const by = schema.fields.find((field) => field.name === kanban?.by);
  const measure = schema.fields.find((field) => field.kind === 'money' && field.measure && kanban?.card.includes(field.name));
  const groups = useQuery(listQuery(schema.name, { filter, q, group: by?.name, totals: measure?.name })).data as { readonly data: readonly Group[] } | undefined;
  const [held, setHeld] = useState<{ readonly record: ApiRecord; readonly from: string; readonly to: string }>();
  const [told, setTold] = useState<string>();
  const client = useQueryClient();
  if (!kanban || !by) return null;
  const keys = (kanban.columns ?? by.options?.map((option) => option.key) ?? []).filter((key) => by.kind !== 'state' || !schema.states.find((state) => state.key === key)?.final);

  async function drop(record: ApiRecord, to: string): Promise<void> {
    setHeld(undefined);
    const action = schema.actions.find((one) => one.to === to && (one.from.length === 0 || one.from.includes(String(record.state))));
    if (!by || String(record[by.name]) === to) return;
    try {
      if (by.kind === 'state' && action) await request('POST', `${pathOf(schema.name)}/${record.id}/actions/${action.name}`, { body: { version: record.version, input: {} } });
      else if (by.kind === 'choice' && by.origin !== 'derived') await request('PATCH', `${pathOf(schema.name)}/${record.id}`, { body: { version: record.version, [by.name]: to } });
      else setTold(`${t.of(by.label)}: ${t('state.read_only')}`);
    } catch (error) {
      setTold(isProblem(error) ? `${error.problem.title} · ${error.problem.detail}` : t('state.failed_network'));
    }
    await refreshAfterWrite(client, schema.name, record.id);
  }
  return (
    <div className="kanban" aria-describedby="kanban-keys">
      <p className="unseen" id="kanban-keys">
        {t('list.move_hint')}
      </p>
      {told !== undefined && (
        <div className="notice red kanban-told" role="alert">
          {told}
        </div>
      )}
      {keys.map((key) => {
        const group = groups?.data.find((one) => one.key === key);
        return (
          <section
            key={key}
            className={held?.to === key ? 'kanban-column over' : 'kanban-column'}
            onDragOver={(event) => {
              event.preventDefault();
              if (held && held.to !== key) setHeld({ ...held, to: key });
            }}
            onDrop={() => held && void drop(held.record, key)}
          >
            <header>
              <span className="strong">{by.options?.find((option) => option.key === key) ? t.of(by.options.find((option) => option.key === key)?.label ?? by.label) : key}</span>{' '}
              <span className="faint">{group?.count ?? 0}</span>
              <div className="strong-figure">{measure ? totalText(group?.totals?.[measure.name]) || '0.00' : ''}</div>
            </header>
            <Cards
              schema={schema}
              column={key}
              by={by.name}
              filter={filter}
              q={q}
              href={href}
              count={group?.count ?? 0}
              held={held?.record.id}
              keys={keys}
              hold={(record) => setHeld(record ? { record, from: key, to: key } : undefined)}
              carry={(to) => held && setHeld({ ...held, to })}
              target={held?.to}
              drop={(to) => held && void drop(held.record, to)}
            />
          </section>
        );
      })}
    </div>
  );
}

interface CardsProps {
  readonly schema: Schema;
  readonly column: string;
  readonly by: string;
  readonly filter: string | undefined;
  readonly q: string;
  readonly count: number;
  readonly href: (record: ApiRecord) => string;
  readonly keys: readonly string[];
  readonly held: string | undefined;
  readonly target: string | undefined;
  readonly hold: (record: ApiRecord | undefined) => void;
  readonly carry: (to: string) => void;
  readonly drop: (to: string) => void;
}
function Cards({ schema, column, by, filter, q, count, href, keys, held, target, hold, carry, drop }: CardsProps) {
  const t = useWords();
  const navigate = useNavigate();
  const declarations = useDeclarations();
  const leaf = { field: by, op: 'eq', value: column };
  const whole = filter === undefined ? JSON.stringify(leaf) : JSON.stringify({ all: [JSON.parse(filter), leaf] });
  const page = useQuery(listQuery(schema.name, { filter: whole, q, limit: shownPerColumn, count: 'none' })).data;
  const facts = (schema.views.kanban?.card ?? []).flatMap((path) => fieldAt(schema, declarations, path) ?? []);
  const press = (event: KeyboardEvent, record: ApiRecord): void => {
    const at = keys.indexOf(target ?? column);
    if (event.key.toLowerCase() === 'm') hold(held === record.id ? undefined : record);
    else if (held === record.id && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      const next = keys[at + (event.key === 'ArrowRight' ? 1 : -1)];
      if (next !== undefined) carry(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (held === record.id) drop(target ?? column);
      else void navigate({ href: href(record) });
    } else if (event.key === 'Escape') hold(undefined);
  };
  return (
    <>
      {page?.data.map((record) => (
        <article
          key={record.id}
          className={held === record.id ? 'card held' : 'card'}
          draggable
          tabIndex={0}
          onDragStart={() => hold(record)}
          onDragEnd={() => hold(undefined)}
          onKeyDown={(event) => press(event, record)}
          onDoubleClick={() => void navigate({ href: href(record) })}
        >
          {facts.map((fact, index) => (
            <div key={fact.path} className={fact.field.kind === 'money' ? 'strong-figure' : index === 0 ? 'card-title cut' : 'soft cut'}>
              {index === 0 ? (
                <a
                  href={href(record)}
                  onClick={(event) => {
                    event.preventDefault();
                    void navigate({ href: href(record) });
                  }}
                >
                  <Cell field={fact.field} value={valueAt(record, fact.path)} />
                </a>
              ) : (
                <Cell field={fact.field} value={valueAt(record, fact.path)} />
              )}
            </div>
          ))}
        </article>
      ))}
      {count > shownPerColumn && <p className="faint">{t('list.kanban_more', { count: count - shownPerColumn })}</p>}
    </>
  );
}
