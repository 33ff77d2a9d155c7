import { Link } from '@tanstack/react-router';
import { useDeclarations } from '../record/declarations.ts';
import { fromDeclared } from '../record/fields.ts';
import { Meter, StateMark } from '../record/cell.tsx';
import { useHome } from '../shell/layout.tsx';
import { money, shortDate } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Doc } from './facts.ts';

/** Documents of several kinds in one table: number, day, amount, how far, state. */
export function DocumentTable({ docs }: { readonly docs: readonly Doc[] }) {
  const t = useWords();
  const home = useHome();
  const declarations = useDeclarations();
  if (docs.length === 0) return <p className="customer-none faint">{t('customer.no_documents')}</p>;
  return (
    <table className="report-table">
      <thead>
        <tr>
          <th scope="col">{t('customer.number')}</th>
          <th scope="col">{t('customer.kind')}</th>
          <th scope="col">{t('customer.day')}</th>
          <th scope="col" className="num">
            {t('customer.amount')}
          </th>
          <th scope="col">{t('customer.delivered')}</th>
          <th scope="col">{t('customer.invoiced')}</th>
          <th scope="col">{t('customer.progress')}</th>
        </tr>
      </thead>
      <tbody>
        {docs.map(({ kind, record, day }) => {
          const declared = declarations?.records.get(kind.name);
          const state = declared?.fields['state'];
          const progress = declared?.fields['progress'];
          const shown =
            progress && typeof record['progress'] === 'string' && record.state === 'confirmed'
              ? ({ field: fromDeclared('progress', progress), value: record['progress'] } as const)
              : state && typeof record.state === 'string'
                ? ({ field: fromDeclared('state', state), value: record.state } as const)
                : undefined;
          return (
            <tr key={record.id}>
              <th scope="row">
                <Link to={`${home}/${kind.name.replace('.', '/')}/${record.id}` as string}>{String(record['number'] ?? t('detail.draft'))}</Link>
              </th>
              <td className="soft">{declared ? t.of(declared) : ''}</td>
              <td className="soft">{shortDate(day)}</td>
              <td className="num">{money(record[kind.amount])}</td>
              <td>{typeof record['delivered_share'] === 'string' ? <Meter value={record['delivered_share']} /> : <span className="faint">—</span>}</td>
              <td>{typeof record['invoiced_share'] === 'string' ? <Meter value={record['invoiced_share']} /> : <span className="faint">—</span>}</td>
              <td>{shown && <StateMark field={shown.field} value={shown.value} />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
