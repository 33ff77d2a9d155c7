import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { pathOf, recordQuery, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, Outcome, SchemaAction, Warning } from '../api/types.ts';
import type { Editor } from '../form/use-editor.ts';
import { useDeclarations } from '../record/declarations.ts';
import { codeOf } from '../record/fields.ts';
import { useHome } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';
import { isAmendment } from '../form/amending.ts';
import { followers } from './followers.ts';
import { refusalText } from './refusal-text.ts';

const ActionDialog = lazy(() => import('./action-dialog.tsx').then((module) => ({ default: module.ActionDialog })));

export interface ActionButton {
  readonly key: string;
  readonly label: string;
  readonly danger: boolean;
  /** Why it cannot be pressed now; the button stays visible (P.4). */
  readonly reason?: string | undefined;
  readonly run: () => void;
}
export interface MenuAction {
  readonly key: string;
  readonly label: string;
  readonly danger: boolean;
  readonly reason: string | undefined;
  readonly run: (() => void) | undefined;
}
export interface Actions {
  readonly primary: ActionButton | undefined;
  readonly secondary: readonly ActionButton[];
  readonly menu: readonly MenuAction[];
  readonly dialog: ReactNode;
}
export interface Asked {
  readonly action: SchemaAction;
  readonly record: ApiRecord;
  readonly warnings: readonly Warning[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly error: unknown;
}

/** The actions of a document: those allowed now as buttons, the others with the reason why not (P.4, web §4.3). */
export function useActions(
  editor: Editor,
  save: () => Promise<ApiRecord | undefined>,
  edit: (() => void) | undefined,
  amend?: (action: SchemaAction) => void,
  copy?: () => void,
): Actions {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const home = useHome();
  const declarations = useDeclarations();
  const [asked, setAsked] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const { schema, record } = editor;

  async function perform(action: SchemaAction, on: ApiRecord, input: Readonly<Record<string, unknown>>, ack: readonly string[] = []): Promise<void> {
    setBusy(true);
    try {
      const outcome = await request<Outcome>('POST', `${pathOf(schema.name)}/${on.id}/actions/${action.name}`, {
        body: { version: on.version, input, ...(ack.length > 0 ? { ack } : {}) },
      });
      setAsked(undefined);
      client.setQueryData(recordQuery(schema.name, on.id).queryKey, outcome.record);
      editor.adopt(outcome.record);
      // The next key must find the page ready; lists and reports are read again meanwhile.
      void refreshAfterWrite(client, schema.name, on.id);
      const [made] = outcome.created ?? [];
      if (made && outcome.created?.length === 1 && made.declaration !== schema.name && made.state === 'draft')
        await navigate({ href: `${home}${pathOf(made.declaration)}/${made.id}` });
    } catch (error) {
      if (isProblem(error, 'warning.unacknowledged'))
        setAsked({ action, record: on, warnings: (error.problem.params['warnings'] ?? []) as readonly Warning[], input, error: undefined });
      else if (action.asks.length > 0 && !isProblem(error, 'conflict.stale')) setAsked({ action, record: on, warnings: [], input, error });
      else {
        setAsked(undefined);
        editor.refuse(error);
      }
    } finally {
      setBusy(false);
    }
  }
  async function start(action: SchemaAction): Promise<void> {
    if (busy) return;
    const on = editor.changed || record === undefined ? await save() : record;
    if (!on) return;
    if (isAmendment(action)) amend?.(action);
    else if (action.asks.length > 0 || action.danger) setAsked({ action, record: on, warnings: [], input: {}, error: undefined });
    else await perform(action, on, {});
  }
  async function remove(): Promise<void> {
    if (!record) return;
    try {
      await request('DELETE', `${pathOf(schema.name)}/${record.id}`, { body: { version: record.version } });
      editor.adopt(record);
      await refreshAfterWrite(client, schema.name);
      await navigate({ href: `${home}${pathOf(schema.name)}` });
    } catch (error) {
      editor.refuse(error);
    }
  }

  const states = (keys: readonly string[]): string =>
    keys
      .map((key) => schema.states.find((state) => state.key === key))
      .map((state) => (state ? t.of(state.label) : ''))
      .join('、');
  const judged = schema.actions.map((action) => {
    const told = record?._actions?.find((one) => one.name === action.name);
    const inState = action.from.length === 0 || action.from.includes(String(record?.state ?? schema.states[0]?.key ?? ''));
    const allowed = record === undefined ? inState && action.from.length > 0 : told ? told.allowed !== false : false;
    const reason = allowed
      ? undefined
      : !inState
        ? t('detail.from_states', { states: states(action.from), action: t.of(action.label) })
        : told?.code === undefined
          ? undefined
          : refusalText(declarations, told.code, told.params ?? {}, t.locale);
    return { action, allowed, reason, known: record === undefined || told !== undefined };
  });
  const open = judged.filter((one) => one.allowed);
  const now = record?.state ?? schema.states[0]?.key;
  const forward = judged.filter(
    ({ action }) =>
      !action.danger &&
      action.to !== null &&
      action.to !== record?.state &&
      (action.from.length === 0 || action.from.includes(String(now))) &&
      (schema.kind === 'document'
        ? isForward(
            schema.states.map((state) => state.key),
            action,
            now,
          )
        : record !== undefined && /^(approve|publish|enable|activate|restore)/.test(action.name)),
  );
  // What makes the next document is what one came for; then what moves this one on.
  const making = judged.find(({ action, allowed }) => allowed && record !== undefined && action.to === null && action.name.startsWith('to_'));
  const first = making ?? forward.find((one) => one.allowed) ?? forward.find((one) => one.known);
  const button = ({ action, allowed, reason }: (typeof judged)[number]): ActionButton => ({
    key: action.name,
    label: t.of(action.label),
    danger: action.danger === true,
    reason: allowed ? undefined : reason,
    run: () => (allowed || editor.changed) && void start(action),
  });
  const isDraft = record !== undefined && schema.kind === 'document' && record.state === schema.states[0]?.key;
  const next =
    record && !isDraft && declarations
      ? followers(declarations, schema.name, record).map(
          ({ name, label, field }): ActionButton => ({
            key: name,
            label: t('common.new', { thing: t.in(label) }),
            danger: false,
            run: () => void navigate({ href: `${home}${pathOf(name)}/new?${field}=${encodeURIComponent(codeOf(schema, record))}` }),
          }),
        )
      : [];
  // Once it counts in the books, the document that follows is the usual next step.
  const counts = schema.states.find((state) => state.key === record?.state)?.posted === true;
  const primary = first && !(counts && first !== making && next.length > 0) ? button(first) : next[0];
  const others = [...open.filter((one) => one.action.name !== primary?.key && !one.action.danger).map(button), ...next.filter((one) => one !== primary)];
  const secondary = record === undefined ? [] : others.slice(0, 1);
  const menu: MenuAction[] = [
    ...(edit ? [{ key: '_edit', label: t('common.edit'), danger: false, reason: undefined, run: edit }] : []),
    ...(copy ? [{ key: '_copy', label: t('state.copy_new', { thing: t.in(schema.label) }), danger: false, reason: undefined, run: copy }] : []),
    ...others.slice(1).map((one): MenuAction => ({ ...one, reason: undefined })),
    ...open.filter((one) => one.action.danger).map((one): MenuAction => ({ ...button(one), reason: undefined })),
    ...judged
      .filter((one) => !one.allowed && one.known && one !== first)
      .map((one): MenuAction => ({ key: one.action.name, label: t.of(one.action.label), danger: false, reason: one.reason, run: undefined })),
    ...(isDraft && schema.may['delete']
      ? [{ key: '_delete', label: t('detail.delete_title', { thing: t.in(schema.label) }), danger: true, reason: undefined, run: () => void remove() }]
      : []),
  ];
  const dialog = asked && (
    <Suspense fallback={null}>
      <ActionDialog asked={asked} schema={schema} busy={busy} close={() => setAsked(undefined)} run={(input, ack) => void perform(asked.action, asked.record, input, ack)} />
    </Suspense>
  );
  return { primary, secondary, menu, dialog };
}
/** Towards the end of the declared states, not back; what stays or goes to a final dead end is no main action. */
function isForward(keys: readonly string[], action: SchemaAction, now: string | undefined): boolean {
  return (
    action.to !== null &&
    keys.indexOf(action.to) > keys.indexOf(now ?? '') &&
    !/^(cancel|void|reject|lose|expire|archive|disable|close|hold|return|reverse|withdraw|blacklist|merge|anonymise)/.test(action.name)
  );
}
