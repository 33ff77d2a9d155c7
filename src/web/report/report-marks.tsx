import { Popover } from 'antd';
import type { Report } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { money } from '../text/format.ts';
import { useWords, type Word } from '../words/index.ts';
import { formCode } from './statement-layout.ts';

/** Checks are keyed `balance.closing`: what is proved, then the column it is proved for (3.3). */
const checkWords: Readonly<Record<string, Word>> = {
  balance: 'report.check.balance',
  profit: 'report.check.profit',
  cash: 'report.check.cash',
  turnover: 'report.check.turnover',
  closing: 'report.check.closing',
  opening: 'report.check.opening',
  ledger: 'report.check.ledger',
};
/** Form number, notes such as 未结账, and whether the statement agrees with itself. */
export function ReportMarks({ name, report }: { readonly name: string; readonly report: Report }) {
  const t = useWords();
  const form = formCode(name, report.rows[0]?.key);
  const wrong = report.checks.filter((check) => !check.ok);
  const label = (key: string): string => {
    const [what = '', column] = key.split('.');
    const text = checkWords[what] ? t(checkWords[what]) : key;
    const of = report.columns.find((one) => one.key === column)?.label;
    return of === undefined ? text : `${text} · ${of}`;
  };
  return (
    <>
      {form !== undefined && <span className="tag line hide-phone">{form}</span>}
      {report.notes.map((note) => (
        <span key={note} className="tag amber">
          {note === 'not_closed' || note === '未结账' ? t('report.not_closed') : note}
        </span>
      ))}
      {report.checks.length > 0 && (
        <Popover
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          content={
            <ul className="checks">
              {report.checks.map((check) => (
                <li key={check.key} className={check.ok ? '' : 'neg'}>
                  <Icon name={check.ok ? 'done' : 'error'} size={15} className={check.ok ? 'ok' : ''} />
                  <span>{label(check.key)}</span>
                  {!check.ok && <b>{t('report.check_difference', { amount: money(check.difference) })}</b>}
                </li>
              ))}
            </ul>
          }
        >
          <button type="button" className={wrong.length > 0 ? 'tag red check-tag' : 'tag green check-tag'}>
            {wrong[0] ? t('report.not_ok', { difference: money(wrong[0].difference) }) : t('report.ok')}
          </button>
        </Popover>
      )}
    </>
  );
}
