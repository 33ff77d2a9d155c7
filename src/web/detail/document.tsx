import { useNavigate, useSearch } from '@tanstack/react-router';
import { Fragment, lazy, Suspense, useMemo, useRef, useState } from 'react';
import { pathOf } from '../api/queries.ts';
import type { ApiRecord, Schema, SchemaAction, SchemaField } from '../api/types.ts';
import { Facts } from '../form/facts.tsx';
import { LineGrid } from '../form/line-grid.tsx';
import { Refusals } from '../form/refusals.tsx';
import { derivedFacts, sectionsOf, totalsOf } from '../form/sections.ts';
import { OpeningTotals } from '../form/opening-totals.tsx';
import { Totals } from '../form/totals.tsx';
import { draftKey } from '../form/draft.ts';
import { DraftOffer } from '../form/draft-offer.tsx';
import { useDraft } from '../form/use-draft.ts';
import { type Editor, useEditor } from '../form/use-editor.ts';
import '../list/table.css';
import '../form/form.css';
import { useKeys } from '../shell/keys.ts';
import { useHome } from '../shell/layout.tsx';
import { Icon } from '../shell/icons.tsx';
import { TagStrip } from '../tags/tag-strip.tsx';
import { useWords } from '../words/index.ts';
import { Chain } from './chain.tsx';
import './detail.css';
import { DocumentHead } from './head.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { Rail } from './rail.tsx';
import { StaleDialog } from './stale-dialog.tsx';
import { Steps } from './steps.tsx';
import { type Actions, useActions } from './use-actions.tsx';

const ActionDialog = lazy(() => import('./action-dialog.tsx').then((module) => ({ default: module.ActionDialog })));

interface DocumentProps {
  readonly schema: Schema;
  readonly record: ApiRecord | undefined;
  readonly given: Readonly<Record<string, unknown>>;
  /** Told the id of what was new before its address changes. */
  readonly made?: (id: string) => void;
}
/** Form and detail are one page: a draft is edited where it is read, what is frozen is text (web §4.2, §4.3). */
export function Document({ schema, record, given, made }: DocumentProps) {
  const t = useWords();
  const navigate = useNavigate();
  const home = useHome();
  const { edit } = useSearch({ strict: false }) as { readonly edit?: unknown };
  const draft = record === undefined || (schema.kind === 'document' && record.state === schema.states[0]?.key && schema.states.length > 0);
  const [wished, setEditing] = useState(edit !== undefined);
  const [amending, setAmending] = useState<SchemaAction>();
  const [submitting, setSubmitting] = useState(false);
  const editing = amending !== undefined || ((draft || wished) && !schema.readonly && (record === undefined ? true : schema.may['update'] === true));
  const editor = useEditor(schema, record, given, editing, amending);
  const kept = useDraft(editor, draftKey(editor.record, given), editing);
  const leaving = useRef(false);
  const path = `${home}${pathOf(schema.name)}`;

  async function save(asked?: Readonly<Record<string, unknown>>): Promise<ApiRecord | undefined> {
    if (amending && amending.asks.length > 0 && !asked) {
      setSubmitting(true);
      return undefined;
    }
    setSubmitting(false);
    const isNew = editor.record === undefined;
    leaving.current = isNew;
    const saved = await editor.save(asked);
    if (saved) setAmending(undefined);
    if (saved && isNew) made?.(saved.id);
    if (saved && isNew) await navigate({ href: `${path}/${saved.id}`, replace: true });
    if (saved && !draft) setEditing(false);
    leaving.current = false;
    return saved;
  }
  const copy = schema.may['create'] === true && !schema.readonly && record !== undefined ? (): void => void navigate({ href: `${path}/new?copy=${record.id}` }) : undefined;
  const actions = useActions(editor, save, !draft && !editing && schema.kind === 'document' && canEdit(editor) ? () => setEditing(true) : undefined, setAmending, copy);
  useKeys({
    'ctrl+s': () => editing && (editor.changed || editor.record === undefined) && void save(),
    'ctrl+enter': () => (actions.primary && !amending ? actions.primary.run() : editing && void save()),
    ...(editing || !canEdit(editor) ? {} : { e: () => setEditing(true) }),
  });
  return (
    <>
      <DocumentHead
        editor={editor}
        editing={editing}
        draft={draft}
        keptAt={kept.keptAt}
        save={() => void save()}
        edit={canEdit(editor) && schema.kind === 'catalog' ? () => setEditing(true) : undefined}
        stop={() => {
          if (editor.record) editor.adopt(editor.record);
          void kept.discard();
          setEditing(false);
          setAmending(undefined);
        }}
        actions={amending ? noActions : actions}
        saveLabel={amending && t('detail.submit', { action: t.of(amending.label) })}
        list={path}
      />
      <div className="document">
        <div className="page-body document-main">
          {editor.record && <TagStrip schema={schema} id={editor.record.id} />}
          <Steps schema={schema} record={editor.record} />
          <DraftOffer draft={kept} />
          <Refusals editor={editor} />
          {editor.record && !editing && !schema.readonly && <Frozen editor={editor} />}
          <Sections editor={editor} editing={editing} />
          {editor.record && schema.kind === 'document' && <Chain schema={schema} record={editor.record} />}
        </div>
        {editor.record && <Rail schema={schema} record={editor.record} />}
      </div>
      {actions.dialog}
      {amending && submitting && editor.record && (
        <Suspense fallback={null}>
          <ActionDialog
            asked={{ action: amending, record: editor.record, warnings: [], input: {}, error: undefined }}
            schema={schema}
            busy={editor.saving}
            close={() => setSubmitting(false)}
            run={(input) => void save(input)}
          />
        </Suspense>
      )}
      {editor.stale && <StaleDialog editor={editor} stale={editor.stale} />}
      <LeaveGuard on={editor.changed} free={leaving} save={save} keep={kept.keep} discard={kept.discard} kept={kept.keptAt !== undefined} />
    </>
  );
}
/** While a document is amended nothing else is done with it. */
const noActions: Actions = { primary: undefined, secondary: [], menu: [], dialog: null };
const canEdit = ({ schema, record }: Editor): boolean =>
  record !== undefined && !schema.readonly && schema.may['update'] === true && (schema.kind === 'catalog' || schema.editable.length > 0);

