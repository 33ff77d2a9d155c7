import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { newKey, request } from '../api/client.ts';
import { type FieldProblem, isProblem, problemsOf } from '../api/problem.ts';
import { pathOf, recordQuery, refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord, Line, Outcome, Schema, SchemaAction } from '../api/types.ts';
import { opened } from './amending.ts';
import { bodyOf, type Change, type FormLine, type FormState, isChanged, linesFields, reduce, sentRows, stateOf } from './model.ts';
import { type Preview, useShown } from './use-shown.ts';

export interface Refusal {
  readonly problems: readonly FieldProblem[];
  /** `/customer` or `lines/<row key>/qty` → what to say there. */
  readonly at: ReadonlyMap<string, FieldProblem>;
}
export interface Stale {
  readonly current: ApiRecord;
  readonly by: string | undefined;
}
export interface Row {
  readonly line: FormLine;
  readonly values: Readonly<Record<string, unknown>>;
}
export interface Editor {
  readonly schema: Schema;
  readonly record: ApiRecord | undefined;
  readonly state: FormState;
  readonly values: Readonly<Record<string, unknown>>;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly dispatch: (change: Change) => void;
  readonly changed: boolean;
  readonly refusal: Refusal | undefined;
  readonly stale: Stale | undefined;
  readonly saving: boolean;
  readonly savedAt: Date | undefined;
  /** The record as saved, or nothing when it was refused; `asked` is what an amendment asks for beside what it changes. */
  readonly save: (asked?: Readonly<Record<string, unknown>>) => Promise<ApiRecord | undefined>;
  readonly refuse: (error: unknown) => void;
  readonly settle: (how: 'mine' | 'theirs') => void;
  readonly adopt: (record: ApiRecord) => void;
}

