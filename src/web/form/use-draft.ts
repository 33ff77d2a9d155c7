import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { request } from '../api/client.ts';
import { type KeptForm, keptForm, restoredForm } from './draft.ts';
import type { Editor } from './use-editor.ts';

/** As long after the last key as a person needs to think (web §4.2). */
const pause = 2_000;
interface Kept {
  readonly version: number | null;
  readonly at: string;
  readonly values: KeptForm;
}
export interface Draft {
  /** When what stands in the form was last kept; nothing while newer keys wait. */
  readonly keptAt: Date | undefined;
  /** What was typed here before and never saved. */
  readonly offer: { readonly at: string; readonly stale: boolean } | undefined;
  readonly restore: () => void;
  readonly discard: () => Promise<void>;
  /** Keeps at once what is not kept yet; false where leaving would lose something. */
  readonly keep: () => Promise<boolean>;
}
export const draftsKey = ['drafts'] as const;

/** Keeps a form while it is typed and offers it again after it was left (P.4, web §4.2). */
export function useDraft(editor: Editor, key: string, editing: boolean): Draft {
  const client = useQueryClient();
  const { schema, record, state, changed, savedAt } = editor;
  const path = `/core/form_draft/${schema.name}/${key}`;
  const found = useQuery({
    queryKey: [...draftsKey, schema.name, key],
    // Asked among one's own first: a form that was never left half-filled is no error of the network.
    queryFn: async ({ signal }) => {
      const { data } = await request<{ readonly data: readonly { readonly declaration: string; readonly key: string }[] }>('GET', '/core/form_draft', { signal });
      return data.some((one) => one.declaration === schema.name && one.key === key) ? request<Kept>('GET', path, { signal }) : null;
    },
    retry: false,
    enabled: editing,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const [answered, setAnswered] = useState(false);
  const [keptAt, setKeptAt] = useState<Date>();
  const last = useRef<typeof state>(undefined);
  const wrote = useRef<string>(undefined);
  // Only what was there when the form was opened is offered, not what this very form keeps.
  const offer = !answered && found.data && wrote.current === undefined ? found.data : undefined;
  const isKept = !changed || last.current === state;

  async function keep(): Promise<boolean> {
    if (!editing || isKept) return true;
    if (offer) return false;
    try {
      await request('PUT', path, { body: { version: record?.version ?? null, values: keptForm(state) } });
      last.current = state;
      wrote.current = path;
      setKeptAt(new Date());
      void client.invalidateQueries({ queryKey: draftsKey, exact: true });
      return true;
    } catch {
      setKeptAt(undefined);
      return false;
    }
  }
  async function drop(of: string): Promise<void> {
    wrote.current = undefined;
    last.current = undefined;
    setKeptAt(undefined);
    await request('DELETE', of).catch(() => undefined);
    void client.invalidateQueries({ queryKey: draftsKey, exact: true });
  }
  const latest = useRef(keep);
  latest.current = keep;
  useEffect(() => {
    if (!editing || !changed) return;
    const timer = setTimeout(() => void latest.current(), pause);
    return () => clearTimeout(timer);
  }, [state, changed, editing]);
  // What was saved needs no draft any more, wherever it was kept.
  const dropping = useRef(drop);
  dropping.current = drop;
  useEffect(() => {
    if (savedAt && wrote.current !== undefined) void dropping.current(wrote.current);
  }, [savedAt]);
  return {
    keptAt: isKept && changed ? keptAt : undefined,
    offer: offer && { at: offer.at, stale: offer.version !== null && offer.version !== record?.version },
    restore: () => {
      if (!offer) return;
      setAnswered(true);
      wrote.current = path;
      editor.dispatch({ type: 'reset', state: restoredForm(schema, record, offer.values) });
    },
    discard: async () => {
      setAnswered(true);
      await drop(path);
    },
    keep,
  };
}
