import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { saveVersion, templatesKey, type Typed, type WholeVersion } from './template-data.ts';

interface Draft {
  readonly of: WholeVersion;
  readonly typed: Typed;
}
export interface Drafts {
  readonly typedIn: (id: string) => Typed | undefined;
  readonly type: (version: WholeVersion, next: Typed) => void;
  readonly unsaved: boolean;
  /** All that is typed; what is refused stays. */
  readonly save: () => Promise<void>;
}
/** What was typed in drafts stays while one looks at other versions and documents. */
export function useDrafts(): Drafts {
  const client = useQueryClient();
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  async function save(): Promise<void> {
    for (const [id, { of, typed }] of Object.entries(drafts)) {
      const saved = await saveVersion(id, of.version, typed);
      client.setQueryData([templatesKey, 'one', id], { ...of, ...saved });
      setDrafts((before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== id)));
    }
    await client.invalidateQueries({ queryKey: [templatesKey, 'list'] });
  }
  return {
    typedIn: (id) => drafts[id]?.typed,
    type: (of, next) => setDrafts((before) => ({ ...before, [of.id]: { of, typed: { ...before[of.id]?.typed, ...next } } })),
    unsaved: Object.keys(drafts).length > 0,
    save,
  };
}