/** Everything a form knows: what was read, what was typed, what the server would fill in, and what it refused. An amendment saves by its own action. */
export function useEditor(schema: Schema, record: ApiRecord | undefined, given: Readonly<Record<string, unknown>>, editing: boolean, amending?: SchemaAction): Editor {
  const client = useQueryClient();
  const [state, dispatch] = useReducer(reduce, undefined, () => stateOf(schema, record, given));
  const [base, setBase] = useState(record);
  const [refusal, setRefusal] = useState<Refusal>();
  const [stale, setStale] = useState<Stale>();
  const [saving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState<Date>();
  const key = useRef(newKey());
  const changed = isChanged(state);
  // What the server would say is asked a moment after the last key anyway; the key itself does not wait for the question to be written.
  const preview = usePreview(schema, base, useDeferredValue(state), editing, dispatch, amending);

  const adopt = useCallback(
    (fresh: ApiRecord) => {
      setBase(fresh);
      dispatch({ type: 'reset', state: stateOf(schema, fresh) });
      setRefusal(undefined);
    },
    [schema],
  );
  // What another tab or an action changed is taken over while nothing here is unsaved.
  useEffect(() => {
    if (record && record.version !== base?.version && !changed) adopt(record);
  }, [record, base, changed, adopt]);

  const refuse = useCallback(
    (error: unknown) => {
      if (isProblem(error, 'conflict.stale')) {
        const { current, changed: parts } = error.problem.params as {
          readonly current?: ApiRecord;
          readonly changed?: readonly { readonly by?: string | { readonly label?: string } }[];
        };
        const by = parts?.[0]?.by;
        if (current) setStale({ current, by: typeof by === 'string' ? by : by?.label });
        return;
      }
      setRefusal(placed(problemsOf(error), state));
    },
    [state],
  );

  async function save(asked: Readonly<Record<string, unknown>> = {}): Promise<ApiRecord | undefined> {
    if (saving) return undefined;
    setSaving(true);
    setRefusal(undefined);
    try {
      const body = bodyOf(schema, state, base === undefined);
      const saved =
        amending && base
          ? (
              await request<Outcome>('POST', `${pathOf(schema.name)}/${base.id}/actions/${amending.name}`, {
                body: { version: base.version, input: { ...asked, ...body } },
                key: key.current,
              })
            ).record
          : base
            ? await request<ApiRecord>('PATCH', `${pathOf(schema.name)}/${base.id}`, { body: { ...body, version: base.version }, key: key.current })
            : await request<ApiRecord>('POST', pathOf(schema.name), { body, key: key.current });
      key.current = newKey();
      client.setQueryData(recordQuery(schema.name, saved.id).queryKey, saved);
      adopt(saved);
      setSavedAt(new Date());
      void refreshAfterWrite(client, schema.name, saved.id);
      return saved;
    } catch (error) {
      key.current = newKey();
      refuse(error);
      return undefined;
    } finally {
      setSaving(false);
    }
  }
  const settle = (how: 'mine' | 'theirs'): void => {
    if (!stale) return;
    if (how === 'theirs') adopt(stale.current);
    else {
      setBase(stale.current);
      const fresh = stateOf(schema, stale.current);
      dispatch({ type: 'reset', state: { ...state, values: { ...fresh.values, ...Object.fromEntries([...state.touched].map((name) => [name, state.values[name]])) } } });
    }
    setStale(undefined);
  };

  const shown = useShown(schema, state, preview, base, editing);

  const open = amending && base ? opened(schema, base, amending) : { schema, record: base };
  return { ...open, state, ...shown, dispatch, changed, refusal, stale, saving, savedAt, save, refuse, settle, adopt };
}

/** What the server would fill in — prices, units, taxes, dates — by a dry run of the very save (P.2.6), a moment after the last key. */
function usePreview(
  schema: Schema,
  base: ApiRecord | undefined,
  state: FormState,
  editing: boolean,
  dispatch: (change: Change) => void,
  amending?: SchemaAction,
): Preview | undefined {
  const [preview, setPreview] = useState<Preview>();
  const body = useMemo(() => JSON.stringify(bodyOf(schema, state, base === undefined)), [schema, state, base]);
  const idle = base !== undefined && body === '{}';
  useEffect(() => {
    if (!editing || idle) {
      setPreview(undefined);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const change = JSON.parse(body) as object;
      const asked =
        amending && base
          ? request<Preview>('POST', `${pathOf(schema.name)}/${base.id}/actions/${amending.name}`, {
              query: { dry_run: 1 },
              body: { version: base.version, input: change },
              signal: stop.signal,
            })
          : base
            ? request<Preview>('PATCH', `${pathOf(schema.name)}/${base.id}`, { query: { dry_run: 1 }, body: { ...change, version: base.version }, signal: stop.signal })
            : request<Preview>('POST', pathOf(schema.name), { query: { dry_run: 1 }, body: change, signal: stop.signal });
      // A refusal of a half-filled form is no news; it is told when the person saves.
      asked.then(setPreview).catch(() => undefined);
    }, 350);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [schema, base, body, idle, editing, amending]);
  // Lines the server took from a source document become rows of the form.
  useEffect(() => {
    for (const { name } of linesFields(schema)) {
      const lines = (preview?.record[name] ?? []) as readonly Line[];
      const untouched = (state.lines[name] ?? []).every((row) => row.touched.size === 0);
      if (base === undefined && lines.length > 0 && untouched && (state.removed[name] ?? []).length === 0 && (state.lines[name] ?? []).length !== lines.length)
        dispatch({ type: 'adopt', lines: name, rows: lines });
    }
  }, [preview, schema, state, base, dispatch]);
  return preview;
}

/** Where in the record a refusal points, which an amendment carries as the input of its action (P.4). */
export const recordPath = (path: string): string => path.replace(/^\/input(?=\/)/, '');
/** Refusals by the place they speak of. */
export function placed(problems: readonly FieldProblem[], state: FormState): Refusal {
  const at = new Map<string, FieldProblem>();
  for (const problem of problems) {
    const fields = (problem.params?.['fields'] as readonly string[] | undefined) ?? [];
    for (const path of problem.path === undefined ? fields : [problem.path, ...fields]) {
      const [, name = '', index, field] = recordPath(path).split('/');
      if (field === undefined) at.set(`/${name}`, problem);
      else at.set(`${name}/${sentRows(state, name)[Number(index)]?.key ?? ''}/${field}`, problem);
    }
  }
  return { problems, at };
}
