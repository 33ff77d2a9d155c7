import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery, recordQuery } from '../api/queries.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { useWords, type Word } from '../words/index.ts';
import './first-steps.css';

interface Step {
  readonly word: Word;
  readonly help?: Word;
  readonly of: string;
  readonly to: string;
  readonly imports?: true;
}
const steps: readonly Step[] = [
  { word: 'desk.step.product', of: 'inventory.product', to: '/inventory/product/new', imports: true },
  { word: 'desk.step.customer', of: 'customers.customer', to: '/customers/customer/new', imports: true },
  { word: 'desk.step.stock', of: 'inventory.adjustment', to: '/inventory/adjustment/new' },
  { word: 'desk.step.opening', help: 'desk.step.opening_help', of: 'finance.opening', to: '/finance/opening/new' },
  { word: 'desk.step.order', of: 'sales.order', to: '/sales/order/new' },
  { word: 'desk.step.delivery', of: 'sales.delivery', to: '/sales/delivery/new' },
];
/** From an empty company to its first sale; each step knows by itself whether it is done. Gone once goods have left. */
export function FirstSteps() {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const open = steps.filter((step) => mayOpen(me, step.of, 'create'));
  const counts = useQueries({ queries: open.map((step) => listQuery(step.of, { limit: 1, count: 'bounded', fields: 'id' })) });
  const company = useQuery(recordQuery('core.organisation', me.organisation.id));
  const sold = counts.at(-1)?.data?.count?.value ?? 0;
  if (open.length < steps.length || counts.some((count) => count.isPending) || sold > 0) return null;
  const done = [company.data !== undefined && company.data['uscc'] !== null, ...counts.map((count) => (count.data?.count?.value ?? 0) > 0)];
  const rows = [{ word: 'desk.step.company' as Word, help: 'desk.step.company_help' as Word, to: '/settings/company', of: 'core.organisation' } as Step, ...open];
  const next = done.indexOf(false);
  return (
    <section className="bench-section flush">
      <header>
        <h2>{t('desk.steps')}</h2>
        <span className="soft">{t('desk.steps_help', { done: done.filter(Boolean).length, count: rows.length })}</span>
      </header>
      <ol className="first-steps">
        {rows.map((step, at) => (
          <li key={step.of} className={done[at] ? 'done' : at === next ? 'next' : ''}>
            {done[at] ? <Icon name="done" size={17} aria-label={t('desk.step.done')} /> : <span className="step-no">{at + 1}</span>}
            <span className="rail-what">
              <b>{t(step.word)}</b>
              {step.help && !done[at] && <span className="faint">{t(step.help)}</span>}
            </span>
            {!done[at] && (
              <span className="row">
                {step.imports && (
                  <Link to={`${home}${step.to.replace(/new$/, 'import')}` as string} className="button small">
                    {t('desk.import')}
                  </Link>
                )}
                <Link to={`${home}${step.to}` as string} className={at === next ? 'button small primary' : 'button small'}>
                  {t('desk.go')}
                </Link>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
