import { Select } from 'antd';
import { decimal } from '#decimal';
import type { SchemaField } from '../api/types.ts';
import type { Editor, Row } from '../form/use-editor.ts';
import { Icon } from '../shell/icons.tsx';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Account } from './accounts.ts';
import { amountOf } from './amounts.ts';

interface Props {
  readonly editor: Editor;
  readonly row: Row;
  readonly account: Account | undefined;
  readonly dimensions: readonly SchemaField[];
  readonly fields: readonly SchemaField[];
  readonly balances: ReadonlyMap<string, string>;
  readonly anyCash: boolean;
  readonly set: (name: string, value: unknown) => void;
}
/** What stands behind the line in hand: the account's balance before and after, its cash-flow item, what it is analysed by. */
export function InfoBar({ row, account, dimensions, fields, balances, anyCash, set }: Props) {
  const t = useWords();
  if (!account) return <div className="paper-info faint">{t('voucher.info_none')}</div>;
  const before = balances.get(account.code);
  const after = before === undefined ? undefined : decimal(before).plus(amountOf(row.values['debit'])).minus(amountOf(row.values['credit'])).toFixed(2);
  const item = fields.find((field) => field.name === 'cf_item');
  const names = (keys: readonly string[]): string =>
    keys
      .map((key) => dimensions.find((field) => field.name === key))
      .flatMap((field) => (field ? [t.of(field.label)] : []))
      .join(t.locale === 'zh' ? '、' : ', ');
  return (
    <div className="paper-info">
      <div>
        <span className="faint">
          {account.code} {account.full}
        </span>
        <span>
          {before === undefined ? (
            '—'
          ) : (
            <>
              <b>{money(before)}</b> <Icon name="next" size={12} className="inline-icon" />{' '}
              <b className={after?.startsWith('-') && account.isCash ? 'neg' : undefined}>{money(after)}</b> <span className="faint">{t('voucher.balance_after')}</span>
            </>
          )}
        </span>
      </div>
      <div>
        <span className="faint">{t('voucher.cash_flow')}</span>
        {anyCash && !account.isCash && item ? (
          <Select
            size="small"
            variant="borderless"
            allowClear
            aria-label={t('voucher.cash_flow')}
            placeholder={t('voucher.cash_flow_auto')}
            value={(row.values['cf_item'] as string | null | undefined) ?? null}
            options={(item.options ?? []).map((option) => ({ value: option.key, label: `${option.key} ${t.of(option.label)}` }))}
            onChange={(next: unknown) => set('cf_item', next ?? null)}
          />
        ) : (
          <span>—</span>
        )}
      </div>
      <div>
        <span className="faint">{t('voucher.dimension')}</span>
        <span>
          {account.required.length > 0
            ? t('voucher.needs', { what: names(account.required) })
            : account.optional.length > 0 && names(account.optional) !== ''
              ? t('voucher.optional', { what: names(account.optional) })
              : t('voucher.no_dimension')}
        </span>
      </div>
    </div>
  );
}
