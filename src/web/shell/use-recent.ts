import { useEffect } from 'react';
import type { ApiRecord, Schema } from '../api/types.ts';
import { codeOf, isReference, nameOf } from '../record/fields.ts';
import { useWho } from './layout.tsx';
import { remember } from './recent.ts';

/** Opening a record is remembered, so that the palette offers it first (P.12, empty query). */
export function useRecent(schema: Schema, record: ApiRecord | undefined): void {
  const me = useWho();
  useEffect(() => {
    if (!record) return;
    const code = codeOf(schema, record);
    const party = schema.fields.find((field) => field.kind === 'reference' && field.required && /^(customers|supply)\./.test(field.target ?? ''));
    const whose = party ? record[party.name] : undefined;
    const name = nameOf(schema, record);
    const sub = name !== code && name !== '' ? name : isReference(whose) ? (whose.label ?? '') : '';
    if (code !== '')
      remember(me, { declaration: schema.name, id: record.id, label: schema.kind === 'document' ? code : name || code, sub: schema.kind === 'document' ? sub : code });
  }, [schema, record, me]);
}
