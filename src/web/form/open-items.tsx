import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decimal, min, zero } from '#decimal';
import { listQuery } from '../api/queries.ts';
import type { SchemaField } from '../api/types.ts';
import { isReference } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { Editor } from './use-editor.ts';

/** Lines that settle open items: those of the party are fetched, oldest due first, and the amount is spread over them (3.0.5). */
export function OpenItems({ editor, lines }: { readonly editor: Editor; readonly lines: SchemaField }) {
  const t = useWords();
  const client = useQueryClient();
  const [none, setNone] = useState(false);
  const party = editor.values['party'];
  if (!isReference(party) || party['declaration'] !== 'customers.customer') return null;
  async function fetchItems(): Promise<void> {
    const key = isReference(party) ? (party.code ?? party.id) : '';
    const filter = JSON.stringify({
      all: [
        { field: 'customer', op: 'eq', value: key },
        { field: 'side', op: 'eq', value: 'receivable' },
        { field: 'status', op: 'in', value: ['open', 'partly'] },
      ],
    });
    const { data } = await client.fetchQuery({
      ...listQuery('finance.open_item', { filter, sort: 'due_date', limit: 100, fields: 'document_no,remaining,due_date' }),
      staleTime: 0,
    });
    const here = new Set((editor.rows[lines.name] ?? []).map(({ values }) => (isReference(values['item']) ? values['item'].id : '')));
    const total = editor.values['amount'];
    let left = typeof total === 'string' && /^\d+(\.\d+)?$/.test(total) ? decimal(total) : undefined;
    const rows = data
      .filter((item) => !here.has(item.id))
      .flatMap((item) => {
        const remaining = decimal(String(item['remaining'] ?? '0'));
        const amount = left === undefined ? remaining : min(remaining, left);
        if (!amount.gt(zero)) return [];
        left = left?.minus(amount);
        return [{ item: { id: item.id, code: String(item['document_no']), label: String(item['document_no']) }, amount: amount.toFixed(2) }];
      });
    setNone(rows.length === 0);
    if (rows.length > 0) editor.dispatch({ type: 'add', lines: lines.name, rows });
  }
  return (
    <button type="button" className="button small" onClick={() => void fetchItems()}>
      <Icon name="download" size={14} /> {none ? t('form.open_items_none') : t('form.open_items')}
    </button>
  );
}
