import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../api/problem.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import { useWords } from '../words/index.ts';
import { type FileEntry, filesQuery, upload } from './talk.ts';

export interface Uploads {
  readonly may: boolean;
  /** Names on their way. */
  readonly waiting: readonly string[];
  readonly failed: readonly { readonly name: string; readonly why: string }[];
  /** One after the other; what was refused is told and the others go on. */
  readonly add: (files: readonly File[]) => Promise<readonly FileEntry[]>;
  readonly forget: () => void;
}
export function useUpload(schema: Schema, record: Pick<ApiRecord, 'id'>): Uploads {
  const t = useWords();
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState<Uploads['failed']>([]);
  async function add(files: readonly File[]): Promise<readonly FileEntry[]> {
    setFailed([]);
    setWaiting(files.map((file) => file.name));
    const done: FileEntry[] = [];
    for (const file of files) {
      try {
        done.push(await upload(schema.name, record.id, file));
      } catch (error) {
        const why = isProblem(error) && error.problem.title !== '' ? error.problem.title : t('state.failed_network');
        setFailed((old) => [...old, { name: file.name, why }]);
      }
      setWaiting((old) => old.slice(1));
    }
    await client.invalidateQueries(filesQuery(schema.name, record.id));
    return done;
  }
  return { may: !schema.readonly && schema.may['update'] === true, waiting, failed, add, forget: () => setFailed([]) };
}
