import type { KeyboardEvent } from 'react';
import type { SchemaField } from '../api/types.ts';
import type { Editor, Row } from '../form/use-editor.ts';
import { referenceLabel } from '../record/cell.tsx';
import { isReference } from '../record/fields.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { AccountCell } from './account-cell.tsx';
import { type Account, asReference } from './accounts.ts';
import { digitsOf, hasAmount, isTypedAmount, type Side, typedAmount } from './amounts.ts';
import { Digits } from './digits.tsx';

export interface LineProps {
  readonly editor: Editor;
  readonly row: Row;
  readonly at: number;
  readonly editing: boolean;
  readonly active: boolean;
  readonly ghost: { readonly side: Side; readonly amount: string } | undefined;
  readonly account: Account | undefined;
  readonly dimensions: readonly SchemaField[];
  readonly balances: ReadonlyMap<string, string>;
  readonly set: (name: string, value: unknown) => void;
  readonly tree: () => void;
  readonly press: (event: KeyboardEvent<HTMLElement>, column: string) => void;
  readonly advance: (chosen: Account) => void;
  readonly focus: () => void;
}
/** One line of the paper: summary, account with what it is analysed by, and the two amounts. */
export function VoucherLine(props: LineProps) {
  const { editor, row, at, editing, active, account, set, press } = props;
  const t = useWords();
  const values = row.values;
  const problem = (name: string) => editor.refusal?.at.get(`lines/${row.line.key}/${name}`);
  const label = (name: string): string => `${name}, ${t('voucher.line', { n: at + 1 })}`;
  const accountText = isReference(values['account']) ? `${values['account'].code ?? ''} ${values['account'].label ?? ''}`.trim() : '';
  if (!editing)
    return (
      <tr>
        <td>{String(values['summary'] ?? '')}</td>
        <td>
          <span>{account ? `${account.code} ${account.full}` : accountText}</span>
          <Chosen {...props} />
        </td>
        <Amount {...props} side="debit" />
        <Amount {...props} side="credit" />
      </tr>
    );
  return (
    <tr className={active ? 'on' : undefined} onFocus={props.focus} aria-label={t('voucher.line', { n: at + 1 })}>
      <td>
        <input
          className="paper-input"
          data-cell={`${at}:summary`}
          aria-label={label(t('voucher.summary'))}
          aria-invalid={problem('summary') !== undefined || undefined}
          title={problem('summary')?.title}
          maxLength={200}
          autoComplete="off"
          placeholder={active && at > 0 ? `// ${t('voucher.key_summary')}` : undefined}
          value={String(values['summary'] ?? '')}
          onChange={(event) => set('summary', event.target.value === '' ? null : event.target.value)}
          onKeyDown={(event) => press(event, 'summary')}
        />
      </td>
      <td className="paper-account">
        <AccountCell
          account={account}
          shown={accountText}
          label={label(t('voucher.account'))}
          cell={`${at}:account`}
          invalid={problem('account') !== undefined}
          balances={props.balances}
          choose={(one) => set('account', one ? asReference(one) : null)}
          tree={props.tree}
          onKeyDown={(event) => press(event, 'account')}
          advance={props.advance}
        />
        {account && (active || missing(props)) ? <Dimensions {...props} account={account} /> : <Chosen {...props} />}
      </td>
      <Amount {...props} side="debit" />
      <Amount {...props} side="credit" />
    </tr>
  );
}
const missing = ({ account, row }: LineProps): boolean => account?.required.some((name) => !isReference(row.values[name])) === true && hasAmount(row.values);
/** What the line is analysed by, as text under the account. */
function Chosen({ dimensions, row }: LineProps) {
  const names = dimensions.map((field) => referenceLabel(row.values[field.name] ?? null)).filter((text) => text !== '');
  return names.length > 0 ? <span className="paper-sub">{names.join(' · ')}</span> : null;
}
function Dimensions({ dimensions, row, at, account, set, press, editor }: LineProps & { readonly account: Account }) {
  const t = useWords();
  const asked = dimensions.filter((field) => account.required.includes(field.name) || account.optional.includes(field.name));
  if (asked.length === 0) return null;
  return (
    <span className="paper-dimensions">
      {asked.map((field) => {
        const value = row.values[field.name];
        const required = account.required.includes(field.name);
        return (
          <ReferenceInput
            key={field.name}
            className={required && !isReference(value) ? 'paper-input sub needed' : 'paper-input sub'}
            target={field.target ?? ''}
            label={`${t.of(field.label)}, ${t('voucher.line', { n: at + 1 })}`}
            placeholder={t.of(field.label)}
            value={isReference(value) ? value : null}
            invalid={editor.refusal?.at.has(`lines/${row.line.key}/${field.name}`) === true}
            cell={`${at}:${field.name}`}
            onChange={(next) => set(field.name, next)}
            onKeyDown={(event) => press(event, field.name)}
          />
        );
      })}
    </span>
  );
}

function Amount({ editor, row, at, side, editing, active, ghost, set, press }: LineProps & { readonly side: Side }) {
  const t = useWords();
  const value = row.values[side];
  const pale = active && ghost?.side === side ? ghost.amount : undefined;
  const long = typeof value === 'string' && /[1-9]/.test(value) && digitsOf(value) === undefined;
  const problem = editor.refusal?.at.get(`lines/${row.line.key}/${side}`);
  return (
    <td className="paper-amount">
      {!editing && <span className="unseen">{value === null || value === undefined ? '' : money(value)}</span>}
      {long ? <span className="paper-long num">{money(value)}</span> : <Digits amount={value} ghost={pale} />}
      {pale !== undefined && <kbd>=</kbd>}
      {editing && (
        <input
          className="paper-input amount"
          data-cell={`${at}:${side}`}
          aria-label={`${t(side === 'debit' ? 'voucher.debit' : 'voucher.credit')}, ${t('voucher.line', { n: at + 1 })}`}
          aria-invalid={problem !== undefined || undefined}
          title={long ? t('voucher.too_long') : problem?.title}
          inputMode="decimal"
          autoComplete="off"
          value={typeof value === 'string' && !/^-?0\.00$/.test(value) ? value : ''}
          onChange={(event) => isTypedAmount(event.target.value) && set(side, typedAmount(event.target.value))}
          onFocus={(event) => event.target.select()}
          onBlur={() => typeof value === 'string' && value !== '' && set(side, settled(value))}
          onKeyDown={(event) => press(event, side)}
        />
      )}
    </td>
  );
}
/** `12` typed becomes `12.00` when the cell is left; a lone sign is nothing. */
function settled(value: string): string | null {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(value) ?? [];
  if (whole === '' && fraction === '') return null;
  return `${sign}${whole === '' ? '0' : whole}.${fraction.padEnd(2, '0')}`;
}
