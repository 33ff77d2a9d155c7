import { isNegative, money } from '../text/format.ts';
import { useAccounts } from '../voucher/accounts.ts';
import { useWords } from '../words/index.ts';
import { openingSums } from './opening-sums.ts';
import type { Editor } from './use-editor.ts';

/** Under the balances of an opening: both sides and what is between them, with every key, so that nobody meets a refusal at the end (3.1 R7). */
export function OpeningTotals({ editor }: { readonly editor: Editor }) {
  const t = useWords();
  const accounts = useAccounts();
  const sums = openingSums(
    (editor.rows['lines'] ?? []).map(({ values }) => values),
    (account) => accounts.byId(account)?.direction,
  );
  const figure = (label: string, value: string | undefined) => (
    <div className="figure">
      <div className="label">{label}</div>
      <div className={isNegative(value) ? 'neg' : undefined}>{money(value)}</div>
    </div>
  );
  return (
    <div className="totals opening-totals" role="status" aria-live="polite">
      {figure(t('opening.debit'), sums?.debit)}
      {figure(t('opening.credit'), sums?.credit)}
      <div className="rule" />
      <div className="figure large">
        <div className="label">{t(sums?.balanced === true ? 'opening.balanced' : 'opening.difference')}</div>
        <div className={sums?.balanced === false ? 'neg' : undefined}>{money(sums?.difference)}</div>
      </div>
    </div>
  );
}
