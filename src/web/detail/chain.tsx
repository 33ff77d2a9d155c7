import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { relatedQuery } from '../api/queries.ts';
import type { ApiRecord, RelatedNode, Schema } from '../api/types.ts';
import { useHome } from '../shell/layout.tsx';
import { Icon } from '../shell/icons.tsx';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';

/** In the order business runs; what is not named stands between the documents and the vouchers. */
const order = ['sales.quotation', 'sales.contract', 'sales.order', 'sales.delivery', 'sales.invoice', 'finance.receipt'];
const rank = (name: string): number => (name === 'finance.voucher' ? order.length + 1 : order.includes(name) ? order.indexOf(name) : order.length);

/** Quotation → order → delivery → invoice → receipt → voucher, each a card that opens (P.4). */
export function Chain({ schema, record }: { readonly schema: Schema; readonly record: ApiRecord }) {
  const t = useWords();
  const related = useQuery(relatedQuery(schema.name, record.id)).data;
  const groups = [...Map.groupBy(related?.nodes ?? [], (node) => node.declaration)].sort(([a], [b]) => rank(a) - rank(b));
  if (groups.length < 2) return null;
  return (
    <section className="chain" aria-label={t('detail.related')}>
      <header className="section-head">
        <h2>{t('detail.related')}</h2>
        <span className="faint">{t('detail.related_help')}</span>
      </header>
      <ol>
        {groups.map(([name, nodes]) => (
          <li key={name}>
            <ChainCard nodes={nodes} here={record.id} />
          </li>
        ))}
      </ol>
    </section>
  );
}
function ChainCard({ nodes, here }: { readonly nodes: readonly RelatedNode[]; readonly here: string }) {
  const t = useWords();
  const home = useHome();
  const [first] = nodes;
  if (!first) return null;
  return (
    <>
      <div className={nodes.some((node) => node.id === here) ? 'chain-card here' : 'chain-card'}>
        <div className="soft">
          {t.of(first.label)} {nodes.length > 1 ? nodes.length : ''}
        </div>
        {nodes.slice(0, 4).map((node, index) =>
          node.hidden ? (
            <div key={index} className="faint">
              {t('common.hidden')}
            </div>
          ) : (
            <div key={node.id} className="chain-row">
              {node.id === here ? (
                <span>{node.number ?? t('detail.draft')}</span>
              ) : (
                <Link to={`${home}/${node.declaration.replace('.', '/')}/${node.id ?? ''}` as string}>{node.number ?? t('detail.draft')}</Link>
              )}
              <span className="num soft">{node.amount === null || node.amount === undefined ? '' : money(node.amount)}</span>
            </div>
          ),
        )}
        {nodes.length > 4 && <div className="faint">…</div>}
      </div>
      <Icon name="right" size={13} className="faint chain-turn" />
    </>
  );
}
