import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Editor } from '../form/use-editor.ts';
import { useWords } from '../words/index.ts';
import { AccountTree } from './account-tree.tsx';
import { asReference, useAccounts, useBalances } from './accounts.ts';
import { filling, ghost, hasAmount, other, type Side, totalsOf } from './amounts.ts';
import { DigitHead } from './digits.tsx';
import { InfoBar } from './info-bar.tsx';
import { VoucherLine } from './line.tsx';
import { PaperHead, PaperSigns } from './paper-head.tsx';
import { PaperTotal } from './paper-total.tsx';

const atLeast = 6;
/** 记账凭证 on paper: eleven digit columns a side, the total row tells what is missing, every step by keyboard (web §4.7, §8). */
export function Paper({ editor, editing, at, setAt }: { readonly editor: Editor; readonly editing: boolean; readonly at: number; readonly setAt: (at: number) => void }) {
  const t = useWords();
  const [tree, setTree] = useState<number>();
  const sheet = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  const { schema, values, dispatch } = editor;
  const rows = editor.rows['lines'] ?? [];
  const lines = rows.map((row) => row.values);
  const accounts = useAccounts();
  const day = String(values['voucher_date'] ?? '');
  const balances = useBalances(day === '' ? undefined : day);
  const fields = schema.fields.find((field) => field.name === 'lines')?.lines ?? [];
  const dimensions = fields.filter((field) => field.kind === 'reference' && ['customer', 'department', 'product'].includes(field.name));
  const totals = totalsOf(lines);

  const filled = useRef(-1);
  useEffect(() => {
    if (!editing || rows.length >= atLeast || filled.current === rows.length) return;
    filled.current = rows.length;
    dispatch({ type: 'add', lines: 'lines', rows: Array.from({ length: atLeast - rows.length }, () => ({})) });
  }, [editing, rows.length, dispatch]);
  useEffect(() => {
    if (wanted.current === undefined) return;
    sheet.current?.querySelector<HTMLElement>(`[data-cell="${wanted.current}"]`)?.focus();
    wanted.current = undefined;
  });

  const go = (line: number, column: string): void => {
    const found = sheet.current?.querySelector<HTMLElement>(`[data-cell="${line}:${column}"]`);
    if (found) found.focus();
    else wanted.current = `${line}:${column}`;
  };
  const set = (line: number, name: string, value: unknown): void => {
    const row = rows[line];
    if (row) dispatch({ type: 'cell', lines: 'lines', key: row.line.key, name, value });
  };
  const below = (line: number): void => {
    if (line + 1 >= rows.length) dispatch({ type: 'add', lines: 'lines', rows: [{}] });
    go(line + 1, 'summary');
  };
  function press(event: KeyboardEvent<HTMLElement>, line: number, column: string): void {
    if (event.nativeEvent.isComposing) return;
    const row = lines[line] ?? {};
    const side = column === 'debit' || column === 'credit' ? column : undefined;
    const done = (work: () => void): void => {
      event.preventDefault();
      work();
    };
    if (event.key === '=' && side) return done(() => fill(line, side));
    if (event.key === ' ' && side) return done(() => flip(line, side));
    if (event.key === 'F7') return done(() => setTree(line));
    if (event.key === '/' && column === 'summary' && row['summary'] === '/' && line > 0) return done(() => set(line, 'summary', lines[line - 1]?.['summary'] ?? null));
    if (event.ctrlKey && event.key.toLowerCase() === 'd' && line > 0) return done(() => copy(line));
    if (event.ctrlKey && event.key === 'Delete') return done(() => remove(line));
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === 'ArrowUp' && line > 0) return done(() => go(line - 1, column));
    if (event.key === 'ArrowDown') return done(() => (line + 1 < rows.length ? go(line + 1, column) : undefined));
    if (event.key === 'Enter') return done(() => next(line, column));
    return undefined;
  }
  function next(line: number, column: string, account = accounts.byId(lines[line]?.['account'])): void {
    const asked = dimensions.filter((field) => account?.required.includes(field.name)).map((field) => field.name);
    const order = ['summary', 'account', ...asked, 'debit', 'credit'];
    const to = order[order.indexOf(column) + 1];
    const settled = column === 'debit' && hasAmount(lines[line] ?? {});
    if (to === undefined || settled) below(line);
    else go(line, to);
  }
  function fill(line: number, side: Side): void {
    const amount = filling(lines, line, side);
    if (amount === undefined) return;
    set(line, other(side), null);
    set(line, side, amount);
  }
  function flip(line: number, side: Side): void {
    const value = lines[line]?.[side];
    if (typeof value === 'string' && /[1-9]/.test(value)) {
      set(line, side, null);
      set(line, other(side), value);
    }
    go(line, other(side));
  }
  function copy(line: number): void {
    for (const name of ['summary', 'account', 'debit', 'credit', ...dimensions.map((field) => field.name)]) set(line, name, lines[line - 1]?.[name] ?? null);
  }
  function remove(line: number): void {
    const row = rows[line];
    if (row) dispatch({ type: 'remove', lines: 'lines', key: row.line.key });
    wanted.current = `${Math.max(0, line - 1)}:summary`;
  }

  const active = rows[at];
  return (
    <>
      <div className="paper" ref={sheet}>
        <PaperHead editor={editor} editing={editing} />
        <div className="paper-scroll">
          <table className="paper-table">
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  {t('voucher.summary')}
                </th>
                <th scope="col" rowSpan={2}>
                  {t('voucher.account')}
                </th>
                <th scope="col">{t('voucher.debit')}</th>
                <th scope="col">{t('voucher.credit')}</th>
              </tr>
              <tr>
                <td>
                  <DigitHead />
                </td>
                <td>
                  <DigitHead />
                </td>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, line) => (
                <VoucherLine
                  key={row.line.key}
                  editor={editor}
                  row={row}
                  at={line}
                  editing={editing}
                  active={editing && line === at}
                  ghost={line === at ? ghost(lines, line) : undefined}
                  account={accounts.byId(row.values['account'])}
                  dimensions={dimensions}
                  balances={balances}
                  set={(name, value) => set(line, name, value)}
                  tree={() => setTree(line)}
                  press={(event, column) => press(event, line, column)}
                  advance={(chosen) => next(line, 'account', chosen)}
                  focus={() => setAt(line)}
                />
              ))}
            </tbody>
            <PaperTotal totals={totals} />
          </table>
        </div>
        <PaperSigns editor={editor} />
      </div>
      {editing && active && (
        <InfoBar
          editor={editor}
          row={active}
          account={accounts.byId(active.values['account'])}
          dimensions={dimensions}
          balances={balances}
          fields={fields}
          anyCash={lines.some((line) => accounts.byId(line['account'])?.isCash)}
          set={(name, value) => set(at, name, value)}
        />
      )}
      {tree !== undefined && (
        <AccountTree
          accounts={accounts.all}
          balances={balances}
          choose={(account) => {
            set(tree, 'account', asReference(account));
            wanted.current = `${tree}:account`;
            setTree(undefined);
          }}
          close={() => {
            wanted.current = `${tree}:account`;
            setTree(undefined);
          }}
        />
      )}
    </>
  );
}
