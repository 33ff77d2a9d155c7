import { Link } from '@tanstack/react-router';
import { useDeclarations } from '../record/declarations.ts';
import { Icon, type IconName } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { money, shortDate } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { optionOf } from './state-text.ts';
import { DocumentTable } from './document-table.tsx';
import type { Doc, DocumentKind, Documents } from './facts.ts';
import { underWay } from './running.ts';

const icons: Readonly<Record<DocumentKind['name'], IconName>> = {
  'sales.quotation': 'file',
  'sales.order': 'sales',
  'sales.delivery': 'supply',
  'sales.invoice': 'receipt',
  'finance.receipt': 'finance',
};
/** What is in progress, then what happened, newest first. */
export function Middle({ documents, open }: { readonly documents: Documents; readonly open: () => void }) {
  const t = useWords();
  const running = underWay(documents);
  return (
    <div className="customer-middle">
      <section>
        <header>
          <h2>{t('customer.documents')}</h2>
          {running.length > 0 && <span className="soft">{t('desk.rows', { count: running.length })}</span>}
          <button type="button" className="link side-link" onClick={open}>
            {t('customer.all_orders')}
          </button>
        </header>
        {!documents.pending && <DocumentTable docs={running.slice(0, 8)} />}
      </section>
      <section>
        <header>
          <h2>{t('customer.timeline')}</h2>
        </header>
        {!documents.pending && documents.all.length === 0 && <p className="faint">{t('customer.no_timeline')}</p>}
        <ol className="feed">
          {documents.all.slice(0, 14).map((doc) => (
            <Happened key={doc.record.id} doc={doc} />
          ))}
        </ol>
      </section>
    </div>
  );
}
function Happened({ doc: { kind, record, day } }: { readonly doc: Doc }) {
  const t = useWords();
  const home = useHome();
  const declared = useDeclarations()?.records.get(kind.name);
  const state = optionOf(declared, 'state', record.state);
  return (
    <li>
      <i>
        <Icon name={icons[kind.name]} size={14} />
      </i>
      <div>
        <span className="soft">{declared ? t.of(declared) : ''}</span>{' '}
        <Link to={`${home}/${kind.name.replace('.', '/')}/${record.id}` as string}>{String(record['number'] ?? t('detail.draft'))}</Link>
        <p className="faint">{state ? t.of(state) : ''}</p>
      </div>
      <b className="num">{money(record[kind.amount])}</b>
      <time className="faint" dateTime={day}>
        {shortDate(day)}
      </time>
    </li>
  );
}
