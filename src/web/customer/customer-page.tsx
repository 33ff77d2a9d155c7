import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { recordQuery, useSchema } from '../api/queries.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import '../detail/detail.css';
import { CommentBox } from '../detail/comment-box.tsx';
import { Files } from '../detail/files.tsx';
import { Timeline } from '../detail/timeline.tsx';
import { useUpload } from '../detail/use-upload.ts';
import '../detail/talk.css';
import { RecordPage } from '../detail/record-page.tsx';
import { StateMark } from '../record/cell.tsx';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { useRecent } from '../shell/use-recent.ts';
import { TagStrip } from '../tags/tag-strip.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import { ReportTable } from '../report/report-table.tsx';
import { Band } from './band.tsx';
import { DocumentTable } from './document-table.tsx';
import { type Documents, useDocuments, useOpenItems } from './facts.ts';
import { Middle } from './middle.tsx';
import { MoneyColumn } from './money-column.tsx';
import { RecordColumn } from './record-column.tsx';
import './customer.css';

const name = 'customers.customer';
/** Everything about one customer on one page: who it is, what happens, money (web §4.4). Editing is the form of every record. */
export function CustomerPage() {
  const id = useLocation().pathname.split('/').at(-1) ?? '';
  const { edit } = useSearch({ strict: false }) as { readonly edit?: unknown };
  const t = useWords();
  const schema = useSchema(name);
  const record = useQuery(recordQuery(name, id));
  if (edit !== undefined) return <RecordPage />;
  const failed = schema.error ?? record.error;
  if (failed) return <Failed error={failed} thing={t('nav.customers')} retry={() => void record.refetch()} />;
  return schema.data && record.data ? <Customer key={id} schema={schema.data} customer={record.data} /> : <Waiting />;
}

const tabs = ['overview', 'orders', 'documents', 'items', 'timeline', 'files'] as const;
type Tab = (typeof tabs)[number];
function Customer({ schema, customer }: { readonly schema: Schema; readonly customer: ApiRecord }) {
  const t = useWords();
  const home = useHome();
  const navigate = useNavigate();
  const me = useWho();
  useRecent(schema, customer);
  const { tab: asked } = useSearch({ strict: false }) as { readonly tab?: Tab };
  const tab = asked !== undefined && tabs.includes(asked) ? asked : 'overview';
  const documents = useDocuments(customer);
  const items = useOpenItems(customer);
  const uploads = useUpload(schema, customer);
  const code = encodeURIComponent(String(customer['code'] ?? ''));
  const title = String(customer['name'] ?? '');
  const state = schema.fields.find((field) => field.kind === 'state');
  const go = (next: Tab): void => void navigate({ to: '.', search: { tab: next === 'overview' ? undefined : next } as never, replace: true });
  return (
    <div className="customer">
      <header className="page-head face-head">
        <Link to={`${home}/customers/customer` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <span className="face on big">{title.slice(0, 1)}</span>
        <div className="customer-name">
          <h1 className="page-title" lang="zh-CN">
            {title}
          </h1>
          <span className="faint cut">
            {[customer['code'], t('customer.since', { date: String(customer['created_at']).slice(0, 10) })].filter((text) => typeof text === 'string').join(' · ')}
          </span>
        </div>
        {state && typeof customer.state === 'string' && <StateMark field={state} value={customer.state} />}
        <div className="side">
          {schema.may['update'] && (
            <button type="button" className="button hide-phone" onClick={() => void navigate({ to: '.', search: { edit: 1 } as never })}>
              {t('common.edit')}
            </button>
          )}
          {mayOpen(me, 'sales.quotation', 'create') && (
            <Link to={`${home}/sales/quotation/new` as string} search={{ customer: code } as never} className="button hide-phone">
              {t('customer.new_quotation')}
            </Link>
          )}
          {mayOpen(me, 'sales.order', 'create') && (
            <Link to={`${home}/sales/order/new` as string} search={{ customer: code } as never} className="button primary">
              <Icon name="plus" size={15} /> {t('customer.new_order')}
            </Link>
          )}
        </div>
      </header>
      <div className="page-body">
        <TagStrip schema={schema} id={customer.id} />
        <Band customer={customer} documents={documents} items={items} />
        <nav className="tabs" aria-label={title} role="tablist">
          {tabs.map((one) => (
            <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => go(one)}>
              {t(tabWords[one])} <span className="count">{countOf(one, documents, items.report?.rows.length)}</span>
            </button>
          ))}
        </nav>
        {tab === 'overview' && (
          <div className="customer-columns">
            <RecordColumn schema={schema} customer={customer} />
            <Middle documents={documents} open={() => go('orders')} />
            <MoneyColumn customer={customer} items={items} documents={documents} />
          </div>
        )}
        {tab === 'orders' && <DocumentTable docs={[...documents.of('sales.order'), ...documents.of('sales.quotation')]} />}
        {tab === 'documents' && <DocumentTable docs={documents.all.filter(({ kind }) => kind.name !== 'sales.order' && kind.name !== 'sales.quotation')} />}
        {tab === 'items' &&
          (items.report && items.report.rows.length > 0 ? (
            <ReportTable report={{ ...items.report, columns: items.report.columns.filter((column) => column.key !== 'item') }} />
          ) : (
            <p className="customer-none faint">{t('customer.no_items')}</p>
          ))}
        {tab === 'files' && (
          <div className="customer-timeline">
            <Files schema={schema} record={customer} uploads={uploads} />
          </div>
        )}
        {tab === 'timeline' && (
          <div className="customer-timeline">
            <CommentBox name={name} id={customer.id} uploads={uploads} />
            <Timeline name={name} id={customer.id} schema={schema} />
          </div>
        )}
      </div>
    </div>
  );
}
const tabWords = {
  overview: 'customer.overview',
  orders: 'customer.tab_orders',
  documents: 'customer.tab_documents',
  items: 'customer.tab_items',
  timeline: 'customer.timeline',
  files: 'detail.files',
} as const;
function countOf(tab: Tab, documents: Documents, items: number | undefined): number | '' {
  if (tab === 'items') return items ?? '';
  const sum = (...names: readonly Parameters<Documents['count']>[0][]): number | '' => (documents.pending ? '' : names.reduce((all, one) => all + (documents.count(one) ?? 0), 0));
  if (tab === 'orders') return sum('sales.order', 'sales.quotation');
  return tab === 'documents' ? sum('sales.delivery', 'sales.invoice', 'finance.receipt') : '';
}
