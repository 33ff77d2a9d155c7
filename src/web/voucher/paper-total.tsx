import { decimal } from '#decimal';
import { amountInWords } from '../../kernel/amount-words.ts';
import { Icon } from '../shell/icons.tsx';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Totals } from './amounts.ts';
import { Digits } from './digits.tsx';

/** The total row: both sums, 大写, or what is missing and on which side. */
export function PaperTotal({ totals }: { readonly totals: Totals }) {
  const t = useWords();
  const { debit, credit, difference } = totals;
  const balanced = !/[1-9]/.test(difference);
  const missing = (
    <span className="paper-missing">
      <Icon name="warning" size={14} /> {t('voucher.missing', { amount: money(difference.replace('-', '')) })}
    </span>
  );
  const sum = (amount: string) => (
    <>
      <span className="unseen">{money(amount)}</span>
      <Digits amount={amount} />
    </>
  );
  const larger = difference.startsWith('-') ? credit : debit;
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={2}>
          <b>{t('voucher.total')}</b> <span lang="zh-CN">{/[1-9]/.test(larger) ? amountInWords(decimal(larger)) : ''}</span>
        </th>
        <td className="paper-amount" aria-live="polite">
          {difference.startsWith('-') ? missing : sum(debit)}
        </td>
        <td className="paper-amount" aria-live="polite">
          {balanced || difference.startsWith('-') ? sum(credit) : missing}
        </td>
      </tr>
    </tfoot>
  );
}
