import { useWords } from '../words/index.ts';
import { digitsOf } from './amounts.ts';

/** An amount in its eleven columns, a red rule before 角分; a negative one is red (红字). */
export function Digits({ amount, ghost }: { readonly amount: unknown; readonly ghost?: string | undefined }) {
  const digits = digitsOf(amount) ?? (ghost === undefined ? undefined : digitsOf(ghost));
  const pale = digitsOf(amount) === undefined && digits !== undefined;
  const red = typeof amount === 'string' && amount.startsWith('-');
  return (
    <span className={`digits${pale ? ' pale' : ''}${red ? ' neg' : ''}`} aria-hidden="true">
      {Array.from({ length: 11 }, (_, at) => (
        <i key={at}>{digits?.[at] ?? ''}</i>
      ))}
    </span>
  );
}
export function DigitHead() {
  const t = useWords();
  return (
    <span className="digits head" aria-hidden="true">
      {t('voucher.digits')
        .split(',')
        .map((place, at) => (
          <i key={at}>{place}</i>
        ))}
    </span>
  );
}
