import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { decimal } from '#decimal';
import { recordQuery } from '../api/queries.ts';
import { isReference } from '../record/fields.ts';
import { useDeclarations } from '../record/declarations.ts';
import { Popup } from '../record/popup.tsx';
import { quantity } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import './availability.css';

const facts = ['on_hand', 'reserved', 'available'] as const;
/** What is there of the product while its quantity is typed: it informs and takes no focus (web §4.2). */
export function Availability({ anchor, values }: { readonly anchor: RefObject<HTMLElement | null>; readonly values: Readonly<Record<string, unknown>> }) {
  const t = useWords();
  const product = values['product'];
  const id = isReference(product) ? product.id : '';
  const record = useQuery({ ...recordQuery('inventory.product', id), enabled: id !== '' }).data;
  const declared = useDeclarations()?.records.get('inventory.product');
  if (!record || !isReference(product) || record['available'] === undefined || record['available'] === null) return null;
  const wanted = numeric(values['base_qty']) ?? numeric(values['qty']);
  const enough = wanted === undefined || decimal(String(record['available'])).gte(wanted);
  return (
    <Popup anchor={anchor} minWidth={330} className="availability">
      <div className="row">
        <b>{t('form.available')}</b> <span className="soft grow cut">{product.code}</span>
        <span className={enough ? 'tag green' : 'tag amber'}>{enough ? t('form.enough') : t('form.not_enough')}</span>
      </div>
      <dl>
        {facts.map((name) => {
          const field = declared?.fields[name];
          return field ? (
            <div key={name}>
              <dt>{t.of(field)}</dt>
              <dd>{quantity(record[name])}</dd>
            </div>
          ) : null;
        })}
        <div>
          <dt>{t('form.this_line')}</dt>
          <dd>{wanted === undefined ? t('common.none') : quantity(wanted)}</dd>
        </div>
      </dl>
    </Popup>
  );
}
const numeric = (value: unknown): string | undefined => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? value : undefined);
