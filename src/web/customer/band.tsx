import type { ReactNode } from 'react';
import type { ApiRecord } from '../api/types.ts';
import { isNegative, money, quantity, today } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { daysBetween, type Documents, interval, total, useMonths, type useOpenItems } from './facts.ts';
import { Spark } from '../workbench/spark.tsx';

/** Six figures across the page (web §4.4), each from the documents below it. */
export function Band({ customer, documents, items }: { readonly customer: ApiRecord; readonly documents: Documents; readonly items: ReturnType<typeof useOpenItems> }) {
  const t = useWords();
  const months = useMonths(customer);
  const orders = documents.of('sales.order').filter(({ record }) => record.state !== 'draft' && record.state !== 'cancelled');
  const open = orders.filter(({ record }) => record['progress'] !== 'completed' && record.state === 'confirmed');
  const last = orders[0]?.day;
  const apart = interval(orders.map((order) => order.day));
  const late = items.overdue !== undefined && /[1-9]/.test(items.overdue) && !isNegative(items.overdue);
  const ago = last === undefined ? undefined : daysBetween(last, today());
  return (
    <div className="band">
      <Figure label={t('customer.year_sales')} value={months ? money(total(months.map((one) => one.value))) : '—'} note={t('bench.net_of_tax')}>
        {months && <Spark values={months.map((one) => Number(one.value))} />}
      </Figure>
      <Figure
        label={t('customer.receivable')}
        value={items.remaining === undefined ? '—' : money(items.remaining)}
        note={items.overdue === undefined ? '' : late ? t('bench.overdue', { amount: money(items.overdue) }) : t('customer.no_overdue')}
        tone={late ? 'neg' : 'ok'}
      />
      <Figure
        label={t('customer.open_orders')}
        value={documents.pending ? '—' : String(open.length)}
        note={open.length > 0 ? money(total(open.map(({ record }) => record['gross']))) : ''}
      />
      <Figure
        label={t('customer.average')}
        value={orders.length === 0 ? '—' : money(mean(orders.map(({ record }) => record['gross'])))}
        note={t('customer.order_count') + ` ${quantity(String(orders.length))}`}
      />
      <Figure label={t('customer.average_days')} value={apart === undefined ? '—' : t('customer.days', { count: apart })} note="" />
      <Figure
        label={t('customer.last_order')}
        value={ago === undefined ? '—' : ago === 0 ? t('customer.today') : t('customer.last_days', { count: ago })}
        note={last ?? t('customer.no_order')}
      />
    </div>
  );
}
const mean = (values: readonly unknown[]): string => (Number(total(values)) / values.length).toFixed(2);
function Figure({
  label,
  value,
  note,
  tone,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone?: 'neg' | 'ok';
  readonly children?: ReactNode;
}) {
  return (
    <div className="band-figure">
      <div>
        <span className="soft">{label}</span>
        <b>{value}</b>
        <span className={tone === 'neg' ? 'neg' : tone === 'ok' ? 'ok-ink' : 'faint'}>{note}</span>
      </div>
      {children}
    </div>
  );
}
