import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { referenceLabel } from '../record/cell.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { percent, price, quantity, shortDate } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { lastSold } from './sold.ts';

const asked = 'order_date,price_includes_tax,lines.product,lines.qty,lines.unit,lines.unit_price,lines.discount_rate';
const shownAtMost = 6;
/** What this customer bought last and at which price: the newest line of each product in the latest confirmed orders, read at once with their lines. */
export function Products({ customer }: { readonly customer: ApiRecord }) {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const filter = JSON.stringify({
    all: [
      { field: 'customer', op: 'eq', value: customer.id },
      { field: 'state', op: 'in', value: ['confirmed', 'closed'] },
    ],
  });
  const orders = useQuery({ ...listQuery('sales.order', { fields: asked, filter, sort: '-order_date', limit: 20 }), enabled: mayOpen(me, 'sales.order') }).data?.data;
  const sold = lastSold(orders ?? []).slice(0, shownAtMost);
  if (sold.length === 0) return null;
  return (
    <section className="customer-sold">
      <header>
        <h2>{t('customer.last_prices')}</h2>
      </header>
      <ul>
        {sold.map((one) => (
          <li key={one.product.id}>
            <Link to={`${home}/inventory/product/${one.product.id}` as string} className="cut" lang="zh-CN">
              {referenceLabel(one.product)} <span className="faint">{one.product.code}</span>
            </Link>
            <span className="num">{price(one.unitPrice)}</span>
            <Link to={`${home}/sales/order/${one.order}` as string} className="faint">
              {shortDate(one.day)}
            </Link>
            <span className="faint">
              {[
                [quantity(one.qty), referenceLabel(one.unit)].join(' '),
                t(one.withTax ? 'customer.with_tax' : 'customer.without_tax'),
                one.discount === undefined ? '' : t('customer.discount', { rate: percent(one.discount) }),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