/** Why nothing has a border here (web §5 read-only). */
function Frozen({ editor }: { readonly editor: Editor }) {
  const t = useWords();
  const { schema, record } = editor;
  const state = schema.states.find((one) => one.key === record?.state);
  if (schema.kind !== 'document' || !state || state.key === schema.states[0]?.key) return null;
  return (
    <p className="frozen faint">
      <Icon name="lock" size={13} /> {t('state.locked', { state: t.of(state.label) })}
    </p>
  );
}

export function Sections({ editor, editing }: { readonly editor: Editor; readonly editing: boolean }) {
  const { schema } = editor;
  const sections = useMemo(() => sectionsOf(schema), [schema]);
  const table = sections.find((section) => section.lines)?.lines;
  const more = useMemo(() => derivedFacts(schema, new Set(sections.flatMap((section) => section.fields.map((field) => field.name)))), [schema, sections]);
  return (
    <>
      {sections.map((section, index) => {
        if (section.lines) {
          const main = section.lines === table && (schema.kind === 'document' || (table?.min ?? 0) > 0);
          return (
            <Fragment key={section.key}>
              <LineGrid editor={editor} lines={section.lines} editing={editing} main={main} />
              {main && schema.name === 'finance.opening' && <OpeningTotals editor={editor} />}
              {main && totalsOf(schema).length > 0 && (
                <Totals editor={editor} editing={editing} inputs={sections.filter((one) => one.totals).flatMap((one) => one.fields.filter(inStrip))} />
              )}
            </Fragment>
          );
        }
        const fields = section.totals ? section.fields.filter((field) => !inStrip(field)) : index === 0 && !editing ? [...section.fields, ...more] : section.fields;
        if (fields.length === 0) return null;
        return (
          <FactSection
            key={section.key}
            editor={editor}
            editing={editing}
            label={index === 0 || section.totals ? undefined : section.label}
            collapsed={section.collapsed}
            fields={fields}
          />
        );
      })}
    </>
  );
}
/** Amounts that belong to the sums: a discount on the whole, a cost. */
const inStrip = (field: SchemaField): boolean => field.kind === 'money' || field.kind === 'rate';

function FactSection({
  editor,
  editing,
  label,
  collapsed,
  fields,
}: {
  readonly editor: Editor;
  readonly editing: boolean;
  readonly label: { readonly zh: string; readonly en: string } | undefined;
  readonly collapsed: boolean;
  readonly fields: readonly SchemaField[];
}) {
  const t = useWords();
  const refused = fields.some((field) => editor.refusal?.at.has(`/${field.name}`));
  const [chosen, setOpen] = useState<boolean>();
  const open = chosen ?? (!collapsed || refused);
  if (!editing && fields.every((field) => empty(editor.values[field.name]) && field.required !== true)) return null;
  return (
    <section className="form-section">
      {label && (
        <header className="section-head">
          <h2>{t.of(label)}</h2>
          {collapsed && (
            <button type="button" className="icon-button" aria-expanded={open} aria-label={t('form.collapsed', { section: t.of(label) })} onClick={() => setOpen(!open)}>
              <Icon name={open ? 'up' : 'down'} size={14} />
            </button>
          )}
        </header>
      )}
      {(open || !label) && <Facts editor={editor} fields={fields} editing={editing} />}
    </section>
  );
}
const empty = (value: unknown): boolean => value === null || value === undefined || value === '' || value === false;
